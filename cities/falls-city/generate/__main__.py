"""`python cities/falls-city/generate` makes Falls City anew beside it; --help says what else it can do."""

import runpy
import sys
from pathlib import Path

sys.path[0] = str(Path(__file__).parents[1])
runpy.run_module("generate.command", run_name="__main__")
