"""Draws the sample of an audit pack again and checks its shared proofs, from the description alone.

Reads a pack from standard input; prints one line of JSON a log: the indexes that the nonce draws, those that the pack holds,
and whether the proof leads from the pack's leaf hashes to the checkpoint's root. Signatures are not checked here.
"""

import base64
import hashlib
import json
import sys

import zstandard

FLOOR = 59


def sha256(*parts):
    return hashlib.sha256(b"".join(parts)).digest()


def base64url(text):
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def shares(sizes, count):
    """How many of each stratum: a floor, the rest in proportion to what is left, largest remainders first."""
    count = min(count, sum(sizes))
    strata = max(1, sum(size > 0 for size in sizes))
    floor = min(FLOOR, count // (2 * strata))
    result = [min(size, floor) for size in sizes]
    left = [size - share for size, share in zip(sizes, result)]
    rest, whole = count - sum(result), max(1, sum(left))
    result = [share + size * rest // whole for share, size in zip(result, left)]
    by_remainder = sorted(range(len(sizes)), key=lambda at: (-(left[at] * rest % whole), at))
    open_strata = [at for at in by_remainder if result[at] < sizes[at]]
    for at in open_strata[: count - sum(result)]:
        result[at] += 1
    return result


def draw(nonce, checkpoint, decisions, share):
    """The smallest tickets of each decision."""
    seed = sha256(nonce, checkpoint)
    tickets = sorted((sha256(seed, at.to_bytes(8, "big")), at) for at in range(len(decisions)))
    drawn = []
    for decision in range(3):
        drawn += [at for _, at in tickets if decisions[at] == decision][: share[decision]]
    return sorted(drawn)


def root(start, size, leaves, nodes):
    """The root over entries start .. start + size from some of its leaves and the roots of the subtrees without any (RFC 6962)."""
    if not any(start <= at < start + size for at in leaves):
        return nodes.pop(0)
    if size == 1:
        return leaves[start]
    half = 1 << (size - 1).bit_length() - 1
    left = root(start, half, leaves, nodes)
    return sha256(b"\x01", left, root(start + half, size - half, leaves, nodes))


def main():
    header, *entries, _end = [json.loads(line) for line in sys.stdin]
    nonce = bytes.fromhex(header["nonce"])
    logs = []
    for log in header["logs"]:
        text = log["checkpoint"].split("\n\n")[0] + "\n"
        size = int(text.split("\n")[1])
        packed = base64url(log["decisions"])
        decisions = zstandard.ZstdDecompressor().decompress(packed, max_output_size=max(1, size))
        assert len(decisions) == size
        logs.append((text, size, decisions))
    sizes = [decisions.count(decision) for _, _, decisions in logs for decision in range(3)]
    share = shares(sizes, header["requested"])
    for number, (text, size, decisions) in enumerate(logs):
        held = [entry for entry in entries if entry["log"] == number]
        leaves = {entry["index"]: base64url(entry["leaf"]) for entry in held}
        nodes = [base64url(node) for node in header["logs"][number]["proof"]]
        top = base64.b64encode(root(0, size, leaves, nodes)).decode()
        jwts = {entry["index"]: entry["sd_jwt"].split("~")[0].encode() for entry in held}
        # A leaf is the byte 1 and the hash of the signed part; the tree hashes leaves behind a zero byte.
        genuine = all(leaves[at] == sha256(b"\x00", b"\x01", sha256(jwt)) for at, jwt in jwts.items())
        drawn = draw(nonce, text.encode(), decisions, share[3 * number : 3 * number + 3])
        proven = genuine and not nodes and top == text.split("\n")[2]
        print(json.dumps({"drawn": drawn, "held": [entry["index"] for entry in held], "proven": proven}))


main()
