"""The log by polling, its age, and the attributes of a region."""

from datetime import timedelta

import pytest
from django.template import Context, Template

from kernel.live import actions, queries
from kernel.live.models import Event
from kernel.live.registry import is_row
from tests.factories.actors import PersonFactory
from tests.site.kernel.live.world import AT, publish


def ask(client, stream="test:1", **query):
    return client.get(f"/live/{stream}", query)


def test_a_signed_out_reader_gets_what_is_new(world, client):
    world.write("a", "un")
    world.write("b", "deux")
    answer = ask(client, since=1, lang="ar").json()
    assert (answer["head"], answer["epoch"]) == (2, queries.head("test:1").epoch)
    assert answer["frame"] == {
        "type": "ev", "s": "test:1", "seq": 2, "op": "append", "kind": "thing", "id": "b", "rev": 1,
        "html": '<li data-id="b" data-rev="1">ar: deux</li>',
    }  # fmt: skip


def test_nothing_new_is_said_shortly_and_304_when_the_browser_holds_the_answer(world, client):
    world.write("a", "un")
    first = ask(client, since=1)
    assert first.json()["frame"] is None
    again = client.get("/live/test:1", {"since": 1}, headers={"if-none-match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    world.write("b", "deux")
    assert client.get("/live/test:1", {"since": 1}, headers={"if-none-match": first["ETag"]}).status_code == 200


@pytest.mark.parametrize("since", ["", "x", "-1", "9", "1e3", "٣", "9" * 40])
def test_a_position_that_is_no_position_resets(world, client, since):
    world.write("a", "un")
    assert ask(client, since=since, lang="ar").json()["frame"] == {
        "type": "reset", "s": "test:1", "url": "/ar/test/1/", "why": "range",
    }  # fmt: skip


def test_an_unknown_language_reads_french(world, client):
    world.write("a", "un")
    assert "fr: un" in ask(client, since=0, lang="xx").json()["frame"]["html"]


def test_who_may_not_read_finds_nothing(world, client):
    person = PersonFactory()
    world.readers = {person.pk}
    world.write("a", "entre nous")
    assert [ask(client, stream, since=0).status_code for stream in ("test:1", "other:1", ":")] == [404] * 3
    client.force_login(PersonFactory())
    assert ask(client, since=0).status_code == 404
    client.force_login(person)
    response = ask(client, since=0)
    assert (response.status_code, response["Cache-Control"]) == (200, "private, no-store")


def test_the_answer_for_a_public_stream_is_the_same_for_everyone_and_sets_no_cookie(world, client):
    world.write("a", "un")
    out = ask(client, since=0)
    client.force_login(PersonFactory())
    assert (ask(client, since=0).content, out.cookies) == (out.content, {})
    assert "private" not in out["Cache-Control"]


def test_only_reading_is_allowed(world, client):
    assert client.post("/live/test:1").status_code == 405


def test_old_events_go_and_the_floor_rises(world, client):
    for number in range(5):
        world.write(str(number), "x")
    Event.objects.filter(seq__lte=2).update(created_at=AT - timedelta(days=31))
    assert actions.prune(before=AT - timedelta(days=30), keep=100) == 2
    assert actions.prune(before=AT - timedelta(days=30), keep=100) == 0
    assert (queries.head("test:1").floor, queries.head("test:1").seq) == (2, 5)
    assert [ask(client, since=since).json()["frame"]["type"] for since in (1, 2)] == ["reset", "batch"]
    assert publish(stream="test:1", object_id="6", op="append", rev=1) == 6


def test_only_the_last_of_many_events_are_kept(world):
    for number in range(5):
        world.write(str(number), "x")
    actions.prune(before=AT - timedelta(days=30), keep=2)
    assert list(Event.objects.values_list("seq", flat=True)) == [4, 5]


def test_the_attributes_of_a_region_come_from_the_head_that_was_read(world):
    world.write("a", "un")
    head = queries.head("test:1")
    world.write("b", "deux")
    shown = Template("{% load live %}{% live_attrs head %}|{% live_attrs 'test:1' %}").render(Context({"head": head}))
    frozen, now = shown.split("|")
    assert ('data-head="1"' in frozen, 'data-head="2"' in now, f'data-epoch="{head.epoch}"' in frozen) == (True,) * 3


def test_two_features_may_not_claim_one_prefix(world):
    from kernel.live.registry import stream_kind

    with pytest.raises(ValueError, match="test"):
        stream_kind("test", may_read=world.may_read, render=world.render, snapshot=world.snapshot)


@pytest.mark.parametrize("ident", ["01", "١", "+1", "1.0", "٠", "", "9" * 30])
def test_a_stream_of_rows_has_one_spelling(ident):
    assert not is_row(ident)


def test_a_row_is_its_number():
    assert (is_row("1"), is_row("0"), is_row("120")) == (True, True, True)


def test_rights_that_change_while_a_poll_is_answered_hold_for_the_answer(world, client):
    def goes_private():
        world.readers, world.objects["a"] = set(), ("entre nous", 2)
        actions.change_rights(streams=["test:1"])

    world.write("a", "pour tous")
    world.meanwhile = goes_private
    assert ask(client, since=0).status_code == 404
