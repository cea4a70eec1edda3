"""Demonstration questionnaires: a question of each kind, in three languages."""

from __future__ import annotations

from typing import Any

from consultations.choices import PhaseKind
from consultations.models import Consultation, Option, Phase, Question, Section

from .content import read, texts


def load_questionnaires() -> None:
    """The questionnaires of the demonstration, each beside the vote of its consultation; what is there is left."""
    for facts in read("questionnaires")["questionnaire"]:
        consultation = Consultation.objects.get(slug=facts["consultation"])
        if Section.objects.filter(consultation=consultation).exists():
            continue
        Phase.objects.create(
            consultation=consultation,
            kind=PhaseKind.QUESTIONNAIRE,
            opens_at=consultation.opens_at,
            closes_at=consultation.closes_at,
        )
        _sections(consultation, facts["section"])


def _sections(consultation: Consultation, sections: list[dict[str, Any]]) -> None:
    made: dict[str, Question] = {}
    for position, facts in enumerate(sections, 1):
        words = texts("title", facts["title"]) | (texts("text", facts["text"]) if "text" in facts else {})
        section = Section.objects.create(consultation=consultation, position=position, **words)
        for rank, question in enumerate(facts["question"], 1):
            made[question["code"]] = _question(section, rank, question, made)


def _question(section: Section, rank: int, facts: dict[str, Any], made: dict[str, Question]) -> Question:
    asked, values = facts.get("depends", ("", []))
    ends = {name: facts[name] for name in ("low", "high") if name in facts}
    question: Question = Question.objects.create(
        section=section,
        position=rank,
        code=facts["code"],
        kind=facts["kind"],
        is_required=facts.get("required", False),
        settings=facts.get("settings", {}),
        depends_on=made.get(asked),
        depends_values=values,
        **texts("label", facts["label"]),
        **{column: text for name, words in ends.items() for column, text in texts(f"{name}_label", words).items()},
    )
    for is_row, options in ((False, facts.get("choices", [])), (True, facts.get("rows", []))):
        for position, (code, words) in enumerate(options):
            is_free = code in facts.get("free", [])
            own = {"code": code, "position": position, "is_row": is_row, "is_free": is_free}
            Option.objects.create(question=question, **own, **texts("label", words))
    return question
