"""Cards: projects, pilots, results and other pages as lists show them, without bodies, in one query."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, IntegerField, OuterRef, Q, Subquery, TextField
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _
from modeltranslation.utils import resolution_order

from kernel.languages.choices import current_language
from pages.base.models import BasePage
from pages.base.queries import readable

from ..choices import PHASE_STATUS, PilotPhase, ResultKind, TransferState
from ..models import Transfer

MODELS = ("projectpage", "pilotpage", "resultpage")  # as the base page names its types
PROJECT, PILOT = "project", "pilot"
KIND_LABELS: dict[str, Any] = {PILOT: _("Pilote"), **dict(ResultKind.choices), PROJECT: _("Projet")}
TAKEN_UP = (TransferState.PREPARING, TransferState.TRIAL, TransferState.ADOPTED)


@dataclass(frozen=True)
class Text:
    """A text in the language in which it is shown."""

    text: str
    language: str


@dataclass(frozen=True)
class Card:
    """A page as a list shows it. `kind` is blank for a page that is neither project, pilot nor result."""

    page: BasePage
    kind: str
    lede: Text | None
    place: Text | None

    @property
    def kind_label(self) -> Any:
        """The kind in the reader's language."""
        return KIND_LABELS.get(self.kind, "")

    @property
    def phase_label(self) -> Any:
        """The phase of a pilot in the reader's language."""
        return PilotPhase(self.page.phase).label

    @property
    def status_code(self) -> str:
        """The mark of a pilot's phase."""
        return PHASE_STATUS[PilotPhase(self.page.phase)]


def taken_up_count(pilot: str) -> Coalesce:
    """How many territories take a pilot up today, as part of a query in which `pilot` names its id."""
    live = Transfer.objects.filter(pilot_id=OuterRef(pilot), state__in=TAKEN_UP).order_by()
    counted = live.values("pilot_id").annotate(number=Count("pk")).values("number")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)


def shown(values: Mapping[str, Any], name: str) -> Text | None:
    """The text of a row read by column (`<name>_fr`…), in the reader's language or what stands in for it."""
    for language in resolution_order(current_language()):
        if text := values.get(f"{name}_{language}"):
            return Text(text, language)
    return None


def columns(*names: str) -> list[str]:
    """The columns that `shown` looks at."""
    return [f"{name}_{language}" for name in names for language in resolution_order(current_language())]


def _kind(row: Any) -> str:
    if row.is_project:
        return PROJECT
    return PILOT if row.phase else row.result_kind or ""


def cards_where(condition: Q) -> list[Card]:
    """The cards of the pages that fit, those that everyone may read, in tree order. One query, whatever their types."""
    languages = resolution_order(current_language())
    ledes = {
        f"card_lede_{code}": Coalesce(*(f"{model}__lede_{code}" for model in MODELS), output_field=TextField())
        for code in languages
    }
    places = {f"card_place_{code}": F(f"pilotpage__place_{code}") for code in languages}
    rows = (
        readable(BasePage.objects.filter(condition))
        .for_links()
        .annotate(
            **ledes,
            **places,
            plate=Coalesce(*(f"{model}__plate" for model in MODELS)),
            is_project=F("projectpage__pk"),
            acronym=F("projectpage__acronym"),
            number=F("pilotpage__number"),
            phase=F("pilotpage__phase"),
            of_project=Coalesce("pilotpage__project", "resultpage__project"),
            of_pilot=F("resultpage__pilot"),
            result_kind=F("resultpage__kind"),
            figure=F("resultpage__figure"),
            validated_on=F("resultpage__validated_on"),
            taken_up=taken_up_count("pk"),
        )
    )
    return [Card(row, _kind(row), shown(vars(row), "card_lede"), shown(vars(row), "card_place")) for row in rows]


def cards(ids: list[int]) -> list[Card]:
    """The cards of these pages, in this order: one query."""
    found = {card.page.pk: card for card in cards_where(Q(pk__in=ids))}
    return [found[pk] for pk in ids if pk in found]
