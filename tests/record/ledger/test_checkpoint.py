"""Checkpoints, held against the example in C2SP tlog-checkpoint."""

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from brightline.platform.kernel.errors import Invalid
from brightline.record.ledger import note
from brightline.record.ledger.checkpoint import LARGEST_SIZE, Checkpoint
from brightline.record.ledger.tree import EMPTY_ROOT

# The text of the example in https://c2sp.org/tlog-checkpoint.
EXAMPLE = "example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n"
ORIGIN = "city.example/ledger"
LOG = note.Signer(ORIGIN, b"k" * 32)
WITNESS = note.Signer("witness.example", b"w" * 32)
lines = st.text(st.characters(exclude_categories=["Cc", "Cs"]), min_size=1)
checkpoints = st.builds(
    Checkpoint,
    origin=lines,
    size=st.integers(1, LARGEST_SIZE),
    root=st.binary(min_size=32, max_size=32),
    extensions=st.lists(lines, max_size=3).map(tuple),
)


def a_checkpoint(**changes):
    return Checkpoint(**{"origin": ORIGIN, "size": 3, "root": b"r" * 32, **changes})


def test_the_example_of_the_specification_reads_and_writes():
    checkpoint = Checkpoint.parse(EXAMPLE)
    assert (checkpoint.origin, checkpoint.size) == ("example.com/behind-the-sofa", 20852163)
    assert checkpoint.root == base64.b64decode("CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=")
    assert checkpoint.extensions == ()
    assert checkpoint.encode() == EXAMPLE


@given(checkpoints)
def test_a_checkpoint_reads_back_equal(checkpoint):
    assert Checkpoint.parse(checkpoint.encode()) == checkpoint


def test_the_empty_log_has_a_checkpoint():
    empty = a_checkpoint(size=0, root=EMPTY_ROOT)
    assert empty.encode() == f"{ORIGIN}\n0\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n"
    assert Checkpoint.parse(empty.encode()) == empty
    with pytest.raises(Invalid, match="size 0"):
        a_checkpoint(size=0)


def test_a_signed_checkpoint_opens():
    checkpoint = a_checkpoint(extensions=("more",))
    assert Checkpoint.open(checkpoint.sign(LOG), [LOG.verifier], origin=ORIGIN) == checkpoint


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("20852163", "020852163"),
        ("20852163", "+20852163"),
        ("20852163", " 20852163"),
        ("20852163", "-1"),
        ("20852163", "20_852_163"),
        ("20852163", "0x10"),
        ("20852163", "\u0662"),
        ("20852163", ""),
        ("20852163", "9223372036854775808"),
        ("q2I=", "q2I"),
        ("q2I=", "q2J="),
        ("q2I=", "q2I=\n"),
        ("q2I=", "q2I= "),
        ("/Xajj7", "_Xajj7"),
        ("CsUYapGG", ""),
        ("example.com/behind-the-sofa", ""),
        ("example.com/behind-the-sofa\n", ""),
        ("q2I=\n", "q2I="),
        ("q2I=\n", "q2I=\n\nextension\n"),
        ("q2I=\n", "q2I=\nextension"),
        ("sofa", "so\tfa"),
        ("\n", "\r\n"),
    ],
)
def test_a_second_spelling_is_refused(old, new):
    assert old in EXAMPLE
    with pytest.raises(Invalid):
        Checkpoint.parse(EXAMPLE.replace(old, new))


@pytest.mark.parametrize(
    "changes",
    [
        {"origin": ""},
        {"origin": "two\nlines"},
        {"size": -1},
        {"size": LARGEST_SIZE + 1},
        {"root": b"short"},
        {"extensions": ("",)},
        {"extensions": ("two\nlines",)},
    ],
)
def test_what_cannot_be_written_is_refused(changes):
    with pytest.raises(Invalid):
        a_checkpoint(**changes)


def test_only_the_log_s_own_key_signs_for_it():
    with pytest.raises(Invalid, match=r"witness\.example cannot sign"):
        a_checkpoint().sign(WITNESS)


def test_a_witness_alone_cannot_speak_for_the_log():
    by_witness = note.sign(a_checkpoint().encode(), WITNESS)
    with pytest.raises(Invalid, match="not signed by the log itself"):
        Checkpoint.open(by_witness, [LOG.verifier, WITNESS.verifier], origin=ORIGIN)
    by_both = note.sign(a_checkpoint().encode(), WITNESS, LOG)
    assert Checkpoint.open(by_both, [LOG.verifier, WITNESS.verifier], origin=ORIGIN) == a_checkpoint()


def test_another_log_s_checkpoint_is_refused():
    other = note.Signer("other.example/ledger", b"k" * 32)
    signed = a_checkpoint(origin=other.name).sign(other)
    with pytest.raises(Invalid, match=r"is of the log other\.example/ledger"):
        Checkpoint.open(signed, [other.verifier, LOG.verifier], origin=ORIGIN)


def test_a_changed_checkpoint_does_not_open():
    signed = a_checkpoint().sign(LOG)
    with pytest.raises(Invalid):
        Checkpoint.open(signed.replace("\n3\n", "\n4\n"), [LOG.verifier], origin=ORIGIN)


def test_a_new_key_of_the_log_may_sign_beside_the_old():
    new = note.Signer(ORIGIN, b"n" * 32)
    signed = a_checkpoint().sign(LOG, new)
    for key in (LOG, new):
        assert Checkpoint.open(signed, [key.verifier], origin=ORIGIN) == a_checkpoint()
