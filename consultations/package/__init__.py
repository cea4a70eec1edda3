"""The result package: what is published of a consultation, and a script that recomputes every number from it. Pure."""

from .archive import archive
from .files import Facts, PositionFacts, StatementFacts, files

__all__ = ["Facts", "PositionFacts", "StatementFacts", "archive", "files"]
