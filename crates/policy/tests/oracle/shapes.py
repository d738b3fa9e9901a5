"""Draws policies about types: what rules, functions and variables are, and statements in which they meet.

`shapes.py --seed S --count N` writes N requests for `oracle.py`, one a line. About half of them OPA does not load.
"""

import argparse
import json
import random

RULES = """package t

import data.docs
import data.other as oth

done := true

n := 1

s := "a"

b if input.b

arr := [1, "a", {"k": [2]}]

obj := {"a": 1, "b": {"c": "x"}, 3: true}

st := {1, 2}

names contains "x"

names contains input.name

pairs contains [1, "a"]

dict[k] := v if some k, v in {"a": 1, "b": 2}

deep[x][y] := 1 if {
	some x in ["a"]
	some y in [1]
}

p.q.r := 1

p.q.s := "x"

p.q[x] := true if x := "t"

default def := false

def := "yes" if input.b

union := 1 if {
	input.b
} else := "two" if {
	input.c
} else := {"a": [3]}

more := {"a": 1} if input.b

more := {"b": "x"} if not input.b

nothing := null

empty := {}

none := []

nums := [x | x := numbers.range(1, 3)[_]]

byname := {k: v | some k, v in {"a": [1], "b": ["x"]}}

f(x) := x + 1

f2(x, y) := concat(x, [y])

same(x) := x

wrap(x) := {"v": x, "l": [x, 1]}

pick([x, y], {"k": z}) := [z, y] if x

many(1) := "one"

many("two") := 2

default many(_) := null
"""

OTHER = """package other

import data.t

list := ["a", "b"]

tree := {"l": {"v": 1}, "r": {"v": "x"}}

level(x) := {"admin": 1}[x]
"""

NAMES = ["n", "s", "b", "arr", "obj", "st", "names", "pairs", "dict", "deep", "p", "p.q", "p.q.r", "p.q.s", "p.q.t", "def", "union", "more",
         "nothing", "empty", "none", "nums", "byname", "oth.list", "oth.tree", "oth", "docs", "docs.a", "input", "input.a", "input.l"]
KEYS = ["a", "b", "c", "k", "v", "l", "r", "name"]
CALLS = {"count": 1, "startswith": 2, "concat": 2, "sum": 1, "lower": 1, "object.get": 3, "object.keys": 1, "split": 2, "to_number": 1,
         "sprintf": 2, "array.concat": 2, "object.union": 2, "max": 1, "sort": 1, "walk": 1, "is_string": 1, "json.unmarshal": 1,
         "numbers.range": 2, "regex.match": 2, "union": 1, "array.slice": 3, "time.date": 1, "glob.match": 3, "f": 1, "f2": 2, "same": 1,
         "wrap": 1, "pick": 2, "many": 1, "oth.level": 1, "internal.member_2": 2}
OPERATORS = ["+", "-", "*", "/", "%", "&", "|", "==", "!=", "<", ">="]


class Writer:
    def __init__(self, rng):
        self.rng = rng
        # Variables that are bound, from the outside in; and how many there were in all.
        self.bound = []
        self.count = 0

    def one(self, *choices):
        return self.rng.choice(choices)()

    def literal(self):
        return self.rng.choice(["1", "2", "0", "\"a\"", "\"b\"", "true", "null", "1.5", "-1"])

    def var(self):
        """A variable that is bound, mostly."""
        if not self.bound or self.rng.random() < 0.02:
            return self.literal() if self.rng.random() < 0.95 else "loose"
        return self.rng.choice(self.bound[-4:])

    def fresh(self):
        self.count += 1
        return f"v{self.count}"

    def reference(self, depth):
        text = self.rng.choice(self.bound) if self.bound and self.rng.random() < 0.25 else self.rng.choice(NAMES)
        for _ in range(self.rng.choice([0, 0, 1, 1, 2])):
            kind = self.rng.random()
            if kind < 0.4:
                text += "." + self.rng.choice(KEYS)
            elif kind < 0.55:
                text += f"[{self.literal()}]"
            elif kind < 0.75:
                text += f"[{self.index()}]"
            elif kind < 0.85:
                text += "[_]"
            else:
                text += f"[{self.term(depth - 2)}]"
        return text

    def index(self):
        """A variable that is bound, or one that the reference binds."""
        if self.rng.random() < 0.5:
            return self.var()
        name = self.fresh()
        self.found.append(name)
        return name

    def call(self, depth):
        name = self.rng.choice(list(CALLS))
        count = CALLS[name] + (self.rng.choice([-1, 1]) if self.rng.random() < 0.03 else 0)
        return f"{name}({', '.join(self.term(depth - 1) for _ in range(count))})"

    def operation(self, depth):
        return f"({self.term(depth - 1)} {self.rng.choice(OPERATORS)} {self.term(depth - 1)})"

    def collection(self, depth):
        kind = self.rng.randrange(4)
        items = [self.term(depth - 1) for _ in range(self.rng.choice([0, 1, 1, 2]))]
        if kind == 0 or not items:
            return f"[{', '.join(items)}]"
        if kind == 1:
            return f"{{{', '.join(items)}}}"
        keys = ['"a"', '"k"', "1", self.var()]
        return "{" + ", ".join(f"{self.rng.choice(keys)}: {item}" for item in items) + "}"

    def comprehension(self, depth):
        outer, found = list(self.bound), self.found
        body = self.body(depth - 1, self.rng.choice([1, 1, 2]), "; ")
        self.found = []
        head, key = self.term(depth - 2), self.term(depth - 2)
        self.bound, self.found = outer, found
        form = self.rng.randrange(3)
        if form == 0:
            return f"[{head} | {body}]"
        return f"{{{head} | {body}}}" if form == 1 else f"{{{key}: {head} | {body}}}"

    def body(self, depth, count, between):
        """Statements, and uses of what they declare."""
        self.found, self.declared = [], []
        texts = [self.statement(depth) for _ in range(count)]
        texts += [f"same({name})" for name in self.declared]
        self.declared = []
        return between.join(texts)

    def term(self, depth):
        kind = self.rng.random()
        if depth <= 0 or kind < 0.2:
            return self.one(self.literal, self.var)
        if kind < 0.55:
            return self.reference(depth)
        if kind < 0.7:
            return self.call(depth)
        if kind < 0.8:
            return self.operation(depth)
        return self.collection(depth) if kind < 0.93 else self.comprehension(depth)

    def pattern(self, names):
        """A pattern; its variables are put into `names`."""
        form = self.rng.choice(["{}", "{}", "{}", "_", "[{}, {}]", '{{"a": {}}}', "[{}]"])
        own = [self.fresh() for _ in range(form.count("{}"))]
        names.extend(own)
        return form.format(*own)

    def statement(self, depth):
        kind = self.rng.random()
        names, declared = [], []
        term = self.term(depth)
        if kind < 0.25:
            text = f"{self.pattern(names)} := {term}"
        elif kind < 0.4:
            pattern = self.pattern(names) if self.rng.random() < 0.5 else self.term(depth)
            text = f"{pattern} = {term}"
        elif kind < 0.6:
            text = f"{self.term(depth)} {self.rng.choice(['==', '!=', '<', '>'])} {term}"
        elif kind < 0.7:
            text = f"some {self.pattern(declared)} in {term}"
        elif kind < 0.75:
            text = f"some {self.pattern(declared)}, {self.pattern(declared)} in {term}"
        elif kind < 0.8:
            outer, found, before, name = list(self.bound), self.found, self.declared, self.fresh()
            self.bound.append(name)
            text = f"every {name} in {term} {{ same({name}); {self.body(depth - 1, 1, '; ')} }}"
            self.bound, self.found, self.declared = outer, found, before
        elif kind < 0.87:
            self.found, found = [], self.found
            text = f"not {self.term(depth)}"
            self.found = found
        elif kind < 0.92:
            text = f"{self.term(depth)} in {term}"
        else:
            text = term
        self.bound += names + declared + self.found
        self.declared += declared
        self.found = []
        if self.rng.random() < 0.06:
            target = self.rng.choice(["input", "input.a", "input.l", "data.docs", "data.docs.a", "data.t.n", "data.t.obj", "data.other.list", "count", "data.t.same"])
            value = self.rng.choice(["data.t.wrap", "data.t.many", "lower"]) if target in ("count", "data.t.same") else self.term(depth - 2)
            text += f" with {target} as {value}"
        return text

    def rule(self, name):
        form = self.rng.choice(["{}", "{} := {}", "{} contains {}", "{}[{}] := {}", "{}(x, y) := {}"])
        self.bound, self.count = (["x", "y"] if "(" in form else []), 0
        body = self.body(self.rng.choice([1, 1, 2]), self.rng.choice([1, 1, 2, 3]), "\n\t")
        head = form.format(name, *(self.term(self.rng.choice([0, 1, 2])) for _ in range(form.count("{}") - 1)))
        self.bound = ["x", "y"] if "(" in form else []
        may_fail_over = form in ("{} := {}", "{}(x, y) := {}") and self.rng.random() < 0.1
        other = f" else := {self.term(1)}" if may_fail_over else ""
        return f"{head} if {{\n\t{body}\n}}{other}\n"

    def module(self):
        names = self.rng.choice([["r1", "r2", "r3"], ["r1", "r2", "r1"]])
        return RULES + "\n" + "\n".join(self.rule(name) for name in names[: self.rng.choice([1, 1, 1, 2, 3])])


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--seed", type=int, required=True)
    parser.add_argument("--count", type=int, required=True)
    arguments = parser.parse_args()
    rng = random.Random(arguments.seed)
    writer = Writer(rng)
    for number in range(arguments.count):
        request = {
            "id": f"shapes-{arguments.seed}-{number}",
            "modules": {"t.rego": writer.module(), "lib.rego": OTHER},
            "data": {"docs": {"a": {"b": [1, "x"]}}},
            "input": {"a": 1, "b": True, "l": [1, "x"], "name": "n"},
            "query": "data.t.done",
        }
        print(json.dumps(request))


if __name__ == "__main__":
    main()
