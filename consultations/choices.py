"""Answers to a statement and the states of a consultation."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

MINIMUM_CELL = 5  # people: no published figure stands for fewer


class Answer(models.IntegerChoices):
    """What a person says of a statement. Passing is an answer: it counts among the votes seen."""

    AGREE = 1, pgettext_lazy("vote", "D’accord")
    DISAGREE = -1, pgettext_lazy("vote", "Pas d’accord")
    PASS = 0, pgettext_lazy("vote", "Je passe")


class ConsultationState(models.TextChoices):
    """What the team decided; whether votes are taken follows from the window as well."""

    DRAFT = "draft", _("Brouillon")
    PUBLISHED = "published", _("Publiée")
    WITHDRAWN = "withdrawn", _("Retirée")


class StatementState(models.TextChoices):
    """Only published statements are voted on; those taken out or merged keep their votes, which no longer count."""

    PROPOSED = "proposed", _("Proposée")
    PUBLISHED = "published", _("Publiée")
    REFUSED = "refused", _("Refusée")
    MERGED = "merged", _("Réunie à une autre")
    WITHDRAWN = "withdrawn", _("Retirée")


class PhaseKind(models.TextChoices):
    """What a phase is for; `phases.ACTS` says what each allows."""

    INFORM = "inform", _("Information")
    QUESTIONNAIRE = "questionnaire", _("Questionnaire")
    PROPOSE = "propose", _("Recueil de phrases")
    STATEMENTS = "statements", _("Vote")
    DELIBERATE = "deliberate", _("Délibération")
    DECIDE = "decide", _("Synthèse")
    ANSWER = "answer", _("Réponse des autorités")
    FOLLOW = "follow", _("Suivi")


class Act(models.TextChoices):
    """What a phase may allow."""

    RESPOND = "respond", _("répondre au questionnaire")
    PROPOSE = "propose", _("proposer une phrase")
    VOTE = "vote", _("voter")
    SIGN = "sign", _("déposer une position")


class QuestionKind(models.TextChoices):
    """How a question is answered."""

    SHORT = "short", _("Texte court")
    LONG = "long", _("Texte long")
    SINGLE = "single", _("Un choix")
    MULTIPLE = "multiple", _("Plusieurs choix")
    SCALE = "scale", _("Échelle")
    MATRIX = "matrix", _("Tableau")
    RANKING = "ranking", _("Classement")
    NUMBER = "number", _("Nombre")
    DATE = "date", _("Date")
    FILE = "file", _("Fichier")
    PLACE = "place", _("Lieu sur la carte")


class ResponseState(models.TextChoices):
    """A draft is kept as it is written and counts nowhere."""

    DRAFT = "draft", _("En cours")
    SUBMITTED = "submitted", _("Envoyée")


class PositionState(models.TextChoices):
    """A position withdrawn stays readable as such, with its history."""

    SIGNED = "signed", _("Signée")
    WITHDRAWN = "withdrawn", _("Retirée")


class RecommendationState(models.TextChoices):
    """Where an authority's answer stands. Allowed moves: `recommendations.MOVES`."""

    DRAFT = "draft", _("En préparation")
    RECEIVED = "received", _("Reçue")
    EXAMINED = "examined", _("À l’étude")
    ACCEPTED = "accepted", _("Retenue")
    ACCEPTED_IN_PART = "accepted_in_part", _("Retenue en partie")
    IN_PLACE = "in_place", _("Déjà en place")
    REFERRED = "referred", _("Transmise")
    DECLINED = "declined", _("Non retenue")
    IN_DELIVERY = "in_delivery", _("En cours de réalisation")
    DELIVERED = "delivered", _("Réalisée")
    ABANDONED = "abandoned", _("Abandonnée")


class LogKind(models.TextChoices):
    """What an entry of a consultation's log seals."""

    VOTE = "vote", _("vote")
    RESPONSE = "response", _("réponse au questionnaire")
    STATEMENT = "statement", _("phrase")
    POSITION = "position", _("position")
    RECOMMENDATION = "recommendation", _("recommandation")
    ANSWER = "answer", _("réponse d’une autorité")
    ERASURE = "erasure", _("effacement")


class Stage(models.TextChoices):
    """Where a consultation stands at an instant."""

    UPCOMING = "upcoming", _("À venir")
    OPEN = "open", _("Vote ouvert")
    CLOSED = "closed", _("Terminée")
