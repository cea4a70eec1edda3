"""What each letter says unless the team writes its own: subject, opening and closing. Facts and links are not here."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from .placeholders import ALWAYS

Words = str | Promise


@dataclass(frozen=True)
class StandardText:
    """The words of one kind of letter that the team may replace, and the names in braces that they may hold."""

    label: Words
    subject: Words
    opening: Words
    closing: Words = ""
    placeholders: tuple[str, ...] = ALWAYS


TEXTS: dict[str, StandardText] = {
    "registration_requested": StandardText(
        label=_("Demande reçue, à examiner"),
        subject=_("Votre demande est reçue : {rencontre}, {jour}"),
        opening=_(
            "Bonjour {nom},\n\nVotre demande est enregistrée. L’équipe l’examine et vous répond par courriel ; "
            "n’ajoutez rien à votre agenda pour l’instant."
        ),
    ),
    "registration_confirmed": StandardText(
        label=_("Place confirmée"),
        subject=_("Votre place est confirmée : {rencontre}, {jour}"),
        opening=_("Bonjour {nom},\n\nVotre place est réservée. Au plaisir de vous y voir."),
    ),
    "registration_waiting": StandardText(
        label=_("Liste d’attente"),
        subject=_("Vous êtes sur la liste d’attente : {rencontre}, {jour}"),
        opening=_(
            "Bonjour {nom},\n\nLes places prévues pour vous sont toutes prises. Votre demande est enregistrée, à son "
            "rang ; nous vous écrivons dès qu’une place se libère. N’ajoutez rien à votre agenda pour l’instant."
        ),
    ),
    "registration_refused": StandardText(
        label=_("Demande refusée"),
        subject=_("Votre demande n’est pas retenue : {rencontre}, {jour}"),
        opening=_(
            "Bonjour {nom},\n\nL’équipe a examiné votre demande et n’a pas pu la retenir. Voici ce qu’elle en dit :"
        ),
        closing=_("Merci de l’intérêt que vous portez à cette rencontre."),
    ),
    "registration_changed": StandardText(
        label=_("Inscription modifiée"),
        subject=_("Votre inscription est modifiée : {rencontre}, {jour}"),
        opening=_("Bonjour {nom},\n\nVos changements sont enregistrés. Voici votre inscription telle qu’elle est :"),
    ),
    "registration_withdrawn": StandardText(
        label=_("Inscription retirée"),
        subject=_("Votre inscription est retirée : {rencontre}, {jour}"),
        opening=_(
            "Bonjour {nom},\n\nC’est noté : vous ne participez pas à cette rencontre, et votre place profite à une "
            "autre personne."
        ),
        closing=_(
            "Vous changez d’avis ? Tant que les inscriptions sont ouvertes, vous pouvez vous inscrire à nouveau."
        ),
    ),
    "place_offered": StandardText(
        label=_("Place proposée"),
        subject=_("Une place pour vous, à prendre avant le {echeance}"),
        opening=_(
            "Bonjour {nom},\n\nVous étiez sur la liste d’attente : une place s’est libérée et vous est proposée. Elle "
            "vous est réservée jusqu’à l’heure dite ci-dessous."
        ),
        closing=_("Si vous la laissez, elle est proposée aussitôt à la personne suivante. Aucun motif n’est demandé."),
        placeholders=(*ALWAYS, "echeance"),
    ),
    "offer_expired": StandardText(
        label=_("Place proposée, restée sans réponse"),
        subject=_("La place proposée n’est plus réservée : {rencontre}, {jour}"),
        opening=_(
            "Bonjour {nom},\n\nUne place vous était proposée ; sans réponse à temps, elle passe à la personne suivante."
        ),
    ),
    "offer_declined": StandardText(
        label=_("Place proposée, laissée"),
        subject=_("Vous avez laissé la place proposée : {rencontre}, {jour}"),
        opening=_("Bonjour {nom},\n\nC’est noté : la place passe à la personne suivante. Merci d’avoir répondu."),
        closing=_(
            "Vous changez d’avis ? Tant que les inscriptions sont ouvertes, vous pouvez vous inscrire à nouveau."
        ),
    ),
    "reminder": StandardText(
        label=_("Rappel"),
        subject=_("Rappel : {rencontre}, {jour}"),
        opening=_("Bonjour {nom},\n\nLa rencontre approche, et votre place vous attend."),
    ),
    "join_reminder": StandardText(
        label=_("Rappel pour se connecter"),
        subject=_("Pour vous connecter : {rencontre}, {jour}"),
        opening=_("Bonjour {nom},\n\nLa rencontre commence bientôt. Votre page de connexion ouvre la salle à l’heure."),
        closing=_("Ce lien est le vôtre : il demande votre compte et ne vaut pour personne d’autre."),
    ),
    "meeting_changed": StandardText(
        label=_("Rencontre modifiée"),
        subject=_("Changement : {rencontre}, {jour}"),
        opening=_("Bonjour {nom},\n\nL’heure ou le lieu de cette rencontre a changé. Votre inscription reste valable."),
    ),
    "meeting_postponed": StandardText(
        label=_("Rencontre reportée"),
        subject=_("Rencontre reportée : {rencontre}"),
        opening=_(
            "Bonjour {nom},\n\nCette rencontre n’aura pas lieu à la date prévue. Nous vous écrivons dès que la "
            "nouvelle date est fixée ; d’ici là, votre inscription est gardée."
        ),
    ),
    "meeting_cancelled": StandardText(
        label=_("Rencontre annulée"),
        subject=_("Rencontre annulée : {rencontre}, {jour}"),
        opening=_("Bonjour {nom},\n\nCette rencontre n’aura pas lieu. Voici ce que l’équipe en dit :"),
    ),
}

KINDS = [(kind, text.label) for kind, text in TEXTS.items()]
