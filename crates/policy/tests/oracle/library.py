"""Real OPA in this process: the wheel that requirements.txt pins, made to answer as `opa` does by default.

The library fixes two choices at build time that no argument changes: builtin errors stop the evaluation (`opa` makes
them undefined unless `--strict-builtin-errors` is given), and modules are Rego v1. Both are bytes in its code. They
are set here, in memory, after checking what stands there, so that another build is refused instead of misread. The
file on disk stays what its hash says.
"""

import ctypes
import json
import mmap
import os
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(os.environ["COS_INTEROP_DIR"]) / "opa"))

import opa_bindings.engine as engine  # noqa: E402  (found through the line above)

OPA = "1.20.2"

# The exported function that the addresses below are counted from.
ANCHOR = ("OpaNew", 0xA15A40)
# `rego.StrictBuiltinErrors(true)` in `main.evalCommon.func1`: movb $1, 8(%rax), and with $0.
DEFAULTS = [(0x9AB0AE, "c6400801", "c6400800")]
# Where `ast.ParseModuleWithOpts` and `ast.ParseStatementsWithOpts` load `ParserOptions.RegoVersion`, which the library
# leaves undefined: movzbl from the stack, and mov $1 (v0) with three nops.
V0 = [
    (0x640286, "440fb69c2489000000", "41bb01000000909090"),
    (0x640D69, "0fb68c2431010000", "b901000000909090"),
]


class Number(str):
    """A number as OPA printed it, before it is made canonical."""


class Text(str):
    """An input as JSON text, whose numbers keep their spelling."""


def encoded(value):
    """What the library takes for an input; `MISSING` is none at all, which is not null."""
    if isinstance(value, Text):
        return value.encode()
    return b"" if value is MISSING else engine._dumps(value)


MISSING = object()
engine._encode_input = encoded
engine.json = type("Json", (), {"loads": lambda text: json.loads(text, parse_float=Number), "dumps": json.dumps})


class Code:
    """The bytes of the library's code that we set."""

    def __init__(self):
        name, address = ANCHOR
        self.base = ctypes.cast(getattr(engine._get_lib(), name), ctypes.c_void_p).value - address
        self.libc = ctypes.CDLL(None, use_errno=True)
        self.version = "v1"
        for address, found, _ in DEFAULTS + V0:
            found = bytes.fromhex(found)
            if ctypes.string_at(self.base + address, len(found)) != found:
                sys.exit(f"library.py knows OPA {OPA} as requirements.txt pins it, and this is another build")
        for address, _, wanted in DEFAULTS:
            self.write(address, wanted)

    def parse_as(self, version):
        """Makes modules Rego `version` from now on."""
        if version == self.version:
            return
        for address, v1, v0 in V0:
            self.write(address, v0 if version == "v0" else v1)
        self.version = version

    def write(self, address, code):
        code = bytes.fromhex(code)
        start = self.base + address
        first = start - start % mmap.PAGESIZE
        length = start + len(code) - first
        readable, writable, executable = mmap.PROT_READ, mmap.PROT_WRITE, mmap.PROT_EXEC
        self.protect(first, length, readable | writable | executable)
        ctypes.memmove(start, code, len(code))
        self.protect(first, length, readable | executable)

    def protect(self, first, length, protection):
        if self.libc.mprotect(ctypes.c_void_p(first), length, protection):
            raise OSError(ctypes.get_errno(), "mprotect")


CODE = Code()


def prepared(modules, data, version):
    """An engine that holds `modules`; raises `OpaError` when OPA refuses them."""
    CODE.parse_as(version)
    opa = engine.OpaEngine()
    opa.print_handler = lambda message, location: None
    for name, text in modules.items():
        opa.add_policy(name, text)
    if data is not None:
        opa.add_data(data)
    return opa


def evaluate(opa, query, value, version):
    """The list of what `query`, which binds `answer`, is bound to."""
    # Some modules are parsed again when the first query is prepared.
    CODE.parse_as(version)
    return [result["answer"] for result in opa.eval_query(query, value)]


OpaError = engine.OpaError
