"""What changes the city: loading its city pack."""

from brightline.city.actions.load import Loaded as Loaded
from brightline.city.actions.load import introduce as introduce
from brightline.city.actions.load import is_loaded as is_loaded
from brightline.city.actions.load import load as load
from brightline.city.actions.load import steps as steps
