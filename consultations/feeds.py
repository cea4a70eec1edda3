"""Atom feed of consultations, in the language of its address."""

from __future__ import annotations

from datetime import datetime

from django.contrib.syndication.views import Feed
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from .models import Consultation


class ConsultationFeed(Feed[Consultation, None]):
    """The latest published consultations."""

    feed_type = Atom1Feed

    @property
    def language(self) -> str:  # type: ignore[override]  # Feed reads it, never writes it
        """The feed speaks the language of its address."""
        return get_language() or "fr"

    def title(self) -> str:
        return _("Consultations sur Rives")

    def link(self) -> str:
        return reverse("consultations:list")

    def items(self) -> list[Consultation]:
        return list(Consultation.objects.published()[:30])

    def item_title(self, item: Consultation) -> str:
        return str(item.title)

    def item_description(self, item: Consultation) -> str:
        return str(item.summary)

    def item_link(self, item: Consultation) -> str:
        return reverse("consultations:detail", args=[item.slug])

    def item_pubdate(self, item: Consultation) -> datetime:
        return item.opens_at
