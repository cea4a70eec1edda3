"""Names and marks that the register needs."""

from django import template
from django.utils.translation import gettext as _

from consultations.choices import RecommendationState as State
from consultations.models import RecommendationEntry
from kernel.languages.choices import direction

register = template.Library()

MARKS = {
    State.ACCEPTED: "open",
    State.IN_PLACE: "open",
    State.IN_DELIVERY: "open",
    State.DELIVERED: "open",
    State.ACCEPTED_IN_PART: "part",
    State.DECLINED: "no",
    State.ABANDONED: "no",
}


@register.filter
def state_mark(state: str) -> str:
    """The shape of a state: open, part, no, or wait while an answer is due."""
    return MARKS.get(State(state), "wait")


@register.filter
def text_direction(language: str) -> str:
    """Which way a language is written."""
    return direction(language)


@register.filter
def step_name(entry: RecommendationEntry) -> str:
    """What a step did, in words."""
    if entry.before == State.DRAFT:
        return _("Adressée à l’autorité")
    if entry.is_question:
        return _("L’autorité pose une question")
    if entry.before == entry.after and not entry.referred_to_id:
        return _("L’autorité donne des nouvelles") if entry.function else _("L’équipe répond")
    return entry.get_after_display()
