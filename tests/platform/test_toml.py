"""A slip in TOML is told with its line and what is likely wrong, in nobody's code but the reader's words."""

import pytest

from brightline.platform.kernel import toml
from brightline.platform.kernel.errors import Invalid


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b'[city]\nname = "abc\nb = 1', 'f.toml line 2: a text is not closed there; write " at its end.'),
        (b'[city]\r\nname = "abc\r\nb = 1', 'f.toml line 2: a text is not closed there; write " at its end.'),
        (b"name = 'abc\nb = 1", "f.toml: a text that begins with ' is never closed; write ' at its end."),
        (b'name = "abc', 'f.toml: a text is never closed; write " (or """) at its end.'),
        (b"a = 1\nb = abc", "f.toml line 2: there is no value TOML knows; write texts in straight quotes"),
        (b'a = "C:\\dir"', "f.toml line 1: a \\ stands in a text;"),
        (b'a = "x"y"', "f.toml line 1: something stands after the value;"),
        (b"a = 1\nb = '\xe9'\n", "f.toml line 2 is not UTF-8; save it as UTF-8."),
        (b"a 1", "f.toml line 1: there is no = after the key;"),
        (b"[city]\n[city]", "f.toml line 2: Cannot declare ('city',) twice; correct it."),
        (b"a = " + b"[" * 100_000, "f.toml: it is nested too deeply;"),
    ],
)
def test_a_slip_is_one_sentence_with_the_line_and_the_mend(data: bytes, said: str) -> None:
    with pytest.raises(Invalid) as refused:
        toml.parsed(data, "f.toml")
    assert str(refused.value).startswith(said)
    assert str(refused.value).endswith(". Nothing was loaded.")


def test_what_a_text_editor_puts_before_the_text_is_no_slip() -> None:
    assert toml.parsed(b"\xef\xbb\xbfa = 1", "f.toml") == {"a": 1}
