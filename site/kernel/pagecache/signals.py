"""What Wagtail changes in code of its own makes cached pages stale too; our own actions call bump() themselves."""

from typing import Any

from django.db.models import Model
from django.db.models.signals import post_delete, post_save
from wagtail.contrib.redirects.models import Redirect
from wagtail.contrib.settings.models import BaseGenericSetting, BaseSiteSetting
from wagtail.documents.models import AbstractDocument
from wagtail.images.models import AbstractImage, AbstractRendition
from wagtail.models import Locale, PageViewRestriction, Site
from wagtail.signals import page_published, page_unpublished, post_page_move, published, unpublished

from .actions import bump

PUBLIC = (
    AbstractDocument, AbstractImage, AbstractRendition, BaseGenericSetting, BaseSiteSetting, Locale,
    PageViewRestriction, Redirect, Site,
)  # fmt: skip


def connect() -> None:
    """Listen; called once, when the apps are ready."""
    for signal in (page_published, page_unpublished, post_page_move, published, unpublished):
        signal.connect(_changed, dispatch_uid="pagecache")
    for signal in (post_save, post_delete):
        signal.connect(_saved, dispatch_uid="pagecache")


def _changed(**kwargs: Any) -> None:
    bump()


def _saved(sender: type[Model], **kwargs: Any) -> None:
    if issubclass(sender, PUBLIC):
        bump()
