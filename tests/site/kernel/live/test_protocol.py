"""The protocol end to end: log, hub, socket and a model of the browser (forums.md 3.4 to 3.9)."""

import json

import pytest
from django.db import connections, transaction
from django.db.models import F
from django.test.utils import CaptureQueriesContext

from kernel.live import actions, queries
from kernel.live.hub import hub_here
from kernel.live.models import Stream
from tests.site.kernel.live.world import Browser, a_person, committed, off_loop, publish, quiet, session_of

pytestmark = pytest.mark.asyncio


def browser(world, person=None, language="fr"):
    return Browser(session_of(person or a_person()), language)


async def opened(world, person=None, language="fr"):
    """A browser that shows the page and follows it."""
    one = browser(world, person, language)
    one.open(*world.page())
    await one.connect()
    await one.follow()
    return one


async def test_a_follower_sees_what_is_written(world):
    world.write("a", "premier")
    one = await opened(world)
    world.write("b", "deuxième")
    await quiet()
    assert one.rows() == {"a": "premier/1", "b": "deuxième/1"}


async def test_a_post_written_between_the_page_and_the_subscription_arrives_once(world):
    one = browser(world)
    one.open(*world.page())
    world.write("a", "entre deux")
    await one.connect()
    await one.follow()
    assert one.shown() == ["a"]


async def test_a_socket_killed_between_the_page_and_the_subscription_shows_each_post_once(world):
    world.write("a", "avant")
    one = browser(world)
    one.open(*world.page())
    await one.connect()
    world.write("b", "avant la coupure")
    await one.cut()
    world.write("c", "pendant la coupure")
    await one.connect()
    world.write("d", "avant l’abonnement")
    await one.follow()
    world.write("e", "après")
    await quiet()
    assert one.shown() == ["a", "b", "c", "d", "e"]
    assert one.rows() == world.page()[1]


async def test_a_socket_cut_in_the_middle_goes_on_where_it_was(world):
    one = await opened(world)
    world.write("a", "vu")
    await quiet()
    await one.cut()
    world.write("b", "manqué")
    world.write("a", "corrigé")
    await one.connect()
    await one.follow()
    assert (one.shown(), one.rows()) == (["a", "b"], {"a": "corrigé/2", "b": "manqué/1"})


@pytest.mark.parametrize("moment", ["after joining the group", "after reading the head"])
async def test_a_post_written_while_subscribing_is_not_lost(world, monkeypatch, moment):
    from kernel.live import hub, sockets

    def write_then(function):
        async def wrapped(*args, **kwargs):
            result = await function(*args, **kwargs)
            if "a" not in world.objects:
                world.write("a", "dans la fente")
            return result

        return wrapped

    if moment == "after joining the group":
        monkeypatch.setattr(hub.Hub, "join", write_then(hub.Hub.join))
    else:
        monkeypatch.setattr(sockets, "in_thread", write_then(sockets.in_thread))
    one = await opened(world)
    assert one.shown() == ["a"]


async def test_two_readers_get_the_same_bytes(world):
    one, two = await opened(world), await opened(world)
    world.write("a", "pour tous")
    await quiet()
    events = [[text for text in each.frames if '"ev"' in text] for each in (one, two)]
    assert events[0] == events[1]
    assert events[0][0] is events[1][0]


async def test_each_language_is_rendered_once(world):
    for language in ("fr", "ar", "fr", "en"):
        await opened(world, language=language)
    world.write("a", "trois langues")
    await quiet()
    assert sorted(world.renders) == [(1, "ar"), (1, "en"), (1, "fr")]


@pytest.mark.parametrize("readers", [1, 300])
async def test_one_event_costs_the_same_for_one_socket_and_for_300(world, readers):
    everyone = []
    for _number in range(readers // 5 + 1):
        person = a_person()
        everyone += [await opened(world, person) for _tab in range(min(5, readers))][: readers - len(everyone)]
    with off_loop():
        queries_made = CaptureQueriesContext(connections["default"]).__enter__()
    world.write("a", "un seul rendu")
    await quiet()
    # the act locks the stream, draws a number, writes the event; then the log is read once, and the rights after it
    assert len([query for query in queries_made if 'FROM "live_event"' in query["sql"]]) == 1
    assert len(queries_made) == 9
    assert (len(world.renders), world.loads, len(everyone)) == (1, 1, readers)
    assert all(one.rows() == {"a": "un seul rendu/1"} for one in everyone)


async def test_fast_writing_is_coalesced_to_the_last_state(world):
    one = await opened(world)
    world.write("a", "un")
    world.write("b", "autre")
    world.write("a", "deux")
    await quiet()
    assert one.rows() == {"a": "deux/2", "b": "autre/1"}
    assert list(one.rows()) == ["a", "b"]


async def test_a_removed_object_never_shows_its_text_again(world):
    late = browser(world)
    late.open(*world.page())
    one = await opened(world)
    world.write("a", "regretté")
    await quiet()
    world.remove("a")
    await quiet()
    await late.connect()
    await late.follow()
    assert one.rows() == late.rows() == {}
    assert not any("regretté" in text for text in late.frames)


async def test_an_object_gone_from_the_database_is_taken_away(world):
    one = await opened(world)
    world.write("a", "là")
    await quiet()
    actions_rev = world.objects.pop("a")[1]
    publish(stream="test:1", object_id="a", op="replace", rev=actions_rev + 1)
    await quiet()
    assert one.rows() == {}


# -- reset


async def test_too_far_behind_takes_the_snapshot(world):
    one = browser(world, language="ar")
    one.open(*world.page())
    for number in range(queries.MAX_EVENTS + 1):
        world.write(str(number), "x")
    await one.connect()
    await one.follow()
    assert one.last("reset") == {"type": "reset", "s": "test:1", "url": "/ar/test/1/", "why": "behind"}
    one.open(*world.page())
    await one.follow()
    world.write("suite", "y")
    await quiet()
    assert one.rows() == world.page()[1]


@pytest.mark.parametrize(
    ("since", "epoch", "why"),
    [(0, None, "range"), (99, None, "range"), (3, "00000000-0000-0000-0000-000000000000", "epoch")],
    ids=["below the floor", "ahead of the server", "another epoch"],
)
async def test_a_position_the_server_does_not_know_takes_the_snapshot(world, since, epoch, why):
    for number in range(4):
        world.write(str(number), "x")
    head, rows = world.page()
    with off_loop():
        actions.prune(before=queries.Event.objects.get(seq=1).created_at, keep=2)
    one = browser(world)
    one.open(queries.Head("test:1", since, epoch or head.epoch), rows)
    await one.connect()
    await one.follow()
    assert one.last("reset")["why"] == why


async def test_a_new_epoch_resets_open_sockets_at_the_heartbeat(world):
    world.write("a", "x")
    one = await opened(world)
    with off_loop():
        actions.renew_epochs()
    await hub_here().beat(now=0)
    assert one.last("reset")["why"] == "epoch"


# -- a lossy layer


async def test_a_deaf_socket_is_healed_by_the_heartbeat(world, layer):
    one = await opened(world)
    layer.groups.clear()  # every group membership is gone, silently
    world.write("a", "pas entendu")
    await quiet()
    assert one.rows() == {}
    await hub_here().beat(now=0)
    assert one.rows() == {"a": "pas entendu/1"}
    world.write("b", "de nouveau à l’écoute")
    await quiet()
    assert one.rows() == world.page()[1]


async def test_a_layer_that_drops_doubles_and_reorders_converges_within_a_heartbeat(world, layer, monkeypatch):
    import random

    chance = random.Random(7)
    kept = []

    async def lossy(group, message, send=layer.group_send):
        if chance.random() < 0.3:
            return
        kept.append((group, message))
        if chance.random() < 0.5:
            return  # late: sent after a younger one
        for late in reversed(kept):
            await send(*late)
            if chance.random() < 0.3:
                await send(*late)
        kept.clear()

    readers = [await opened(world, language=language) for language in ("fr", "en", "ar")]
    monkeypatch.setattr(layer, "group_send", lossy)
    for number in range(60):
        world.write(str(chance.randrange(20)), f"tour {number}")
        if number % 3 == 0:
            await quiet()
    await hub_here().beat(now=0)
    await quiet()
    for one in readers:
        assert one.rows() == world.page()[1]
        assert len(one.shown()) == len(set(one.shown()))


async def test_without_a_layer_the_heartbeat_alone_brings_readers_up_to_date(world, layer, monkeypatch):
    async def broken(*args, **kwargs):
        raise ConnectionError

    for name in ("group_add", "group_send"):
        monkeypatch.setattr(layer, name, broken)
    one = await opened(world)
    world.write("a", "sans couche")
    await quiet()
    await hub_here().beat(now=0)
    assert one.rows() == {"a": "sans couche/1"}


# -- who may read


async def test_a_signed_out_socket_is_accepted_then_closed_4401(world):
    one = await Browser(None).connect()
    assert (one.closed_with, one.frames) == (4401, [])


async def test_an_unknown_and_a_forbidden_stream_look_alike(world):
    world.readers = set()
    one = await browser(world).connect()
    await one.say(type="sub", s="test:1", since=0, epoch="")
    await one.say(type="sub", s="nothing:1", since=0, epoch="")
    assert [json.loads(text) for text in one.frames] == [
        {"type": "gone", "s": "test:1", "why": "forbidden"},
        {"type": "gone", "s": "nothing:1", "why": "forbidden"},
    ]


async def test_changed_rights_end_the_subscription_before_anything_more_is_sent(world):
    kept, lost = a_person(), a_person()
    world.readers = {kept.pk, lost.pk}
    one, two, tab = await opened(world, kept), await opened(world, lost), await opened(world, lost)
    world.readers = {kept.pk}
    with committed(), transaction.atomic():
        actions.change_rights(streams=["test:1"])
    world.write("a", "entre nous")
    await quiet()
    assert one.rows() == {"a": "entre nous/1"}
    for revoked in (two, tab):
        assert revoked.types()[-1] == "gone"
        assert not any("entre nous" in text for text in revoked.frames)


async def test_rights_that_change_while_objects_are_read_hold_for_what_is_sent(world):
    one = await opened(world)

    def goes_private():
        world.readers, world.objects["a"] = set(), ("entre nous", 2)
        Stream.objects.filter(key="test:1").update(acl_version=F("acl_version") + 1)  # its poke is still under way

    world.meanwhile = goes_private
    world.write("a", "pour tous")
    await quiet()
    assert one.types()[-1] == "gone"
    assert not any("entre nous" in text for text in one.frames)


async def test_changed_rights_are_seen_in_the_log_itself_when_no_poke_told_of_them(world, layer):
    lost = a_person()
    world.readers = {lost.pk}
    one = await opened(world, lost)
    layer.groups.clear()  # this process hears nothing any more
    world.readers = set()
    with committed(), transaction.atomic():
        actions.change_rights(streams=["test:1"])
    world.write("a", "entre nous")
    await one.say(type="sync", s="test:1", since=0)
    hub_here().feeds["test:1"].moved(1, 1)  # and a late poke of before the change
    await quiet()
    assert one.types()[-1] == "gone"
    assert not any("entre nous" in text for text in one.frames)


async def test_nothing_is_sent_while_it_is_asked_again_who_someone_is(world):
    lost = a_person()
    world.readers = {lost.pk}
    one = await opened(world, lost)
    world.readers = set()
    hub_here().hear({"type": "revoke", "p": str(lost.pk), "session": ""})  # asked, not answered yet
    world.write("a", "entre nous")
    hub_here().hear({"type": "poke", "s": "test:1", "n": 1, "acl": 1})
    await quiet()
    assert one.types()[-1] == "gone"
    assert not any("entre nous" in text for text in one.frames)


async def test_a_check_that_finds_everything_in_order_sends_what_waited(world):
    person = a_person()
    one = await opened(world, person)
    hub_here().hear({"type": "revoke", "p": str(person.pk), "session": ""})
    world.write("a", "pendant la vérification")
    await quiet()
    assert one.rows() == {"a": "pendant la vérification/1"}


async def test_a_revoked_person_loses_the_stream_in_every_tab(world):
    person = a_person()
    world.readers = {person.pk}
    tabs = [await opened(world, person) for _tab in range(3)]
    world.readers = set()
    with committed():
        actions.revoke(person_id=person.pk)
    await quiet()
    world.write("a", "trop tard")
    await quiet()
    assert [tab.types()[-1] for tab in tabs] == ["gone"] * 3


async def test_a_suspended_person_is_signed_out_of_open_sockets(world):
    person = a_person()
    one = await opened(world, person)
    person.is_active = False
    with committed():
        person.save(update_fields=["is_active"])
    await quiet()
    assert one.closed_with == 4401


async def test_a_changed_password_ends_open_sockets(world):
    person = a_person()
    one = await opened(world, person)
    person.set_password("tout-autre-1")
    with committed():
        person.save()
    await quiet()
    assert one.closed_with == 4401


async def test_signing_out_closes_this_session_and_leaves_the_others(world, rf):
    from django.contrib.auth.signals import user_logged_out
    from django.contrib.sessions.backends.db import SessionStore

    person = a_person()
    here, elsewhere = await opened(world, person), await opened(world, person)
    request = rf.post("/")
    request.session = SessionStore(here.session_key)
    with committed():
        user_logged_out.send(sender=type(person), request=request, user=person)
    await quiet()
    assert (here.closed_with, elsewhere.closed_with) == (4401, None)


async def test_a_session_that_ended_without_a_signal_is_found_by_the_heartbeat(world):
    from django.contrib.sessions.models import Session

    one = await opened(world)
    with off_loop():
        Session.objects.all().delete()
    await hub_here().beat(now=one_minute_later())
    assert one.closed_with == 4401


async def test_a_check_that_fails_drops_the_connection(world, monkeypatch):
    one = await opened(world)

    def broken(*args):
        raise RuntimeError

    monkeypatch.setattr("kernel.live.sockets.decide", broken)
    person = hub_here().sockets[0].person
    with committed():
        actions.revoke(person_id=person.pk)
    await quiet()
    assert one.closed_with == 1013


def one_minute_later():
    import time

    return time.monotonic() + 60


# -- limits


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[]",
        "null",
        '{"type": "shout"}',
        '{"type": ["sub"]}',
        '{"type": "sub"}',
        '{"type": "sub", "s": 3, "since": 0}',
        '{"type": "sub", "s": "test:1", "since": -1}',
        '{"type": "sub", "s": "test:1", "since": true}',
        '{"type": "sub", "s": "test:1", "since": 1e400}',
        '{"type": "sub", "s": "test:1", "since": 99999999999999999999}',
        '{"type": "ack", "at": [1]}',
        '{"type": "sub", "s": "test:\\u0000", "since": 0}',
        '{"type": "sub", "s": "test:\\ud800", "since": 0}',
        '{"type": "sub", "s": "test:\\u0661", "since": 0}',
        None,
        "[" * 8000,
    ],
)
async def test_what_is_not_in_the_protocol_closes_4409(world, text):
    one = await opened(world)
    await one.say_raw(text)
    assert one.closed_with == 4409


@pytest.mark.parametrize("fill", ["x" * 8192, "ضفاف" * 1024])
async def test_a_message_that_is_too_long_closes_1009(world, fill):
    one = await opened(world)
    await one.say_raw('{"type": "ping", "fill": "' + fill + '"}')
    assert one.closed_with == 1009


async def test_a_flood_of_frames_closes_4409(world):
    one = await opened(world)
    for _number in range(40):
        await one.say(type="ping")
    assert one.closed_with == 4409


async def test_the_ninth_stream_of_a_socket_is_refused(world):
    one = await browser(world).connect()
    for number in range(9):
        await one.say(type="sub", s=f"test:{number}", since=0, epoch="")
    assert one.types() == ["ok"] * 8 + ["gone"]


async def test_the_sixth_socket_of_a_person_is_refused(world):
    person = a_person()
    sockets = [await browser(world, person).connect() for _number in range(6)]
    assert [each.closed_with for each in sockets] == [None] * 5 + [1013]


async def test_a_reader_who_does_not_acknowledge_is_held_back_then_caught_up(world):
    one = await opened(world)
    one.acknowledges = False
    for number in range(150):
        world.write(str(number % 3), f"tour {number}")
        await quiet()
    held = one.regions["test:1"]["last"]
    assert held < 150
    one.acknowledges = True
    await one.say(type="ack", at={"test:1": held})
    assert one.rows() == world.page()[1]


async def test_a_reader_who_never_acknowledges_is_closed_4408(world):
    import time

    one = await opened(world)
    one.acknowledges = False
    for number in range(150):
        world.write(str(number), "x")
        await quiet()
    sent = len(one.frames)
    world.write("encore", "x")
    await quiet()
    assert len(one.frames) == sent
    await hub_here().beat(now=time.monotonic() + 31)
    assert (one.closed_with, one.last("bye")["type"]) == (4408, "bye")


async def test_a_silent_browser_is_closed_4408(world):
    import time

    one = await opened(world)
    one.acknowledges = False
    await hub_here().beat(now=time.monotonic() + 71)
    assert one.closed_with == 4408


async def test_the_last_socket_leaves_nothing_behind(world, layer):
    one = await opened(world)
    hub = hub_here()
    await one.cut()
    assert (hub.feeds, dict(hub.people), hub._tasks, layer.groups) == ({}, {}, [], {})
