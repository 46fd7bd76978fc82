"""Make Falls City: python cities/falls-city/generate [--addresses 25000] [--seed 1] [--out DIR]."""

import argparse
from pathlib import Path

from generate import general, political, writing
from generate.places import Area, City, geometry
from generate.plane import degrees


def main() -> None:
    """Parse, make, write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--addresses", type=int, default=25_000, help="how many; 400,000 at most are sensible")
    parser.add_argument("--seed", type=int, default=1, help="another seed is another city")
    parser.add_argument("--out", type=Path, default=Path(__file__).parents[1], help="the city pack's folder")
    options = parser.parse_args()
    city = City(options.seed, options.addresses)
    options.out.mkdir(parents=True, exist_ok=True)
    zips = general.zips(city)
    _addresses(options.out, city, zips)
    _areas(options.out / "areas" / "council_districts.geojson", city, political.council_districts(city))
    _areas(options.out / "areas" / "zips.geojson", city, zips)


def _addresses(folder: Path, city: City, zips: list[Area]) -> None:
    codes = city.block_of(zips)
    longitudes, latitudes = degrees(city.places)
    rows = [
        {
            "LON": f"{longitude:.6f}",
            "LAT": f"{latitude:.6f}",
            "NUMBER": spot.number,
            "STREET": city.network.streets[spot.street].full,
            "UNIT": spot.unit,
            "CITY": "Falls City",
            "REGION": "KY",
            "POSTCODE": codes[int(block)].key,
        }
        for spot, block, longitude, latitude in zip(city.spots, city.homes, longitudes, latitudes, strict=True)
    ]
    for place, row in enumerate(rows, start=1):
        row["ID"] = f"FC-{place:06d}"
    writing.addresses(folder / "addresses.csv.gz", rows)


def _areas(path: Path, city: City, areas: list[Area]) -> None:
    features = [
        {
            "type": "Feature",
            "properties": {"key": area.key, "name": area.name, **area.details},
            "geometry": geometry(city.shape(area)),
        }
        for area in areas
    ]
    writing.geojson(path, features)


if __name__ == "__main__":
    main()
