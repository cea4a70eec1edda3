"""Models of what every page stands on: the page itself, pages of text, pictures, documents, themes."""

from .media import RivesDocument, RivesImage, RivesRendition
from .pages import BasePage, BasePageQuerySet
from .text import AttachedDocument, TextPage
from .themes import Theme

__all__ = [
    "AttachedDocument",
    "BasePage",
    "BasePageQuerySet",
    "RivesDocument",
    "RivesImage",
    "RivesRendition",
    "TextPage",
    "Theme",
]
