"""Creates the bare project's database and its one page."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.bench.bare.settings")

import django

django.setup()

from django.core.management import call_command  # noqa: E402  (needs the app registry)
from wagtail.models import Page, Site  # noqa: E402  (needs the app registry)

from tests.bench.bare.models import BarePage  # noqa: E402  (needs the app registry)

TEXT = "<p>Une eau partagée entre trois communes du littoral, <b>mesurée</b> et discutée.</p>" * 12

call_command("migrate", verbosity=0)
home = Page.objects.get(depth=2)
page = home.add_child(instance=BarePage(title="Bare", slug="bare", body=TEXT))
Site.objects.update(hostname="localhost", root_page=home)
