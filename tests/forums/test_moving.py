"""Topics and posts taken elsewhere: nothing is lost, every old address leads on, and nobody reads what they may not."""

import threading

import pytest
from django.db import connection, connections
from django.db.models import Max

from forums import actions
from forums.choices import QUEUE_STREAM
from forums.errors import NotAllowed, Refused
from forums.models import Case, Draft, HeldPost, Post, PostRevision, Quote, Reaction, ReadMark, Topic, Watch
from forums.queries import topics_of
from kernel.audit.models import Entry
from kernel.live import frames, queries, registry
from kernel.live.models import Event
from kernel.search.queries import Wanted, search
from tests.factories.actors import MembershipFactory, PersonFactory
from tests.factories.forums import PostFactory, RoomFactory, TopicFactory, moderator
from tests.forums.conftest import AT
from tests.forums.test_live import apply, shown
from tests.forums.test_quotes import quoting

pytestmark = pytest.mark.django_db


def fresh(topic):
    return Topic.objects.select_related("room").get(pk=topic.pk)


def filled(number=4, **fields):
    """A topic with posts of different people."""
    topic = TopicFactory(**fields)
    for _each in range(number):
        PostFactory(topic=topic)
    return fresh(topic)


def numbers(topic):
    return list(Post.objects.filter(topic=topic).order_by("number").values_list("number", flat=True))


def states(topic):
    return list(Post.objects.filter(topic=topic).order_by("number").values_list("state", flat=True))


def is_right(topic, at_once=False):
    """Numbers have no gap and the counters say what is there; those who write at once disagree on the hour."""
    topic = fresh(topic)
    assert numbers(topic) == list(range(1, topic.last_number + 1))
    visible = Post.objects.filter(topic=topic, state="visible")
    assert topic.post_count == visible.count()
    assert at_once or topic.last_post_at == (visible.aggregate(last=Max("created_at"))["last"] or topic.created_at)
    assert not Post.objects.filter(topic=topic, reply_to__isnull=False).exclude(reply_to__topic=topic).exists()


def split(topic, numbers, by=None, **fields):
    given = {"title": "Ailleurs", "language": "fr", "at": AT} | fields
    return actions.split_topic(topic=topic, numbers=numbers, by=by or moderator(), **given)


# -- splitting


def test_posts_go_with_their_rows_and_leave_the_way(say):
    topic = filled(4)
    chosen = Post.objects.get(topic=topic, number=2)
    Reaction.objects.create(post=chosen, person=PersonFactory(), kind="agree", at=AT)
    PostRevision.objects.create(post=chosen, rev=1, source="avant", language="fr", written_at=AT)
    opened = split(topic, [2, 4])
    chosen.refresh_from_db()
    assert (chosen.topic, chosen.number, chosen.rev) == (opened, 1, 2)
    assert (chosen.said_of_it.count(), chosen.revisions.count()) == (1, 1)
    assert states(topic) == ["visible", "moved", "visible", "moved"]
    assert Post.objects.get(topic=topic, number=2).moved_to == chosen
    assert (opened.author, opened.title) == (chosen.author, "Ailleurs")
    is_right(topic), is_right(opened)
    assert list(topics_of(topic.room)) != []


def test_the_way_left_behind_has_no_words():
    topic = filled(2)
    split(topic, [2])
    left = Post.objects.get(topic=topic, number=2)
    assert (left.source, left.html, left.words) == ("", "", 0)


def test_posts_go_to_the_end_of_another_topic():
    topic, other = filled(3), filled(2)
    actions.move_posts(topic=topic, numbers=[3, 1], into=other, by=moderator(), at=AT)
    assert states(other) == ["visible"] * 4
    assert [post.moved_to.number for post in Post.objects.filter(topic=topic, state="moved").order_by("number")] == [
        3,
        4,
    ]
    is_right(topic), is_right(other)


def test_a_post_that_moves_again_is_found_from_both_its_places():
    topic, other = filled(2), filled(1)
    post = Post.objects.get(topic=topic, number=2)
    second = split(topic, [2])
    actions.move_posts(topic=second, numbers=[1], into=other, by=moderator(), at=AT)
    assert {left.moved_to for left in Post.objects.filter(state="moved")} == {post}
    actions.move_posts(topic=other, numbers=[2], into=topic, by=moderator(), at=AT)
    post.refresh_from_db()
    assert (post.topic, post.number) == (topic, 3)
    is_right(topic), is_right(second), is_right(other)


def test_answers_stay_in_the_topic_of_what_they_answer(say):
    topic, person = filled(1), PersonFactory()
    stays = say(topic, person, "reste", reply_to=1)
    goes = say(topic, person, "part", reply_to=1)
    with_it = say(topic, person, "part aussi", reply_to=goes.number)
    behind = say(topic, person, "répond à qui part", reply_to=goes.number)
    opened = split(topic, [goes.number, with_it.number])
    for post in (stays, goes, with_it, behind):
        post.refresh_from_db()
    assert (stays.reply_to.number, goes.reply_to) == (1, None)
    assert with_it.reply_to == goes
    assert (behind.reply_to.state, behind.reply_to.moved_to) == ("moved", goes)
    actions.move_posts(topic=topic, numbers=[behind.number], into=opened, by=moderator(), at=AT)
    behind.refresh_from_db()
    assert behind.reply_to == goes


@pytest.mark.parametrize("chosen", [[], [9], [1, 9], list(range(1, 600))])
def test_what_is_not_there_does_not_move(chosen):
    topic = filled(2)
    with pytest.raises(Refused):
        split(topic, chosen)
    assert Topic.objects.count() == 1


def test_the_way_to_a_post_does_not_move_itself():
    topic = filled(2)
    split(topic, [2])
    with pytest.raises(Refused):
        split(topic, [2])


# -- merging


def test_a_merged_topic_leads_to_the_other(client):
    topic, other = filled(3), filled(2)
    actions.merge_topic(topic=topic, into=other, by=moderator(), at=AT)
    assert (fresh(topic).state, fresh(topic).merged_into_id) == ("merged", other.pk)
    assert list(topics_of(other.room)) == [fresh(other)]
    assert list(topics_of(topic.room)) == []
    is_right(topic), is_right(other)
    assert client.get(topic.get_absolute_url()).url == other.get_absolute_url()
    assert client.get(f"{topic.get_absolute_url()}2/").url == f"{other.get_absolute_url()}#post-4"


def test_merging_again_changes_nothing():
    topic, other, by = filled(2), filled(1), moderator()
    for _time in range(2):
        actions.merge_topic(topic=topic, into=other, by=by, at=AT)
    assert numbers(other) == [1, 2, 3]


def test_no_ring_of_merged_topics_and_none_into_itself():
    first, second, by = filled(1), filled(1), moderator()
    with pytest.raises(Refused):
        actions.merge_topic(topic=first, into=first, by=by, at=AT)
    actions.merge_topic(topic=first, into=second, by=by, at=AT)
    with pytest.raises(Refused):
        actions.merge_topic(topic=second, into=first, by=by, at=AT)


def test_nobody_writes_in_a_merged_topic(say):
    topic, other = filled(1), filled(1)
    actions.merge_topic(topic=topic, into=other, by=moderator(), at=AT)
    with pytest.raises(NotAllowed):
        say(topic, PersonFactory(), "trop tard")
    with pytest.raises(NotAllowed):
        say(topic, moderator(), "trop tard aussi")


def test_drafts_what_waits_and_watches_go_on_in_the_other_topic():
    topic, other = filled(1), filled(1)
    alone, both = PersonFactory(), PersonFactory()
    for person, where in ((alone, topic), (both, topic), (both, other)):
        Draft.objects.create(person=person, topic=where, source=f"texte {where.pk}", reply_to=1, updated_at=AT)
    Watch.objects.create(person=alone, topic=topic, level="watch", changed_at=AT)
    held = HeldPost.objects.create(
        room=topic.room, topic=topic, author=alone, constituency="citizens", source="x", language="fr", created_at=AT
    )
    actions.merge_topic(topic=topic, into=other, by=moderator(), at=AT)
    drafts = {draft.person_id: draft for draft in Draft.objects.all()}
    assert {draft.topic_id for draft in drafts.values()} == {other.pk}
    assert drafts[both.pk].source == f"texte {other.pk}\n\ntexte {topic.pk}"
    held.refresh_from_db()
    assert (held.topic, held.room) == (other, other.room)
    assert Watch.objects.filter(person=alone, topic=other, level="watch").exists()


def test_what_was_read_stays_read():
    topic, other = filled(4), filled(2)
    reader, behind, new = PersonFactory(), PersonFactory(), PersonFactory()
    for person, where, number in ((reader, topic, 3), (reader, other, 2), (behind, topic, 4), (behind, other, 1)):
        ReadMark.objects.create(person=person, topic=where, number=number, read_at=AT)
    ReadMark.objects.create(person=new, topic=topic, number=2, read_at=AT)
    opened = split(topic, [1, 4])
    assert dict(ReadMark.objects.filter(topic=opened).values_list("person", "number")) == {
        reader.pk: 1,
        behind.pk: 2,
        new.pk: 1,
    }
    actions.move_posts(topic=topic, numbers=[2], into=other, by=moderator(), at=AT)
    assert dict(ReadMark.objects.filter(topic=other).values_list("person", "number")) == {reader.pk: 3, behind.pk: 1}


# -- to another room


def test_a_topic_in_another_room_is_found_by_its_old_address(client):
    topic, room = filled(2), RoomFactory()
    old = topic.get_absolute_url()
    moved = actions.move_topic(topic=topic, room=room, by=moderator(), at=AT)
    assert client.get(old).url == moved.get_absolute_url()
    assert client.get(f"{old}2/").url == f"{moved.get_absolute_url()}#post-2"
    assert list(topics_of(room)) == [moved]


def test_who_may_not_read_the_new_room_finds_nothing_by_the_old_address(client):
    topic, room = filled(2), RoomFactory(private=True)
    old, member = topic.get_absolute_url(), MembershipFactory().person
    kept = split(topic, [2], room=room)
    actions.move_topic(topic=topic, room=room, by=moderator(), at=AT)
    assert [client.get(address).status_code for address in (old, f"{old}1/", f"{old}2/")] == [404] * 3
    client.force_login(member)
    assert client.get(old, follow=True).status_code == 200
    assert client.get(f"{old}2/").url == f"{kept.get_absolute_url()}#post-1"


def test_rights_are_asked_again_and_the_rooms_list_what_they_hold():
    topic, room = filled(2), RoomFactory(private=True)
    before = queries.heads([topic.stream, topic.room.stream, room.stream])
    there, here = shown(topic), {room.stream: {}}
    actions.move_topic(topic=topic, room=room, by=moderator(), at=AT)
    after = queries.heads(before)
    assert after[topic.stream].acl > before[topic.stream].acl
    assert not registry.may_read(PersonFactory(), topic.stream)
    apply(there[topic.room.stream], topic.room.stream, before[topic.room.stream].seq)
    apply(here[room.stream], room.stream, before[room.stream].seq)
    assert there[topic.room.stream] == {}
    assert here[room.stream] == shown(fresh(topic))[room.stream]
    assert must_start_over(topic.stream, before[topic.stream].seq)


def must_start_over(stream, since):
    frame = frames.prepare(stream, {(since, "fr")})[since, "fr"]
    return frame is None or frame.to == since


def test_a_page_that_lost_posts_is_read_anew_and_the_other_gets_them_live():
    topic, other = filled(3), filled(2, room=RoomFactory())
    heads = queries.heads([topic.stream, other.stream, other.room.stream, topic.room.stream])
    pages = shown(topic) | shown(other)
    actions.move_posts(topic=topic, numbers=[2], into=other, by=moderator(), at=AT)
    assert must_start_over(topic.stream, heads[topic.stream].seq)
    now = shown(fresh(topic)) | shown(fresh(other))
    for stream in (other.stream, other.room.stream, topic.room.stream):
        apply(pages[stream], stream, heads[stream].seq)
        assert pages[stream] == now[stream]


def test_search_follows_at_once():
    topic = filled(0)
    PostFactory(topic=topic, source="registre introuvable")
    room, reader = RoomFactory(private=True), PersonFactory()
    actions.move_topic(topic=topic, room=room, by=moderator(), at=AT)
    assert not found_by(reader, "introuvable")
    assert found_by(MembershipFactory().person, "introuvable") == [topic.pk]


def found_by(person, text):
    answer = search(Wanted(text), person=person, language="fr")
    return [int(hit.object_id) for hit in answer.hits if hit.kind == "topic"]


def test_a_citation_is_shown_in_its_own_room_only(say):
    topic = filled(1)
    other = filled(0, room=topic.room)
    post = Post.objects.get(topic=topic, number=1)
    say(other, PersonFactory(), quoting(post))
    assert Quote.objects.filter(quoted=post).exists()
    assert other.title in shown(topic)[topic.stream][str(post.pk)]
    actions.move_topic(topic=other, room=RoomFactory(private=True), by=moderator(), at=AT)
    assert other.title not in shown(topic)[topic.stream][str(post.pk)]


def test_what_waits_is_examined_where_the_messages_went():
    topic, room = filled(2), RoomFactory()
    team, here, there = (f"{QUEUE_STREAM}:{pk}" for pk in (0, topic.room_id, room.pk))
    post = Post.objects.get(topic=topic, number=2)
    Case.objects.create(post=post, opened_at=AT)
    split(topic, [2], room=room)
    last = {stream: Event.objects.filter(stream__key=stream).latest("seq").op for stream in (team, here, there)}
    assert last == {team: "replace", here: "remove", there: "append"}
    actions.move_topic(topic=Topic.objects.get(room=room), room=topic.room, by=moderator(), at=AT)
    last = {stream: Event.objects.filter(stream__key=stream).latest("seq").op for stream in (team, here, there)}
    assert last == {team: "replace", here: "append", there: "remove"}


# -- who may


@pytest.mark.parametrize("which", ["move_topic", "move_posts", "split_topic", "merge_topic"])
def test_one_animates_both_rooms(which):
    topic, other, person = filled(2), filled(1), PersonFactory()
    topic.room.moderators.add(person)
    act = {
        "move_topic": lambda: actions.move_topic(topic=topic, room=other.room, by=person, at=AT),
        "move_posts": lambda: actions.move_posts(topic=topic, numbers=[1], into=other, by=person, at=AT),
        "split_topic": lambda: split(topic, [1], by=person, room=other.room),
        "merge_topic": lambda: actions.merge_topic(topic=topic, into=other, by=person, at=AT),
    }[which]
    with pytest.raises(NotAllowed):
        act()
    assert not Entry.objects.filter(verb__startswith="forums.").exists()
    other.room.moderators.add(person)
    act()
    entry = Entry.objects.get(verb__startswith="forums.")
    assert entry.data["room"] == other.room_id


def test_pages_for_moving_are_the_moderators(client):
    topic, other = filled(3), filled(1)
    client.force_login(PersonFactory())
    for name in ("move", "merge", "split"):
        assert client.get(f"{topic.get_absolute_url()}{name}/").status_code == 404
    client.force_login(moderator())
    split_page = f"{topic.get_absolute_url()}split/"
    assert client.get(split_page).content.count(b'name="numbers"') == 3
    assert client.post(split_page, {"numbers": [2], "language": "fr"}).status_code == 422
    answer = client.post(split_page, {"numbers": [2, 3], "title": "À part", "language": "fr"})
    assert answer.url == Topic.objects.get(title="À part").get_absolute_url()
    merge_page = f"{topic.get_absolute_url()}merge/"
    assert client.post(merge_page, {"into": "n’importe quoi"}).status_code == 422
    assert client.post(merge_page, {"into": f"https://x.example{other.get_absolute_url()}"}).status_code == 302
    assert client.get(merge_page).status_code == 404
    move_page = f"{other.get_absolute_url()}move/"
    assert client.post(move_page, {"room": other.room_id}).status_code == 422
    assert client.post(move_page, {"room": topic.room_id}).status_code == 302
    assert fresh(other).room == topic.room


# -- at the same time


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("crossing", [False, True])
def test_writers_and_movers_at_once_leave_no_gap_and_no_circle(say, crossing):
    if connection.vendor != "postgresql":
        pytest.skip("needs PostgreSQL (row locks): set DATABASE_URL")
    topic, other, by = filled(6), filled(6), moderator()
    people, errors = [PersonFactory() for _each in range(3)], []

    def run(act):
        try:
            act()
        except (Refused, NotAllowed):
            pass
        except Exception as error:
            errors.append(error)
        finally:
            connections.close_all()

    def write(person):
        for _each in range(4):
            say(topic, person, "encore")

    def shift(source, goal):
        for number in (1, 2, 3):
            actions.move_posts(topic=source, numbers=[number], into=goal, by=by, at=AT)

    acts = [lambda person=person: write(person) for person in people]
    acts += [lambda: shift(topic, other), lambda: shift(other, topic)]
    if crossing:
        acts.append(lambda: actions.merge_topic(topic=topic, into=other, by=by, at=AT))
    threads = [threading.Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert errors == []
    is_right(topic, at_once=True), is_right(other, at_once=True)
    said = Post.objects.filter(source="encore", state="visible")
    assert said.count() == 12 or crossing
