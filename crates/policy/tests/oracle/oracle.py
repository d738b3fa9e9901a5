"""Answers with what OPA decides.

Reads one JSON object a line on standard input:
    {"id": …, "modules": {"a.rego": "package a"}, "data": {…}, "query": "data.a", "input": …,
     "rego_version": "v0" or "v1", "now_ns": 1700000000000000000}
All but `modules` and `query` may be missing; a missing input is undefined, which null is not. An `input_text` holds the
input as JSON text, so that numbers can be written as `1.50`. The query is one term.
Writes one line for each:
    {"id": …, "outcome": "value", "value": …}
    {"id": …, "outcome": "undefined"}
    {"id": …, "outcome": "error", "error": "rego_type_error", "message": …}
Sets are sorted arrays, and numbers with a whole value are integers. Of several errors the first kind in the alphabet is
named, because OPA lists them in no fixed order; the message is for people.

`oracle.py --record FILE` puts OPA's answers into a file of cases (see README.md) instead, and `--check FILE` lists the
cases that OPA answers differently today.
"""

import json
import pathlib
import re
import sys
from decimal import Decimal

import library
from library import MISSING, Number, OpaError

# Engines kept prepared, oldest first.
KEPT = 64
# What a case holds of an answer.
ANSWER = ("outcome", "value", "error")


def canonical(value):
    """`value` with its numbers in one form."""
    if isinstance(value, dict):
        return {key: canonical(item) for key, item in value.items()}
    if isinstance(value, list):
        return [canonical(item) for item in value]
    if isinstance(value, Number):
        number = Decimal(value)
        if number.adjusted() > 300:
            # No JSON reader takes it as a number.
            return str(value)
        return int(number) if number == number.to_integral_value() else float(number)
    return value


class Oracle:
    """Answers requests, keeping the last policies prepared."""

    def __init__(self):
        self.engines = {}

    def answer(self, request):
        """The answer to one request, without its id."""
        try:
            results = self.results(request)
        except OpaError as error:
            message = str(error)
            kinds = re.findall(r"\b(?:rego|eval)_\w+_error\b", message)
            kind = min(kinds, default=error.code)
            return {"outcome": "error", "error": kind, "message": message}
        if not results:
            return {"outcome": "undefined"}
        if len(results) > 1:
            return {"outcome": "error", "error": "query", "message": "more than one result"}
        return {"outcome": "value", "value": canonical(results[0])}

    def results(self, request):
        version = request.get("rego_version", "v1")
        engine = self.engine(request["modules"], request.get("data"), version)
        query = f"answer = {request['query']}"
        if "now_ns" in request:
            query += f" with time.now_ns as {request['now_ns']}"
        value = library.Text(request["input_text"]) if "input_text" in request else request.get("input", MISSING)
        return library.evaluate(engine, query, value, version)

    def engine(self, modules, data, version):
        key = json.dumps([modules, data, version], sort_keys=True)
        engine = self.engines.pop(key, None) or library.prepared(modules, data, version)
        self.engines[key] = engine
        if len(self.engines) > KEPT:
            oldest = next(iter(self.engines))
            self.engines.pop(oldest).close()
        return engine


def serve():
    """Answers standard input line by line."""
    oracle = Oracle()
    for line in sys.stdin:
        if line.strip():
            request = json.loads(line)
            print(json.dumps({"id": request.get("id"), **oracle.answer(request)}), flush=True)


def request_of(case, header):
    """The request that a case stands for."""
    request = {name: case[name] for name in ("data", "input", "rego_version", "now_ns", "query", "input_text") if name in case}
    request.setdefault("query", header["query"])
    modules = case["modules"]
    request["modules"] = {"case.rego": modules} if isinstance(modules, str) else modules
    return request


def cases(path):
    """Each case of a file with its answer of today."""
    oracle = Oracle()
    header, *lines = [json.loads(line) for line in path.read_text().splitlines()]
    answered = [(case, oracle.answer(request_of(case, header))) for case in lines]
    for _, answer in answered:
        # Wording is nobody's promise.
        answer.pop("message", None)
    return header, answered


def record(path):
    """Writes today's answers into a file of cases."""
    header, answered = cases(path)
    header["opa"] = library.OPA
    lines = [header]
    for case, answer in answered:
        question = {name: item for name, item in case.items() if name not in ANSWER}
        lines.append(question | answer)
    path.write_text("".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines))


def recorded(case):
    """The answer that a case holds, as JSON, in which true is not 1."""
    return json.dumps({name: case[name] for name in ANSWER if name in case}, sort_keys=True)


def check(path):
    """Lists the cases that OPA answers differently from what is recorded, and fails when there are any."""
    _, answered = cases(path)
    differing = [(case, answer) for case, answer in answered if recorded(case) != json.dumps(answer, sort_keys=True)]
    for case, answer in differing:
        print(f"{case['name']}: {json.dumps(answer)}")
    sys.exit(1 if differing else 0)


def main():
    match sys.argv[1:]:
        case []:
            serve()
        case ["--record", path]:
            record(pathlib.Path(path))
        case ["--check", path]:
            check(pathlib.Path(path))
        case _:
            sys.exit(__doc__)


if __name__ == "__main__":
    main()
