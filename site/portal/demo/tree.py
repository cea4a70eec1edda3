"""Demonstration pages: sections, the Pole's missions, projects, pilots, results, dialogues and news."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any, TypeVar

from wagtail.models import Site

from actors.models import Organisation, Territory
from consultations.models import ConsultationsPage
from events.models import MeetingsPage
from forums.models import ForumsPage
from pages.base.models import BasePage, Theme
from pages.dialogues.models import DialogueIndexPage, DialogueMilestone, DialoguePage
from pages.network.models import NetworkPage
from pages.news.models import NewsIndexPage, NewsPage
from pages.projects.models import (
    PilotIndicator,
    PilotPage,
    PilotPartner,
    PilotStep,
    PilotTerritory,
    ProjectAmount,
    ProjectDiscrepancy,
    ProjectIndexPage,
    ProjectPage,
    ProjectPartner,
    ProjectSource,
    ResultPage,
    Transfer,
)
from pages.standard.models import StandardPage
from portal.choices import FooterColumn
from portal.models import FooterPage, HomeFigure, HomePage, SiteSettings

from .actors import real_organisation
from .content import body, read, texts

PageType = TypeVar("PageType", bound=BasePage)
SECTIONS: list[tuple[type[BasePage], str, dict[str, str], bool]] = [
    (DialogueIndexPage, "dialogues", {"fr": "Dialogues", "en": "Dialogues", "ar": "الحوارات"}, True),
    (
        ProjectIndexPage,
        "projets",
        {"fr": "Projets et résultats", "en": "Projects and results", "ar": "المشاريع والنتائج"},
        True,
    ),
    (MeetingsPage, "rencontres", {"fr": "Rencontres", "en": "Meetings", "ar": "اللقاءات"}, True),
    (ConsultationsPage, "donner-son-avis", {"fr": "Consultations", "en": "Consultations", "ar": "الاستشارات"}, True),
    (ForumsPage, "salons", {"fr": "Forums", "en": "Forums", "ar": "المنتديات"}, True),
    (NetworkPage, "reseau", {"fr": "Réseau", "en": "Network", "ar": "الشبكة"}, True),
    (NewsIndexPage, "actualites", {"fr": "Actualités", "en": "News", "ar": "الأخبار"}, False),
]


def home() -> BasePage:
    """The root page of the site."""
    site = Site.objects.select_related("root_page").get(is_default_site=True)
    root: BasePage = site.root_page.specific
    return root


def add(parent: BasePage, page: PageType) -> PageType:
    """Put a page below another and publish it; a page that is there already is returned as it is."""
    found = type(page).objects.child_of(parent).filter(slug=page.slug).first()
    if found:
        return found  # type: ignore[no-any-return]  # Wagtail has no types
    parent.refresh_from_db()
    parent.add_child(instance=page)
    page.save_revision().publish()
    return page


def load_sections() -> dict[str, BasePage]:
    """The sections of the site, by slug; "consultations" too."""
    root = home()
    sections: dict[str, BasePage] = {}
    for model, slug, names, in_menu in SECTIONS:
        existing = model.objects.first() if model.max_count == 1 else None
        page = existing or add(root, model(slug=slug, show_in_menus=in_menu, **texts("title", names)))
        if in_menu and not page.show_in_menus:
            page.show_in_menus = True
            page.save()
        sections[slug] = page
    sections["consultations"] = sections["donner-son-avis"]
    return sections


def load_themes() -> dict[str, Theme]:
    """The themes, by slug."""
    return {
        theme["slug"]: Theme.objects.get_or_create(slug=theme["slug"], defaults={**texts("name", theme), "rank": rank})[
            0
        ]
        for rank, theme in enumerate(read("themes")["theme"])
    }


def load_pole(sections: dict[str, BasePage]) -> BasePage:
    """The Pole's page, with one page for each mission and activity, each leading to where it lives."""
    facts = read("missions")
    pole = add(home(), StandardPage(**_words(facts["pole"]), show_children=True, show_contents=False))
    for page in facts["page"]:
        add(pole, StandardPage(**_words(page, more=_way_in(sections, page["leads_to"]))))
    return pole


def _way_in(sections: dict[str, BasePage], leads_to: str) -> dict[str, list[Any]]:
    """A call to action that leads from a mission to the section where it lives."""
    slug = {"projects": "projets", "results": "projets", "meetings": "rencontres", "forums": "salons"}
    slug |= {"network": "reseau", "news": "actualites"}
    page = sections[slug.get(leads_to, leads_to)]
    words = {
        "fr": ("Où cela se passe", "Ouvrir la rubrique"),
        "en": ("Where it happens", "Open the section"),
        "ar": ("أين يجري ذلك", "فتح القسم"),
    }
    return {
        code: [("call_to_action", {"title": title, "text": "", "button": button, "page": page, "url": ""})]
        for code, (title, button) in words.items()
    }


def load_footer_pages() -> list[BasePage]:
    """Charter, accessibility, privacy, contact."""
    return [add(home(), StandardPage(**_words(page))) for page in read("pages")["page"]]


def load_frame(footer: list[BasePage], pole: BasePage, sections: dict[str, BasePage]) -> None:
    """The figures of the home page, and the foot of every page."""
    facts = read("frame")
    root = home()
    if isinstance(root, HomePage) and not root.figures.exists():
        root.figures = [
            HomeFigure(value=figure["value"], **texts("label", figure), page=sections[figure["page"]], sort_order=order)
            for order, figure in enumerate(facts["figure"])
        ]
        root.save_revision().publish()
    settings = SiteSettings.load()
    if settings.footer_pages.exists():
        return
    by_slug = {page.slug: page for page in footer}
    for name, value in {**texts("tagline", facts["tagline"]), **texts("presentation", facts["presentation"])}.items():
        setattr(settings, name, value)
    settings.accessibility_page, settings.privacy_page = by_slug["accessibilite"], by_slug["donnees-personnelles"]
    columns = [(FooterColumn.UNDERSTAND, page) for page in (pole, by_slug["charte"], sections["actualites"])]
    columns.append((FooterColumn.ABOUT, by_slug["contact"]))
    settings.footer_pages = [
        FooterPage(column=column, page=page, sort_order=order) for order, (column, page) in enumerate(columns)
    ]
    settings.save()


def _words(facts: dict[str, Any], more: dict[str, list[Any]] | None = None) -> dict[str, Any]:
    return {
        "slug": facts["slug"],
        **texts("title", facts["title"]),
        **texts("lede", facts["lede"]),
        **body(facts["body"], more),
    }


def load_projects(index: BasePage, themes: dict[str, Theme]) -> dict[str, ProjectPage]:
    """The seven real projects, with their sources and what these disagree on."""
    return {facts["slug"]: _project(index, facts, themes) for facts in read("projects")["project"]}


def _project(index: BasePage, facts: dict[str, Any], themes: dict[str, Theme]) -> ProjectPage:
    page = ProjectPage(
        **_words(facts),
        **texts("period", facts["period"]),
        acronym=facts["acronym"],
        official_title=facts["official_title"],
        programme=facts["programme"],
        role=facts["role"],
        plate=facts["plate"],
        starts_on=facts.get("starts_on"),
        ends_on=facts.get("ends_on"),
    )
    page.themes = [themes[slug] for slug in facts["themes"]]
    page.partners = [
        ProjectPartner(organisation=real_organisation(partner), role=partner.get("role", "partner"), sort_order=order)
        for order, partner in enumerate(facts["partners"])
    ]
    page.amounts = [
        ProjectAmount(**texts("label", amount), state=amount["state"], amount=amount.get("amount"), sort_order=order)
        for order, amount in enumerate(facts["amounts"])
    ]
    page.sources = [ProjectSource(**source, sort_order=order) for order, source in enumerate(facts["sources"])]
    page.discrepancies = [
        ProjectDiscrepancy(fact=note["fact"], **texts("note", note), sort_order=order)
        for order, note in enumerate(facts["discrepancies"])
    ]
    return add(index, page)


def load_pilots(
    index: BasePage,
    themes: dict[str, Theme],
    places: dict[str, Territory],
    organisations: dict[str, Organisation],
) -> dict[str, PilotPage]:
    """The fictitious pilots and where they were taken up."""
    pilots = {}
    for facts in read("pilots")["pilot"]:
        pilots[facts["slug"]] = pilot = _pilot(index, facts, themes, places, organisations)
        for transfer in facts["transfers"]:
            defaults = {
                "organisation": organisations[transfer["organisation"]],
                "state": transfer["state"],
                "started_year": transfer["year"],
                **texts("note", transfer),
            }
            Transfer.objects.get_or_create(pilot=pilot, territory=places[transfer["territory"]], defaults=defaults)
    return pilots


def _pilot(
    index: BasePage,
    facts: dict[str, Any],
    themes: dict[str, Theme],
    places: dict[str, Territory],
    organisations: dict[str, Organisation],
) -> PilotPage:
    page = PilotPage(
        **_words(facts),
        **texts("place", facts["place"]),
        **texts("period", facts["period"]),
        **texts("indicators_source", facts["source"]),
        number=facts["number"],
        phase=facts["phase"],
        plate=facts["plate"],
        starts_on=facts["starts_on"],
        ends_on=facts["ends_on"],
        lead=organisations[facts["lead"]],
        is_fictitious=True,
    )
    page.themes = [themes[slug] for slug in facts["themes"]]
    page.territories = [
        PilotTerritory(territory=places[slug], sort_order=order) for order, slug in enumerate(facts["territories"])
    ]
    page.partners = [
        PilotPartner(organisation=organisations[slug], sort_order=order) for order, slug in enumerate(facts["partners"])
    ]
    page.indicators = [
        PilotIndicator(
            **texts("label", indicator),
            **{name: indicator[name] for name in ("unit", "baseline", "current", "target", "series")},
            sort_order=order,
        )
        for order, indicator in enumerate(facts["indicators"])
    ]
    page.steps = [
        PilotStep(
            state=step["state"],
            **texts("when", step["when"]),
            **texts("title", step["title"]),
            **texts("text", step["text"]),
            sort_order=order,
        )
        for order, step in enumerate(facts["steps"])
    ]
    return add(index, page)


def load_results(pilots: dict[str, PilotPage], themes: dict[str, Theme], at: datetime) -> None:
    """Results of the pilots, below them."""
    for order, facts in enumerate(read("results")["result"]):
        pilot = pilots[facts["pilot"]]
        page = ResultPage(
            **_words(facts),
            **texts("figure_label", facts["figure"]),
            kind=facts["kind"],
            pilot=pilot,
            plate=facts["plate"],
            figure=facts["figure"]["value"],
            validated_on=at.date() - timedelta(days=20 + 11 * order),
            is_fictitious=True,
        )
        page.themes = [themes[slug] for slug in facts["themes"]]
        add(pilot, page)


def load_dialogues(index: BasePage, pilots: dict[str, PilotPage]) -> dict[str, DialoguePage]:
    """The dialogues, with the milestones that the team writes."""
    dialogues = {}
    for facts in read("dialogues")["dialogue"]:
        page = DialoguePage(
            **_words(facts),
            **texts("voices_note", facts["voices_note"]),
            subject=pilots[facts["subject"]],
            state=facts["state"],
            plate=facts["plate"],
            opened_on=facts["opened_on"],
            closes_on=facts["closes_on"],
        )
        page.milestones = [
            DialogueMilestone(
                on=step["on"], kind=step["kind"], **texts("title", step["title"]), **texts("text", step["text"])
            )
            for step in facts["milestones"]
        ]
        dialogues[facts["slug"]] = add(index, page)
    return dialogues


def load_news(index: BasePage, themes: dict[str, Theme], today: date) -> None:
    """Fictitious news of the last months."""
    byline = {"fr": "Par l’animation de Rives", "en": "By the Rives facilitation team", "ar": "بقلم فريق تيسير ضفاف"}
    for facts in read("news")["news"]:
        page = NewsPage(
            **_words(facts),
            **texts("byline", byline),
            date=today + timedelta(days=facts["days"]),
            plate=facts["plate"],
            is_fictitious=True,
        )
        page.themes = [themes[slug] for slug in facts["themes"]]
        add(index, page)
