"""Checks XML reports with lxml: that they are well-formed, and Cobertura against its DTD.

    python xml_reports.py junit.xml… cobertura.xml…

A file whose root is `coverage` must follow the DTD below. The site that published coverage-04.dtd is not asked; these are its
declarations as the formatters and fixtures of several unrelated tools quote them, all alike, without the comments.

JUnit's format was never published as a schema that its readers share. What is checked is what they count: the numbers of the root must
be those of its suites, and those of a suite must be those of its cases. Ends with 3 when a file is not as it should be.
"""

import io
import sys

from lxml import etree

DTD = """
<!ELEMENT coverage (sources?,packages)>
<!ATTLIST coverage line-rate CDATA #REQUIRED branch-rate CDATA #REQUIRED lines-covered CDATA #REQUIRED
  lines-valid CDATA #REQUIRED branches-covered CDATA #REQUIRED branches-valid CDATA #REQUIRED complexity CDATA #REQUIRED
  version CDATA #REQUIRED timestamp CDATA #REQUIRED>
<!ELEMENT sources (source*)>
<!ELEMENT source (#PCDATA)>
<!ELEMENT packages (package*)>
<!ELEMENT package (classes)>
<!ATTLIST package name CDATA #REQUIRED line-rate CDATA #REQUIRED branch-rate CDATA #REQUIRED complexity CDATA #REQUIRED>
<!ELEMENT classes (class*)>
<!ELEMENT class (methods,lines)>
<!ATTLIST class name CDATA #REQUIRED filename CDATA #REQUIRED line-rate CDATA #REQUIRED branch-rate CDATA #REQUIRED
  complexity CDATA #REQUIRED>
<!ELEMENT methods (method*)>
<!ELEMENT method (lines)>
<!ATTLIST method name CDATA #REQUIRED signature CDATA #REQUIRED line-rate CDATA #REQUIRED branch-rate CDATA #REQUIRED
  complexity CDATA #REQUIRED>
<!ELEMENT lines (line*)>
<!ELEMENT line (conditions*)>
<!ATTLIST line number CDATA #REQUIRED hits CDATA #REQUIRED branch CDATA "false" condition-coverage CDATA "100%">
<!ELEMENT conditions (condition*)>
<!ELEMENT condition EMPTY>
<!ATTLIST condition number CDATA #REQUIRED type CDATA #REQUIRED coverage CDATA #REQUIRED>
"""

dtd = etree.DTD(io.StringIO(DTD))
parser = etree.XMLParser(resolve_entities=False, load_dtd=False, no_network=True)
wrong = False
for name in sys.argv[1:]:
    faults = []
    try:
        root = etree.parse(name, parser).getroot()
    except etree.XMLSyntaxError as error:
        print(f"{name}: {error}")
        wrong = True
        continue
    if root.tag == "coverage" and not dtd.validate(root):
        faults = [str(error) for error in dtd.error_log.filter_from_errors()]
    if root.tag == "testsuites":
        for count in ("tests", "failures", "errors", "skipped"):
            suites = sum(int(suite.get(count)) for suite in root)
            if suites != int(root.get(count)):
                faults.append(f"{count}: {root.get(count)}, and {suites} in its suites")
        for suite in root:
            cases = suite.findall("testcase")
            elements = {"failures": "failure", "errors": "error", "skipped": "skipped"}
            counts = {name: sum(case.find(tag) is not None for case in cases) for name, tag in elements.items()}
            for count, cases in {"tests": len(cases), **counts}.items():
                if cases != int(suite.get(count)):
                    faults.append(f"{count}: {suite.get(count)} in suite {suite.get('name')}, and {cases} cases")
    print(f"{name}: {root.tag}, {sum(1 for _ in root.iter())} elements", *faults, sep="\n  ")
    wrong |= bool(faults)
sys.exit(3 if wrong else 0)
