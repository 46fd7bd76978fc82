"""Brightline's answers: suggestions, searches, areas of a point, whole look-ups as the result page makes them.

BRIGHTLINE_VAR=… python bench/lookups/ours.py QUESTIONS.json      (after `brightline load-city`); prints JSON
"""

import json
import re
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from brightline.city.kinds import FacilityKind
from brightline.city.matching.index import Index
from brightline.platform.database.ready import ready
from lookups.took import memory_mb, share, timed

_UNIT_AND_ZIP = re.compile(r"( ((apt|unit|ste|lot|bldg)\b|#).*)?(, \d{5})?$", re.IGNORECASE)


def main() -> None:
    """Ask, time, print."""
    asked = json.loads(Path(sys.argv[1]).read_text())
    ready()
    from brightline.city import queries
    from brightline.city.models import SearchIndex
    from brightline.city.queries import held

    data = bytes(SearchIndex.objects.get(pk=1).data)
    before, began = memory_mb(), time.perf_counter()
    index = Index.from_bytes(data)
    loaded, grown = time.perf_counter() - began, memory_mb() - before

    def right(found: list, wanted: list) -> bool:
        return bool(found) and _is(found[0].label, wanted)

    said: dict[str, object] = {"bytes": len(data), "load_s": loaded, "index_mb": grown}
    for name, ask in (("typed", index.suggest), ("as_it_is", index.search), ("finished", index.search)):
        took, answers = timed(ask, [one["text"] for one in asked[name]])
        pairs = list(zip(asked[name], answers, strict=True))
        said[name] = took | {
            "first": share(right(found, one["right"]) for one, found in pairs if one.get("whole", True)),
            "among": share(any(_is(match.label, one["right"]) for match in found[:5]) for one, found in pairs),
        }

    with queries.remembered(queries.city()):
        tree = held.areas().tree
        said["points"], answers = timed(lambda point: tree.at(*point), asked["points"])
        said["areas"] = [sorted(f"{kind}:{key}" for kind, keys in found.items() for key in keys) for found in answers]

        def look_up(text: str) -> None:
            found = index.search(text)
            if found and found[0].key:
                place = queries.place(found[0].key)
                for kind in FacilityKind:
                    queries.nearest(kind, place.longitude, place.latitude)

        said["whole"], _ = timed(look_up, [one["text"] for one in asked["as_it_is"]])
    print(json.dumps(said))


def _is(label: str, wanted: list) -> bool:
    return _UNIT_AND_ZIP.sub("", label) == " ".join(wanted)


if __name__ == "__main__":
    main()
