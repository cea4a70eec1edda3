"""A consultation that a crowd of unequal groups has answered."""

import random

from consultations.models import Participant, Statement, Vote
from tests.consultations.results.when import THEN
from tests.factories.consultations import ConsultationFactory

LEVELS = ["local", "regional", "national", "european", "civil_society", "research", "business", "citizens"]
SHORES = ["north", "south", "east", ""]
ANSWERS = [1, -1, 0]


def answered(*, seed=1, people=160, statements=8, shared=1, **fields):
    """People of every level and shore, of unequal numbers; what a statement gets depends on the level.

    `shared`: with so many of the first ones nearly everyone agrees.
    """
    draw = random.Random(seed)
    consultation = ConsultationFactory(**fields)
    weights = {(level, shore): draw.random() ** 2 + 0.02 for level in LEVELS for shore in SHORES}
    voices = draw.choices(list(weights), list(weights.values()), k=people)
    crowd = Participant.objects.bulk_create(
        Participant(consultation=consultation, constituency=level, shore=shore, joined_at=THEN)
        for level, shore in voices
    )
    asked = Statement.objects.bulk_create(
        Statement(consultation=consultation, number=number, text_fr=f"Phrase {number}.", state="published")
        for number in range(1, statements + 1)
    )
    leaning = {
        statement: dict.fromkeys(LEVELS, 0.95) if number < shared else {level: draw.random() for level in LEVELS}
        for number, statement in enumerate(asked)
    }
    Vote.objects.bulk_create(
        Vote(participant=one, statement=statement, value=answer(draw, leaning[statement][one.constituency]), at=THEN)
        for one in crowd
        for statement in asked
        if draw.random() < 0.9
    )
    return consultation


def answer(draw, leaning):
    return draw.choices(ANSWERS, [leaning, (1 - leaning) * 0.8, (1 - leaning) * 0.2])[0]
