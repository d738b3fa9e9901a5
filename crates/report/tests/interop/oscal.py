"""Reads OSCAL assessment results with compliance-trestle, which refuses what does not follow the OSCAL models.

    python oscal.py results.json…

Prints the version of trestle and what it found in each file; ends with 3 when it refuses one.
"""

import importlib.metadata
import pathlib
import sys

from trestle.oscal.assessment_results import AssessmentResults

print("compliance-trestle", importlib.metadata.version("compliance-trestle"))
refused = 0
for name in sys.argv[1:]:
    try:
        results = AssessmentResults.oscal_read(pathlib.Path(name))
        run = results.results[0]
        print(
            f"{name}: OSCAL {results.metadata.oscal_version.root.root}, {len(run.observations or [])} observations, "
            f"{len(run.findings or [])} findings, {len(run.risks or [])} risks"
        )
    except Exception as error:  # Whatever it says, the file was refused.
        print(f"{name}: {error}", file=sys.stderr)
        refused = 3
sys.exit(refused)
