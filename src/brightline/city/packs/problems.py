"""What is wrong with a city pack. Pure."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from brightline.platform.kernel.errors import Invalid

# Nobody reads on after so many; whoever mends these finds the rest mended with them, or loads again and reads on.
MOST_SHOWN = 50


class Problems:
    """Sentences, each with its file and the mend: those that refuse the pack, and those that are only told."""

    def __init__(self) -> None:
        self._refusing = _Lines()
        self._telling = _Lines()

    def refuse(self, path: Path, said: str) -> None:
        """With this nothing is loaded. said: without the file's name in front and the period at the end."""
        self._refusing.add([f"{path}: {said}."], 1)

    def refuse_rows(self, path: Path, said: Iterable[str], count: int) -> None:
        """The same for `count` rows of a file at once, of which only the first are made into sentences."""
        self._refusing.add((f"{path} {one}." for one in said), count)

    def tell(self, path: Path, said: str) -> None:
        """This is told and loaded all the same."""
        self._telling.add([f"{path}: {said}."], 1)

    def tell_rows(self, path: Path, said: Iterable[str], count: int) -> None:
        """The same for `count` rows at once."""
        self._telling.add((f"{path} {one}." for one in said), count)

    def told(self) -> tuple[str, ...]:
        """What is told, at most MOST_SHOWN lines and how many more there are."""
        return tuple(self._telling.shown())

    def __bool__(self) -> bool:
        return self._refusing.count > 0

    def raise_any(self) -> None:
        """Raises Invalid listing what refuses the pack, one a line, where anything does."""
        if self:
            raise Invalid("\n".join([*self._refusing.shown(), "Nothing was loaded."]))


class _Lines:
    def __init__(self) -> None:
        self.count = 0
        self._lines: list[str] = []

    def add(self, lines: Iterable[str], count: int) -> None:
        for line, _ in zip(lines, range(MOST_SHOWN - len(self._lines)), strict=False):
            self._lines.append(line)
        self.count += count

    def shown(self) -> Iterator[str]:
        yield from self._lines
        if self.count > len(self._lines):
            yield f"And {self.count - len(self._lines):,} more like these."
