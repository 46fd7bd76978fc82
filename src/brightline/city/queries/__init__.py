"""What other rooms may ask of the city."""

from brightline.city.queries.areas import addresses_alike as addresses_alike
from brightline.city.queries.areas import areas as areas
from brightline.city.queries.city import city as city
from brightline.city.queries.city import local as local
from brightline.city.queries.city import remembered as remembered
from brightline.city.queries.city import zone as zone
from brightline.city.queries.drawing import Drawn as Drawn
from brightline.city.queries.drawing import drawn as drawn
from brightline.city.queries.drawing import outline as outline
from brightline.city.queries.places import facility as facility
from brightline.city.queries.places import nearest as nearest
from brightline.city.queries.places import place as place
from brightline.city.queries.places import place_at as place_at
from brightline.city.queries.search import on_street as on_street
from brightline.city.queries.search import search as search
from brightline.city.queries.search import streets_in as streets_in
from brightline.city.queries.search import suggest as suggest
from brightline.city.queries.search import unknown_zip as unknown_zip
