"""Evidence bundles of many files and of large ones, as whole processes, and sha256sum over the same files.

Prints one figure a line as JSON. Times are of wall clock, the least of some runs, from start to exit. `COS` names the binary, built in
release.
"""

import json
import os
import pathlib
import resource
import subprocess
import sys
import tempfile
import time

COS = os.environ["COS"]
FILES = 10_000
SIZE = 4_096
LARGE = 512 << 20
MANIFEST = """bundle:
  version: 1.0.0
  other: s3://sources/files/
  contract: [{field: other}]
"""


def figure(name, value, unit):
    print(json.dumps({"name": f"evidence/{name}", "value": value, "unit": unit}), flush=True)


def wall(command, cwd, runs=3):
    """Seconds, the least of some runs, and the largest memory of any process so far in MB."""
    best = []
    for _ in range(runs):
        start = time.monotonic()
        done = subprocess.run(command, cwd=cwd, capture_output=True, text=True)
        best.append(time.monotonic() - start)
        if done.returncode != 0:
            sys.exit(f"{' '.join(map(str, command))}: {done.returncode}\n{done.stdout}{done.stderr}")
    return min(best), resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024


def bundle(folder, write):
    """Makes a bundle of the files that `write` makes."""
    (folder / "sources/files").mkdir(parents=True)
    write(folder / "sources/files")
    (folder / "manifest.yaml").write_text(MANIFEST)
    wall([COS, "trust", "init", "--org", "bench", "--out", "trust", "--quiet"], folder, 1)
    make = [COS, "evidence", "bundle", "-f", "manifest.yaml", "-o", "out", "--keys", "trust", "--map", "s3://sources=sources"]
    return wall(make, folder, 1)[0]


def many(files):
    for number in range(FILES):
        (files / f"{number:05}.bin").write_bytes(number.to_bytes(4, "big") * (SIZE // 4))


def large(files):
    with open(files / "large.bin", "wb") as out:
        for number in range(LARGE >> 20):
            out.write(number.to_bytes(4, "big") * (1 << 18))


def main():
    with tempfile.TemporaryDirectory() as folder:
        verify = [COS, "evidence", "verify", "out", "--trust", "trust/trust.json"]
        sums = ["sha256sum", "--check", "--strict", "--quiet", "SHA256SUMS"]

        folder = pathlib.Path(folder)
        figure("10k files, bundled and synced to disk", bundle(folder / "many", many), "s")
        seconds, memory = wall(verify, folder / "many")
        figure("10k files, verified", seconds, "s")
        figure("10k files, peak memory", memory, "MB")
        figure("10k files, sha256sum", wall(sums, folder / "many/out")[0], "s")

        figure("512 MiB in one file, bundled and synced to disk", bundle(folder / "large", large), "s")
        seconds, memory = wall(verify, folder / "large")
        figure("512 MiB in one file, verified with SHA-256 and SHA-512", seconds, "s")
        figure("512 MiB in one file, peak memory", memory, "MB")
        figure("512 MiB in one file, sha256sum", wall(sums, folder / "large/out")[0], "s")


main()
