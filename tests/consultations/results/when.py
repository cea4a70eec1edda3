"""An instant before every other."""

from datetime import UTC, datetime

THEN = datetime(2026, 11, 1, 12, tzinfo=UTC)
