"""Where the site stands is said once, in RIVES_BASE_URL; Wagtail's record of it follows at each migration."""

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS
from wagtail.models import Site


def follow_base_url(using: str = DEFAULT_DB_ALIAS) -> None:
    """Give the default site the host and port of settings.BASE_URL: canonical addresses and the sitemap use them."""
    address = urlsplit(settings.BASE_URL)
    host, port = address.hostname or "localhost", address.port or (443 if address.scheme == "https" else 80)
    site = Site.objects.using(using).filter(is_default_site=True).first()
    if site is None or (site.hostname, site.port) == (host, port):
        return
    site.hostname, site.port = host, port
    site.save(using=using)


def after_migrate(using: str = DEFAULT_DB_ALIAS, **_kwargs: Any) -> None:
    """Receiver of post_migrate of this app."""
    follow_base_url(using)
