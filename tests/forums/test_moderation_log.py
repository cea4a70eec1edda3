"""The journal of moderation: with names for who moderates, without for everyone; what the admin's home says; copies."""

from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import translation

from actors.actions import erase_person
from actors.registry import export_all
from forums import actions
from forums.models import Appeal, Decision, Flag, HeldPost, Suspension
from forums.queries.journal_of_moderation import half_years
from kernel.audit.models import Entry
from pages.base.awaiting import awaiting
from tests.factories.actors import PersonFactory
from tests.factories.forums import PostFactory, RoomFactory, TopicFactory, moderator
from tests.forums.conftest import AT

pytestmark = pytest.mark.django_db


def path(name, *args, language="fr"):
    with translation.override(language):
        return reverse(f"forums:{name}", args=args)


def text_of(response):
    return response.content.decode()


def flag(post, person=None, at=AT):
    person = person or PersonFactory(display_name="Qui Signale")
    return actions.flag(post=post, person=person, category="attack", note="Note privée.", at=at).case


def hide(case, by=None, reason="Vise des personnes.", at=AT):
    by = by or moderator(display_name="Qui Décide")
    return actions.hide_post(case=case, by=by, category="attack", reason=reason, at=at)


def appealed(post, outcome, by=None):
    hide(flag(post))
    decision = Decision.objects.latest("pk")
    made = actions.appeal(decision=decision, person=post.author, text="Mes raisons.", language="fr", at=AT)
    actions.answer_appeal(appeal=made, by=by or moderator(), outcome=outcome, answer="La réponse.", at=AT)


# -- for everyone


@pytest.mark.parametrize("language", ["fr", "en", "ar"])
def test_everyone_reads_decisions_without_names(client, language):
    room = RoomFactory(name_fr="Eau commune", name_en="Shared water", name_ar="ماء مشترك")
    author = PersonFactory(display_name="Qui Écrit")
    appealed(PostFactory(topic__room=room, author=author, source="les mots retirés"), "overturned")
    actions.keep_post(case=flag(PostFactory(topic__room=room)), by=moderator(), note="Note du maintien", at=AT)
    actions.suspend(
        person=author, room=room, ends_at=AT + timedelta(days=2), reason="Motif de suspension", by=moderator(), at=AT
    )
    response = client.get(path("moderation-log", language=language))
    page = text_of(response)
    for said in ("Vise des personnes.", getattr(room, f"name_{language}")):
        assert said in page
    for hidden in (
        "Qui Signale", "Qui Décide", "Qui Écrit", "Note privée", "Note du maintien", "les mots retirés", "La réponse.",
        "Motif de suspension", "Mes raisons.", "csrfmiddlewaretoken", "<form method=\"post\"",
    ):  # fmt: skip
        assert hidden not in page, hidden
    assert not response.cookies


def test_the_outcome_of_an_appeal_stands_by_the_removal(client):
    room = RoomFactory()
    appealed(PostFactory(topic__room=room), "upheld")
    assert "Réexamen : Retrait confirmé" in " ".join(text_of(client.get(path("moderation-log"))).split())


def test_private_rooms_are_in_neither_list_nor_counts(client):
    post = PostFactory(topic__room__private=True, topic__room__name_fr="Salon secret")
    person = post.author
    team = moderator()
    flagged = actions.flag(post=post, person=moderator(), category="other", note="", at=AT).case
    hide(flagged, team, reason="Motif secret")
    actions.suspend(person=person, room=post.topic.room, ends_at=AT + timedelta(days=1), reason="x", by=team, at=AT)
    page = text_of(client.get(path("moderation-log")))
    assert "secret" not in page
    assert half_years() == []
    room = post.topic.room
    room.visibility = "public"
    room.save()
    assert len(half_years()) == 1


def test_a_room_made_private_takes_its_decisions_with_it(client):
    post = PostFactory(topic__room__name_fr="Bientôt fermé")
    hide(flag(post))
    assert "Bientôt fermé" in text_of(client.get(path("moderation-log")))
    room = post.topic.room
    room.visibility = "members"
    room.save()
    assert "Vise des personnes." not in text_of(client.get(path("moderation-log")))


def test_a_suspension_from_all_forums_says_so_and_nothing_else(client):
    actions.suspend(
        person=PersonFactory(display_name="Jean R."), room=None, ends_at=AT + timedelta(days=1), reason="Motif",
        by=moderator(), at=AT,
    )  # fmt: skip
    page = text_of(client.get(path("moderation-log")))
    assert "Tous les forums" in page
    assert "Jean R." not in page
    assert "Motif" not in page


def test_half_years_count_what_was_done():
    june, july = datetime(2026, 6, 30, 12, tzinfo=UTC), datetime(2026, 7, 1, 12, tzinfo=UTC)
    team = moderator()
    case = flag(PostFactory(), at=june)
    flag(case.post, at=june)
    actions.keep_post(case=case, by=team, note="", at=june + timedelta(hours=4))
    hide(flag(PostFactory(), at=july), team, at=july + timedelta(hours=2))
    later, earlier = half_years()
    assert [(half.year, half.half) for half in (earlier, later)] == [(2026, 1), (2026, 2)]
    assert (earlier.flags, earlier.kept, earlier.hidden, earlier.median_hours) == (2, 1, 0, 4.0)
    assert (later.flags, later.kept, later.hidden, later.median_hours) == (1, 0, 1, 2.0)
    assert later.categories == [("Attaque ou insulte", 1)]


@pytest.mark.parametrize("number", [1, 30])
def test_the_public_journal_costs_the_same_for_one_and_for_thirty(client, django_assert_max_num_queries, number):
    for _each in range(number):
        hide(flag(PostFactory()))
    client.get(path("moderation-log"))
    with django_assert_max_num_queries(6):
        client.get(path("moderation-log"))


# -- for who moderates


def test_moderators_read_who_did_what_in_their_rooms(client):
    room, named = RoomFactory(), PersonFactory()
    room.moderators.add(named)
    hide(flag(PostFactory(topic__room=room)), reason="Un motif d’ici")
    hide(flag(PostFactory()), moderator(display_name="Qui Décide Ailleurs"), reason="Un motif d’ailleurs")
    client.force_login(named)
    page = text_of(client.get(path("moderation-journal")))
    assert "Qui Décide" in page
    assert "Un motif d’ici" in page
    assert "Un motif d’ailleurs" not in page
    assert "Qui Signale" not in page
    client.force_login(moderator())
    whole = text_of(client.get(path("moderation-journal")))
    assert "Un motif d’ailleurs" in whole
    only = text_of(client.get(path("moderation-journal") + f"?room={room.slug}&act=forums.post_removed"))
    assert "Un motif d’ici" in only
    assert "Un motif d’ailleurs" not in only


def test_the_journal_names_messages_by_topic_and_number_where_one_still_moderates(client):
    room, named = RoomFactory(), PersonFactory()
    room.moderators.add(named)
    stays = PostFactory(topic__room=room, topic__title="Qui relève ?")
    went = PostFactory(topic__room=room, topic__title="Parti ailleurs")
    for post in (stays, went):
        hide(flag(post))
    went.topic.room = RoomFactory(private=True)
    went.topic.save()
    client.force_login(named)
    page = client.get(path("moderation-journal")).content.decode()
    assert path("post", room.slug, stays.topic_id, 1) in page
    assert "Qui relève ?</span>, 1</a>" in page
    assert f"<bdi>{went}</bdi>" in page
    assert "Parti ailleurs" not in page


@pytest.mark.parametrize("number", [1, 30])
def test_the_journal_costs_the_same_for_one_and_for_thirty(client, django_assert_max_num_queries, number):
    for _each in range(number):
        hide(flag(PostFactory()))
    client.force_login(moderator())
    client.get(path("moderation-journal"))
    with django_assert_max_num_queries(9):
        client.get(path("moderation-journal"))


def test_the_admins_home_counts_what_waits_for_who_may():
    flag(PostFactory())
    team, other = moderator(), PersonFactory()
    assert [(item.count, item.url) for item in awaiting(team)] == [(1, path("queue"))]
    assert awaiting(other) == []


# -- a person's own copy, and what goes with them


def test_a_copy_holds_ones_flags_decisions_and_suspensions_and_not_who_flagged():
    author, flagger = PersonFactory(), PersonFactory(display_name="Qui Signale")
    post = PostFactory(author=author)
    hide(flag(post, flagger))
    actions.appeal(decision=Decision.objects.get(), person=author, text="Mes raisons.", language="fr", at=AT)
    actions.suspend(person=author, room=None, ends_at=AT + timedelta(days=1), reason="x", by=moderator(), at=AT)
    mine, theirs = export_all(author)["forums_moderation"], export_all(flagger)["forums_moderation"]
    assert mine["decisions"][0]["reason"] == "Vise des personnes."
    assert mine["decisions"][0]["appeal"] == "Mes raisons."
    assert len(mine["suspensions"]) == 1
    assert mine["flags"] == []
    assert theirs["flags"][0]["note"] == "Note privée."
    assert theirs["decisions"] == []
    for hidden in ("Qui Signale", "Note privée", "Qui Décide"):
        assert hidden not in str(mine)


def test_who_leaves_takes_their_own_words_with_them():
    author, flagger, team = PersonFactory(), PersonFactory(), moderator()
    topic = TopicFactory(room__approves_newcomers=True)
    hide(flag(PostFactory(author=author), flagger), team)
    actions.appeal(decision=Decision.objects.get(), person=author, text="Mes raisons.", language="fr", at=AT)
    actions.post(topic=topic, person=author, source="en attente", language="fr", organisation_id=None, key="k", at=AT)
    actions.suspend(person=author, room=None, ends_at=AT + timedelta(days=1), reason="Jean insulte", by=team, at=AT)
    for person in (author, flagger):
        erase_person(person=person, by=person, at=AT)
    assert Flag.objects.get().note == ""
    assert (Appeal.objects.count(), HeldPost.objects.count()) == (0, 0)
    assert Suspension.objects.get().reason == "—"
    assert Decision.objects.get().reason == "Vise des personnes."
    kept = str(list(Entry.objects.values_list("actor_name", "target_label", "data")))
    assert "Jean insulte" not in kept
