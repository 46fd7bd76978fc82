"""Python's compiled modules are kept, even where the environment forbids it, as containers often do.

The tests start some hundred Python processes, and half of such a start is compiling what the one before had compiled.
Where PYTHONDONTWRITEBYTECODE is set they are kept inside the virtual environment, apart from the sources, so that
these stay as clean as whoever set it wants them. Loaded by `-p` before all else of ours (pyproject.toml).
"""

import os
import sys
from pathlib import Path

if os.environ.pop("PYTHONDONTWRITEBYTECODE", None):
    sys.dont_write_bytecode = False
    sys.pycache_prefix = os.environ["PYTHONPYCACHEPREFIX"] = str(Path(sys.prefix) / "bytecode")
