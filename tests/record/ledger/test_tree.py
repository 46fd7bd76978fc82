"""The Merkle tree, held against the vectors of Certificate Transparency and an independent oracle."""

from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from brightline.platform.kernel.errors import Invalid
from brightline.record.ledger import tree

# The leaves and results used by every Certificate Transparency implementation
# (github.com/google/certificate-transparency, merkletree/merkle_tree_test.cc).
LEAVES = [
    bytes.fromhex(leaf)
    for leaf in ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"]
]
HASHES = [tree.leaf_hash(leaf) for leaf in LEAVES]
ROOTS = [
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
A = "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7"
B = "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e"
C = "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4"
D = "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b"
E = "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0"
INCLUSION = [
    (0, 1, []),
    (0, 8, [A, B, C]),
    (5, 8, [D, E, ROOTS[4]]),
    (2, 3, [ROOTS[2]]),
    (1, 5, [ROOTS[1], B, D]),
]
CONSISTENCY = [
    (1, 1, []),
    (1, 8, [A, B, C]),
    (6, 8, ["0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a", E, ROOTS[4]]),
    (2, 5, [B, D]),
]
MANY = [tree.leaf_hash(number.to_bytes(4, "big")) for number in range(65)]


def oracle(leaves):
    """The definition in RFC 6962 section 2.1 word for word, sharing nothing with the code under test."""
    if not leaves:
        return sha256(b"").digest()
    if len(leaves) == 1:
        return leaves[0]
    k = 1
    while k * 2 < len(leaves):
        k *= 2
    return sha256(b"\x01" + oracle(leaves[:k]) + oracle(leaves[k:])).digest()


def oracle_path(index, leaves):
    """PATH of RFC 6962 section 2.1.1."""
    if len(leaves) == 1:
        return []
    k = 1
    while k * 2 < len(leaves):
        k *= 2
    if index < k:
        return [*oracle_path(index, leaves[:k]), oracle(leaves[k:])]
    return [*oracle_path(index - k, leaves[k:]), oracle(leaves[:k])]


def oracle_subproof(size, leaves, whole):
    """SUBPROOF of RFC 6962 section 2.1.2."""
    if size == len(leaves):
        return [] if whole else [oracle(leaves)]
    k = 1
    while k * 2 < len(leaves):
        k *= 2
    if size <= k:
        return [*oracle_subproof(size, leaves[:k], whole), oracle(leaves[k:])]
    return [*oracle_subproof(size - k, leaves[k:], False), oracle(leaves[:k])]


def flipped(value, bit):
    changed = bytearray(value)
    changed[bit // 8] ^= 1 << bit % 8
    return bytes(changed)


def test_a_leaf_cannot_pass_as_a_node():
    assert tree.leaf_hash(b"") == sha256(b"\x00").digest()
    assert tree.leaf_hash(HASHES[0] + HASHES[1]) != tree.node_hash(HASHES[0], HASHES[1])


@pytest.mark.parametrize("size", range(9))
def test_roots_are_those_of_certificate_transparency(size):
    assert tree.root(HASHES[:size]).hex() == ROOTS[size]


@pytest.mark.parametrize(("index", "size", "proof"), INCLUSION)
def test_inclusion_proofs_are_those_of_certificate_transparency(index, size, proof):
    hashes = [bytes.fromhex(each) for each in proof]
    assert tree.inclusion_proof(index, size, HASHES) == hashes
    assert tree.verify_inclusion(index, size, HASHES[index], hashes, bytes.fromhex(ROOTS[size]))


@pytest.mark.parametrize(("first", "second", "proof"), CONSISTENCY)
def test_consistency_proofs_are_those_of_certificate_transparency(first, second, proof):
    hashes = [bytes.fromhex(each) for each in proof]
    assert tree.consistency_proof(first, second, HASHES) == hashes
    assert tree.verify_consistency(first, second, bytes.fromhex(ROOTS[first]), bytes.fromhex(ROOTS[second]), hashes)


@pytest.mark.parametrize("size", range(len(MANY) + 1))
def test_the_frontier_has_the_root_of_the_definition_at_every_size(size):
    assert tree.root(MANY[:size]) == oracle(MANY[:size])


@pytest.mark.parametrize("size", range(1, 34))
def test_every_inclusion_proof_verifies_for_its_place_and_no_other(size):
    expected = oracle(MANY[:size])
    for index in range(size):
        proof = tree.inclusion_proof(index, size, MANY)
        assert proof == oracle_path(index, MANY[:size])
        # Also for every other place and leaf: a proof speaks for exactly one of each.
        for place in range(size):
            assert tree.verify_inclusion(place, size, MANY[index], proof, expected) == (place == index)
            assert tree.verify_inclusion(index, size, MANY[place], proof, expected) == (place == index)


@pytest.mark.parametrize("second", range(34))
def test_every_consistency_proof_verifies_for_its_sizes_and_roots(second):
    new = oracle(MANY[:second])
    for first in range(second + 1):
        proof = tree.consistency_proof(first, second, MANY)
        assert proof == (oracle_subproof(first, MANY[:second], True) if first else [])
        for claimed in range(second + 1):
            verified = tree.verify_consistency(first, second, oracle(MANY[:claimed]), new, proof)
            assert verified == (claimed == first)


@given(st.data())
def test_no_flipped_bit_passes_inclusion(data):
    size = data.draw(st.integers(1, len(MANY)))
    index = data.draw(st.integers(0, size - 1))
    parts = [MANY[index], oracle(MANY[:size]), *tree.inclusion_proof(index, size, MANY)]
    assert tree.verify_inclusion(index, size, parts[0], parts[2:], parts[1])
    which = data.draw(st.integers(0, len(parts) - 1))
    parts[which] = flipped(parts[which], data.draw(st.integers(0, 255)))
    assert not tree.verify_inclusion(index, size, parts[0], parts[2:], parts[1])


@given(st.data())
def test_no_flipped_bit_passes_consistency(data):
    second = data.draw(st.integers(1, len(MANY)))
    first = data.draw(st.integers(1, second))
    parts = [oracle(MANY[:first]), oracle(MANY[:second]), *tree.consistency_proof(first, second, MANY)]
    assert tree.verify_consistency(first, second, parts[0], parts[1], parts[2:])
    which = data.draw(st.integers(0, len(parts) - 1))
    parts[which] = flipped(parts[which], data.draw(st.integers(0, 255)))
    assert not tree.verify_consistency(first, second, parts[0], parts[1], parts[2:])


@given(st.integers(1, 65), st.data())
def test_a_longer_or_shorter_proof_does_not_pass(size, data):
    index = data.draw(st.integers(0, size - 1))
    first = data.draw(st.integers(1, size))
    path, expected = tree.inclusion_proof(index, size, MANY), oracle(MANY[:size])
    bridge = tree.consistency_proof(first, size, MANY)
    for wrong in (path[:-1], path[1:], [*path, MANY[0]], [MANY[0], *path]):
        assert wrong == path or not tree.verify_inclusion(index, size, MANY[index], wrong, expected)
    for wrong in (bridge[:-1], bridge[1:], [*bridge, MANY[0]], [MANY[0], *bridge]):
        assert wrong == bridge or not tree.verify_consistency(first, size, oracle(MANY[:first]), expected, wrong)


@given(
    st.integers(-2, 2**70),
    st.integers(-2, 2**70),
    st.lists(st.binary(max_size=40), max_size=70),
    st.binary(max_size=40),
    st.binary(max_size=40),
)
def test_verifying_rubbish_says_no_and_never_raises(first, second, proof, one, other):
    assert not tree.verify_inclusion(first, second, one, proof, other)
    if first and one != other:
        assert not tree.verify_consistency(first, second, one, other, proof)


def test_the_empty_tree_is_a_prefix_of_every_tree():
    assert tree.consistency_proof(0, 8, HASHES) == []
    assert tree.verify_consistency(0, 8, tree.EMPTY_ROOT, tree.root(HASHES), [])
    assert tree.verify_consistency(0, 0, tree.EMPTY_ROOT, tree.EMPTY_ROOT, [])
    assert not tree.verify_consistency(0, 8, HASHES[0], tree.root(HASHES), [])
    assert not tree.verify_consistency(0, 0, tree.EMPTY_ROOT, HASHES[0], [])
    assert not tree.verify_consistency(0, 8, tree.EMPTY_ROOT, tree.root(HASHES), [HASHES[0]])


@pytest.mark.parametrize(("index", "size"), [(0, 0), (8, 8), (-1, 8), (0, 9)])
def test_there_is_no_inclusion_proof_outside_the_log(index, size):
    with pytest.raises(Invalid):
        tree.inclusion_proof(index, size, HASHES)


@pytest.mark.parametrize(("first", "second"), [(5, 4), (-1, 4), (4, 9)])
def test_there_is_no_consistency_proof_outside_the_log(first, second):
    with pytest.raises(Invalid):
        tree.consistency_proof(first, second, HASHES)


@given(st.integers(0, 65), st.integers(0, 65))
def test_a_frontier_goes_on_from_its_bytes(before, after):
    frontier = tree.Frontier()
    for leaf in MANY[:before]:
        frontier.append(leaf)
    data = frontier.to_bytes()
    assert len(data) == 8 + 32 * before.bit_count()
    again = tree.Frontier.from_bytes(data)
    for leaf in MANY[:after]:
        again.append(leaf)
    assert (again.size, again.root()) == (before + after, oracle(MANY[:before] + MANY[:after]))
    assert frontier.root() == oracle(MANY[:before])


def test_a_copied_frontier_goes_its_own_way():
    frontier = tree.Frontier()
    frontier.append(MANY[0])
    twin = frontier.copy()
    twin.append(MANY[1])
    assert (frontier.size, frontier.root(), twin.root()) == (1, MANY[0], oracle(MANY[:2]))


@pytest.mark.parametrize("data", [b"", b"\0" * 7, b"\0" * 9, (3).to_bytes(8, "big") + b"x" * 32])
def test_frontier_bytes_that_do_not_fit_their_size_are_refused(data):
    with pytest.raises(Invalid):
        tree.Frontier.from_bytes(data)


def test_a_frontier_takes_only_hashes():
    with pytest.raises(Invalid):
        tree.Frontier().append(b"short")
