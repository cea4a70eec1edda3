"""What happens in the register: its latest steps as an Atom feed, its due days as a calendar."""

from __future__ import annotations

from datetime import datetime

from django.contrib.syndication.views import Feed
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kernel.languages.choices import current_language
from kernel.languages.models import value_used

from .due_days import calendar_of_due_days
from .models import RecommendationEntry
from .queries.register import latest_steps, register, rows
from .views.register import wanted_of

FEED_SIZE = 50
CALENDAR = "text/calendar; charset=utf-8; method=PUBLISH"


class RegisterFeed(Feed[RecommendationEntry, None]):
    """The latest steps: what was addressed, referred, answered, delivered."""

    feed_type = Atom1Feed

    @property
    def language(self) -> str:  # type: ignore[override]  # Feed reads it, never writes it
        """The feed speaks the language of its address."""
        return current_language()

    def title(self) -> str:
        return _("Rives : réponses des autorités")

    def link(self) -> str:
        return reverse("consultations:register")

    def feed_url(self) -> str:
        return reverse("consultations:register-feed")

    def items(self) -> list[RecommendationEntry]:
        return latest_steps(FEED_SIZE)

    def item_title(self, item: RecommendationEntry) -> str:
        state, heard = item.get_after_display(), value_used(item.recommendation, "heard")
        return _("%(state)s : %(heard)s") % {"state": state, "heard": heard}

    def item_description(self, item: RecommendationEntry) -> str:
        authority = str(value_used(item.referred_to or item.organisation, "name"))
        return f"{authority}. {item.text}" if item.text else authority

    def item_link(self, item: RecommendationEntry) -> str:
        recommendation = item.recommendation
        return reverse("consultations:recommendation", args=[recommendation.consultation.slug, recommendation.number])

    def item_guid(self, item: RecommendationEntry) -> str:
        return f"urn:rives:recommendation-step:{item.pk}"

    def item_pubdate(self, item: RecommendationEntry) -> datetime:
        return item.at

    def item_updateddate(self, item: RecommendationEntry) -> datetime:
        return item.at


@require_safe
def due_days(request: HttpRequest) -> HttpResponse:
    """The answers that are due, under the filters of the register."""
    at = timezone.now()
    body = calendar_of_due_days(rows(register(wanted_of(request), at), at), _("Rives : réponses attendues"))
    return HttpResponse(body, content_type=CALENDAR)
