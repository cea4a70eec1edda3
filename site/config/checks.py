"""House rules that can be checked: `manage.py check`, and with --deploy what an installation for the public needs."""

from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register

from config.settings.connections import KEPT_LOCALLY

PACKAGES = ("config", "portal", "events", "forums", "consultations", "pages", "actors", "kernel")


@register()
def packages_of_this_checkout(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Our packages come from here, not from a package of the same name that pip installed (`events` exists)."""
    return [
        Error(
            f"The package “{name}” is imported from {place}, not from this checkout.",
            hint="Uninstall the other package of that name: pip show -f tells which one it is.",
            id="config.E001",
        )
        for name in PACKAGES
        if (place := origin(name)) is None or not place.is_relative_to(settings.ROOT)
    ]


def origin(name: str) -> Path | None:
    """The file that a package is imported from."""
    found = find_spec(name)
    return Path(found.origin).resolve() if found and found.origin else None


@register()
def folders_that_are_no_packages(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """`site` and `locale` are modules of Python's own library: a folder of ours must not pose as them."""
    return [
        Error(
            f"{folder}/__init__.py turns the folder into a package.",
            hint="Delete it: Python has a module of that name (docs/decisions/0002).",
            id="config.E002",
        )
        for folder in ("site", "locale")
        if (settings.ROOT / folder / "__init__.py").exists()
    ]


@register(Tags.translation)
def languages_agree(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Interface, admin, translated columns and catalogues know the same languages."""
    wanted = {code for code, _name in settings.LANGUAGES}
    known = {
        "WAGTAILADMIN_PERMITTED_LANGUAGES": {code for code, _name in settings.WAGTAILADMIN_PERMITTED_LANGUAGES},
        "MODELTRANSLATION_LANGUAGES": set(settings.MODELTRANSLATION_LANGUAGES),
        "locale/": {path.parent.name for path in (settings.ROOT / "locale").glob("*/LC_MESSAGES")},
    }
    return [
        Error(
            f"{place} has the languages {', '.join(sorted(codes))}; LANGUAGES has {', '.join(sorted(wanted))}.",
            hint="Add or remove a language everywhere at once.",
            id="languages.E001",
        )
        for place, codes in known.items()
        if codes != wanted
    ]


@register(Tags.security, deploy=True)
def ready_for_the_public(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """What is right for one machine at home and wrong for a site that others rely on."""
    return list(public_faults())


def public_faults() -> Iterator[CheckMessage]:
    """Each fault, with the variable that mends it."""
    if settings.DEMO:
        yield Error("The demo is on, with its accounts and open mailbox.", hint="Set DEMO=0.", id="config.E010")
    if settings.CHANNEL_LAYERS["default"]["BACKEND"].endswith("InMemoryChannelLayer"):
        yield Error("Live pages do not reach other processes.", hint="Set REDIS_URL.", id="config.E011")
    if settings.CACHES["default"]["BACKEND"].endswith("LocMemCache"):
        yield Error("Each process has its own cache and limits.", hint="Set REDIS_URL.", id="config.E012")
    if settings.DATABASES["default"]["ENGINE"].endswith("sqlite3"):
        yield Error("SQLite serves one machine only.", hint="Set DATABASE_URL to a PostgreSQL.", id="config.E013")
    if settings.MAIL_TRANSPORT_BACKEND == KEPT_LOCALLY:
        yield Error("No mail leaves this machine.", hint="Set EMAIL_URL.", id="config.E014")
    if urlsplit(settings.WAGTAILADMIN_BASE_URL).scheme != "https":
        yield Error("Links in mails do not lead to an https address.", hint="Set RIVES_BASE_URL.", id="config.E015")
