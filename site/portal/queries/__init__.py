"""What the portal reads of everything below it."""

from .frame import Frame, Link, LinkGroup, frame_of
from .home import Home, home_of
from .published import Address, latest, public_addresses
from .space import Space, space_of

__all__ = [
    "Address",
    "Frame",
    "Home",
    "Link",
    "LinkGroup",
    "Space",
    "frame_of",
    "home_of",
    "latest",
    "public_addresses",
    "space_of",
]
