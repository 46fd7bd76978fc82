"""Who holds an office: nobody there is."""

from collections.abc import Iterator
from random import Random

_GIVEN = """Amara Andre Aiyana Bao Beatriz Brennan Carmen Cedric Chidi Dalia Darnell Delphine Eamon Edith Elias
Esperanza Farah Fiona Gideon Grace Hadiya Harlan Hyun Imani Ines Ivan Jalen Joanna Jorge Kavita Keisha Lars Latoya
Lena Leopold Magda Malik Marisol Minh Miriam Nadia Nikhil Obadiah Odessa Omar Padma Percy Quentin Rashid Renata
Roscoe Rosalind Samir Selma Soledad Tamika Tevin Thaddeus Uma Verna Viktor Wanda Winston Xiomara Yasmin Yusuf Zelda
Zoran""".split()
_FAMILY = """Abara Ackerlund Almasi Ashgrove Barrowman Beltran Bramwell Calloway-Ruiz Castellane Cho-Whitfield
Dabrow Delacroix-Hunt Dunmarrow Ekholm Eze-Parrish Fairbairn-Lopez Farouki Fennimore Galanis Gatewood-Kim Greyling
Haddad-Moss Hollowell Ibarra-Stone Ingersby Jessamine Kalani Kessing Lindqvar Lockridge Lumbard Mahlangu
Marchetti-Bell Merriden Montclair-Vo Nakagawa-Reed Nwosu-Clay Oakhurst Okonjo Ostrander Pellam Petrossi Quillen
Rahimi-Boone Ravenel Rosewarne Saltonby Sandoval-Pike Seaborn Szabo-Hill Tamsin Tranby Underhill Valdivar Vandermoor
Wachira Whitlocke Wren-Castillo Yarborough-Diaz Yoon-Mercer Zamfir Zellwood""".split()


def names(random: Random) -> Iterator[str]:
    """Full names, each given and each family name once before any comes again."""
    given, family = list(_GIVEN), list(_FAMILY)
    while True:
        random.shuffle(given)
        random.shuffle(family)
        yield from (f"{one} {other}" for one, other in zip(given, family, strict=False))


def phone(area_code: int, line: int) -> str:
    """A number that never rings: 555-0100 to 555-0199 are kept for fiction."""
    return f"({area_code}) 555-{100 + line % 100:04d}"
