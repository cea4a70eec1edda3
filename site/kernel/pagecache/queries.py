"""What other parts may know of the page cache."""

from .generation import generation


def current_generation() -> str:
    """A token that changes with every public change: part of the key of whatever else is kept of public content."""
    return generation.current()
