"""A city pack: a folder with `city.toml`, the files it names, and `lexicon.toml` for words of the city's own."""

from brightline.city.packs.identity import AGENCY_KINDS as AGENCY_KINDS
from brightline.city.packs.identity import CityPack as CityPack
from brightline.city.packs.identity import read as read
