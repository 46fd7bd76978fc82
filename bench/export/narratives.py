"""Strings phrases together into what call-takers of the fictional city write, many calls at a time."""

import re

import numpy as np
import numpy.typing as npt
import polars as pl

from export.phrases import Filler, Pool, table

Numbers = npt.NDArray[np.int64]

# Shares of all calls: the first phrase alone, with one more, and as three sentences; the rest are logs with times.
_ALONE, _TWO, _SENTENCES = 0.20, 0.38, 0.50
_MOST_STEPS = 90
_CLOCK = pl.Series([f"{minute // 60:02d}:{minute % 60:02d}" for minute in range(1440)])


class Narratives:
    """Everything a call can be about, and the words for it."""

    def __init__(self, seed: int) -> None:
        self.filler = Filler(f"{seed} words")
        natures, touches = table("natures")["nature"], table("touches")["touch"]
        usual = 1 - sum(touch["per_100k"] for touch in touches) / 100_000
        total = sum(nature["weight"] for nature in natures)
        entries = natures + touches
        self.names = pl.Series([entry.get("name") or entry["nature"] for entry in entries])
        self._months = [frozenset(entry.get("months", range(1, 13))) for entry in entries]
        # A thing of three months in six comes twice as often in each of them.
        self._weights = np.array(
            [nature["weight"] / total * usual for nature in natures]
            + [
                touch["per_100k"] / 100_000 * (6 / len(touch["months"]) if "months" in touch else 1)
                for touch in touches
            ]
        )
        self._first = Pool.of([self.filler.many(entry["first"]) for entry in entries])
        self._then = Pool.of([self.filler.many(entry["then"]) for entry in entries])
        self._common = Pool.of([self.filler.many(self.filler.words["common"])])
        self._closing = Pool.of([self.filler.many(self.filler.words["last_line"])])

    def natures(self, rng: np.random.Generator, month: int, count: int) -> Numbers:
        """What so many calls of a month are about."""
        weights = self._weights * [month in months for months in self._months]
        return rng.choice(len(weights), count, p=weights / weights.sum())

    def write(self, rng: np.random.Generator, natures: Numbers, minutes: Numbers) -> pl.Series:
        """A narrative for each call, received at this minute of its day."""
        count = len(natures)
        style = rng.random(count)
        # Most logs are short; one in some hundreds runs on for a page.
        steps = np.minimum(2.0 / (rng.random(count) + 0.0025) ** 0.6, _MOST_STEPS).astype(np.int64)
        steps[style < _SENTENCES] = 0
        # Longest first, so that those still being written are always the first so many.
        order = np.argsort(-steps, kind="stable")
        natures, minutes, style, steps = natures[order], minutes[order], style[order], steps[order]
        logs = int(np.count_nonzero(steps))
        texts = [*self._logs(rng, natures[:logs], minutes[:logs], steps[:logs])]
        texts.append(self._short(rng, natures[logs:], style[logs:]))
        written = pl.concat(texts).gather(np.argsort(order))
        chance = rng.random(count)
        frame = pl.DataFrame({"text": written, "chance": chance})
        lower = pl.col("text").str.slice(0, 1) + pl.col("text").str.slice(1).str.to_lowercase()
        # Some call-takers write small letters, and some calls are closed without a word.
        text = (
            pl.when(pl.col("chance") < 0.07)
            .then(lower)
            .when(pl.col("chance") < 0.985)
            .then("text")
            .otherwise(pl.lit(""))
        )
        return frame.select(text.str.slice(0, 3000).alias("narrative")).to_series()

    def _short(self, rng: np.random.Generator, natures: Numbers, style: npt.NDArray[np.float64]) -> pl.Series:
        first, then = self._first.draw(rng, natures), self._then.draw(rng, natures)
        more = self._common.draw(rng, np.zeros_like(natures))
        frame = pl.DataFrame({"first": first, "then": then, "more": more, "style": style})
        two = pl.concat_str("first", "then", separator=", ")
        three = pl.concat_str("first", "then", "more", separator=". ")
        alone = pl.col("style") < _ALONE
        text = pl.when(alone).then("first").when(pl.col("style") < _TWO).then(two).otherwise(three)
        return frame.select(text.alias("text")).to_series()

    def _logs(self, rng: np.random.Generator, natures: Numbers, minutes: Numbers, steps: Numbers) -> list[pl.Series]:
        """Logs with times, `steps` of them between the first line and the last; longest first."""
        minutes = minutes.copy()
        between = pl.Series([" | ", "\n"]).gather((rng.random(len(natures)) < 0.045).astype(np.int64))
        text = _joined(_CLOCK.gather(minutes), pl.repeat(" ", len(natures), eager=True), self._first.draw(rng, natures))
        done: list[pl.Series] = []
        for step in range(int(steps[0]) + 1 if len(steps) else 0):
            going = int(np.searchsorted(-steps, -step, side="left"))
            # What is past `going` took its last step: it gets its closing line.
            done.append(self._line(rng, text[going:], between[going:], minutes[going:], None))
            text, between, minutes, natures = text[:going], between[:going], minutes[:going], natures[:going]
            steps = steps[:going]
            minutes = (minutes + rng.integers(1, 10, going)) % 1440
            text = self._line(rng, text, between, minutes, natures if step % 2 == 0 else np.zeros(0, np.int64))
        done.append(self._line(rng, text, between, minutes, None))
        return done[::-1]

    def _line(
        self, rng: np.random.Generator, text: pl.Series, between: pl.Series, minutes: Numbers, natures: Numbers | None
    ) -> pl.Series:
        """The logs with one line more: of their own nature, a common one without natures, the closing one for None."""
        if natures is None:
            line = self._closing.draw(rng, np.zeros(len(text), np.int64))
        elif len(natures):
            line = self._then.draw(rng, natures)
        else:
            line = self._common.draw(rng, np.zeros(len(text), np.int64))
        return _joined(text, between, _CLOCK.gather(minutes), pl.repeat(" ", len(text), eager=True), line)


def _joined(*texts: pl.Series) -> pl.Series:
    columns = {str(number): text for number, text in enumerate(texts)}
    return pl.DataFrame(columns).select(pl.concat_str(*columns).alias("text")).to_series()


def shifted(narrative: str, minute: int) -> str:
    """A record's log moved so that it begins at this minute of the day."""
    stamp = re.compile(r"(?:^|(?<=\| ))([01]\d|2[0-3]):([0-5]\d)\b")
    first = stamp.search(narrative)
    if first is None:
        return narrative
    by = minute - int(first[1]) * 60 - int(first[2])
    return stamp.sub(lambda found: _clock(int(found[1]) * 60 + int(found[2]) + by), narrative)


def _clock(minute: int) -> str:
    return f"{minute // 60 % 24:02d}:{minute % 60:02d}"
