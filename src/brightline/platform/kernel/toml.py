"""TOML that people write: what is wrong with it in their words, with the line."""

import re
import tomllib
from typing import Any

from brightline.platform.kernel.errors import Invalid

# What the parser says, and what a person likely did.
_LIKELY = {
    "Illegal character '\\n'": 'a text is not closed there; write " at its end',
    "Illegal character '\\r'": 'a text is not closed there; write " at its end',
    "Unterminated string": 'a text is never closed; write " (or """) at its end',
    'Expected "\'"': "a text that begins with ' is never closed; write ' at its end",
    "Expected \"'''\"": "a text that begins with ''' is never closed; write ''' at its end",
    "Invalid value": "there is no value TOML knows; write texts in straight quotes, dates as 2026-03-09",
    "Invalid statement": "there is neither a key nor a [table]; write it as key = value",
    "Expected '=' after a key in a key/value pair": "there is no = after the key; write it as key = value",
    "Expected newline or end of document after a statement": (
        'something stands after the value; take it out, and write a " within a text as \\"'
    ),
    "Expected ']' at the end of a table declaration": "the name of a table is not closed; write it as [name]",
    "Expected ']]' at the end of an array declaration": "the name of a table is not closed; write it as [[name]]",
    "Unclosed array": "a list is not closed, or lacks a comma; write it as [1, 2]",
    "Unclosed inline table": "a table is not closed, or lacks a comma; write it as { a = 1, b = 2 }",
    "Unescaped '\\' in a string": "a \\ stands in a text; write it twice, or the text in ' quotes",
    "Cannot overwrite a value": "a key stands twice in one table; take one of the two out",
    "Invalid date or datetime": "that day is not in the calendar; write it as 2026-03-09",
}
_AT = re.compile(r"(?P<said>.*) \(at (?:line (?P<line>\d+), column \d+|end of document)\)", re.DOTALL)


def parsed(data: bytes, at: str) -> dict[str, Any]:
    """What a file of these bytes holds. at: what it is called. Raises Invalid: where, and what is likely wrong."""
    try:
        return tomllib.loads(data.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise Invalid(f"{at} line {line} is not UTF-8; save it as UTF-8. Nothing was loaded.") from error
    except RecursionError as error:
        raise Invalid(f"{at}: it is nested too deeply; write it flat. Nothing was loaded.") from error
    except ValueError as error:
        # TOMLDecodeError is one, as is a date off the calendar.
        found = _AT.fullmatch(str(error))
        said = found["said"] if found else str(error).rstrip(".")
        where = f" line {found['line']}" if found and found["line"] else ""
        likely = _LIKELY.get(said, f"{said}; correct it")
        raise Invalid(f"{at}{where}: {likely}. Nothing was loaded.") from error
