"""Demonstration meetings, past and to come: their words, their documents, their state."""

from __future__ import annotations

import random
from datetime import datetime, time, timedelta
from typing import Any

from django.core.files.base import ContentFile
from django.utils.translation import override
from wagtail.utils.file import hash_filelike

from actors.models import Organisation, Person, Territory
from events.actions import create_code, create_meeting, postpone_meeting, publish_meeting, write_texts
from events.actions.questions import add_ready_question, save_question
from events.asking import QuestionKind
from events.choices import AttendeeList
from events.models import Meeting, MeetingDocument, ProgrammeItem, Question, QuestionChoice, Quota
from kernel.languages.choices import LANGUAGES
from pages.base.models import RivesDocument
from pages.dialogues.models import DialoguePage

from .content import body, read, texts
from .registrations import fill

FICTITIOUS = {
    "fr": "Document de démonstration : tout y est fictif.",
    "en": "Demonstration document: everything in it is fictitious.",
    "ar": "وثيقة توضيحية: كل ما فيها متخيَّل.",
}


def load_meetings(
    *,
    dialogues: dict[str, DialoguePage],
    places: dict[str, Territory],
    organisations: dict[str, Organisation],
    people: dict[str, Person],
    crowd: list[Person],
    by: Person,
    at: datetime,
    draw: random.Random,
) -> None:
    """Every meeting of the demonstration that is not there yet."""
    for facts in read("meetings")["meeting"]:
        if Meeting.objects.filter(slug=facts["slug"]).exists():
            continue
        meeting = _meeting(facts, dialogues, places, at)
        create_meeting(meeting=meeting, by=by, at=_published_at(meeting, at))
        publish_meeting(meeting=meeting, by=by, at=_published_at(meeting, at))
        _page(meeting, facts, by, at)
        for question in facts.get("questions", []):
            _ask(meeting, question, by, at)
        if code := facts.get("code"):
            _code(meeting, code, by, at)
        if why := facts.get("postponed"):
            with override(why["language"]):
                postpone_meeting(meeting=meeting, by=by, reason=why["reason"], at=at)
        fill(meeting, facts, organisations=organisations, people=people, crowd=crowd, at=at, draw=draw)


def _ask(meeting: Meeting, facts: dict[str, Any], by: Person, at: datetime) -> None:
    """A question of its registration form: one of the ready ones, or a choice with places."""
    kind = QuestionKind(facts["kind"])
    if "choices" not in facts:
        add_ready_question(meeting=meeting, kind=kind, by=by, at=at)
        return
    question = Question(
        meeting=meeting, kind=kind, **texts("label", facts["label"]), **texts("purpose", facts["purpose"])
    )
    question.choices = [
        QuestionChoice(places=choice["places"], sort_order=rank, **texts("label", choice))
        for rank, choice in enumerate(facts["choices"], start=1)
    ]
    save_question(question=question, by=by, at=at)


def _published_at(meeting: Meeting, at: datetime) -> datetime:
    return min(at - timedelta(days=20), meeting.starts_at - timedelta(days=40)) if meeting.starts_at else at


def _meeting(
    facts: dict[str, Any], dialogues: dict[str, DialoguePage], places: dict[str, Territory], at: datetime
) -> Meeting:
    day = _weekday(at, facts["days"])
    opens = at + timedelta(days=facts["registration_opens"]) if "registration_opens" in facts else None
    meeting = Meeting(
        slug=facts["slug"],
        **texts("title", facts["title"]),
        **texts("place", facts["place"]),
        kind=facts["kind"],
        format=facts["format"],
        dialogue=dialogues.get(facts.get("dialogue", "")),
        zone=facts["zone"],
        start_date=day,
        start_time=time.fromisoformat(facts["start"]),
        end_date=day,
        end_time=time.fromisoformat(facts["end"]),
        territory=places[facts["territory"]],
        languages_spoken=facts["languages"][:1],
        languages_interpreted=facts["languages"],
        languages_captioned=facts["languages"][:1],
        registration_opens_at=opens,
        open_to=sorted(facts["quotas"]),
        capacity=facts["capacity"],
        approval=facts.get("approval", False),
        attendee_list=facts.get("attendee_list", AttendeeList.NOBODY),
    )
    meeting.derive_instants()
    if moved := facts.get("moved_days"):
        meeting.previous_starts_at = meeting.starts_at - timedelta(days=moved)
    meeting.quotas.add(*(Quota(constituency=code, size=size) for code, size in facts["quotas"].items()))
    meeting.programme.add(
        *(
            ProgrammeItem(
                **texts("title", item),
                starts_at=time.fromisoformat(item["at"]),
                outcome="" if item["outcome"] == "break" else item["outcome"],
                sort_order=order,
            )
            for order, item in enumerate(facts["programme"])
        )
    )
    meeting.documents.add(
        *(
            MeetingDocument(document=_file(item, facts), kind=item["kind"], **texts("title", item), sort_order=order)
            for order, item in enumerate(facts.get("documents", []))
        )
    )
    return meeting


def _weekday(at: datetime, days: int) -> Any:
    """The day so many days away, or the Monday after when it falls on a weekend (Friday counts as a working day)."""
    day = (at + timedelta(days=days)).date()
    return day + timedelta(days={5: 2, 6: 1}.get(day.weekday(), 0))


def _file(item: dict[str, Any], facts: dict[str, Any]) -> RivesDocument:
    """A short text that says what it would be, in the languages of the document."""
    languages = [code.strip() for code in item["languages"].split(",")]
    parts = [
        "\n\n".join([item[code], facts["title"][code], FICTITIOUS[code], *facts["body"][code]])
        for code in LANGUAGES
        if code in languages
    ]
    content = ContentFile("\n\n".join(parts).encode(), name=f"{facts['slug']}-{item['kind']}.txt")
    document: RivesDocument = RivesDocument.objects.create(
        title=f"{item['fr']} ({facts['slug']})",
        file=content,
        file_size=content.size,
        file_hash=hash_filelike(content),
        languages=item["languages"],
    )
    return document


def _page(meeting: Meeting, facts: dict[str, Any], by: Person, at: datetime) -> None:
    page = write_texts(meeting=meeting, by=by, at=at)
    for name, value in {**texts("lede", facts["lede"]), **body(facts["body"])}.items():
        setattr(page, name, value)
    page.save_revision(user=by).publish()


def _code(meeting: Meeting, facts: dict[str, Any], by: Person, at: datetime) -> None:
    create_code(
        meeting=meeting,
        by=by,
        at=at,
        code=facts["code"],
        label=facts["label"],
        max_uses=facts["uses"],
        constituency=facts["constituency"],
        blocks_seats=True,
        skips_approval=True,
    )
