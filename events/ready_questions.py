"""Questions that most meetings ask, ready in the three languages: the team adds them, then edits them."""

from __future__ import annotations

from django.utils.translation import gettext, gettext_noop, override

from kernel.languages.choices import LANGUAGES

from .asking import QuestionKind
from .choices import Mode
from .models import Question, QuestionChoice

LABELS = {
    QuestionKind.ACCESS: gettext_noop("De quoi avez-vous besoin pour participer ?"),
    QuestionKind.DIETARY: gettext_noop("Que mangez-vous, et que ne mangez-vous pas ?"),
}
PURPOSES = {
    QuestionKind.ACCESS: gettext_noop("Pour préparer la salle, l’écran et l’interprétation avant votre venue."),
    QuestionKind.DIETARY: gettext_noop("Pour que le repas convienne à chacune et à chacun."),
}
CHOICES = {
    QuestionKind.ACCESS: [
        gettext_noop("Accès en fauteuil roulant"),
        gettext_noop("Interprétation en langue des signes"),
        gettext_noop("Sous-titrage en direct"),
        gettext_noop("Boucle magnétique"),
        gettext_noop("Documents lisibles par un lecteur d’écran"),
        gettext_noop("Place pour une personne qui m’accompagne"),
    ],
    QuestionKind.DIETARY: [
        gettext_noop("Sans viande"),
        gettext_noop("Sans produit d’origine animale"),
        gettext_noop("Halal"),
        gettext_noop("Casher"),
        gettext_noop("Sans gluten"),
        gettext_noop("Sans lactose"),
        gettext_noop("Allergie, à préciser"),
    ],
}


def ready_question(kind: QuestionKind) -> tuple[Question, list[QuestionChoice]]:
    """A question about access or diet with its choices, not saved; who reads it follows from its kind."""
    question = Question(
        kind=kind,
        seen_by_organiser=True,
        seen_by_caterer=kind == QuestionKind.DIETARY,
        shown_for_mode=Mode.IN_PERSON if kind == QuestionKind.DIETARY else "",
    )
    _put(question, "label", LABELS[kind])
    _put(question, "purpose", PURPOSES[kind])
    return question, [_choice(words, rank) for rank, words in enumerate(CHOICES[kind], start=1)]


def _choice(words: str, rank: int) -> QuestionChoice:
    choice = QuestionChoice(sort_order=rank)
    _put(choice, "label", words)
    return choice


def _put(target: Question | QuestionChoice, field: str, words: str) -> None:
    """The words in each language that the catalogues know them in; French is their source."""
    for language in LANGUAGES:
        with override(language):
            translated = gettext(words)
        if language == "fr" or translated != words:
            setattr(target, f"{field}_{language}", translated)
