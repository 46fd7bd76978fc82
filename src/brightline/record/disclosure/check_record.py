#!/usr/bin/env python3
"""Check a city's police assistance record on your own computer. Needs Python 3.9 or later and nothing else.

    python3 check_record.py https://city.example/record/
    python3 check_record.py https://city.example/record/ --kept checkpoint-2026-10-03.txt

It downloads every public entry, computes the Merkle root over them (RFC 6962) and compares it with the checkpoint the
city has signed, and with the one you kept. Then it counts the requests itself, from the entries alone, and compares
with the figures the city shows. With the package `cryptography` installed it checks the signature too.
Exit 0: all agrees. Exit 1: something does not.
"""

from __future__ import annotations

import argparse
import base64
import hashlib
import json
import sys
import urllib.request
from collections.abc import Callable
from typing import Any

Fetch = Callable[[str], bytes]


def leaf_hash(entry: bytes) -> bytes:
    """RFC 6962 section 2.1."""
    return hashlib.sha256(b"\x00" + entry).digest()


def root(leaves: list[bytes]) -> bytes:
    """The Merkle root, RFC 6962 section 2.1."""
    if not leaves:
        return hashlib.sha256(b"").digest()
    if len(leaves) == 1:
        return leaves[0]
    split = 1 << ((len(leaves) - 1).bit_length() - 1)
    return hashlib.sha256(b"\x01" + root(leaves[:split]) + root(leaves[split:])).digest()


def all_entries(fetch: Fetch) -> list[bytes]:
    """Every entry, byte for byte as it was hashed."""
    found: list[bytes] = []
    since: int | None = 0
    while since is not None:
        page = json.loads(fetch(f"entries.json?since={since}"))
        for row in page["entries"]:
            if row["index"] != len(found):
                raise ValueError(f"entry {len(found)} is missing")
            found.append(row["entry"].encode())
        since = page["next"]
    return found


def read_checkpoint(note: str) -> tuple[int, bytes]:
    """(size, root) of a checkpoint, after C2SP tlog-checkpoint."""
    lines = note.split("\n")
    return int(lines[1]), base64.b64decode(lines[2])


def signature_holds(note: str, key: str) -> bool | None:
    """Whether the key signed the note (C2SP signed-note, Ed25519); None when that cannot be checked here."""
    try:
        from cryptography.exceptions import InvalidSignature
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
    except ImportError:
        return None
    name, _, rest = key.strip().partition("+")
    key_id, _, public = rest.partition("+")
    text, _, signatures = note.partition("\n\n")
    for line in signatures.splitlines():
        signed = base64.b64decode(line.rsplit(" ", 1)[1])
        if line.split(" ")[1] == name and signed[:4].hex() == key_id:
            try:
                Ed25519PublicKey.from_public_bytes(base64.b64decode(public)[1:]).verify(
                    signed[4:], f"{text}\n".encode()
                )
            except InvalidSignature:
                return False
            return True
    return False


def count(entries: list[bytes]) -> dict[str, int]:
    """Requests of immigration agencies by how they were decided, counted from the entries alone."""
    requests: dict[str, dict[str, Any]] = {}
    for entry in map(json.loads, entries):
        public, subject, kind = entry["public"], entry["subject"], entry["kind"]
        if kind == "request.received":
            requests.setdefault(subject, {})["kind"] = public["agency_kind"]
        elif subject not in requests:
            continue
        elif kind == "request.amended":
            requests[subject]["kind"] = public["agency_kind"]
        elif kind == "request.decided":
            requests[subject]["decided"] = public["outcome"]
        elif kind == "request.units_sent":
            requests[subject]["sent"] = True
        elif kind == "request.withdrawn":
            requests[subject]["withdrawn"] = True
    counts = dict.fromkeys(("requests", "sent", "authorized", "declined", "withdrawn", "undecided"), 0)
    for request in requests.values():
        if request["kind"] != "immigration":
            continue
        counts["requests"] += 1
        if "decided" in request:
            authorized = "sent" if "sent" in request else "authorized"
            counts["declined" if request["decided"] == "declined" else authorized] += 1
        else:
            counts["withdrawn" if "withdrawn" in request else "undecided"] += 1
    return counts


def check(fetch: Fetch, kept: list[str], say: Callable[[str], None]) -> bool:
    """Check everything, saying each step. True when all agrees."""
    agrees = True
    # In this order: whatever is entered meanwhile, the entries read last hold all that was claimed before.
    claim = json.loads(fetch("figures.json?period=all"))
    note, key = fetch("checkpoint").decode(), fetch("key").decode()
    entries = all_entries(fetch)
    leaves = [leaf_hash(entry) for entry in entries]
    say(f"{len(entries)} entries read.")
    signed = signature_holds(note, key)
    if signed is None:
        say("The signature was not checked: that needs the package cryptography.")
    else:
        say("The checkpoint's signature holds." if signed else "WRONG: the checkpoint is not signed by this key.")
        agrees &= signed
    for name, each in [("the city's checkpoint", note)] + [("the checkpoint you kept", text) for text in kept]:
        size, expected = read_checkpoint(each)
        same = size <= len(leaves) and root(leaves[:size]) == expected
        say(f"{'The entries agree with' if same else 'WRONG: the entries do not agree with'} {name} ({size} entries).")
        agrees &= same
    counted, shown = count(entries[: claim["entries"]]), claim["figures"]
    claimed = {"requests": shown["requests"], **shown["status"]} if shown else dict.fromkeys(counted, 0)
    say("Counted from the entries: " + ", ".join(f"{number} {name}" for name, number in counted.items()) + ".")
    say("The figures shown agree." if counted == claimed else f"WRONG: the city shows {claimed}.")
    return agrees and counted == claimed


def main() -> int:
    """Read the arguments and check."""
    parser = argparse.ArgumentParser(description="Check a city's police assistance record on your own computer.")
    parser.add_argument("address", help="the record's address, such as https://city.example/record/")
    parser.add_argument("--kept", action="append", default=[], metavar="FILE", help="a checkpoint you kept earlier")
    given = parser.parse_args()
    base = given.address.rstrip("/") + "/"
    if not base.startswith(("https://", "http://")):
        parser.error("the address must begin with https://")

    def fetch(path: str) -> bytes:
        with urllib.request.urlopen(base + path, timeout=60) as answer:  # noqa: S310 (the scheme is checked above)
            data: bytes = answer.read()
            return data

    kept = []
    for name in given.kept:
        with open(name, encoding="utf-8") as file:
            kept.append(file.read())
    return 0 if check(fetch, kept, print) else 1


if __name__ == "__main__":
    sys.exit(main())
