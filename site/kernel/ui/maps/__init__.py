"""Maps of the basin and chart plates. No national border is ever drawn."""

from .chart import place, read
from .pilots import basin
from .places import basin_places
from .plates import nearest_plate, plate, plate_for

__all__ = ["basin", "basin_places", "nearest_plate", "place", "plate", "plate_for", "read"]
