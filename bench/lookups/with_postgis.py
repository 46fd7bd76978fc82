"""PostGIS's answer to which areas a point lies in: a GiST index, one prepared statement, one connection.

python bench/lookups/with_postgis.py URL CITY_PACK QUESTIONS.json      prints JSON
"""

import json
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

import psycopg
import shapely

from lookups.questions import read
from lookups.took import timed

ASK = "SELECT kind, key FROM area WHERE ST_Intersects(shape, ST_SetSRID(ST_MakePoint(%s, %s), 4326))"


def main() -> None:
    """Load, ask, time, print."""
    url, pack, questions = sys.argv[1:]
    asked = json.loads(Path(questions).read_text())
    with psycopg.connect(url, autocommit=True) as connection:
        began = time.perf_counter()
        connection.execute("CREATE EXTENSION postgis")
        connection.execute("CREATE TABLE area (kind text, key text, shape geometry(Geometry, 4326))")
        with connection.cursor() as cursor:
            cursor.executemany(
                "INSERT INTO area VALUES (%s, %s, ST_GeomFromWKB(%s, 4326))",
                [(area.kind.value, area.key, shapely.to_wkb(area.shape)) for area in read(Path(pack)).areas],
            )
        connection.execute("CREATE INDEX ON area USING gist (shape)")
        connection.execute("ANALYZE area")
        loaded = time.perf_counter() - began
        took, answers = timed(
            lambda point: connection.execute(ASK, point, prepare=True, binary=True).fetchall(),
            asked["points"],
            server=connection.info.backend_pid,
        )
    areas = [sorted(f"{kind}:{key}" for kind, key in found) for found in answers]
    print(json.dumps({"load_s": loaded, "points": took, "areas": areas}))


if __name__ == "__main__":
    main()
