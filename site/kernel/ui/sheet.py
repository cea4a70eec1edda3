"""The drawn data of the maps: static/map/basin.json, read once."""

import json
from functools import cache
from pathlib import Path
from typing import Any

from django.contrib.staticfiles import finders


@cache
def sheet() -> dict[str, Any]:
    """Coast, southern shore, plates and lettering. `about` in the file says where they come from."""
    path = finders.find("map/basin.json")
    if path is None:
        raise LookupError("site/static/map/basin.json is missing")
    data: dict[str, Any] = json.loads(Path(str(path)).read_text(encoding="utf-8"))
    return data
