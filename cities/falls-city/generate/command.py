"""Make Falls City: python cities/falls-city/generate [--addresses 25000] [--seed 1] [--out DIR]."""

import argparse
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import shapely

from generate import basemap, collection, emergency, facilities, general, naming, political, writing
from generate.facilities import Facility
from generate.places import Area, City, geometry
from generate.plane import degrees


def main() -> None:
    """Parse, make, write."""
    parser = argparse.ArgumentParser(prog="python cities/falls-city/generate", description=__doc__)
    parser.add_argument("--addresses", type=int, default=25_000, help="how many: 1,000 to 400,000 make sense")
    parser.add_argument("--seed", type=int, default=1, help="another seed is another city")
    parser.add_argument("--out", type=Path, default=Path(__file__).parents[1], help="the folder to write into")
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    make(City(options.seed, options.addresses), options.out)


def make(city: City, folder: Path) -> None:
    """Write every file of the city pack that is generated; city.toml, which names them, and collection.toml are not."""
    divisions = emergency.divisions(city)
    naming.grant(city, divisions)
    zips = general.zips(city)
    _addresses(folder, city, zips)
    districts = political.districts(city)
    zones = general.school_zones(city)
    fire = emergency.fire_districts(city)
    urban = collection.service_district(city)
    sites = facilities.Sites(city, zips)
    parks = list(facilities.parks(city))
    fire_stations = list(facilities.fire_stations(city, sites, fire))
    police_stations = list(facilities.police_stations(city, sites, divisions))
    hospitals = list(facilities.hospitals(city, sites))
    libraries = list(facilities.libraries(city, sites))
    schools = list(facilities.schools(city, sites, zones))
    drop_off = list(facilities.drop_off_centers(city, sites))
    polling, precincts = facilities.polling_places(city, sites, districts.precincts, [*schools, *libraries])
    for name, areas in {
        "service_district": [urban],
        "garbage_routes": collection.garbage(city, urban),
        "recycling_routes": collection.recycling(city, urban),
        "yard_waste_routes": collection.yard_waste(city, urban),
        "large_items_areas": collection.large_items(city, urban),
        "sweeping_routes": collection.sweeping(city),
        "police_divisions": divisions,
        "police_beats": emergency.beats(city, divisions),
        "council_districts": districts.council,
        "precincts": precincts,
        "state_house": districts.house,
        "state_senate": districts.senate,
        "zips": zips,
        "elementary_school_zones": zones[0],
        "middle_school_zones": zones[1],
        "high_school_zones": zones[2],
        "historic_districts": general.historic_districts(city),
        "flood_zones": general.flood_zones(city),
    }.items():
        features = [_feature({"key": a.key, "name": a.name, **a.details}, city.shape(a)) for a in areas]
        writing.geojson(folder / "areas" / f"{name}.geojson", features)
    _nena(folder / "areas" / "fire_districts.geojson", city, fire)
    _shapefile(folder / "areas" / "neighborhoods.shp", city, general.neighborhoods(city))
    for name, several in {
        "police_stations": police_stations,
        "fire_stations": fire_stations,
        "hospitals": hospitals,
        "libraries": libraries,
        "schools": schools,
        "polling_places": polling,
        "parks": [park for park, _shape in parks],
    }.items():
        features = [_feature(_said(one), shapely.Point(one.at.real, one.at.imag)) for one in several]
        writing.geojson(folder / "facilities" / f"{name}.geojson", features)
    _table(folder / "facilities" / "drop_off_centers.csv", drop_off)
    _basemap(folder / "basemap", city, [(park.name, shape) for park, shape in parks])


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


def _feature(properties: Mapping[str, Any], shape: shapely.Geometry) -> dict[str, Any]:
    return {"type": "Feature", "properties": dict(properties), "geometry": geometry(shape)}


def _said(one: Facility) -> dict[str, str]:
    address = {"address": one.address} if one.address else {}
    return {"key": one.key, "name": one.name, **address, **one.details}


def _nena(path: Path, city: City, fire: list[Area]) -> None:
    """With the field names of NENA-STA-006's emergency service boundaries, and the city's own number."""
    features = [
        _feature(
            {
                "DiscrpAgID": "fire.falls-city.example",
                "DateUpdate": "2026-01-05T00:00:00-05:00",
                "NGUID": f"urn:emergency:uid:gis:fire:{area.key}:falls-city.example",
                "State": "KY",
                "Agency_ID": "fire.falls-city.example",
                "ServiceURN": "urn:service:sos.fire",
                "ServiceNum": "911",
                "DsplayName": area.name,
                "FireDist": area.key,
                "NonEmergPh": area.details["phone"],
            },
            city.shape(area),
        )
        for area in fire
    ]
    writing.geojson(path, features)


def _shapefile(path: Path, city: City, neighborhoods: list[Area]) -> None:
    """As the planning department would hand it over: state plane feet, field names of ten letters."""
    rows = [
        ((area.key, area.name, area.details["url"]), shapely.geometry.shape(geometry(city.shape(area))))
        for area in neighborhoods
    ]
    writing.shapes(path, ("NBHD_ID", "NBHD_NAME", "WEB_PAGE"), rows)


def _table(path: Path, several: Iterable[Facility]) -> None:
    rows = []
    for one in several:
        longitude, latitude = geometry(shapely.Point(one.at.real, one.at.imag))["coordinates"]
        rows.append({**_said(one), "longitude": f"{longitude:.6f}", "latitude": f"{latitude:.6f}"})
    writing.points(path, rows)


def _basemap(folder: Path, city: City, parks: list[tuple[str, shapely.Polygon]]) -> None:
    streets = [_feature({"name": name, "main": main}, shape) for name, main, shape in basemap.streets(city)]
    writing.geojson(folder / "streets.geojson", streets)
    writing.geojson(folder / "water.geojson", [_feature({"name": name}, shape) for name, shape in basemap.water(city)])
    writing.geojson(folder / "parks.geojson", [_feature({"name": name}, shape) for name, shape in parks])


if __name__ == "__main__":
    main()
