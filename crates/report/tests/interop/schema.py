"""Validates reports with Python's jsonschema against a published JSON Schema.

    python schema.py conformance.v1.json

Reads one report a line on standard input and answers each with {"ok": true} or {"ok": false, "error": …}.
"""

import json
import pathlib
import sys

from jsonschema import Draft202012Validator

SCHEMA = json.loads((pathlib.Path(__file__).parents[2] / "schemas" / sys.argv[1]).read_text())
Draft202012Validator.check_schema(SCHEMA)
validator = Draft202012Validator(SCHEMA)

for line in sys.stdin:
    error = next(validator.iter_errors(json.loads(line)), None)
    print(json.dumps({"ok": error is None, "error": error and error.message[:300]}), flush=True)
