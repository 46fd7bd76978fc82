"""Whether an officer of rank stands in a narrative at all."""

import functools
import re
import tomllib
from importlib import resources


def stands(narrative: str) -> bool:
    """Whether one of the ranks of lexicon/ranks.toml does, colors and streets that are written alike left out."""
    ranks, no_ranks = _patterns()
    return ranks.search(no_ranks.sub(" ", narrative)) is not None


@functools.cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    text = resources.files("brightline.assistance.review").joinpath("lexicon/ranks.toml").read_text("utf-8")
    table = tomllib.loads(text)
    ranks, no_ranks = (re.compile("|".join(table[name]), re.IGNORECASE) for name in ("ranks", "no_ranks"))
    return ranks, no_ranks
