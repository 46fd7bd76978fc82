"""The Merkle tree of RFC 6962 section 2.1, with the proof algorithms of RFC 9162 sections 2.1.3 and 2.1.4.

Every hash is SHA-256, 32 bytes. A tree of `size` leaves has the indexes 0 to size - 1. Functions take leaf hashes,
never entries, so that a proof needs no private or large data. Verifying answers yes or no and never raises: a proof
comes from outside and may be anything.
"""

from collections.abc import Iterable, Sequence
from hashlib import sha256
from hmac import compare_digest
from typing import Final, Self

from brightline.platform.kernel.errors import Invalid

HASH_BYTES: Final = 32
EMPTY_ROOT: Final = sha256(b"").digest()
"""RFC 6962 section 2.1: the root of a tree without leaves is SHA-256 of the empty string."""


def leaf_hash(entry: bytes) -> bytes:
    """SHA-256(0x00 || entry). RFC 6962 section 2.1: the prefix keeps a leaf from passing as a node."""
    return sha256(b"\x00" + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """SHA-256(0x01 || left || right), the parent of two hashes. RFC 6962 section 2.1."""
    return sha256(b"\x01" + left + right).digest()


def root(leaves: Iterable[bytes]) -> bytes:
    """The Merkle Tree Hash (RFC 6962 section 2.1) over `leaves`, leaf hashes in order. `EMPTY_ROOT` for none."""
    frontier = Frontier()
    for leaf in leaves:
        frontier.append(leaf)
    return frontier.root()


def inclusion_proof(index: int, size: int, leaves: Sequence[bytes]) -> list[bytes]:
    """The path from leaf `index` to the root of the first `size` of `leaves`, lowest sibling first.

    RFC 6962 section 2.1.1 (RFC 9162 section 2.1.3.1); at most ceil(log2(size)) hashes, none for a tree of one leaf.
    Raises Invalid unless 0 <= index < size <= len(leaves).
    """
    if not 0 <= index < size <= len(leaves):
        raise Invalid(f"There is no entry {index} in a tree of {size} out of {len(leaves)} entries: ask within them.")
    start, end = 0, size
    path: list[bytes] = []
    while end - start > 1:
        middle = start + _split(end - start)
        if index < middle:
            path.append(root(leaves[middle:end]))
            end = middle
        else:
            path.append(root(leaves[start:middle]))
            start = middle
    # The loop went down from the root; the proof is read from the leaf up.
    return path[::-1]


def verify_inclusion(index: int, size: int, leaf: bytes, proof: Sequence[bytes], expected: bytes) -> bool:
    """Whether `proof` shows the leaf hash `leaf` at `index` in the tree of `size` leaves with the root `expected`.

    RFC 9162 section 2.1.3.2. False for anything malformed.
    """
    if not 0 <= index < size or not _are_hashes(leaf, expected, *proof):
        return False
    here, last = index, size - 1
    known = leaf
    for sibling in proof:
        if last == 0:
            return False
        if here & 1 or here == last:
            known = node_hash(sibling, known)
            # A right edge that is no full subtree has no sibling on these levels: they are skipped.
            while not here & 1 and here:
                here >>= 1
                last >>= 1
        else:
            known = node_hash(known, sibling)
        here >>= 1
        last >>= 1
    return last == 0 and compare_digest(known, expected)


def consistency_proof(first: int, second: int, leaves: Sequence[bytes]) -> list[bytes]:
    """The hashes which show that the first `first` of `leaves` are a prefix of the first `second`.

    RFC 6962 section 2.1.2 (RFC 9162 section 2.1.4.1). Empty when first is 0 or equals second.
    Raises Invalid unless 0 <= first <= second <= len(leaves).
    """
    if not 0 <= first <= second <= len(leaves):
        raise Invalid(
            f"A log cannot grow from {first} to {second} out of {len(leaves)} entries: "
            "give the smaller size first, both within the log."
        )
    if first in (0, second):
        return []
    start, end = 0, second
    path: list[bytes] = []
    while first != end:
        middle = start + _split(end - start)
        if first <= middle:
            path.append(root(leaves[middle:end]))
            end = middle
        else:
            path.append(root(leaves[start:middle]))
            start = middle
    # The verifier holds the old root. Only where the walk ends elsewhere does it need that subtree's hash.
    if start > 0:
        path.append(root(leaves[start:end]))
    return path[::-1]


def verify_consistency(first: int, second: int, first_root: bytes, second_root: bytes, proof: Sequence[bytes]) -> bool:
    """Whether `proof` shows that the tree of `second` leaves starts with all leaves of the tree of `first`.

    RFC 9162 section 2.1.4.2, which leaves out first = 0: the empty tree is a prefix of every tree, with an empty proof,
    so long as its root is `EMPTY_ROOT`. False for anything malformed.
    """
    if not 0 <= first <= second or not _are_hashes(first_root, second_root, *proof):
        return False
    if second == 0 and second_root != EMPTY_ROOT:
        return False
    if first == 0:
        return not proof and first_root == EMPTY_ROOT
    if first == second:
        return not proof and compare_digest(first_root, second_root)
    # RFC 9162 step 2: when the old tree is a full subtree its root is the one hash the proof leaves out.
    path = [first_root, *proof] if first & (first - 1) == 0 else list(proof)
    if not path:
        return False
    here, last = first - 1, second - 1
    while here & 1:
        here >>= 1
        last >>= 1
    old = new = path[0]
    for sibling in path[1:]:
        if last == 0:
            return False
        if here & 1 or here == last:
            old = node_hash(sibling, old)
            new = node_hash(sibling, new)
            while not here & 1 and here:
                here >>= 1
                last >>= 1
        else:
            new = node_hash(new, sibling)
        here >>= 1
        last >>= 1
    return last == 0 and compare_digest(old, first_root) and compare_digest(new, second_root)


class Frontier:
    """The right edge of a growing tree: enough to append and to know the root, in O(log size) memory.

    It holds the roots of the full subtrees that the leaves fall into, largest first: one for each 1 in the binary form
    of `size` (a compact range from 0, as in github.com/transparency-dev/merkle). Appending costs one hash on average.
    """

    __slots__ = ("_peaks", "_size")

    def __init__(self) -> None:
        self._peaks: list[bytes] = []
        self._size = 0

    @property
    def size(self) -> int:
        """How many leaves were appended."""
        return self._size

    def append(self, leaf: bytes) -> None:
        """Add one leaf hash at index `size`. Raises Invalid unless it is 32 bytes."""
        if len(leaf) != HASH_BYTES:
            raise Invalid(
                f"Leaf hash {self._size} is {len(leaf)} bytes long: give the {HASH_BYTES} bytes of a SHA-256."
            )
        # Each trailing 1 of the old size is a full subtree as large as the one just completed: they merge.
        carry = self._size
        while carry & 1:
            leaf = node_hash(self._peaks.pop(), leaf)
            carry >>= 1
        self._peaks.append(leaf)
        self._size += 1

    def root(self) -> bytes:
        """The root of the tree so far, `EMPTY_ROOT` at size 0."""
        if not self._peaks:
            return EMPTY_ROOT
        known = self._peaks[-1]
        for peak in reversed(self._peaks[:-1]):
            known = node_hash(peak, known)
        return known

    def copy(self) -> "Frontier":
        """An independent frontier at the same size."""
        twin = Frontier()
        twin._peaks, twin._size = self._peaks.copy(), self._size
        return twin

    def to_bytes(self) -> bytes:
        """The size as 8 bytes unsigned big-endian, then the subtree roots of 32 bytes each, largest subtree first."""
        return self._size.to_bytes(8, "big") + b"".join(self._peaks)

    @classmethod
    def from_bytes(cls, data: bytes) -> Self:
        """Read what `to_bytes` wrote. Raises Invalid when the length does not fit the size it begins with."""
        size = int.from_bytes(data[:8], "big")
        if len(data) != 8 + HASH_BYTES * size.bit_count():
            raise Invalid(f"The stored tree edge is {len(data)} bytes long, which does not fit its size: rebuild it.")
        frontier = cls()
        frontier._size = size
        frontier._peaks = [data[place : place + HASH_BYTES] for place in range(8, len(data), HASH_BYTES)]
        return frontier


def _split(size: int) -> int:
    """The largest power of two smaller than `size`, which is at least 2. RFC 6962 section 2.1 calls it k."""
    return 1 << (size - 1).bit_length() - 1


def _are_hashes(*values: bytes) -> bool:
    return all(len(value) == HASH_BYTES for value in values)
