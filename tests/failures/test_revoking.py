"""Whatever takes the right to read ends it within two seconds in every tab, on both processes (forums.md 3.12, T8).

One installation serves the whole table; each case has a room, a person and four tabs of its own.
"""

import asyncio
import json
import time
from contextlib import contextmanager
from datetime import UTC, datetime
from urllib.parse import urlencode

import pytest
from channels.layers import channel_layers
from django.conf import settings
from django.contrib.auth.models import Group, Permission
from django.contrib.sessions.models import Session
from django.utils.module_loading import import_string

from config.settings.connections import channel_layer
from forums import actions
from forums.actions.invitations import end_invitation
from forums.actions.moving import move_topic
from forums.choices import Visibility
from forums.models import RoomInvitation
from tests.factories.actors import MembershipFactory, OrganisationFactory, PersonFactory
from tests.factories.forums import RoomFactory, TopicFactory, moderator
from tests.failures.conftest import own_database
from tests.failures.crowd import CSRF
from tests.failures.installation import installation
from tests.failures.lines import open_line, post
from tests.site.kernel.live.world import session_of

pytestmark = [pytest.mark.postgres, pytest.mark.redis, pytest.mark.django_db(transaction=True)]
WITHIN = 2.0  # seconds
TABS = 2  # on each process
SIGNED_OUT, FORBIDDEN = 4401, "gone"


class Case:
    """A person who reads a topic of a room that not everyone reads, and how they lose it."""

    def __init__(self, name, ends_with):
        self.name, self.ends_with = name, ends_with
        self.organisation = OrganisationFactory()
        self.person = PersonFactory()
        self.membership = None
        self.room = RoomFactory(visibility=Visibility.ORGANISATIONS, organisations=[self.organisation])
        self.topic = TopicFactory(room=self.room)
        getattr(self, f"given_{name}", self.joined)()
        self.session = session_of(self.person)
        self.cookie = f"{settings.SESSION_COOKIE_NAME}={self.session}"

    def joined(self):
        self.membership = MembershipFactory(person=self.person, organisation=self.organisation)

    # -- what gives the right, where it is no membership

    def given_a_group(self):
        self.group = Group.objects.create(name=f"Équipe {self.person.pk}")
        self.group.permissions.add(moderating())
        self.person.groups.add(self.group)

    given_the_rights_of_a_group = given_a_group
    given_a_group_that_goes = given_a_group

    def given_a_permission(self):
        self.person.user_permissions.add(moderating())

    def given_a_public_room(self):
        self.room.visibility = Visibility.PUBLIC
        self.room.save()

    given_a_topic_that_moves = given_a_public_room

    def given_an_invitation(self):
        self.invitation = RoomInvitation.objects.create(
            room=self.room, person=self.person, may_write=False, invited_by=moderator()
        )

    # -- what takes it; each in this process, which serves no socket, or over HTTP in the first

    async def take(self, ports):
        own = getattr(self, f"over_http_{self.name}", None)
        await (own(ports) if own else asyncio.to_thread(in_thread, getattr(self, f"take_{self.name}")))

    def take_a_group(self):
        self.person.groups.clear()

    def take_the_rights_of_a_group(self):
        self.group.permissions.clear()

    def take_a_group_that_goes(self):
        self.group.delete()

    def take_a_permission(self):
        self.person.user_permissions.clear()

    def take_a_membership(self):
        self.membership.state = "withdrawn"
        self.membership.save()

    def take_the_account(self):
        self.person.is_active = False
        self.person.save(update_fields=["is_active"])

    def take_a_password(self):
        self.person.set_password("tout-autre-1")
        self.person.save(update_fields=["password"])

    def take_a_public_room(self):
        self.room.visibility = Visibility.ORGANISATIONS
        actions.change_room(room=self.room, organisations=[self.organisation], by=moderator(), at=now())

    def take_an_invitation(self):
        end_invitation(invitation=self.invitation, by=moderator(), at=now())

    def take_a_topic_that_moves(self):
        move_topic(topic=self.topic, room=RoomFactory(private=True), by=moderator(), at=now())

    async def over_http_a_session(self, ports):
        form = urlencode({"csrfmiddlewaretoken": CSRF}).encode()
        status, body = await post(
            ports[0], "/fr/account/logout/", f"{self.cookie}; csrftoken={CSRF}", form, "text/html"
        )
        assert status == 302, body[:500]


def now():
    return datetime.now(tz=UTC)


def moderating():
    return Permission.objects.get(codename="moderate", content_type__app_label="forums")


def in_thread(work):
    """An act in a thread of its own, whose connection goes with it."""
    from django.db import connections

    try:
        work()
    finally:
        connections.close_all()


class Tab:
    """One page that follows the topic of a case."""

    def __init__(self, case, port):
        self.case, self.port = case, port
        self.is_following, self.ended_at, self.how = asyncio.Event(), None, None
        self.over = asyncio.Event()

    async def open(self):
        self.line = await open_line(self.port, self.case.cookie, self._hear, self._close)
        self.line.say(json.dumps({"type": "sub", "s": self.case.topic.stream, "since": 0, "epoch": ""}))
        await asyncio.wait_for(self.is_following.wait(), 20)

    def _hear(self, text):
        frame = json.loads(text)
        if frame["type"] == "ok":
            self.is_following.set()
        if frame["type"] == "gone":
            self._end("gone")

    def _close(self, code):
        self._end(code)

    def _end(self, how):
        if self.how is None:
            self.how, self.ended_at = how, time.monotonic()
            self.over.set()


CASES = {
    "a_group": FORBIDDEN,
    "the_rights_of_a_group": FORBIDDEN,
    "a_group_that_goes": FORBIDDEN,
    "a_permission": FORBIDDEN,
    "a_membership": FORBIDDEN,
    "a_public_room": FORBIDDEN,
    "an_invitation": FORBIDDEN,
    "a_topic_that_moves": FORBIDDEN,
    "the_account": SIGNED_OUT,
    "a_password": SIGNED_OUT,
    "a_session": SIGNED_OUT,
}


def test_every_way_to_lose_the_right_to_read_is_felt_in_every_tab(capsys):
    Session.objects.all().delete()
    Permission.objects.get_or_create(codename="moderate", content_type=moderating_type(), defaults={"name": "m"})
    with installation(own_database()) as site, talking_through(site.redis.port):
        cases = [Case(name, ends_with) for name, ends_with in CASES.items()]
        seconds = asyncio.run(all_of(cases, site.ports))
    with capsys.disabled():
        print("\n" + "\n".join(f"{name}: {took:.2f} s" for name, took in seconds.items()))
    assert max(seconds.values()) < WITHIN, seconds


@contextmanager
def talking_through(port):
    """This process speaks to the two through their Redis, as a worker or a command does."""
    layer = channel_layer(f"redis://127.0.0.1:{port}")
    before = channel_layers.set("default", import_string(layer["BACKEND"])(**layer["CONFIG"]))
    try:
        yield
    finally:
        channel_layers.set("default", before) if before else channel_layers.backends.pop("default")


def moderating_type():
    from django.contrib.contenttypes.models import ContentType

    from forums.models import Room

    return ContentType.objects.get_for_model(Room)


async def all_of(cases, ports):
    """Seconds until the last tab of each case had lost its topic; a bystander’s tabs stay."""
    return {case.name: await one(case, ports) for case in cases}


async def one(case, ports):
    tabs = [Tab(case, port) for port in ports for _ in range(TABS)]
    for tab in tabs:
        await tab.open()
    started = time.monotonic()
    await case.take(ports)
    taken = time.monotonic()
    for tab in tabs:
        try:
            await asyncio.wait_for(tab.over.wait(), 10)
        except TimeoutError:
            raise AssertionError(f"{case.name}: a tab on {tab.port} still reads") from None
        assert tab.how == case.ends_with, f"{case.name}: {tab.how}"
        tab.line.transport.abort()
    return max(tab.ended_at for tab in tabs) - min(started, taken)
