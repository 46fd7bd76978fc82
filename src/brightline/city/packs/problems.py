"""What is wrong with a city pack. Pure."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from brightline.platform.kernel.errors import Invalid

# Of one file nobody reads on after so many; whoever mends these finds the rest mended with them, or loads again.
MOST_SHOWN = 50
_END = "Nothing was loaded."


class Problems:
    """Sentences, each with its file and the mend: those that refuse the pack, and those that are only told."""

    def __init__(self) -> None:
        self._refusing = _Lines()
        self._telling = _Lines()

    def refuse(self, path: Path, said: str) -> None:
        """With this nothing is loaded. said: without the file's name in front and the period at the end."""
        self._refusing.add(path, [f"{path}: {said}."], 1)

    def refuse_rows(self, path: Path, said: Iterable[str], count: int) -> None:
        """The same for `count` rows of a file at once, of which only the first are made into sentences."""
        self._refusing.add(path, (f"{path} {one}." for one in said), count)

    def take(self, error: Invalid) -> None:
        """What another check refused, one a line."""
        lines = str(error).removesuffix(_END).strip().split("\n")
        # What says "line 3 of that file" in its own way is of a file all the same: that of its first word.
        self._refusing.add(Path(lines[0].split(" ")[0].rstrip(":")), lines, len(lines))

    def tell(self, path: Path, said: str) -> None:
        """This is told and loaded all the same."""
        self._telling.add(path, [f"{path}: {said}."], 1)

    def tell_rows(self, path: Path, said: Iterable[str], count: int) -> None:
        """The same for `count` rows at once."""
        self._telling.add(path, (f"{path} {one}." for one in said), count)

    def told(self) -> tuple[str, ...]:
        """What is told, of each file at most MOST_SHOWN lines and how many more there are."""
        return tuple(self._telling.shown())

    def __bool__(self) -> bool:
        return self._refusing.count > 0

    def raise_any(self) -> None:
        """Raises Invalid listing what refuses the pack, one a line, where anything does."""
        if self:
            raise Invalid("\n".join([*self._refusing.shown(), _END]))


@dataclass
class _OfFile:
    lines: list[str] = field(default_factory=list)
    count: int = 0


class _Lines:
    def __init__(self) -> None:
        self._files: dict[Path, _OfFile] = {}

    @property
    def count(self) -> int:
        return sum(file.count for file in self._files.values())

    def add(self, path: Path, lines: Iterable[str], count: int) -> None:
        file = self._files.setdefault(path, _OfFile())
        for line, _ in zip(lines, range(MOST_SHOWN - len(file.lines)), strict=False):
            file.lines.append(line)
        file.count += count

    def shown(self) -> Iterator[str]:
        for file in self._files.values():
            yield from file.lines
            if file.count > len(file.lines):
                yield f"And {file.count - len(file.lines):,} more like these."
