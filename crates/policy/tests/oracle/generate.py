"""Writes policies and inputs that show where engines differ.

`generate.py --seed S --count N` prints N lines for oracle.py, the same for the same seed. A policy is drawn from a
grammar of the constructs that README.md lists and asked several times, with inputs whose fields are often missing,
null or of another type. OPA refuses some of the policies; that is an answer too.
"""

import argparse
import json
import random

# How often one policy is asked.
ASKED = 4
NOW_NS = 1_700_000_000_000_000_000

DATA = {
    "roles": {"alice": {"admin": True, "level": 3}, "bob": {"level": 1}},
    "users": {"alice": {"roles": ["admin", "dev"]}, "bob": {"roles": []}},
    "list": [3, 1, {"id": "x"}, "y"],
    "flags": {"if": 1, "not": False, "contains": ["q"]},
    "empty": {},
}

class Spelled(str):
    """A number of an input, as it is written."""


# Numbers as they can be written.
NUMBERS = [
    *"0 1 2 3 10 -1 -2 0.5 1.5 -1.5 0.1 0.2 0.3 1.1 7.25 100 1000 1000000.5 0.00001 9007199254740993".split(),
    *"12345678901234567890 18446744073709551616 36893488147419103233 0.30000000000000004".split(),
    *"0.12345678901234567891 1.0 1.50 2.00 -0 -0.0 0.0 1e3 1E3 1.5e2 15e-1 1e9 1e-7 1e21 1e400 1e-400 5e1".split(),
]

# The fields of an input, and what a well-behaved one holds.
FIELDS = {
    "user": ["alice", "bob", "carol"],
    "role": ["admin", "dev", ""],
    "roles": [["admin"], ["dev", "ops"], []],
    "n": [0, 1, 2, -3, 7.5, 12345678901234567890, *(Spelled(text) for text in NUMBERS)],
    "m": [0, 1, 2],
    "s": ["abc", "a.b", "", "Ünïcode", "12", "1.50", "ΣΑΣ ß İ", "a\u0301🦀", "\u2028<&>", "10.1.2.3/16", "1.2.3", "a,b;c"],
    "l": [[1, 2, 3], [[1, 2], [3]], [], ["a", None, {"id": 1}], [0.1, 0.2, 3], [Spelled("1.50"), Spelled("1e3"), 1], ["b", "a", "b"]],
    "o": [{"k": "v"}, {"k": 1, "id": "x"}, {}, {"deep": {"k": [1, 2]}}, {"k": {"k": 1}}, {"k": None, "j": [{"k": 2}]}],
    "flag": [True, False],
    "if": [1, "x"],
    "contains": [["a"], "abc"],
}
ODD = [None, True, False, 0, "", "x", [], {}, ["x"], {"k": None}]

LIBRARY = """package lib

limit := 2

maybe := input.m if input.m > 0

double(x) := x * 2

known contains x if some x in input.roles

by_name[k] := v if some k, v in input.o

default level(_) := 0

level(x) := x.level if is_object(x)

level(x) := n if {
	is_string(x)
	n := to_number(x)
}

nested[k][j] := v if {
	some k, o in input
	some j, v in o
}

groups[k] contains v if {
	some k, vs in input
	some v in vs
}

settings.if := 1

settings[k].on if some k in input.roles
"""


class Writer:
    """Draws the text of one policy."""

    def __init__(self, rng):
        self.rng = rng
        self.version = "v0" if rng.random() < 0.15 else "v1"
        self.imports = self.draw_imports()
        self.rules = []
        self.functions = []
        self.fresh = 0

    # Small choices

    def one(self, *choices):
        return self.rng.choice(choices)

    def chance(self, probability):
        return self.rng.random() < probability

    def variable(self):
        if self.rules and self.chance(0.03):
            # Hides a rule.
            return self.one(*self.rules)
        self.fresh += 1
        return f"v{self.fresh}"

    def draw_imports(self):
        imports = []
        if self.version == "v0":
            imports += [
                self.one(
                    "import rego.v1",
                    "import future.keywords.every\nimport future.keywords.if",
                    "import future.keywords.every",
                )
            ]
        if self.chance(0.12):
            imports.append(self.one("import future.keywords", "import future.keywords.not"))
        if self.chance(0.4):
            imports.append("import data.lib")
        if self.chance(0.3):
            imports.append(self.one("import data.roles as levels", "import input.o as obj", "import input.user as who"))
        return imports

    def imported(self, text):
        return any(text in line for line in self.imports)

    @property
    def modern(self):
        """Whether rules are written with `if` and `contains`."""
        return self.version == "v1" or self.imported("rego.v1")

    @property
    def body_negation(self):
        return self.imported("future.keywords.not") or "import future.keywords" in self.imports

    # Terms

    def term(self, scope, depth=2):
        if depth <= 0 or self.chance(0.2):
            return self.one(self.scalar, self.input_ref, self.input_ref, self.data_ref, self.local)(scope)
        kind = self.one(
            self.input_ref,
            self.data_ref,
            self.local,
            self.scalar,
            self.indexed,
            self.indexed,
            self.builtin,
            self.builtin,
            self.own_call,
            self.rule_ref,
            self.rule_ref,
            self.collection,
            self.collection,
            self.comprehension,
            self.arithmetic,
            self.set_operation,
            self.template,
            self.call_path,
            self.library,
        )
        return kind(scope, depth - 1)

    def scalar(self, scope, depth=0):
        if self.chance(0.25):
            return self.one(*NUMBERS)
        return self.one(
            "0",
            "1",
            "2",
            "3",
            "-1",
            "1.5",
            "12345678901234567891",
            "0.1",
            '"Ünïcode 🦀"',
            '"1.50"',
            '""',
            '"x"',
            '"admin"',
            '"a"',
            "`r\\aw`",
            '"é\\n"',
            "true",
            "false",
            "null",
            '"alice"',
        )

    def local(self, scope, depth=0):
        return self.one(*scope) if scope else self.input_ref(scope)

    def input_ref(self, scope, depth=0):
        name = self.one(*FIELDS, "user", "role", "roles", "n", "s", "l", "o")
        return self.one(
            f"input.{name}",
            f"input.{name}",
            f'input["{name}"]',
            f"input.{name}.k",
            f"input.{name}[0]",
            "input.o.deep.k",
            "input.missing",
        )

    def data_ref(self, scope, depth=0):
        refs = [
            "data.roles",
            "data.users",
            "data.list",
            "data.flags.if",
            "data.flags.not",
            "data.empty.x",
            "data.nothing.x",
            "data.roles.alice.level",
            "data.list[0]",
            'data.flags["contains"]',
        ]
        if self.imported("as levels"):
            refs += ["levels.alice", "levels.zed.level"]
        if self.imported("as obj"):
            refs += ["obj.k", "obj"]
        if self.imported("as who"):
            refs += ["who"]
        return self.one(*refs)

    def key(self, scope, depth):
        return self.one(
            self.input_ref, self.input_ref, self.local, self.scalar, self.builtin, self.rule_ref, self.collection
        )(scope, depth - 1)

    def indexed(self, scope, depth=0):
        base = self.one(
            "data.roles",
            "data.users",
            "input.o",
            "input.l",
            "input",
            "data.list",
            "data.lib.by_name",
            "data.lib.settings",
            *scope,
        )
        path = self.one("", "", ".admin", ".roles", ".level", "[0]", ".on")
        return f"{base}[{self.key(scope, depth)}]{path}"

    def builtin(self, scope, depth=0):
        def arg():
            return self.term(scope, depth - 1)

        text = self.one("input.s", "input.user", "input.role", '"abc"', "input.missing")
        one = self.one
        name, *arguments = one(
            ("startswith", text, one(arg(), '"a"')),
            ("lower", text),
            ("upper", text),
            ("count", one("input.l", "input.o", "input.roles", text, self.collection(scope, depth - 1))),
            ("contains", text, one('"b"', '""', text)),
            ("split", text, one('"."', '""')),
            ("concat", '","', one("input.roles", "input.l", '["a", "b"]')),
            ("to_number", one(text, "input.n", "null")),
            ("is_string", arg()),
            ("is_null", arg()),
            ("type_name", arg()),
            (
                "object.get",
                one("input.o", "data.roles", "input.missing"),
                one('"k"', "input.user", '["deep", "k"]'),
                arg(),
            ),
            ("object.keys", one("input.o", "data.roles")),
            ("regex.match", one('"^a"', '"("', text), text),
            ("sprintf", '"%v-%d"', f"[{arg()}, {one('input.n', '1')}]"),
            ("sum", one("input.l", "[1, 2]")),
            ("max", one("input.l", "input.roles", "[]")),
            ("sort", one("input.l", "input.roles", "data.list")),
            ("array.concat", "input.l", one("input.roles", "[1]")),
            ("array.slice", one("input.l", "[1, 2, 3]"), one("0", "1", "input.m"), one("2", "9", "input.n")),
            ("json.unmarshal", text),
            ("json.marshal", arg()),
            ("numbers.range", one("1", "input.m"), one("3", "0")),
            ("abs", one("input.n", "-2")),
            ("round", one("input.n", "0.5")),
            ("format_int", one("input.n", "9"), "2"),
            ("substring", text, one("0", "1", "input.m"), one("2", "-1")),
            ("indexof", text, one('"b"', '"z"')),
            ("trim", text, one('"a"', '""')),
            ("replace", text, '"a"', one('"b"', '""')),
            ("object.union", one("input.o", '{"k": 2}'), f'{{"z": {arg()}}}'),
            ("strings.count", text, one('"a"', '"aa"')),
            ("time.now_ns",),
            *self.more_builtins(scope, depth, text, arg),
        )
        return f"{name}({', '.join(arguments)})"

    def more_builtins(self, scope, depth, text, arg):
        """A few of the others."""
        one = self.one
        number = one("input.n", "input.m", *NUMBERS, self.arithmetic(scope))
        many = one("input.l", "input.roles", self.collection(scope, depth - 1), "{1, 2}", "[0.1, 0.2]", "[1.50, 2]")
        strings = one("input.roles", '["a", "b"]', '{"b", "a"}')
        document = one("input.o", "data.roles", '{"k": {"j": 1}}', f'{{"k": {arg()}}}')
        families = [
            lambda: [
                ("ceil", number),
                ("floor", number),
                ("round", number),
                ("abs", number),
                ("format_int", number, one("10", "16", "8", "3")),
                ("product", many),
                ("sum", many),
                ("min", many),
                ("max", many),
                ("sort", many),
                ("bits.and", number, "7"),
                ("bits.or", number, "7"),
                ("bits.xor", number, "7"),
                ("bits.lsh", number, one("1", "70")),
                ("bits.rsh", number, "1"),
                ("bits.negate", number),
                # A large number would make OPA build a list as long.
                ("numbers.range", one("1", "-2", "1.0", "0.5", "1e0"), one("3", "2.0", "input.if")),
                ("numbers.range_step", "0", one("7", "input.m"), one("2", "0")),
                ("to_number", one('"1.50"', '"1e3"', '"x"', '"-0"', '"12"', text, number)),
            ],
            lambda: [
                ("trim_left", text, one('"a"', '"Ü"')),
                ("trim_right", text, '"c"'),
                ("trim_prefix", text, '"a"'),
                ("trim_suffix", text, '"c"'),
                ("trim_space", one(text, '" a\\t"')),
                ("strings.reverse", text),
                ("strings.replace_n", '{"a": "b", "b": "c"}', text),
                ("strings.any_prefix_match", one(text, "input.roles"), one('"a"', strings)),
                ("strings.any_suffix_match", text, strings),
                ("indexof_n", text, '"a"'),
                ("endswith", text, '"c"'),
                ("substring", text, number, "-1"),
                ("format_int", number, "10"),
                ("concat", one('""', '"é"'), strings),
                ("regex.split", '"[.,]"', text),
                ("regex.replace", text, '"[ab]"', one('"x"', '"$0$0"')),
                ("regex.find_n", '"."', text, one("2", "-1", "0", number)),
                ("regex.find_all_string_submatch_n", '"(.)(.)"', text, "-1"),
                ("regex.is_valid", one(text, '"("')),
                ("glob.match", one('"*"', '"a*"', '"a.*"', '"{a,b}c"'), one('["."]', "[]", "null"), text),
                ("glob.quote_meta", text),
                ("semver.compare", one(text, '"1.2.3"'), '"1.10.0"'),
                ("semver.is_valid", arg()),
                ("split", text, one('","', '"é"')),
                ("sprintf", one('"%s|%v"', '"%5.2f %q"', '"%d %x"', '"%v"'), f"[{arg()}, {number}]"),
                ("sprintf", '"%v"', f"[{one(document, many)}]"),
            ],
            lambda: [
                ("array.reverse", many),
                ("array.flatten", many),
                ("array.slice", many, number, one("3", number)),
                ("object.filter", document, one('["k"]', '{"k"}', '{"k": 1}')),
                ("object.remove", document, one('["k"]', '{"k"}')),
                ("object.union_n", f"[{document}, {document}]"),
                ("object.subset", document, one("{}", document)),
                ("object.get", one(document, "input.l"), one('"k"', "0", '["k", "j"]', "[]", arg()), "null"),
                ("object.keys", document),
                ("json.filter", document, one('["k"]', '["k/j"]', '{"k"}')),
                ("json.remove", document, one('["k/j"]', '["/k"]')),
                ("json.patch", document, one('[{"op": "add", "path": "/k", "value": 1}]', '[{"op": "remove", "path": "k"}]')),
                ("json.marshal", one(arg(), document, many, number)),
                ("json.unmarshal", one(text, "'{\"k\": 1.50}'".replace("'", "`"), '"[1e3]"')),
                ("json.is_valid", one(text, arg())),
                ("union", f"{{{{1}}, {self.set_operation(scope)}}}"),
                ("intersection", f"{{{{1, 2}}, {self.set_operation(scope)}}}"),
                ("graph.reachable", one('{"a": ["b"], "b": []}', "input.o"), one('["a"]', '{"k"}')),
                ("count", one(many, document)),
                ("type_name", arg()),
                ("is_array", arg()),
                ("is_set", arg()),
                ("is_object", arg()),
                ("is_number", arg()),
                ("is_boolean", arg()),
            ],
            lambda: [
                ("base64.encode", text),
                ("base64.decode", one(text, '"YWJj"')),
                ("base64url.encode", text),
                ("base64url.encode_no_pad", text),
                ("hex.encode", text),
                ("hex.decode", one(text, '"6162"')),
                ("urlquery.encode", text),
                ("urlquery.decode", one(text, '"a%20b"')),
                ("urlquery.encode_object", '{"a": ["b", "ü"]}'),
                ("units.parse", one(text, '"10K"', '"1.5Mi"', '"5m"')),
                ("units.parse_bytes", one(text, '"10KB"', '"1.5MiB"')),
                ("crypto.sha256", text),
                ("crypto.md5", text),
                ("net.cidr_contains", one('"10.0.0.0/8"', text), one('"10.1.2.3"', text)),
                ("net.cidr_intersects", '"10.0.0.0/8"', one('"10.1.0.0/16"', text)),
                ("net.cidr_is_valid", text),
                ("net.cidr_expand", one('"10.0.0.0/30"', text)),
                ("time.parse_rfc3339_ns", one('"2026-01-02T03:04:05Z"', text)),
                ("time.date", one("0", number, "time.now_ns()")),
                ("time.clock", one("0", '[0, "Europe/Berlin"]', number)),
                ("time.weekday", one("0", number)),
                ("time.add_date", "0", one("1", number), "2", "3"),
                ("time.diff", one("0", number), "1000000000000"),
                ("time.format", one("0", '[0, "UTC", "2006-01-02"]')),
                ("time.parse_duration_ns", one('"1h30m"', text)),
                ("uuid.parse", one(text, '"6ba7b810-9dad-11d1-80b4-00c04fd430c8"')),
                ("uri.is_valid", text),
            ],
        ]
        # One of each family, so that it stays in proportion to the others.
        return [one(*family()) for family in families for _ in range(3)]

    def own_call(self, scope, depth=0):
        if not self.functions:
            return self.builtin(scope, depth)
        name, arity = self.one(*self.functions)
        return f"{name}({', '.join(self.term(scope, depth - 1) for _ in range(arity))})"

    def call_path(self, scope, depth=0):
        document = self.one("input.s", '`{"k": 1}`', '"[]"')
        path = self.one("[0]", ".k", f"[{self.input_ref(scope)}]")
        return self.one(
            f"json.unmarshal({document}){path}", 'split(input.s, ".")[0]', self.own_call(scope, depth) + path
        )

    def rule_ref(self, scope, depth=0):
        if not self.rules:
            return self.input_ref(scope)
        name = self.one(*self.rules)
        return self.one(
            name,
            name,
            f"data.gen.{name}",
            f"{name}[{self.key(scope, depth)}]",
            f"data.gen.{name}[{self.key(scope, depth)}]",
        )

    def library(self, scope, depth=0):
        lib = "lib" if "import data.lib" in self.imports else "data.lib"
        return self.one(
            f"{lib}.limit",
            f"{lib}.maybe",
            f"{lib}.double({self.input_ref(scope)})",
            f"{lib}.known",
            f"{lib}.known[{self.key(scope, depth)}]",
            f"{lib}.by_name.k",
            f"{lib}.settings.if",
            f"{lib}.settings[{self.key(scope, depth)}].on",
            f"{lib}.nothing",
            f"{lib}.level({self.term(scope, 1)})",
            f"{lib}.nested[{self.key(scope, depth)}]",
            f"{lib}.nested.o.k",
            f"{lib}.groups.roles",
            f"{lib}.groups[{self.key(scope, depth)}][{self.key(scope, depth)}]",
        )

    def collection(self, scope, depth=0):
        one, two = self.term(scope, depth - 1), self.term(scope, depth - 1)
        return self.one(
            f"[{one}]",
            f"[{one}, {two}]",
            f"{{{one}}}",
            f"{{{one}, {two}}}",
            f'{{"k": {one}}}',
            f'{{"k": {one}, "j": {two}}}',
            f"{{{one}: {two}}}",
            "[]",
            "{}",
            "set()",
        )

    def comprehension(self, scope, depth=0):
        body, inner = self.body(scope, depth, statements=self.one(2, 2, 3))
        value = self.local(inner) if self.chance(0.7) else self.term(inner, depth - 1)
        head = self.one(f"[{value} | ", f"{{{value} | ", f"{{{self.local(inner)}: {value} | ")
        closing = "]" if head.startswith("[") else "}"
        return head + "; ".join(body) + closing

    def arithmetic(self, scope, depth=0):
        if self.chance(0.15):
            parts = [self.one("input.n", "input.m", *NUMBERS) for _ in range(3)]
            one, two = self.one("+", "-", "*", "/"), self.one("+", "-", "*", "/", "%")
            return f"({parts[0]} {one} {parts[1]}) {two} {parts[2]}"
        number = self.one(
            "input.n", "input.m", "1", "2", *NUMBERS, "count(input.l)", "data.lib.limit", "data.roles[input.user].level", "0"
        )
        other = self.one("input.m", "0", "3", "input.n", "2")
        return f"{number} {self.one('+', '-', '*', '/', '%')} {other}"

    def set_operation(self, scope, depth=0):
        left = self.one("{1, 2}", '{"admin", input.role}', "data.lib.known", "{x | some x in input.roles}")
        right = self.one("{2, 3}", '{"admin"}', "{y | y := input.l[_]}", "{input.m}")
        return f"({left} {self.one('|', '&', '-')} {right})"

    def template(self, scope, depth=0):
        if self.version == "v0":
            return self.scalar(scope)
        part = self.term(scope, 1)
        text = self.one("a{%s}b", "{%s}", "{ %s }-{input.n}", "\\{{%s}}") % part
        return self.one(f'$"{text}"', f'$"{text}"', f"$`{text}`") if "`" not in text else f'$"{text}"'

    # Expressions and bodies

    def comparison(self, scope, depth=2):
        # One side of a type that OPA does not know, or it would refuse most comparisons.
        left, right = self.term(scope, depth), self.one(self.term, self.input_ref, self.data_ref)(scope, depth - 1)
        if self.chance(0.6):
            left = self.one(self.input_ref, self.input_ref, self.indexed)(scope, depth)
        if self.chance(0.3):
            left, right = right, left
        operator = self.one("==", "==", "==", "!=", "<", "<=", ">", ">=", "=")
        if operator != "=" and self.chance(0.1):
            return f"({left} {operator} {right})"
        return f"{left} {operator} {right}"

    def membership(self, scope, depth=2):
        where = self.one(
            "input.roles",
            "input.l",
            "input.o",
            "data.users[input.user].roles",
            "data.lib.known",
            self.collection(scope, depth - 1),
            "input.missing",
            "data.list",
        )
        if self.chance(0.15):
            return f"{self.scalar(scope)}, {self.term(scope, 1)} in {where}"
        return f"{self.term(scope, depth - 1)} in {where}"

    def positive(self, scope, depth=2):
        """An expression that binds nothing."""
        return self.one(
            self.comparison,
            self.comparison,
            self.membership,
            self.term,
            self.builtin,
            self.rule_ref,
            self.indexed,
            self.own_call,
        )(scope, depth)

    def negation(self, scope, depth=2):
        if self.body_negation and self.chance(0.4):
            body, _ = self.body(scope, depth - 1, statements=2)
            return "not { " + "; ".join(body) + " }"
        inner = self.positive(scope, depth)
        if self.chance(0.06):
            pattern = self.one('{"k": 1}', '{"k": input.n}', "1", "[1, _]", '{"k": _}', '"x"')
            where = self.one("input.o", "input.l", "data.list", self.collection(scope, 1))
            inner = self.one(f"walk({where}, [_, {pattern}])", f"walk({where}, [{self.one('[]', '_')}, {pattern}])")
        # `(a = b)` does not parse.
        if " = " not in inner and self.chance(0.15):
            inner = f"({inner})"
        return f"not {inner}"

    def modified(self, scope, depth=2):
        expression = self.one(self.positive, self.negation)(scope, depth)
        target = self.one(
            "input.user", "input.n", "input", "data.roles", "input.o.k", "data.lib.limit", "time.now_ns", "count"
        )
        value = self.one("1", '"alice"', "input.s", "{}", '{"user": "alice"}', "[1]", "data.roles", "input.missing", "input.l[_]", "lower(input.s)", '[v | v := input.m]', self.local(scope))
        if self.chance(0.15):
            target, value = self.one(
                ("data.lib.double", "data.lib.level"),
                ("data.lib.double", "1"),
                ("count", "data.lib.double"),
                ("to_number", "data.lib.level"),
                ("data.lib.known", '{"admin"}'),
                ("data.lib.settings", '{"if": 2}'),
            )
        more = ""
        if self.chance(0.2):
            more = f" with {self.one('input.role', 'data.lib.limit', 'input.o')} as {self.term(scope, 1)}"
        return f"{expression} with {target} as {value}{more}"

    def every(self, scope, depth=2):
        key, value = self.variable(), self.variable()
        domain = self.one(
            "input.l",
            "input.roles",
            "input.o",
            "input.missing",
            "[]",
            "[1, 2]",
            "data.users[input.user].roles",
            self.term(scope, 1),
        )
        use = self.one(
            f"{value} == {self.term(scope, 1)}",
            f"not {value} == {self.term(scope, 1)}",
            f"is_string({value})",
            f"not startswith({value}, input.role)",
            f"input.o[{value}]",
            f"not data.roles[{value}].admin",
        )
        if self.chance(0.12):
            inner, bound = self.body([*scope, value], depth - 1, statements=2)
            return f"every {value} in {domain} {{ " + "; ".join(inner) + " }"
        if self.chance(0.3):
            return f"every {key}, {value} in {domain} {{ {key} != {self.scalar(scope)}; {use} }}"
        return f"every {value} in {domain} {{ {use} }}"

    def statement(self, scope, depth):
        """A statement and the variables that it binds."""
        name, other = self.variable(), self.variable()
        domain = self.one(
            "input.l",
            "input.roles",
            "input.o",
            "data.list",
            "data.roles",
            "[1, 2, 3]",
            '{"a", "b"}',
            '{{"k": 1}, {"a"}, 2}',
            '{{"k": 1}: "o", {"a"}: "s"}',
            self.term(scope, 1),
        )
        listed = self.one("input.l", "input.roles", 'split(input.s, ".")', "[1, input.n]")
        keyed = self.one("input.o", "data.list[2]", '{"k": 1}')
        kinds = [
            (5, lambda: (f"{name} := {self.term(scope, depth)}", [name])),
            (4, lambda: (f"some {name} in {domain}", [name])),
            (2, lambda: (f"some {name}, {other} in {domain}", [name, other])),
            (1, lambda: (f"some {name}; {other} := input.l[{name}]", [name, other])),
            (1, lambda: (f"{name} := {self.one('input.l', 'data.list', 'input.roles', 'input.o')}[_]", [name])),
            (1, lambda: (f"[{name}, {other}] {self.one('=', ':=')} {listed}", [name, other])),
            (1, lambda: (f'{{"k": {name}}} = {keyed}', [name])),
            (1, lambda: (f"walk({self.one('input.o', 'input.l', 'data.list')}, [{name}, {other}])", [name, other])),
            (1, lambda: (f'[1, {{"k": {name}}}, _] = [input.m, input.o, input.s]', [name])),
            (1, lambda: (f"some {name}; data.lib.settings[{name}].on", [name])),
            (1, lambda: (f"some {name}, {other}; data.lib.nested[{name}][{other}]", [name, other])),
            (1, lambda: (f"some {name}; {other} := data.lib.groups[{name}]", [name, other])),
            (1, lambda: (f'some {{"k": {name}}} in {domain}', [name])),
            (1, lambda: (f"some {name}, [{other}, _] in {domain}", [name, other])),
            (1, lambda: (f'walk({domain}, [{name}, {{"k": {other}}}])', [name, other])),
            (1, lambda: (f"{name} := {domain}[_][_]", [name])),
            (1, lambda: (f"{name} := walk({domain})", [name])),
            (1, lambda: (f"[{name}, {other}] {self.one('=', ':=')} walk({domain})", [name, other])),
            (1, lambda: (f"{self.one('count', 'object.keys', 'sort', 'type_name')}({domain}, {name})", [name])),
            (1, lambda: (f"{self.own_call(scope, depth)[:-1]}, {name})", [name])),
            (1, lambda: (f"{name} {self.one('=', ':=', ':=')} {self.local(scope)}", [name])),
            (1, lambda: (f"{self.local(scope)} = {name}", [name])),
            (1, lambda: (f"[{name}] = {self.one(f'[{self.local(scope)}]', 'input.roles')}", [name])),
            (1, lambda: (f"not {self.one('input.o', 'input.l', 'data.roles')}[{self.local(scope)}].admin", [])),
            (1, lambda: (f'{{"k": {name}, "j": {other}}} := {{"k": {self.term(scope, 1)}, "j": 1}}', [name, other])),
            (2, lambda: (f"{self.one('data.lib.known', 'data.lib', *self.rules)}[{name}]", [name])),
            (5, lambda: (self.positive(scope, depth), [])),
            (6, lambda: (self.negation(scope, depth), [])),
            (2, lambda: (self.modified(scope, depth), [])),
            (2, lambda: (self.every(scope, depth), [])),
        ]
        if self.body_negation and "import future.keywords" in self.imports:
            kinds.append(
                (2, lambda: (f"{self.positive(scope, 1)} {self.one('or', 'and')} {self.positive(scope, 1)}", []))
            )
        weights = [weight for weight, _ in kinds]
        return self.rng.choices(kinds, weights)[0][1]()

    def body(self, scope, depth=2, statements=3):
        """Statements and what is in scope after them."""
        lines, scope = [], list(scope)
        for _ in range(self.rng.randint(1, statements)):
            line, bound = self.statement(scope, depth)
            lines.append(line)
            scope += bound
        return lines, scope

    def block(self, lines):
        text = "".join(f"\t{line}\n" for line in lines)
        if self.chance(0.12):
            # A bracket at the start of a line begins a new expression.
            text += f"\t{self.one('(input.n == 1)', '[input.n]', '(true)', '{input.s}')}\n"
        return "{\n" + text + "}"

    def bodied(self, head, lines, more=()):
        word = "if " if self.modern else ""
        blocks = [self.block(lines), *(self.block(extra) for extra in more)]
        return f"{head} {word}" + self.one(" ", "\n").join(blocks)

    # Rules

    def complete(self, name):
        lines, scope = self.body([])
        value = self.one("", "", f" := {self.term(scope, 1)}", f" := {self.scalar(scope)}")
        chained = [self.body([])[0]] if not value and self.chance(0.15) else []
        texts = [self.bodied(f"{name}{value}", lines, chained)]
        if not chained and self.chance(0.3):
            for _ in range(self.rng.randint(1, 2)):
                lines, scope = self.body([])
                texts[0] += "\n\n" + self.bodied(f"else := {self.term(scope, 1)}", lines)
        if self.chance(0.25):
            lines, scope = self.body([])
            texts.append(self.bodied(f"{name} := {self.one('1', 'true', self.term(scope, 1))}", lines))
        if self.chance(0.3):
            texts.insert(0, f"default {name} := " + self.one("false", "0", "[]", '{"d": [1]}'))
        return texts

    def value(self, name):
        return [f"{name} := {self.term([], 3)}"]

    def partial_set(self, name):
        texts = []
        for _ in range(self.rng.randint(1, 2)):
            lines, scope = self.body([])
            element = self.one(self.local(scope), self.term(scope, 1))
            chained = [lines] if self.chance(0.1) else []
            head = f"{name} contains {element}" if self.modern else f"{name}[{element}]"
            if not self.modern and self.imported("keywords.if"):
                texts.append(f"{head} {self.block(lines)}")
            else:
                texts.append(self.bodied(head, lines, chained))
        return texts

    def partial_object(self, name):
        lines, scope = self.body([])
        path = self.one("", "", ".p", ".not", ".p.q")
        tail = self.one("", "", ".r")
        if not self.modern:
            path = tail = ""
        return [self.bodied(f"{name}{path}[{self.local(scope)}]{tail} := {self.term(scope, 1)}", lines)]

    def function(self, name):
        arity = self.one(1, 1, 2)
        texts = []
        for _ in range(self.rng.randint(1, 3)):
            parameters, scope = [], []
            for _ in range(arity):
                variable = self.variable()
                parameter = self.one(
                    variable, variable, variable, "_", '"alice"', "1", f"[{variable}, _]", f'{{"k": {variable}}}'
                )
                parameters.append(parameter)
                scope += [variable] if variable in parameter else []
            lines, scope = self.body(scope, 1, statements=2)
            value = self.one("", f" := {self.local(scope)}", f" := {self.term(scope, 1)}", " := 1")
            chained = [lines] if self.chance(0.1) else []
            text = self.bodied(f"{name}({', '.join(parameters)}){value}", lines, chained)
            if not chained and self.chance(0.2):
                text += "\n\nelse := " + self.one("0", "false", '"else"', self.term(scope, 1))
            texts.append(text)
        if self.chance(0.2):
            texts.insert(0, f"default {name}({', '.join('_' * arity)}) := {self.one('0', 'false')}")
        self.functions.append((name, arity))
        return texts

    def policy(self):
        texts = ["package gen", *self.imports]
        for number in range(self.rng.randint(2, 5)):
            kind = self.one(
                self.complete,
                self.complete,
                self.complete,
                self.value,
                self.partial_set,
                self.partial_set,
                self.partial_object,
                self.function,
            )
            if kind == self.function:
                texts += kind(f"f{number}")
            else:
                texts += kind(f"r{number}")
                self.rules.append(f"r{number}")
        if not self.rules:
            texts += self.value("r9")
            self.rules.append("r9")
        return "\n\n".join(texts) + "\n"


def draw_input(rng):
    """An input whose fields are often missing or odd."""
    value = {}
    for name, usual in FIELDS.items():
        if rng.random() < 0.65:
            value[name] = rng.choice(usual) if rng.random() < 0.8 else rng.choice(ODD)
    return value


def written(value):
    """A value as JSON, its numbers as they are spelled."""
    if isinstance(value, Spelled):
        return str(value)
    if isinstance(value, list):
        return "[" + ", ".join(written(item) for item in value) + "]"
    if isinstance(value, dict):
        return "{" + ", ".join(f"{json.dumps(key)}: {written(item)}" for key, item in value.items()) + "}"
    return json.dumps(value, ensure_ascii=False)


def requests(seed, count):
    """The lines for one seed."""
    rng = random.Random(seed)
    for number in range(count):
        if number % ASKED == 0:
            writer = Writer(rng)
            policy = writer.policy()
            library = (
                LIBRARY
                if writer.version == "v1"
                else LIBRARY.replace("package lib\n", "package lib\n\nimport rego.v1\n")
            )
        request = {
            "id": f"{seed}-{number}",
            "modules": {"gen.rego": policy, "lib.rego": library},
            "data": DATA,
            "query": rng.choice(["data.gen", *(f"data.gen.{name}" for name in writer.rules)]),
            "rego_version": writer.version,
            "now_ns": NOW_NS,
        }
        if rng.random() < 0.95:
            request["input_text"] = written(rng.choice([draw_input(rng)] * 19 + [rng.choice(ODD)]))
        yield request


def main():
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--seed", type=int, default=1)
    arguments.add_argument("--count", type=int, default=1000)
    given = arguments.parse_args()
    for request in requests(given.seed, given.count):
        print(json.dumps(request, ensure_ascii=False))


if __name__ == "__main__":
    main()
