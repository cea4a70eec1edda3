"""What the portal answers."""

from .discovery import robots, sitemap
from .door import door, switch_language
from .health import healthz, readyz
from .home import home
from .search import search
from .space import my_space

__all__ = ["door", "healthz", "home", "my_space", "readyz", "robots", "search", "sitemap", "switch_language"]
