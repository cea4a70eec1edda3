"""The demonstration of the forums shows each thing that a forum can do, once at least."""

from datetime import UTC, datetime

import pytest

from forums.choices import CaseState, HeldState, PostState, TopicState
from forums.models import (
    Appeal,
    Attachment,
    Case,
    HeldPost,
    Quote,
    Reaction,
    ReadMark,
    Room,
    RoomInvitation,
    Topic,
    Watch,
)
from portal.demo.actors import load_organisations, load_people, load_places
from portal.demo.discussions import load_forums
from portal.demo.loader import _named_organisations
from portal.roles import ensure_roles

AT = datetime(2026, 11, 22, 12, tzinfo=UTC)


@pytest.mark.django_db
def test_forums_show_what_they_can_do_and_load_once():
    ensure_roles()
    organisations = load_organisations(load_places(), _named_organisations())
    people = load_people(organisations, AT)
    for _time in range(2):
        load_forums(dialogues={}, people=people, by=people["administrator"], at=AT)
    assert Room.objects.filter(announced=True).exclude(visibility="public").count() == 1
    assert Room.objects.filter(slow_seconds__gt=0).count() == 1
    assert Topic.objects.filter(pinned=True).count() == Topic.objects.filter(state=TopicState.LOCKED).count() == 1
    assert Quote.objects.count() == Attachment.objects.count() == 1
    assert Reaction.objects.count() >= 10
    assert Case.objects.filter(state=CaseState.OPEN).get().flags.count() == 2
    appeal = Appeal.objects.get(outcome="")
    assert appeal.decision.post.state == PostState.REMOVED
    assert appeal.against == people["administrator"]
    assert HeldPost.objects.get().state == HeldState.WAITING
    assert RoomInvitation.objects.get().person == people["elena"]
    assert Watch.objects.count() == 4
    assert ReadMark.objects.filter(person=people["salma"], number=6).exists()
