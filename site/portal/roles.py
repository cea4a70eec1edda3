"""The groups of the team and what each may do. Kept by the code; for an exception, make another group."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.apps import AppConfig, apps
from django.contrib.auth.models import Group, Permission
from django.db import DEFAULT_DB_ALIAS, transaction
from django.db.models import Q
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission

from pages.base.models import BasePage

ADMINISTRATION = "Administration"
EDITORS = "Rédaction"
FACILITATION = "Animation"
MODERATION = "Modération"
BEFORE = {"Editors": EDITORS, "Moderators": MODERATION}  # the names that Wagtail gives

ACCESS = ["wagtailadmin.access_admin"]
FILES = ["wagtailimages.add_image", "wagtailimages.change_image", "wagtailimages.choose_image"]
FILES += ["wagtaildocs.add_document", "wagtaildocs.change_document", "wagtaildocs.choose_document"]
DIALOGUE = ["events", "forums", "consultations"]
DIRECTORY = ["actors.view_organisation", "actors.view_territory", "actors.view_country"]
KEEPS_DIRECTORY = ["actors.add_organisation", "actors.change_organisation"]
KEEPS_DIRECTORY += ["actors.add_territory", "actors.change_territory", *DIRECTORY]
KEEPS_REGISTER = ["base.*_theme", "projects.*_transfer"]  # what pages are filed under, and where pilots were taken up
PEOPLE = ["actors.view_person", "actors.add_person", "actors.change_person", "actors.delete_person"]

WAGTAIL = ["wagtailredirects.*", "wagtailcore.*collection", "wagtailcore.*site"]
RECORDS = [f"{app}.*" for app in (*DIALOGUE, "dialogues", "projects", "network", "news", "base")]

# role: permissions by name (those of apps that are not there yet are left out), rights on pages, rights on files
ROLES: dict[str, tuple[list[str], list[str], list[str]]] = {
    ADMINISTRATION: (
        [*ACCESS, "actors.*", "auth.*group", "mail.*", "audit.view_entry", *RECORDS, *WAGTAIL],
        ["add", "change", "publish", "bulk_delete", "lock", "unlock"],
        [*FILES, "wagtailimages.delete_image", "wagtaildocs.delete_document"],
    ),
    EDITORS: (
        [*ACCESS, *DIRECTORY, *KEEPS_REGISTER],
        ["add", "change", "publish"],
        FILES,
    ),
    FACILITATION: (
        [*ACCESS, *KEEPS_DIRECTORY, "actors.verify_membership", *(f"{app}.*" for app in DIALOGUE)],
        ["add", "change"],
        FILES,
    ),
    MODERATION: (
        [*ACCESS, *DIRECTORY, "forums.moderate*", "forums.view_*"],
        ["add", "change", "publish"],
        FILES,
    ),
}


@transaction.atomic
def ensure_roles(using: str = DEFAULT_DB_ALIAS) -> None:
    """Make the groups and give them what they lack. Safe to repeat; takes nothing away."""
    for before, name in BEFORE.items():
        if not Group.objects.using(using).filter(name=name).exists():
            Group.objects.using(using).filter(name=before).update(name=name)
    for name, (permissions, on_pages, on_files) in ROLES.items():
        group, _created = Group.objects.using(using).get_or_create(name=name)
        group.permissions.add(*_matching(permissions, using))
        _give_pages(group, on_pages, using)
        _give_files(group, on_files, using)


def _matching(names: Iterable[str], using: str) -> Iterable[Permission]:
    """The permissions of these names that exist: "events.*", "forums.moderate_*", "actors.view_person"."""
    found = Q(pk=None)
    for name in names:
        app, codename = name.split(".", 1)
        start, star, end = codename.partition("*")
        match = Q(codename__startswith=start, codename__endswith=end) if star else Q(codename=codename)
        found |= Q(content_type__app_label=app) & match
    return Permission.objects.using(using).filter(found)


def _give_pages(group: Group, rights: list[str], using: str) -> None:
    """Rights on the root, and so on every page."""
    root = BasePage.objects.using(using).filter(depth=1).first()
    if root is None:
        return
    codenames = [f"{right}_{BasePage._meta.model_name}" for right in rights]
    for permission in Permission.objects.using(using).filter(
        content_type__app_label=BasePage._meta.app_label, codename__in=codenames
    ):
        GroupPagePermission.objects.using(using).get_or_create(group=group, page=root, permission=permission)


def _give_files(group: Group, names: list[str], using: str) -> None:
    """Rights on the root collection, and so on every image and document."""
    root = Collection.objects.using(using).filter(depth=1).first()
    if root is None:
        return
    for permission in _matching(names, using):
        GroupCollectionPermission.objects.using(using).get_or_create(
            group=group, collection=root, permission=permission
        )


def after_migrate(app_config: AppConfig, using: str = DEFAULT_DB_ALIAS, **_kwargs: Any) -> None:
    """Receiver of post_migrate: once every app has its permissions, which is after the last one."""
    last = [config for config in apps.get_app_configs() if config.models_module is not None][-1]
    if app_config == last:
        ensure_roles(using)
