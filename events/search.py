"""How meetings are found. A page's words are indexed with its record, again whenever the page is published."""

from __future__ import annotations

from typing import Any

from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver
from django.utils.translation import gettext_lazy as _
from wagtail.models import PageViewRestriction
from wagtail.signals import page_published, page_unpublished

from kernel.languages.choices import LANGUAGES
from kernel.search import actions
from kernel.search.registry import Document, searchable
from pages.base.bodies import words_of
from pages.base.queries import readable

from .choices import PUBLIC_STATES
from .models import Meeting, MeetingPage


def documents(meeting: Meeting) -> list[Document]:
    """A row for each language in which a public meeting has a title."""
    if meeting.state not in PUBLIC_STATES:
        return []
    page = readable(MeetingPage.objects.filter(meeting=meeting)).first()
    return [
        Document(
            language=language,
            title=title,
            body=_words(meeting, page, language),
            path=f"/meetings/{meeting.slug}/",
            shore=meeting.territory.shore if meeting.territory else "",
            facts={"at": meeting.starts_at.isoformat(), "place": getattr(meeting, f"place_{language}") or ""},
            updated_at=meeting.changed_at,
        )
        for language in LANGUAGES
        if (title := getattr(meeting, f"title_{language}"))
    ]


def _words(meeting: Meeting, page: MeetingPage | None, language: str) -> str:
    programme = [getattr(item, f"title_{language}") or "" for item in meeting.programme.all()]
    written = words_of(page, "lede", "body")(language) if page else ""
    return " ".join([written, *programme])


def visible(person: Any, ids: set[int]) -> set[int]:
    """The meetings that this person (None: signed out) may read."""
    return set(Meeting.objects.visible_to(person).filter(pk__in=ids).values_list("pk", flat=True))


searchable("meeting", model=Meeting, documents=documents, visible=visible, label=_("Rencontres"))


@receiver([page_published, page_unpublished], sender=MeetingPage)
def reindex(instance: MeetingPage, **kwargs: Any) -> None:
    """The words of a page count as soon as they are public."""
    actions.index(instance.meeting)


@receiver([post_save, post_delete], sender=PageViewRestriction)
def reindex_section(instance: PageViewRestriction, **kwargs: Any) -> None:
    """A page that only some may read keeps its words from search, its meeting stays."""
    for page in MeetingPage.objects.descendant_of(instance.page, inclusive=True).select_related("meeting"):
        actions.index(page.meeting)
