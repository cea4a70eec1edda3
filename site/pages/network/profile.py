"""The way from an organisation's profile back to the directory."""

from actors.registry import register_directory
from pages.base.queries import readable

from .models import NetworkPage


@register_directory
def address() -> str:
    """The address of the directory's page in the reader's language; blank where none is published."""
    page = readable(NetworkPage.objects.all()).for_language().first()
    return page.get_url() or "" if page else ""
