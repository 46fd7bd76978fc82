"""Signed notes, held against the keys, notes and refusals of Go's golang.org/x/mod/sumdb/note."""

import base64
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from brightline.platform.kernel.errors import Invalid
from brightline.record.ledger.note import MOST_SIGNATURES, Note, Signature, Signer, Verifier, sign
from brightline.record.ledger.note import open as open_note

PETER_SECRET = "PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz"
PETER_PUBLIC = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
ENOCH_PUBLIC = "EnochRoot+af0cfe78+ATtqJ7zOtqQtYqOo0CpvDXNlMhV3HeJDpjrASKGLWdop"
TEXT = "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n"
PETER_LINE = (
    "\u2014 PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n"
)
ENOCH_LINE = (
    "\u2014 EnochRoot rwz+eBzmZa0SO3NbfRGzPCpDckykFXSdeX+MNtCOXm2/5n2tiOHp+vAF1aGrQ5ovTG01oOTGwnWLox33WWd1RvMc+QQ=\n"
)
NOTE = f"{TEXT}\n{PETER_LINE}"
PETER = Verifier.from_text(PETER_PUBLIC)
ENOCH = Verifier.from_text(ENOCH_PUBLIC)
texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters=[chr(c) for c in range(32) if c != 10]))
key_names = st.from_regex(r"[a-z][a-z0-9.-]{0,20}(/[a-z0-9]+)?", fullmatch=True)


def names(note: Note):
    return [signature.name for signature in note.verified], [signature.name for signature in note.others]


def test_signing_gives_the_note_that_go_gives():
    assert sign(TEXT, Signer.from_text(PETER_SECRET)) == NOTE


def test_keys_are_written_as_go_writes_them():
    signer = Signer.from_text(PETER_SECRET)
    assert signer.secret_text == PETER_SECRET
    assert signer.verifier.text == PETER_PUBLIC
    assert signer.verifier.key_id.hex() == "c74f20a3"


def test_the_key_id_is_the_hash_of_name_kind_and_key():
    data = b"PeterNeumann\n\x01" + PETER.public_key
    assert PETER.key_id == sha256(data).digest()[:4]


def test_known_signatures_are_verified_and_unknown_ones_passed_over():
    both = NOTE + ENOCH_LINE
    assert open_note(both, [PETER]).text == TEXT
    assert names(open_note(both, [PETER])) == (["PeterNeumann"], ["EnochRoot"])
    assert names(open_note(both.encode(), [PETER, ENOCH])) == (["PeterNeumann", "EnochRoot"], [])


def test_a_signature_counts_once():
    opened = open_note(NOTE + PETER_LINE + ENOCH_LINE + ENOCH_LINE, [PETER])
    assert names(opened) == (["PeterNeumann"], ["EnochRoot"])


def test_at_least_one_known_key_must_have_signed():
    with pytest.raises(Invalid, match=r"No known key signed the note, only PeterNeumann\+c74f20a3"):
        open_note(NOTE, [ENOCH])
    with pytest.raises(Invalid, match="No known key"):
        open_note(NOTE, [])


def test_a_wrong_signature_of_a_known_key_refuses_the_note():
    with pytest.raises(Invalid, match="was changed"):
        open_note(NOTE.replace("answer", "Answer") + ENOCH_LINE, [PETER])
    # Also beside another that verifies.
    wrong = Signature("EnochRoot", ENOCH.key_id, bytes(64)).line
    with pytest.raises(Invalid, match="EnochRoot"):
        open_note(NOTE + wrong, [PETER, ENOCH])


def test_the_same_name_with_another_key_is_unknown():
    other = Signer.generate("PeterNeumann")
    with pytest.raises(Invalid, match="No known key"):
        open_note(NOTE, [other.verifier])
    assert names(open_note(sign(TEXT, other, Signer.from_text(PETER_SECRET)), [PETER]))[0] == ["PeterNeumann"]


def test_one_key_given_twice_is_one_key():
    assert open_note(NOTE, [PETER, PETER]).text == TEXT


def test_signatures_of_other_algorithms_are_passed_over():
    # A witness's timestamped cosignature is longer; sizes of unknown kinds are not ours to judge.
    line = Signature("witness.example", b"\x01\x02\x03\x04", bytes(8 + 64)).line
    assert names(open_note(NOTE + line, [PETER])) == (["PeterNeumann"], ["witness.example"])


def test_up_to_a_hundred_signatures_are_read():
    assert open_note(f"{TEXT}\n" + PETER_LINE * MOST_SIGNATURES, [PETER])
    with pytest.raises(Invalid, match="101 signatures"):
        open_note(f"{TEXT}\n" + PETER_LINE * (MOST_SIGNATURES + 1), [PETER])


MALFORMED = {
    "no signature": TEXT,
    "no signature line": TEXT + "\n",
    "no last newline": NOTE[:-1],
    "a control character": "\x01" + NOTE,
    "a tab": "\t" + NOTE,
    "carriage returns": NOTE.replace("\n", "\r\n"),
    "a space in the name": NOTE.replace("PeterNeumann", "Peter Neumann"),
    "a plus in the name": NOTE.replace("PeterNeumann", "Peter+Neumann"),
    "a no-break space in the name": NOTE.replace("PeterNeumann", "Peter\u00a0Neumann"),
    "no name": NOTE.replace("PeterNeumann ", ""),
    "an empty name": NOTE.replace("PeterNeumann", ""),
    "a line that is none": NOTE + "Unexpected line.\n",
    "a hyphen for the dash": NOTE.replace("\u2014", "-"),
    "two spaces": NOTE.replace("PeterNeumann ", "PeterNeumann  "),
    "a trailing space": NOTE[:-1] + " \n",
    "no padding": NOTE.replace("nAM=", "nAM"),
    "stray bits in the base64": NOTE.replace("nAM=", "nAN="),
    "url-safe base64": NOTE.replace("go/ZJ", "go_ZJ"),
    "no signature after the key id": f"{TEXT}\n\u2014 PeterNeumann x08gow==\n",
    "an empty line among the signatures": NOTE + "\n" + ENOCH_LINE + "\n",
    "half a surrogate pair": "\ud800" + NOTE,
}


@pytest.mark.parametrize("note", MALFORMED.values(), ids=MALFORMED.keys())
def test_a_malformed_note_is_refused(note):
    with pytest.raises(Invalid):
        open_note(note, [PETER])


def test_a_note_that_is_not_utf8_is_refused():
    with pytest.raises(Invalid, match="UTF-8"):
        open_note(b"\xff" + NOTE.encode(), [PETER])


@pytest.mark.parametrize("text", ["", "abc", "abc\t\n", "abc\r\n", "\ud800\n"])
def test_only_plain_text_ending_in_a_newline_is_signed(text):
    with pytest.raises(Invalid):
        sign(text, Signer.generate("a"))


def test_a_note_is_signed_by_somebody():
    with pytest.raises(Invalid, match="Nobody"):
        sign(TEXT)


@given(texts, key_names)
def test_what_is_signed_opens_whatever_the_text(text, name):
    signer = Signer.generate(name)
    assert open_note(sign(text + "\n", signer), [signer.verifier]).text == text + "\n"


@given(st.data())
def test_no_changed_byte_opens_to_another_text(data):
    changed = bytearray(NOTE.encode())
    place = data.draw(st.integers(0, len(changed) - 1))
    changed[place] ^= data.draw(st.integers(1, 255))
    with pytest.raises(Invalid):
        open_note(bytes(changed), [PETER])


@given(key_names)
def test_a_generated_key_reads_back(name):
    signer = Signer.generate(name)
    assert Signer.from_text(signer.secret_text) == signer
    assert Verifier.from_text(signer.verifier.text) == signer.verifier


def test_no_part_of_a_key_passes_as_a_key():
    # Go's TestNewVerifier and TestNewSigner: every true substring and every incremented byte is refused.
    for text, read in ((PETER_PUBLIC, Verifier.from_text), (PETER_SECRET, Signer.from_text)):
        for start in range(len(text)):
            for end in range(start + 1, len(text) + 1):
                if (start, end) != (0, len(text)):
                    with pytest.raises(Invalid):
                        read(text[start:end])
        for place in range(len(text)):
            with pytest.raises(Invalid):
                read(text[:place] + chr(ord(text[place]) + 1) + text[place + 1 :])


@pytest.mark.parametrize(
    "text",
    [
        "PeterNeumann+cc469956+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TWBADKEY==",
        "PeterNeumann+173116ae+ZRpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
        PETER_PUBLIC.replace("c74f20a3", "C74F20A3"),
        PETER_SECRET,
    ],
)
def test_keys_of_other_kinds_are_refused(text):
    with pytest.raises(Invalid):
        Verifier.from_text(text)


@pytest.mark.parametrize("name", ["", "a b", "a+b", "a\nb", "a\u2003b"])
def test_a_key_name_has_neither_spaces_nor_plus(name):
    with pytest.raises(Invalid, match="key name"):
        Signer.generate(name)


def test_the_private_key_stays_out_of_logs_and_errors():
    signer = Signer.from_text(PETER_SECRET)
    assert "seed" not in repr(signer)
    with pytest.raises(Invalid) as refusal:
        Signer.from_text(PETER_SECRET.replace("c74f20a3", "c74f20a4"))
    assert base64.b64encode(b"\x01" + signer.seed).decode() not in str(refusal.value)


def test_keys_of_another_length_are_refused():
    with pytest.raises(Invalid):
        Verifier("a", bytes(31))
    with pytest.raises(Invalid):
        Signer("a", bytes(33))
