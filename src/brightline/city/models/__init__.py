from brightline.city.models.city import City as City
from brightline.city.models.drawing import Drawing as Drawing
from brightline.city.models.places import Address as Address
from brightline.city.models.places import Area as Area
from brightline.city.models.places import Facility as Facility
from brightline.city.models.places import SearchIndex as SearchIndex
