"""What follows when pages change: redirects in every language, cached pages made stale, sizes of new pictures."""

from typing import Any

from django.db import transaction
from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver
from django.utils import translation
from wagtail.contrib.redirects.models import Redirect
from wagtail.contrib.redirects.signal_handlers import (
    autocreate_redirects_on_page_move,
    autocreate_redirects_on_slug_change,
)
from wagtail.models import PageViewRestriction, Site
from wagtail.signals import page_published, page_slug_changed, page_unpublished, post_page_move

from kernel.languages.choices import current_language, other_languages
from kernel.pagecache.actions import bump

from .landmarks import forget_landmarks
from .models import BasePage, RivesDocument, RivesImage, Theme
from .tasks import make_renditions


@receiver(page_slug_changed)
def redirect_old_slug_in_every_language(instance: Any, instance_before: Any, **kwargs: Any) -> None:
    """Wagtail makes the redirect for the editor's own language; the old address exists in three."""
    for language in other_languages(current_language()):
        with translation.override(language):
            autocreate_redirects_on_slug_change(instance_before=instance_before, instance=instance)


@receiver(post_page_move)
def redirect_old_place_in_every_language(
    instance: Any, url_path_before: str, url_path_after: str, **kwargs: Any
) -> None:
    """The same for a page that moves, and what stands below it."""
    for language in other_languages(current_language()):
        with translation.override(language):
            autocreate_redirects_on_page_move(
                instance=instance, url_path_before=url_path_before, url_path_after=url_path_after
            )


def refresh(**kwargs: Any) -> None:
    """Receiver: what readers see has changed."""
    bump()


def keep_fresh(*models: type) -> None:
    """Make cached pages stale whenever one of these public records is saved or deleted."""
    for model in models:
        for signal in (post_save, post_delete):
            signal.connect(refresh, sender=model, dispatch_uid=f"fresh-{model.__module__}.{model.__name__}")


for page_signal in (page_published, page_unpublished, page_slug_changed, post_page_move):
    page_signal.connect(refresh, dispatch_uid="pages-fresh")
post_delete.connect(refresh, sender=BasePage, dispatch_uid="pages-fresh-deleted")
keep_fresh(Theme, RivesDocument, Site, PageViewRestriction, Redirect)
for landmark in (Site, PageViewRestriction):
    for record_signal in (post_save, post_delete):
        record_signal.connect(forget_landmarks, sender=landmark, dispatch_uid="landmarks")


@receiver(post_save, sender=RivesImage)
def prepare_picture(instance: RivesImage, raw: bool = False, **kwargs: Any) -> None:
    """Ask for the sizes of a new picture; those of a replaced file or a moved focal point are made again."""
    if raw:
        return
    transaction.on_commit(lambda: make_renditions.enqueue(instance.pk))
    refresh()
