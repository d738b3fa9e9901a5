#!/usr/bin/env python3
"""Calls OPA's builtins with many arguments, in the real OPA 1.20.2.

Prints one JSON object a line: {"call", "args", "query", "input", and "result" or "undefined": true}. A set in `args` is {"$set": [...]}. `query`
binds `x` to the answer when it is evaluated with `input`, so that another engine can be asked the same question. Errors of builtins and of the
type checker are undefined, as they are without --strict-builtin-errors.

    PYTHONPATH=<unzipped wheel opa-golib-python-bindings 0.4.4> python3 builtins.py [family ...] > cases.jsonl
"""

import itertools
import json
import sys

from opa_bindings import OpaEngine, OpaError

STRINGS = [
    "",
    "a",
    "abc",
    "aaaa",
    "A-b_C",
    "Zürich",
    "ẞß",
    "İıſ",
    "ΑΣ Σας",
    "日本語",
    "a,b,,c",
    " \t x\u00a0",
    "€uro\n",
    "a.b/c",
    "%q",
    "<&>",
]
NUMBERS = [
    0,
    1,
    -1,
    2,
    3,
    10,
    255,
    -255,
    1.5,
    -2.5,
    0.1,
    65536,
    2**31,
    2**53 + 1,
    2**63 - 1,
    2**63,
    -(2**63),
    10**25,
    -(10**25),
    1e-7,
]
JSON_VALUES = [
    None,
    True,
    False,
    0,
    1.5,
    "x",
    [],
    [1, [2, "a"]],
    {},
    {"a": {"b": [1]}, "c": None},
    {"$set": []},
    {"$set": [1, "a", [2]]},
]
WRONG = [None, True, 1, "x", [1], {"a": 1}, {"$set": [1]}]


def each(*pools):
    return [list(args) for args in itertools.product(*pools)]


def wrong_types(arity, good):
    """One wrong operand at a time."""
    return [good[:i] + [bad] + good[i + 1 :] for i in range(arity) for bad in WRONG]


def crypto():
    for name in ["crypto.md5", "crypto.sha1", "crypto.sha256"]:
        yield name, each(STRINGS + ["x" * 200]) + wrong_types(1, [""])
    for name in ["crypto.hmac.md5", "crypto.hmac.sha1", "crypto.hmac.sha256", "crypto.hmac.sha512"]:
        yield name, each(STRINGS[:6], ["", "k", "k" * 64, "k" * 65, "é" * 80]) + wrong_types(2, ["a", "b"])
    yield "crypto.hmac.equal", each(["", "a", "ab"], ["", "a", "ab"]) + wrong_types(2, ["a", "b"])


def net():
    blocks = [
        "0.0.0.0/0",
        "10.0.0.0/8",
        "10.1.2.3/16",
        "10.1.0.0/16",
        "192.168.0.0/24",
        "192.168.1.0/24",
        "1.2.3.4/32",
        "::/0",
        "2001:db8::/32",
        "2001:db8::1/128",
    ]
    blocks += ["::ffff:10.0.0.0/104", "::ffff:0:0/90", "fe80::/10", "255.255.255.255/32", "ffff::/16"]
    broken = [
        "",
        "/",
        "10.0.0.0",
        "10.0.0.0/33",
        "10.0.0.0/-1",
        "10.0.0.0/+8",
        "10.0.0.0/08",
        "10.0.0/8",
        "010.0.0.0/8",
        "::/129",
        "fe80::1%eth0/64",
        "1.2.3.4/8/8",
        " 1.2.3.4/8",
        "1.2.3.4/８",
    ]
    addresses = [
        "10.1.2.3",
        "::1",
        "::ffff:10.1.2.3",
        "::10.1.2.3",
        "fe80::1%eth0",
        "256.1.1.1",
        "1.2.3",
        "2001:db8:0:0:1::",
    ]
    for name in ["net.cidr_contains", "net.cidr_overlap"]:
        yield name, each(blocks + broken, blocks + broken[:6] + addresses) + wrong_types(2, [blocks[0], blocks[1]])
    yield (
        "net.cidr_intersects",
        each(blocks + broken, blocks + broken[:6] + addresses) + wrong_types(2, [blocks[0], blocks[1]]),
    )
    yield "net.cidr_is_valid", each(blocks + broken + addresses) + wrong_types(1, [""])
    yield (
        "net.cidr_expand",
        each(
            [
                "10.0.0.0/30",
                "10.1.2.3/29",
                "255.255.255.254/31",
                "2001:db8::/126",
                "::ffff:1.2.3.0/126",
                "1.2.3.4/32",
                "10.0.0.0/22",
                "",
                "1.2.3.4",
                "x",
            ]
        )
        + wrong_types(1, [""]),
    )
    merges = [
        [],
        ["10.0.0.0/8"],
        ["10.1.2.3"],
        ["130.1.2.3"],
        ["225.1.2.3"],
        ["fe80::1"],
        ["x"],
        [1],
        ["10.0.0.0/25", "10.0.0.128/25"],
        ["10.0.0.0/24", "10.0.0.0/24"],
    ]
    merges += [
        ["10.0.0.0/24", "10.0.1.0/24", "10.0.2.0/24"],
        ["10.0.0.0/8", "10.1.0.0/16"],
        ["0.0.0.0/1", "128.0.0.0/1"],
        ["::/1", "8000::/1"],
        ["0.0.0.0/0", "::/0"],
    ]
    merges += [
        ["2001::/16", "2002::/16", "1.0.0.0/8", "2.0.0.0/8", "3.0.0.0/8", "4.0.0.0/8"],
        ["10.0.0.1/32", "10.0.0.2/31", "10.0.0.4/30", "10.0.0.8/32"],
        ["10.1.2.3", "10.9.9.9"],
    ]
    merges += [
        ["::1/128", "::2/127", "::4/126"],
        ["192.168.0.0/24", "192.168.2.0/24"],
        ["10.0.0.255/32", "10.0.1.0/32"],
        ["0.0.0.0/32", "::/128"],
        ["255.255.255.255/32", "255.255.255.254/32"],
    ]
    yield "net.cidr_merge", [[m] for m in merges] + [[{"$set": m}] for m in merges] + wrong_types(1, [[]])
    sides = [
        "10.0.0.0/8",
        "x",
        [],
        ["10.0.0.0/8", "1.0.0.0/8"],
        ["10.0.0.0/8", "x"],
        [["10.0.0.0/8", 1], ["1.0.0.0/8"]],
        [[]],
        [1],
        {"$set": ["10.0.0.0/8", "1.0.0.0/8"]},
    ]
    sides += [
        {"a": "10.0.0.0/8", "b": ["1.0.0.0/8"]},
        {"$set": [["10.1.1.1", {"k": 1}], "1.1.1.1"]},
        ["10.1.1.1", "1.1.1.1"],
        {"z": "10.1.1.1"},
        5,
        None,
    ]
    yield "net.cidr_contains_matches", each(sides, sides)


def strings():
    yield "strings.count", each(STRINGS, ["", "a", "aa", "Σ", "ü", ","]) + wrong_types(2, ["a", "b"])
    yield (
        "strings.split_n",
        each(STRINGS, ["", ",", "a", "x"], [0, 1, 2, 9, -1, -2, -9, 1.0, 2**63 - 1, -(2**63)])
        + wrong_types(3, ["a", "b", 1])
        + [["a", "b", 1.5], ["a", "b", 2**64]],
    )
    for name in [
        "indexof",
        "indexof_n",
        "contains",
        "endswith",
        "startswith",
        "split",
        "trim",
        "trim_left",
        "trim_right",
        "trim_prefix",
        "trim_suffix",
    ]:
        yield name, each(STRINGS, ["", "a", "b", "aa", "Σ", "ü", ",", " \t"]) + wrong_types(2, ["a", "b"])
    for name in ["lower", "upper", "trim_space", "strings.reverse"]:
        yield (
            name,
            each(
                STRINGS
                + [
                    "".join(map(chr, range(0x80, 0x590))),
                    "".join(map(chr, range(0x10A0, 0x1100))),
                    "".join(map(chr, range(0x1E00, 0x2200))),
                    "".join(map(chr, range(0xFB00, 0xFB18))),
                    "e\u0301",
                ]
            )
            + wrong_types(1, [""]),
        )
    yield "replace", each(STRINGS, ["", "a", "aa", "ü"], ["", "x", "$1"]) + wrong_types(3, ["a", "b", "c"])
    yield (
        "substring",
        each(STRINGS, [-1, 0, 1, 3, 99], [-1, 0, 1, 3, 99])
        + wrong_types(3, ["a", 0, 1])
        + [["abc", 1.5, 1], ["abc", 1.0, 1]],
    )
    yield "concat", each(["", ",", "ab"], [[], ["a"], ["a", "b"], {"$set": ["b", "a"]}, [1], ["a", 1], "x"])
    yield "format_int", each(NUMBERS[:19], [2, 8, 10, 16, 7, 0, 10.0]) + wrong_types(2, [1, 2])
    yield (
        "strings.replace_n",
        each([{}, {"a": "b"}, {"a": "b", "aa": "c"}, {"aa": "c", "b": "a"}, {"": "x"}, {"a": 1}], STRINGS),
    )
    for name in ["strings.any_prefix_match", "strings.any_suffix_match"]:
        yield (
            name,
            each(
                ["", "abc", [], ["abc", "x"], {"$set": ["abc"]}, [1], 1],
                ["", "a", "c", [], ["a", "c"], {"$set": ["bc"]}, [1], 1],
            ),
        )


def sprintf():
    flags = ["", "+", "-", "#", "0", " ", "+0", "-0", "# "]
    widths = ["", "8", "12", ".3", "8.3", ".0", "."]
    values = [
        0,
        5,
        -5,
        255,
        1.5,
        -2.25,
        1234567.5,
        123456789012345680000.5,
        0.00001234,
        10**25,
        -(10**25),
        "",
        "a",
        "Zürich",
        'q"\\\n`',
        "\u200b",
        True,
        None,
        [],
        [1, "a", None],
        {"a": 1},
        {"$set": [1, "a"]},
        {"$set": []},
    ]
    formats = ["%" + f + w + v for f in flags for w in widths for v in "vdsqxXobcUeEfgGtTpz"]
    yield "sprintf", [[f, [v]] for f in formats for v in values]
    mixed = [
        "",
        "%",
        "%%",
        "%d",
        "%d %s",
        "%s",
        "%[2]d %[1]s",
        "%[3]d",
        "%[x]d",
        "%[1",
        "%[2]*[1]d",
        "%*d",
        "%-*d",
        "%.*f",
        "%!",
        "%9999999d",
        "%10000001d",
        "%é",
        "%[1]d %d",
        "%v %v",
        "%5%|",
        "%[1]*d",
        "%.[2]*f",
    ]
    yield (
        "sprintf",
        each(mixed, [[], [1], [1, "a"], [5, 3], ["a", 1, 2.5], [-8, 42], [3, 2.71828]]) + wrong_types(2, ["%v", []]),
    )


def numbers():
    ends = [0, 1, 3, -2, 10, 2**63, 2**63 + 3, 10**25, 10**25 + 4, 1.0, 1.5, -1]
    near = [[a, b] for a in ends for b in ends if abs(a - b) < 5000]
    yield "numbers.range", near + wrong_types(2, [1, 2])
    yield (
        "numbers.range_step",
        [[a, b, s] for a, b in near for s in [1, 2, 7, 0, -1, 1.5, 10**30]] + wrong_types(3, [1, 2, 1]),
    )
    for name in ["abs", "ceil", "floor", "round", "bits.negate", "to_number"]:
        yield (
            name,
            each(NUMBERS + ["", "1", "-1.5", "1e3", "0x1", " 1", "+1", "inf", ".5", "1.", "1_0"]) + wrong_types(1, [1]),
        )
    for name in ["bits.and", "bits.or", "bits.xor"]:
        yield name, each(NUMBERS[:18], NUMBERS[:18]) + wrong_types(2, [1, 1])
    for name in ["bits.lsh", "bits.rsh"]:
        yield name, each(NUMBERS[:18], [0, 1, 5, 64, 100, -1, 1.5]) + wrong_types(2, [1, 1])
    for name in ["count", "sum", "product", "max", "min", "sort", "all", "any"]:
        yield (
            name,
            each(
                JSON_VALUES
                + [
                    [1, 2.5],
                    [3, 1, 2],
                    {"$set": [2, 1]},
                    "héllo😀",
                    [True, False],
                    [True],
                    {"$set": [True]},
                    [10**25, 1],
                    [0.1, 0.2],
                ]
            ),
        )


def units():
    amounts = [
        "",
        "1",
        "1.5",
        ".5",
        "5.",
        "-1",
        "+2",
        "1e3",
        "1E3",
        "1e",
        "0.0001",
        "1.23456789012",
        "99999999999999999999",
        "1e-5",
        "1_0",
        "1e1234567",
        "--1",
        "1.2.3",
        "0",
        "-0.0000000000001",
    ]
    suffixes = [
        "",
        "k",
        "K",
        "ki",
        "Ki",
        "KI",
        "m",
        "M",
        "mi",
        "Mi",
        "mI",
        "g",
        "Gi",
        "T",
        "ti",
        "P",
        "pi",
        "E",
        "e",
        "Ei",
        "ei",
        "kb",
        "KB",
        "KiB",
        "mb",
        "MiB",
        "gb",
        "eb",
        "eib",
        "b",
        "Z",
        "n",
        "h",
        " k",
        '"',
    ]
    for name in ["units.parse", "units.parse_bytes"]:
        yield name, [[a + s] for a in amounts for s in suffixes] + [['"10k"'], ["1\t"], ["１"]] + wrong_types(1, [""])


def times():
    moments = [
        0,
        1,
        -1,
        1700000000123456789,
        1582977600000000000,
        2**63 - 1,
        -(2**63),
        2**63,
        1.5,
        1e18,
        1709251199000000000,
    ]
    zones = ["UTC", "", "America/New_York", "Europe/Zurich", "Asia/Kolkata", "Nowhere/X", "EST"]
    stamps = (
        moments
        + [[m] for m in moments[:4]]
        + [[m, z] for m in moments[:9] for z in zones]
        + [[], ["x"], [1, 2], [1, "UTC", 3], "x", None, [1, "UTC", "2006", 4]]
    )
    for name in ["time.date", "time.clock", "time.weekday"]:
        yield name, [[s] for s in stamps]
    layouts = [
        "",
        "RFC3339",
        "RFC3339Nano",
        "RFC822",
        "RFC822Z",
        "RFC850",
        "RFC1123",
        "RFC1123Z",
        "ANSIC",
        "UnixDate",
        "RubyDate",
        "Kitchen",
        "2006-01-02",
        "Jan _2 06 03:04PM .000",
        "Mon Monday January 1 2 3 4 5",
        "002 __2",
        "15h -07 -0700 -07:00 Z0700 MST",
        "05.000000",
        "05.999",
        "05,000",
        "pm PM",
        "literal",
    ]
    yield (
        "time.format",
        [[s] for s in stamps]
        + [[[m, z, f]] for m in moments[:5] for z in ["UTC", "America/New_York"] for f in layouts],
    )
    yield (
        "time.parse_rfc3339_ns",
        each(
            [
                "2020-01-02T03:04:05Z",
                "2020-01-02T03:04:05.123456789Z",
                "2020-01-02T03:04:05+01:30",
                "2020-01-02t03:04:05z",
                "2020-02-30T00:00:00Z",
                "2020-01-02 03:04:05Z",
                "2020-01-02T24:00:00Z",
                "2020-01-02T03:04:60Z",
                "1677-09-21T00:12:43.145224192Z",
                "1600-01-01T00:00:00Z",
                "2262-04-11T23:47:16.854775807Z",
                "2262-04-11T23:47:16.854775808Z",
                "",
                "2020-01-02",
                "2020-01-02T03:04:05,5Z",
                "2020-1-2T03:04:05Z",
                "2020-01-02T3:04:05Z",
                "2020-01-02T03:04:05-00:00",
                "2020-01-02T03:04:05+25:00",
            ]
        )
        + wrong_types(1, [""]),
    )
    durations = [
        "",
        "0",
        "1",
        "1s",
        "1.5h",
        "-1m",
        "+1ms",
        "1h2m3s",
        "1us",
        "1µs",
        "1μs",
        "1ns",
        ".5s",
        "5.s",
        "1d",
        "1 s",
        "9223372036854775807ns",
        "9223372036854775808ns",
        "-9223372036854775808ns",
        "3000000h",
        "1h1",
        ".s",
        "1.0000000001s",
    ]
    yield "time.parse_duration_ns", each(durations) + wrong_types(1, [""])
    values = [
        "2020-01-02T03:04:05Z",
        "Thu Jan  2 03:04:05 2020",
        "02 Jan 20 03:04 UTC",
        "02 Jan 20 03:04 +0100",
        "Thursday, 02-Jan-20 03:04:05 UTC",
        "Thu, 02 Jan 2020 03:04:05 EST",
        "2020-01-02",
        "20200102",
        "3:04PM",
        "x",
        "",
        "2020-01-02T03:04:05.5Z",
        "02/01/2020",
        "2020-13-01",
        "2020 60",
    ]
    patterns = [
        "RFC3339",
        "RFC3339Nano",
        "ANSIC",
        "RFC822",
        "RFC822Z",
        "RFC850",
        "RFC1123",
        "2006-01-02",
        "20060102",
        "3:04PM",
        "",
        "x",
        "01/02/2006",
        "02/01/2006",
        "2006 002",
    ]
    yield "time.parse_ns", each(patterns, values) + wrong_types(2, ["2006", "2020"])
    yield (
        "time.add_date",
        each(
            [
                0,
                1582977600000000000,
                1709251199000000000,
                [1582977600000000000, "America/New_York"],
                [1710054000000000000, "America/New_York"],
                2**63 - 1,
            ],
            [0, 1, -1, 300],
            [0, 1, 13, -1, -14],
            [0, 1, -1, 31, 400],
        )
        + [[0, 1.5, 0, 0], [0, "1", 0, 0], [0, 2**40, 0, 0]],
    )
    yield (
        "time.diff",
        each(
            [0, 1582977600000000000, [1709251199000000000, "Asia/Kolkata"], -1, 1.5],
            [0, 1700000000123456789, [1582977600000000000, "America/New_York"], "x"],
        ),
    )


def collections():
    yield "array.flatten", [[v] for v in JSON_VALUES] + [[[[1], [[2]], {"$set": [[3]]}, "a", []]]]
    yield "array.slice", each([[], [1, 2, 3]], [-1, 0, 1, 5, 1.5], [-1, 0, 2, 5])
    for name in [
        "cast_array",
        "cast_set",
        "cast_string",
        "cast_boolean",
        "cast_null",
        "cast_object",
        "type_name",
        "is_null",
        "array.reverse",
    ]:
        yield name, [[v] for v in JSON_VALUES]
    yield "set_diff", each([{"$set": []}, {"$set": [1, 2]}, [1]], [{"$set": []}, {"$set": [2, 3]}, [1]])
    graphs = [
        {},
        {"a": ["b"], "b": ["a"]},
        {"a": ["b", "c"], "b": ["d"], "c": ["d"], "d": []},
        {"a": ["a"]},
        {"a": ["b"], "b": ["c"], "c": ["b"]},
        {"a": ["x"]},
        {"a": []},
        {"a": None},
        {"a": "b", "b": []},
    ]
    graphs += [
        {"a": {"$set": ["b", "c"]}, "b": {"$set": []}, "c": {"$set": ["a"]}},
        {"a": ["b"], "b": ["x", "c"], "c": ["a"]},
        {"a": {"b": 1}, "b": []},
        {"a": ["b", "b"], "b": []},
        [],
        "x",
    ]
    starts = [[], ["a"], ["a", "b"], {"$set": ["a"]}, {"$set": ["x", "a"]}, "a", ["x"]]
    yield "graph.reachable_paths", each(graphs, starts)
    yield "graph.reachable", each(graphs, starts)
    docs = [{}, {"a": {"b": 1, "c": [1, {"d": 2}]}}, {"a": None}, {"1": {"2": 3}}, [1], {"a": {"$set": [1]}}]
    keys = [
        [],
        ["a"],
        ["a/b"],
        [["a", "b"]],
        ["a/c/1"],
        ["a/c/1/d"],
        [["a", "c", 0]],
        {"$set": ["a"]},
        "a",
        ["/a"],
        ["x/y"],
        ["1/2"],
        ["a/~1"],
        [1],
    ]
    for name in ["json.filter", "json.remove"]:
        yield name, each(docs, keys)
    for name in ["object.filter", "object.remove"]:
        yield name, each(docs, [[], ["a"], {"a": 1}, {"$set": ["a", "1"]}, "a", [["a"]]])
    yield "object.get", each(docs, ["a", "x", ["a", "b"], ["a", "c", 0], ["a", "c", "0"], [], ["a", 1]], [None, "d"])
    yield "object.keys", each(docs)
    yield "object.union", each(docs, docs)
    yield "object.union_n", [[[a, b]] for a in docs for b in docs] + [[{}], [[]]]
    yield (
        "object.subset",
        each(
            docs + [[1, 2, 3], {"$set": [1, 2]}, 1],
            docs + [[1, 2], [2, 3], [1, 3], {"$set": [1]}, {"$set": [[1]]}, 1, [], {"$set": []}],
        ),
    )
    patches = [
        [],
        [{"op": "add", "path": "a", "value": 1}],
        [{"op": "add", "path": "/a/x", "value": 1}],
        [{"op": "remove", "path": "/a/b"}],
        [{"op": "replace", "path": "/a/c/0", "value": 9}],
        [{"op": "copy", "from": "/a/b", "path": "/z"}],
        [{"op": "move", "from": "/a", "path": "/q"}],
        [{"op": "test", "path": "/a/b", "value": 1}],
        [{"op": "zz", "path": "/a"}],
        [{"op": "add", "path": "/a/c/-", "value": 1}],
        [{"op": "add", "path": ["a", "c", 0], "value": 1}],
        [{"op": "remove", "path": ""}],
        [1],
        "x",
    ]
    yield "json.patch", each(docs, patches)


def encodings():
    texts = STRINGS + [
        "YQ==",
        "YQ",
        "YQ=",
        "_-8=",
        "+/8=",
        "YWI\n",
        "a%20b",
        "a+b",
        "%zz",
        "%",
        "a=1&b=2&a=3",
        "a;b",
        "61",
        "6",
        "zz",
        "6A",
    ]
    for name in [
        "base64.encode",
        "base64.decode",
        "base64.is_valid",
        "base64url.encode",
        "base64url.encode_no_pad",
        "base64url.decode",
        "hex.encode",
        "hex.decode",
        "urlquery.encode",
        "urlquery.decode",
        "urlquery.decode_object",
    ]:
        yield name, each(texts) + wrong_types(1, [""])
    yield (
        "urlquery.encode_object",
        each([{}, {"a": "b c"}, {"a": ["x", "y"]}, {"a": {"$set": ["x"]}}, {"a": 1}, {"b": "1", "a": "&"}]),
    )
    values = JSON_VALUES + ["<&>\u2028é", 1e21, 1.0, 10**25, {"b": 1, "a": [True]}, "\u0001\u007f"]
    yield "json.marshal", each(values)
    yield (
        "json.marshal_with_options",
        each(
            [{}, [], {"a": [1, {}]}, "x", [[]]],
            [
                {},
                {"pretty": True},
                {"pretty": False, "indent": "  "},
                {"indent": "  "},
                {"prefix": ">"},
                {"indent": "", "prefix": "#"},
                {"x": 1},
                {"pretty": "x"},
            ],
        ),
    )
    documents = [
        "",
        "1",
        "1.50",
        "1e2",
        "null",
        '{"a":1,"a":2}',
        "[1,]",
        "[1] x",
        '"\\ud800"',
        '"\\u00e9"',
        "{",
        "01",
        "-0",
        " [1] ",
        "NaN",
        "'a'",
        "\ufeff1",
    ]
    for name in ["json.unmarshal", "json.is_valid"]:
        yield name, each(documents) + wrong_types(1, [""])
    uris = [
        "",
        "a",
        "/a",
        "a b",
        "http://h",
        "HTTP://H:80/p?q#f",
        "http://u:p@h:80/a%20b?q=1&q=2#f%20g",
        "mailto:a@b",
        "//h/p",
        "///p",
        "http://[::1]:8/x",
        "http://[::1",
        "http://[fe80::1%25en0]/",
        "http://h:x",
        "http://h:",
        "http://a b/",
        "http://h/%zz",
        "%zz",
        ":a",
        "1a:b",
        "a:b",
        "./a:b",
        "a/b:c",
        "*",
        "?",
        "a?",
        "a??",
        "#",
        "a#b#c",
        "http://h/a%2Fb",
        "http://é/é",
        "http://%41/",
        "http://%e9/",
        "http://u%zz@h/",
        "http://a@b@c/",
        "http://h/\n",
        "\x7f",
        "urn:a:b?c#d",
        "http://h/a!b(c)*'",
        "s3://bucket/k",
        "file:///etc/x",
        "http://h/#a%20b c",
        "http://h?a b",
        "http://h:80:90/",
        "http://[::1]x/",
        "http://1.2.3.4:99999/",
        "http://[v1.a]/",
        "a,b:c",
    ]
    for name in ["uri.parse", "uri.is_valid"]:
        yield name, each(uris) + wrong_types(1, [""])
    yield (
        "uuid.parse",
        each(
            [
                "",
                "x",
                "00000000-0000-0000-0000-000000000000",
                "6ba7b810-9dad-11d1-80b4-00c04fd430c8",
                "6BA7B810-9DAD-11D1-80B4-00C04FD430C8",
                "urn:uuid:6ba7b810-9dad-11d1-80b4-00c04fd430c8",
                "{6ba7b810-9dad-11d1-80b4-00c04fd430c8}",
                "6ba7b8109dad11d180b400c04fd430c8",
                "000003e8-48b9-21ee-b200-325096b39f47",
                "f47ac10b-58cc-4372-a567-0e02b2c3d479",
                "018f3c5a-7b2c-7def-8abc-1234567890ab",
                "1ec9414c-232a-6b00-b3c8-9e6bdeced846",
            ]
        )
        + wrong_types(1, [""]),
    )
    for name in ["semver.is_valid", "yaml.is_valid", "yaml.unmarshal"]:
        yield (
            name,
            each(
                [
                    "",
                    "1.2.3",
                    "1.2",
                    "v1.2.3",
                    "1.2.3-a.1+b",
                    "01.2.3",
                    "1.2.3-01",
                    "a: 1",
                    "- a\n- b",
                    "a: [1",
                    "a: &x 1\nb: *x",
                    "true",
                    "yes",
                    "0x1f",
                    "1e3",
                    "~",
                    "a: 1\na: 2",
                    "--- 1\n--- 2",
                    "a:\n\tb: 1",
                    "2020-01-01",
                    "!!str 1",
                    "<<: {a: 1}\nb: 2",
                    "'a'",
                    "1: 2",
                    "null: 1",
                    "|\n  x\n  y",
                ]
            )
            + wrong_types(1, [""]),
        )
    yield (
        "yaml.marshal",
        each(
            JSON_VALUES
            + [
                "yes",
                "1",
                "a: b",
                "",
                " x",
                "x\ny",
                {"1": 2},
                [[1, 2], {"a": [1]}],
                "null",
                "0x1",
                "~",
                "é",
                {"a": {"b": {"c": []}}},
                "- a",
                "#",
                1e21,
                1.5,
            ]
        ),
    )
    yield (
        "semver.compare",
        each(
            ["1.2.3", "1.2.4", "1.2.3-a", "1.2.3-a.1", "x", "1.2.3+b"],
            ["1.2.3", "1.10.0", "1.2.3-b", "1.2.3-a.1.2", ""],
        ),
    )


def patterns():
    regexes = [
        "",
        "a",
        "a+",
        "(a)(b)?",
        "[",
        "^a$",
        "\\d",
        "(?i)A",
        "\\pL",
        "a{2}",
        "(?P<n>a)",
        "\\b",
        "[[:alpha:]]",
        "a|",
        "x*",
        "\\Qa\\E",
        "(?s).",
        "\\z",
        "(?<n>a)",
        "a**",
        "\\C",
        "(?U)a+",
        "\\w",
    ]
    texts = ["", "a", "aab", "Zürich", "a1 b2", "A", "aaa"]
    for name in ["regex.match", "re_match", "regex.split"]:
        yield name, each(regexes, texts) + wrong_types(2, ["a", "b"])
    yield "regex.is_valid", each(regexes) + wrong_types(1, [""])
    yield "regex.find_n", each(regexes, texts, [-1, 0, 1, 2])
    yield "regex.find_all_string_submatch_n", each(regexes, texts, [-1, 0, 1])
    yield "regex.replace", each(texts, regexes, ["", "x", "$1", "${1}x", "$0", "$n", "$1x", "$$", "\\1"])
    templates = ["", "a", "urn:foo:{.*}", "urn:foo:<.*>", "{a}{b}", "{", "}", "{[}", "a{\\d+}b", "{a|b}c", "{.*}x"]
    yield (
        "regex.template_match",
        each(templates, ["", "a", "urn:foo:bar:baz", "ab", "a12b", "bc", "yx", "xx"], ["{", "<", ""], ["}", ">"]),
    )
    globs = ["", "a", "a.[b]*", "[a-z]+", "[0-9]*", ".", "a+b*", "[^a]", "b", "(a)", "\\.", "a.b.*"]
    yield "regex.globs_match", each(globs, globs)
    matches = [
        "",
        "*",
        "a*",
        "**",
        "a.*",
        "{a,b}",
        "[a-c]",
        "[!a]",
        "?",
        "\\*",
        "a/**/b",
        "*.github.com",
        "[a",
        "{a",
        "a**b",
        "[^a]",
    ]
    yield (
        "glob.match",
        each(
            matches,
            [None, [], ["."], ["/"], ["/", "."], [":"], ["ab"]],
            ["", "a", "a.b", "abc", "a/x/b", "api.github.com", "*", "a/b", "d"],
        ),
    )
    yield "glob.quote_meta", each(matches)


FAMILIES = {
    f.__name__: f for f in [crypto, net, strings, sprintf, numbers, units, times, collections, encodings, patterns]
}


def term(value):
    """A Rego term for a value that holds sets; JSON cannot carry them."""
    if isinstance(value, dict):
        if "$set" in value:
            return "{" + ", ".join(map(term, value["$set"])) + "}" if value["$set"] else "set()"
        return "{" + ", ".join(f"{json.dumps(k)}: {term(v)}" for k, v in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(term, value)) + "]"
    return json.dumps(value, ensure_ascii=False)


def needs_term(value):
    """Sets, and integers that other engines read as floats when they come as JSON."""
    if isinstance(value, dict):
        return "$set" in value or any(map(needs_term, value.values()))
    if isinstance(value, list):
        return any(map(needs_term, value))
    return isinstance(value, int) and not -(2**63) <= value < 2**64


def question(name, args):
    """The query and its input: plain JSON goes through the input, which the type checker does not see."""
    terms = [term(a) if needs_term(a) else f"input[{i}]" for i, a in enumerate(args)]
    plain = [None if needs_term(a) else a for a in args]
    return f"x := {name}({', '.join(terms)})", plain


def answer(engine, query, given):
    try:
        bindings = engine.eval_query(query, given)
    except OpaError:
        return {"undefined": True}
    return {"result": bindings[0]["x"]} if bindings else {"undefined": True}


def main(wanted):
    engine = OpaEngine()
    for family in wanted or FAMILIES:
        for name, cases in FAMILIES[family]():
            for args in cases:
                query, given = question(name, args)
                case = {"call": name, "args": args, "query": query, "input": given}
                print(json.dumps(case | answer(engine, query, given)))


if __name__ == "__main__":
    main(sys.argv[1:])
