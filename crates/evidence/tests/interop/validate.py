"""Validates values against JSON Schemas: reads lines of {"schema", "value"}, prints the errors of each as a list."""

import json
import sys

import jsonschema

for line in sys.stdin:
    request = json.loads(line)
    jsonschema.Draft202012Validator.check_schema(request["schema"])
    errors = jsonschema.Draft202012Validator(request["schema"]).iter_errors(request["value"])
    print(json.dumps([error.message for error in errors]))
