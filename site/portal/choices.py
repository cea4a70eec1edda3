"""Parts of the site that are not pages, and where links stand."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Section(models.TextChoices):
    """A list that the dialogue apps serve; its address is /<language>/<value>/."""

    MEETINGS = "meetings", _("Rencontres")
    CONSULTATIONS = "consultations", _("Consultations")
    FORUMS = "forums", _("Forums")
    SEARCH = "search", _("Recherche")


MENU_SECTIONS = (Section.MEETINGS, Section.CONSULTATIONS, Section.FORUMS)


class FooterColumn(models.TextChoices):
    """The columns at the foot of every page that are made of pages."""

    UNDERSTAND = "understand", _("Comprendre")
    ABOUT = "about", _("À propos")


def section_url(section: str, language: str) -> str:
    """Where a section stands under a language."""
    return f"/{language}/{section}/"
