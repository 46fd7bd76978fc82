"""What streets are called: words that make sense in a river town of mills, orchards and saints, and are nobody's."""

from collections.abc import Iterator
from random import Random

# Each of the first with each of the second makes a name; together they last for a city of 400,000 addresses.
_FIRST = """Alder Amber Apple Arbor Ash Aspen Barley Bass Beacon Bee Beech Bell Birch Blackberry Blue Boone Bramble
Briar Brick Bridle Bright Brook Buck Butler Cane Cardinal Carriage Cedar Chapel Cherry Chestnut Clay Clear Clover
Cold Colonial Copper Coral Corn Cotton Cottonwood Country Creek Crescent Cross Crow Crystal Cypress Dairy Daisy Deep
Deer Dogwood Dove Eagle Earl Easton Echo Elder Elk Elm Emerald Evergreen Falcon Fallen Farm Fawn Fern Field Finch
Fir Flint Forest Fountain Fox Garden Garnet Gate Ginger Glen Golden Granite Grape Grassy Gray Green Hanging Harbor
Harvest Haven Hawk Hawthorn Hazel Heather Hemlock Hermit Heron Hickory Hidden High Hill Holly Honey Horn Hunter
Indigo Iron Ivy Jasper Juniper Kestrel Kiln King Lake Larch Lark Laurel Lavender Ledge Lilac Lily Lime Linden Long
Lone Lost Lower Lynn Magnolia Maple Marble Marsh Meadow Mellow Mill Mint Misty Morning Moss Mulberry Oak Oat Old
Olive Orchard Osage Otter Owl Paddock Partridge Peach Pear Pebble Pecan Pepper Persimmon Pheasant Pilgrim Pine Plum
Pond Poplar Prairie Quail Quarry Quiet Rain Raven Red Reed Ridge River Robin Rock Rose Round Rye Saddle Sage Salem
Salt Sand Sassafras Sawmill Scarlet Shady Sharp Shell Silver Sky Slate Smoke Snow Spring Spruce Stable Star Still
Stone Stony Strawberry Sugar Summer Sun Swan Sweet Sycamore Tall Teal Thistle Thorn Timber Turkey Twin Valley Velvet
Violet Wagon Walnut Water Weeping Wheat Whisper White Wild Willow Wind Winter Wolf Wood Wren Yarrow Yellow""".split()
_SECOND = """Bank Bend Bluff Branch Bridge Brook Chase Cliff Corner Cove Creek Crest Crossing Dale Dell Farm Fence
Field Ford Forge Gap Garden Gate Glade Glen Grove Hall Harbor Haven Hill Hollow Knob Knoll Lake Landing Lea Ledge
Manor Meadow Mill Moor Oak Orchard Park Pass Path Place Point Pond Prairie Race Ridge Rise River Rock Run Shade
Shadow Shore Spring Stone Terrace Trace Trail Tree Vale Valley View Village Vista Wall Water Well Wind Wood""".split()
# What stands alone in the old grid, those that are easily confused among them.
OLD = """Walnut Chestnut Liberty Cedar Magazine Chapel Tanner Canal Lane Ferry Gate Arbor Shelby Clay Hancock Wenzel
Campbell Breckin Logan Jacob Gray Lampton Caldwell Oldham Mill Mason Cooper Potter Chandler Fuller Sawyer
Weaver Baxter Barrett Barret Burnett Bernard Burnard Hill Hull Hall Park Parker Larch March Marsh Ormsby Ormsley
Rowan Roane Delor Delmont Belmont Bellemont Gaulbert Gilbert Camp Kamp Saddler Stoll Stall Swan Swann Texas
Ellison Allison Samuel Samuels Goss Gosse Rammer Reasor Merry Merriwether Fetter Fetner Keswick Hepburn Highland
Hyland Morton Norton Rubel Ruble Vine Vyne Wine Ward Wharf Dock Depot Foundry Cannery Brewery Paper Cotton Wool
Linen Silk Wheel Anvil Ladder Lantern Beacon Signal Rail Switch Coal Iron Tin Copper Brass Bell Steeple Abbey Priory
Cloister Rector Bishop Deacon Pastor Elder Grace Mercy Hope Charity Faith Union Concord Accord Justice Court
Assembly""".split()
SAINTS = """Agnes Albert Ann Anthony Augustine Bernadette Bernard Boniface Brigid Catherine Cecilia Charles Clare
Cyril Dominic Edmund Elizabeth Francis Gabriel George Gerard Helena Hilary Ignatius James Jerome John Joseph Jude
Lawrence Leo Louis Lucy Luke Margaret Mark Martin Matthew Michael Monica Nicholas Patrick Paul Peter Philip Raphael
Rita Rose Stephen Teresa Thomas Timothy Ursula Veronica Vincent William Xavier""".split()
SUFFIXES = {
    "drive": ("Dr", "Dr", "Dr", "Way", "Blvd", "Ave"),
    "way": ("Way", "Dr", "Pkwy", "Trce"),
    "lane": ("Ln", "Ln", "Dr", "Trl"),
    "road": ("Rd",),
    "loop": ("Loop", "Cir", "Dr"),
    "court": ("Ct", "Ct", "Ct", "Pl", "Ter", "Cv"),
    "path": ("Aly", "Pl"),
}


def old_names(random: Random) -> Iterator[str]:
    """Names for the old grid, then, when those are used up, two-part ones."""
    names = [name for name in dict.fromkeys(OLD) if name not in ("Liberty", "Park", "Arbor", "Lane")]
    random.shuffle(names)
    yield from names
    yield from pairs(random)


def pairs(random: Random) -> Iterator[str]:
    """Two-part names, each once: "Walnut Hill"."""
    names = [f"{first} {second}" for first in _FIRST for second in _SECOND if first != second]
    random.shuffle(names)
    yield from names


def single(random: Random) -> list[str]:
    """One-part names for the suburbs: those of the old grid again among them, with another suffix."""
    names = [*_FIRST, *(name for name in dict.fromkeys(OLD) if len(name) > 3), "Park", "Harbor", "Arbor"]
    random.shuffle(names)
    return list(dict.fromkeys(names))
