"""Those who voted on what an authority answers hear of it in the site, together: away from the hand that answers."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.db import transaction
from django_tasks import task

from kernel.languages.choices import LANGUAGES
from kernel.notifications.actions import gather

from ..models import RecommendationEntry
from ..queries.contributors import voters_of
from ..recommendations import SIGNED

KIND = "consultations.voted"
AT_ONCE = 200  # people in a transaction


def answered(entry: RecommendationEntry) -> None:
    """After the commit, where the step is an answer or an end."""
    if entry.after in SIGNED and entry.before != entry.after:
        transaction.on_commit(partial(tell_voters.enqueue, entry.pk), robust=True)


@task()  # type: ignore[untyped-decorator]  # django-tasks ships no types
def tell_voters(entry_id: int, after: int = 0) -> None:
    """Tell the next voters of an answer, then have those after them told. Safe to run twice."""
    entry = RecommendationEntry.objects.select_related("recommendation__consultation").get(pk=entry_id)
    consultation = entry.recommendation.consultation
    titles = {code: getattr(consultation, f"title_{code}") or "" for code in LANGUAGES}

    def add(data: dict[str, Any], is_unread: bool) -> dict[str, Any] | None:
        told = data.get("told", [])
        if entry.pk in told:
            return None
        new = data["new"] + 1 if is_unread else 1
        return {"consultation": consultation.slug, "titles": titles, "told": [*told, entry.pk], "new": new}

    voters = voters_of(entry.recommendation, after, AT_ONCE)
    with transaction.atomic():
        for voter in voters:
            gather(person=voter.person, kind=KIND, key=f"{KIND}:{consultation.pk}", add=add, at=entry.at)  # type: ignore[arg-type]  # the query leaves out those without
        if len(voters) == AT_ONCE:
            transaction.on_commit(partial(tell_voters.enqueue, entry.pk, voters[-1].pk), robust=True)
