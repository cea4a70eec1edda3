"""What an organisation takes part in, for its profile in the directory."""

from __future__ import annotations

from django.db.models import F
from django.db.models.functions import Coalesce, ExtractYear
from django.utils.translation import gettext as _

from actors.models import Organisation
from actors.registry import Line, Section, register_profile_section
from kernel.languages.models import language_used, value_used
from pages.base.models import BasePage
from pages.base.queries import readable

from .choices import PartnerRole
from .models import PilotPage, PilotPartner, ProjectPartner

KINDS = ("projectpage", "pilotpage")
EDGES = ("start", "end")


@register_profile_section
def part_taken(organisation: Organisation, language: str) -> list[Section]:
    """Projects and pilots that everyone may read, the latest first, with the part taken. Four queries."""
    parts = _parts(organisation)
    return [Section(_("Projets et pilotes"), [_line(page, parts, language) for page in _pages(parts)], order=10)]


def _parts(organisation: Organisation) -> dict[int, str]:
    """The role in each page; leading goes before taking part."""
    parts = dict(ProjectPartner.objects.filter(organisation=organisation).values_list("project_id", "role"))
    parts |= dict(PilotPartner.objects.filter(organisation=organisation).values_list("pilot_id", "role"))
    return parts | dict.fromkeys(
        PilotPage.objects.filter(lead=organisation).values_list("pk", flat=True), PartnerRole.LEAD.value
    )


def _pages(parts: dict[int, str]) -> list[BasePage]:
    years = {
        f"{name}_year": ExtractYear(Coalesce(*(F(f"{kind}__{name}s_on") for kind in KINDS)))
        for name in ("start", "end")
    }
    return list(readable(BasePage.objects.filter(pk__in=parts)).annotate(**years).order_by("-start_year", "pk"))


def _line(page: BasePage, parts: dict[int, str], language: str) -> Line:
    used = language_used(page, "title", language) or language
    years = [page.start_year, page.end_year]  # annotated
    return Line(
        title=value_used(page, "title", language),
        url=page.get_url() or "",
        role=str(PartnerRole(parts[page.pk]).label),
        when="–".join(dict.fromkeys(str(year) for year in years if year)),
        language="" if used == language else used,
    )
