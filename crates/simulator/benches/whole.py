"""The simulator as its users run it, whole processes, and real OPA on inputs of the same matrix.

Prints one figure a line as JSON. Times of `cos` are of processor, its own and its worker's, the least of some runs, from start to
exit with the report written; so they bear with a machine that does other things, too. `COS` names the binary, built in
release; `COS_INTEROP_DIR` the place where OPA is unpacked (see crates/policy/tests/oracle). Runs in the repository.
"""

import json
import os
import pathlib
import random
import re
import resource
import subprocess
import sys
import tempfile
import time

import yaml

ROOT = pathlib.Path(__file__).resolve().parents[3]
sys.path.insert(0, str(ROOT / "crates/policy/tests/oracle"))
import library  # noqa: E402  (found through the line above)

COS = os.environ["COS"]
BUNDLE = ROOT / "examples/policies/companyos"
MATRIX = ROOT / "matrices/privileged.yaml"
NOW = 'time.parse_rfc3339_ns("2025-11-12T10:00:00-07:00")'
# About ten thousand of the scenarios of the example.
TEN_THOUSAND = [
    "approval.*", "catalog.*", "deploy.*", "evidence.*", "flag.*", "profile.import", "receipts.compact",
]
# Flows of which every combination of values is tried: 134,400 together.
LARGE = ["deploy.promote", "runbook.switch_channel"]
CASES = 400


def figure(name, value, unit):
    print(json.dumps({"name": f"simulate/{name}", "value": value, "unit": unit}), flush=True)


def cos(runs, *args):
    """Seconds of processor and of wall clock, the least of some runs, and what was printed last."""
    cpu, wall, said = [], [], ""
    for _ in range(runs):
        before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
        done = subprocess.run([COS, *map(str, args)], cwd=ROOT, capture_output=True, text=True)
        after, end = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
        if done.returncode not in (0, 1):
            sys.exit(f"cos {' '.join(map(str, args))}: {done.returncode}\n{done.stderr}")
        cpu.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
        wall.append(end - start)
        said = done.stdout
    return min(cpu), min(wall), said


def simulate(runs, matrix, *args, bundle=BUNDLE):
    common = ["simulator", "run", "--matrix", matrix, "--bundle", bundle, "--unsigned", "--format", "json"]
    cpu, wall, said = cos(runs, *common, *args)
    return cpu, wall, json.loads(said)["summary"]


def large(folder):
    """A matrix of two flows with every combination of their values."""
    text = MATRIX.read_text()
    text = re.sub(r"\n  exclude:\n(    .*\n|\n)+", "\n", text, count=1)
    head, flows = text.split("\nflows:\n")
    flows = flows.split("\ncases:")[0]
    kept = [one for one in re.split(r"(?m)^(?=  - id: )", flows) if one.split("\n")[0][8:] in LARGE]
    head = re.sub(r"\ninventory:\n(  .*\n)+", "\n", head)
    path = folder / "large.yaml"
    path.write_text(head + "\nflows:\n" + "".join(kept))
    return path


def weakened(folder):
    """The bundle with a condition less."""
    copy = folder / "weakened"
    subprocess.run(["cp", "-r", BUNDLE, copy], check=True)
    rules = copy / "companyos/tenants.rego"
    rules.write_text(rules.read_text().replace("\n\tinput.resource.tenant == input.tenant\n", "\n"))
    return copy


def patched(value, pointer, new):
    *parents, last = pointer.strip("/").split("/")
    for name in parents:
        value = value.setdefault(name, {})
    value[last] = new


def removed(value, pointer):
    *parents, last = pointer.strip("/").split("/")
    for name in parents:
        value = value.get(name, {})
    value.pop(last, None)


def merged(base, over):
    if isinstance(base, dict) and isinstance(over, dict):
        return {**base, **{key: merged(base.get(key), item) for key, item in over.items()}}
    return over


def inputs(count):
    """Inputs of rows drawn from the privileged flows of the matrix."""
    matrix = yaml.safe_load(MATRIX.read_text())
    draw = random.Random(7)
    for _ in range(count):
        flow = draw.choice(matrix["flows"])
        value = json.loads(json.dumps(merged(matrix["input"], flow["input"]), default=str))
        for dimension in flow["dimensions"]:
            patch = draw.choice(list(matrix["dimensions"][dimension].values()))
            for pointer, new in patch.items():
                if pointer == "remove":
                    for one in new:
                        removed(value, one)
                else:
                    patched(value, pointer, new)
        yield value


def opa():
    """Seconds of processor that real OPA takes for a case, its query prepared."""
    modules, data = {}, {}
    for path in sorted(BUNDLE.rglob("*")):
        where = data
        if path.suffix == ".rego" and not path.name.endswith("_test.rego"):
            modules[str(path.relative_to(BUNDLE))] = path.read_text()
        elif path.name in ("data.json", "data.yaml"):
            *parents, last = path.relative_to(BUNDLE).parts[:-1]
            for name in parents:
                where = where.setdefault(name, {})
            where[last] = yaml.safe_load(path.read_text())
    engine = library.prepared(modules, data, "v1")
    query = f"now := {NOW}; answer := data.companyos.authz.decision with time.now_ns as now"
    cases = list(inputs(CASES))
    library.evaluate(engine, query, cases[0], "v1")
    best = []
    for _ in range(3):
        start = time.process_time()
        allowed = sum(library.evaluate(engine, query, case, "v1")[0]["allow"] for case in cases)
        best.append((time.process_time() - start) / CASES)
    return min(best), allowed


def main():
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        report = folder / "report.json"
        some = " | ".join(f"flow({flow})" for flow in TEN_THOUSAND)

        cpu, _, summary = simulate(5, MATRIX, "--filter", some, "--mutate", "off", "--report", report)
        ran = summary["passed"] + summary["failed"]
        sweeps = summary["sweeps"]
        figure("scenarios, without mutation", ran, "scenarios")
        figure("fields taken away in them", sweeps, "inputs")
        figure("cpu of 10k scenarios, without mutation", cpu / ran * 10_000, "s")
        ours = cpu / ran
        figure("cases of cos, sweeps not counted", 1 / ours, "/s")
        figure("cases of cos, sweeps counted", (ran + sweeps) / cpu, "/s")
        theirs, _ = opa()
        figure("cases of opa", 1 / theirs, "/s")

        # The fixed cost of both is the same.
        all_cpu, _, summary = simulate(2, MATRIX, "--filter", some, "--report", report)
        figure("cpu of 100 mutants on 10k scenarios", (all_cpu - cpu) / 7.35 / ran * 10_000, "s")
        all_cpu, all_wall, _ = simulate(2, MATRIX, "--report", report)
        figure("cpu of the whole example, 735 mutants", all_cpu, "s")
        figure("wall of the whole example, 735 mutants", all_wall, "s")

        matrix = large(folder)
        page = folder / "report.html"
        cpu, wall, summary = simulate(2, matrix, "--mutate", "off", "--min-coverage", "0", "--report", report)
        figure("large matrix", summary["scenarios"], "scenarios")
        figure("large matrix, wall", wall, "s")
        figure("large matrix, cpu", cpu, "s")
        cpu, wall, _ = cos(2, "report", "render", report, "--html", page)
        figure("html of the large matrix, read and written, wall", wall, "s")
        figure("html of the large matrix, size", page.stat().st_size / 1e6, "MB")
        cpu, wall, _ = cos(2, "simulator", "diff", BUNDLE, weakened(folder), "--matrix", matrix, "--unsigned", "--format", "json")
        figure("flip diff of the large matrix, wall", wall, "s")
        figure("flip diff of the large matrix, cpu", cpu, "s")


main()
