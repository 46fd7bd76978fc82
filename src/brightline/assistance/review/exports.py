"""Where exports lie and what reading them leaves behind: private folders in `var`, open to the service's user alone."""

import os
import re
from pathlib import Path

from django.conf import settings

from brightline.assistance.review.models import Examination

_LONGEST_NAME = 120


def folder() -> Path:
    """The folder of exports, made when missing."""
    return _private(Path(settings.VAR) / "exports")


def path_of(examination: Examination) -> Path:
    """The export itself. It keeps its name, since the end of a name says how a file is packed."""
    return folder() / examination.sha256 / safe_name(examination.name)


def place_for(sha256: str) -> Path:
    return _private(folder() / sha256)


def out_of(examination: Examination) -> Path:
    """What the engine writes, and from which an interrupted run goes on."""
    return _private(_private(Path(settings.VAR) / "examinations") / examination.reference)


def safe_name(name: str) -> str:
    """A name that is one file in one folder on any machine, its endings kept."""
    last = re.split(r"[/\\]", name)[-1]
    plain = re.sub(r"[^\w.\-]+", "_", last, flags=re.ASCII).strip("._-") or "export"
    return plain[-_LONGEST_NAME:].lstrip("._-") or "export"


def _private(path: Path) -> Path:
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    os.chmod(path, 0o700)
    return path
