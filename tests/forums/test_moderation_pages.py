"""The pages of moderation: who finds them, what they do, what they never show."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone, translation

from forums import actions
from forums.choices import CaseState, PostState
from forums.models import Appeal, Case, Decision, Flag, HeldPost, Post, Suspension, Topic
from tests.factories.actors import PersonFactory
from tests.factories.forums import PostFactory, RoomFactory, TopicFactory, moderator

pytestmark = pytest.mark.django_db


def path(name, *args, language="fr"):
    with translation.override(language):
        return reverse(f"forums:{name}", args=args)


def place(post):
    return post.topic.room.slug, post.topic_id, post.number


def flagged(post=None, **fields):
    post = post or PostFactory()
    given = {"person": PersonFactory(display_name="Qui Signale"), "category": "attack", "note": "Note privée."}
    return actions.flag(post=post, at=timezone.now(), **(given | fields)).case


def text_of(response):
    return response.content.decode()


# -- flagging


@pytest.mark.parametrize("language", ["fr", "en", "ar"])
def test_a_reader_flags_a_message_on_a_page_of_its_own(client, language):
    post, person = PostFactory(language="ar", source="مرحبا"), PersonFactory()
    address = path("flag", *place(post), language=language)
    assert client.get(address).status_code == 302  # to sign in
    client.force_login(person)
    page = text_of(client.get(address))
    assert 'lang="ar" dir="rtl"' in page
    response = client.post(address, {"category": "other", "note": "Pourquoi ?"})
    assert response.headers["Location"] == path("post", *place(post), language=language)
    assert Flag.objects.get().person == person
    assert "<form" not in text_of(client.get(address)).split("<main")[1].split("</main")[0]


def test_a_flag_without_a_reason_comes_back_with_the_sentence_and_what_was_typed(client):
    client.force_login(PersonFactory())
    response = client.post(path("flag", *place(PostFactory())), {"note": "Ma précision"})
    assert response.status_code == 422
    assert "Choisissez la raison" in text_of(response)
    assert "Ma précision" in text_of(response)


def test_ones_own_message_and_a_private_one_are_not_flagged(client):
    person = PersonFactory()
    client.force_login(person)
    mine = PostFactory(author=person)
    assert "votre message" in text_of(client.get(path("flag", *place(mine))))
    assert client.post(path("flag", *place(mine)), {"category": "other"}).status_code == 403
    private = PostFactory(topic__room__private=True)
    assert client.get(path("flag", *place(private))).status_code == 404
    assert client.post(path("flag", *place(private)), {"category": "other"}).status_code == 404


def test_the_way_to_flag_stands_in_every_message_alike(client):
    post = PostFactory()
    address = path("topic", post.topic.room.slug, post.topic_id)
    signed_out = text_of(client.get(address))
    assert path("flag", *place(post)) in signed_out
    assert "csrfmiddlewaretoken" not in signed_out


# -- the queue


def test_the_queue_does_not_exist_for_others(client):
    case = flagged()
    addresses = [
        path("queue"), path("queue-item", "case", case.pk), path("suspensions"), path("moderation-journal"),
        path("suspend", *place(case.post)), path("remove", *place(case.post)),
    ]  # fmt: skip
    for address in addresses:
        assert client.get(address).status_code == 302
    client.force_login(PersonFactory())
    for address in addresses:
        assert client.get(address).status_code == 404, address
    assert client.post(path("queue-item", "case", case.pk), {"act": "keep"}).status_code == 404


def test_a_named_moderator_sees_their_rooms_only(client):
    person, mine = PersonFactory(), RoomFactory(name_fr="Salon à moi")
    mine.moderators.add(person)
    here = flagged(PostFactory(topic__room=mine, source="ici même"))
    elsewhere = flagged(PostFactory(source="loin ailleurs"))
    client.force_login(person)
    page = text_of(client.get(path("queue")))
    assert "ici même" in page
    assert "loin ailleurs" not in page
    assert elsewhere.post.topic.room.name not in page
    assert client.get(path("queue-item", "case", here.pk)).status_code == 200
    assert client.get(path("queue-item", "case", elsewhere.pk)).status_code == 404
    assert client.post(path("queue-item", "case", elsewhere.pk), {"act": "keep"}).status_code == 404


def test_who_moderates_several_rooms_follows_the_queue_of_each(client):
    person, rooms = PersonFactory(), [RoomFactory() for _each in range(2)]
    for room in rooms:
        room.moderators.add(person)
    other = RoomFactory()
    client.force_login(person)
    page = text_of(client.get(path("queue")))
    assert [f'data-stream="q:{room.pk}"' in page for room in (*rooms, other)] == [True, True, False]
    assert 'data-stream="q:0"' not in page
    chosen = text_of(client.get(path("queue") + f"?room={rooms[1].slug}"))
    assert [f'data-stream="q:{room.pk}"' in chosen for room in rooms] == [False, True]


def test_nobody_finds_a_case_about_themselves(client):
    team = moderator()
    case = flagged(PostFactory(author=team, source="mes propres mots"))
    client.force_login(team)
    assert "mes propres mots" not in text_of(client.get(path("queue")))
    assert client.get(path("queue-item", "case", case.pk)).status_code == 404


@pytest.fixture
def three():
    """A flagged message, a first message and an appeal, in this order of age, and the appeal's decider."""
    now, decider = timezone.now(), moderator()
    author = PersonFactory()
    removed = PostFactory(author=author, source="mots retirés")
    actions.remove_post(post=removed, by=decider, reason="Hors sujet.", category="off_topic", at=now)
    actions.appeal(decision=Decision.objects.get(), person=author, text="Je conteste.", language="fr", at=now)
    case = flagged(PostFactory(source="mots signalés"))
    held = actions.post(
        topic=TopicFactory(room__approves_newcomers=True), person=PersonFactory(), source="mots en attente",
        language="fr", organisation_id=None, key="00000000-0000-4000-8000-000000000001", at=now,
    )  # fmt: skip
    Case.objects.update(opened_at=now - timedelta(hours=3))
    HeldPost.objects.update(created_at=now - timedelta(hours=2))
    Appeal.objects.update(made_at=now - timedelta(hours=1))
    return case, held, Appeal.objects.get(), decider


def test_what_waits_is_one_list_oldest_first_with_counts_and_filters(client, three):
    client.force_login(moderator())
    page = text_of(client.get(path("queue")))
    rows = page.split("<tbody")[1]
    assert rows.index("mots signalés") < rows.index("mots en attente") < rows.index("Je conteste.")
    assert "Tout (3)" in page
    assert "Réexamens (1)" in page
    only = text_of(client.get(path("queue") + "?kind=held")).split("<tbody")[1]
    assert "mots en attente" in only
    assert "mots signalés" not in only
    room = three[0].post.topic.room
    here = text_of(client.get(path("queue") + f"?room={room.slug}")).split("<tbody")[1]
    assert "mots signalés" in here
    assert "mots en attente" not in here


def test_an_appeal_is_hidden_from_who_decided_with_a_sentence(client, three):
    _case, _held, appeal, decider = three
    client.force_login(decider)
    page = text_of(client.get(path("queue")))
    assert "Je conteste." not in page
    assert "une autre personne de l’animation y répond" in page
    response = client.get(path("queue-item", "appeal", appeal.pk), follow=True)
    assert "Vous avez pris cette décision" in text_of(response)
    client.post(path("queue-item", "appeal", appeal.pk), {"act": "answer", "outcome": "upheld", "answer": "Non"})
    appeal.refresh_from_db()
    assert appeal.outcome == ""


@pytest.mark.parametrize("number", [1, 30])
def test_the_queue_costs_the_same_for_one_and_for_thirty(client, django_assert_max_num_queries, number):
    team = moderator()
    for index in range(number):
        post = PostFactory(topic__room=RoomFactory(approves_newcomers=True), author=PersonFactory())
        case = flagged(post, person=PersonFactory())
        actions.claim_case(case=case, by=moderator() if index else team, at=timezone.now())
        HeldPost.objects.create(
            room=post.topic.room, topic=post.topic, author=PersonFactory(), language="fr", source="x",
            constituency="citizens", created_at=timezone.now(),
        )  # fmt: skip
        suspended = actions.suspend(
            person=PersonFactory(), room=post.topic.room if index else None, ends_at=timezone.now() + timedelta(days=1),
            reason="x", by=moderator(), at=timezone.now(),
        )  # fmt: skip
        person = suspended.person
        actions.appeal(decision=suspended, person=person, text="Non.", language="fr", at=timezone.now())
    client.force_login(team)
    client.get(path("queue"))
    with django_assert_max_num_queries(18):
        response = client.get(path("queue"))
    assert text_of(response).count("<tr data-id") == min(3 * number, 30)


def test_a_moderator_sees_who_flagged_and_who_has_the_case(client):
    case = flagged(PostFactory(source="mots signalés"))
    holder, other = moderator(display_name="Nadia H."), moderator()
    client.force_login(holder)
    client.post(path("queue-item", "case", case.pk), {"act": "claim"})
    page = text_of(client.get(path("queue-item", "case", case.pk)))
    assert "Qui Signale" in page
    assert "Laisser à d’autres" in page
    client.force_login(other)
    page = text_of(client.get(path("queue-item", "case", case.pk)))
    assert "Nadia H." in page
    assert "examine ce message" in page
    assert 'value="hide"' not in page
    response = client.post(
        path("queue-item", "case", case.pk), {"act": "hide", "category": "attack", "reason": "x", "language": "fr"},
        follow=True,
    )  # fmt: skip
    assert "Nadia H." in text_of(response)
    assert Case.objects.get().state == CaseState.OPEN


def test_keeping_and_hiding_from_the_page(client):
    kept, hidden = flagged(), flagged()
    client.force_login(moderator())
    client.post(path("queue-item", "case", kept.pk), {"act": "keep", "note": ""})
    incomplete = client.post(path("queue-item", "case", hidden.pk), {"act": "hide", "reason": "Un motif"})
    assert incomplete.status_code == 422
    assert "Un motif" in text_of(incomplete)
    done = {"act": "hide", "category": "attack", "reason": "Vise des personnes.", "language": "ar"}
    client.post(path("queue-item", "case", hidden.pk), done)
    hidden.post.refresh_from_db()
    assert (hidden.post.state, hidden.post.removal_language) == (PostState.REMOVED, "ar")
    assert set(Case.objects.values_list("state", flat=True)) == {CaseState.KEPT, CaseState.HIDDEN}
    assert "déjà décidé" in text_of(client.get(path("queue-item", "case", kept.pk), follow=True))


def test_publishing_and_answering_from_the_page(client, three):
    _case, held, appeal, _decider = three
    client.force_login(moderator())
    client.post(path("queue-item", "held", held.pk), {"act": "publish"})
    assert Post.objects.filter(source="mots en attente").exists()
    answer = {"act": "answer", "outcome": "overturned", "answer": "Rendu.", "language": "fr"}
    client.post(path("queue-item", "appeal", appeal.pk), answer)
    assert Post.objects.get(source="mots retirés").state == PostState.VISIBLE
    assert client.post(path("queue-item", "held", held.pk), {"act": "nothing"}).status_code in {302, 404}


def test_a_first_message_that_can_no_longer_be_published_says_why(client, three):
    held = three[1]
    Topic.objects.update(state="locked")
    client.force_login(moderator())
    response = client.post(path("queue-item", "held", held.pk), {"act": "publish"})
    assert response.status_code == 422
    assert "s’est fermé" in text_of(response)


# -- the author


def test_the_author_alone_reads_the_decision_and_appeals(client):
    author = PersonFactory()
    post = PostFactory(author=author, source="mes mots d’avant")
    actions.hide_post(
        case=flagged(post), by=moderator(display_name="Qui Décide"), category="attack", reason="Vise des gens.",
        at=timezone.now(),
    )  # fmt: skip
    address = path("decision", Decision.objects.get().pk)
    for other in (PersonFactory(), moderator()):
        client.force_login(other)
        assert client.get(address).status_code == 404
        assert client.get(path("post-decision", *place(post))).status_code == 404
    client.force_login(author)
    topic_page = text_of(client.get(path("topic", post.topic.room.slug, post.topic_id)))
    assert path("post-decision", *place(post)) in topic_page
    assert client.get(path("post-decision", *place(post))).headers["Location"] == address
    page = text_of(client.get(address))
    assert "mes mots d’avant" in page
    for hidden in ("Qui Décide", "Qui Signale", "Note privée"):
        assert hidden not in page
    assert client.post(address, {"text": "", "language": "fr"}).status_code == 422
    client.post(address, {"text": "Je visais l’idée.", "language": "fr"})
    assert Appeal.objects.get().text == "Je visais l’idée."
    assert "vous répondra" in text_of(client.get(address))


def test_who_left_a_private_room_still_reads_the_decision_without_its_names(client):
    author = PersonFactory()
    post = PostFactory(author=author, topic__room__private=True, topic__title="Titre secret")
    actions.remove_post(post=post, by=moderator(), reason="Hors sujet.", category="off_topic", at=timezone.now())
    client.force_login(author)
    page = client.get(path("decision", Decision.objects.get().pk))
    assert page.status_code == 200
    assert "Titre secret" not in text_of(page)
    assert post.topic.room.name not in text_of(page)


def test_the_author_sees_what_waits_and_nobody_else_does(client):
    author, topic = PersonFactory(), TopicFactory(room__approves_newcomers=True)
    client.force_login(author)
    key = "00000000-0000-4000-8000-000000000002"
    sent = {"source": "mots en attente", "language": "fr", "voice": "citizen", "request_key": key}
    response = client.post(path("reply", topic.room.slug, topic.pk), sent)
    assert response.headers["Location"].endswith("#waiting")
    address = path("topic", topic.room.slug, topic.pk)
    assert "mots en attente" in text_of(client.get(address))
    opened = sent | {"title": "Ma question ?", "request_key": "00000000-0000-4000-8000-000000000003"}
    client.post(path("open-topic", topic.room.slug), opened)
    assert "Ma question ?" in text_of(client.get(path("room", topic.room.slug)))
    for other in (PersonFactory(), moderator(), None):
        client.force_login(other) if other else client.logout()
        assert "mots en attente" not in text_of(client.get(address))
        assert "Ma question ?" not in text_of(client.get(path("room", topic.room.slug)))


def test_the_suspended_see_until_when_instead_of_the_composer(client):
    person, topic = PersonFactory(), TopicFactory()
    until = timezone.now() + timedelta(days=3)
    actions.suspend(person=person, room=None, ends_at=until, reason="x", by=moderator(), at=timezone.now())
    client.force_login(person)
    page = text_of(client.get(path("topic", topic.room.slug, topic.pk)))
    assert "Vous ne pouvez pas écrire dans les forums" in page
    assert "<textarea" not in page
    sent = {"source": "quand même", "language": "fr", "voice": "citizen"}
    assert client.post(path("reply", topic.room.slug, topic.pk), sent).status_code == 403


# -- suspensions and slow mode


def test_suspending_from_a_message_and_lifting_from_the_list(client):
    post, room = PostFactory(author__display_name="Jean R."), RoomFactory()
    named = PersonFactory()
    post.topic.room.moderators.add(named)
    client.force_login(named)
    day = (timezone.now() + timedelta(days=5)).date().isoformat()
    address = path("suspend", *place(post))
    assert 'name="scope"' not in text_of(client.get(address))  # theirs is one room
    assert client.post(address, {"until": "2020-01-01", "reason": "x", "language": "fr"}).status_code == 422
    sent = {"until": day, "reason": "Insultes.", "language": "fr", "scope": "everywhere"}
    refused = client.post(address, sent)
    assert refused.status_code == 422
    assert refused.context["form"].errors["category"] == ["Choisissez la règle qui s’applique."]
    client.post(address, {**sent, "category": "attack"})
    made = Suspension.objects.get()
    assert (made.room, made.person, made.post, made.category) == (post.topic.room, post.author, post, "attack")
    page = text_of(client.get(path("suspensions")))
    assert "Jean R." in page
    assert "Attaque ou insulte" in page
    other = PersonFactory()
    room.moderators.add(other)
    client.force_login(other)
    assert "Jean R." not in text_of(client.get(path("suspensions")))
    assert client.post(path("lift-suspension", made.pk)).status_code == 404
    client.force_login(named)
    client.post(path("lift-suspension", made.pk))
    made.refresh_from_db()
    assert made.lifted_by == named


@pytest.mark.parametrize("number", [1, 30])
def test_suspensions_cost_the_same_for_one_and_for_thirty(client, django_assert_max_num_queries, number):
    team = moderator()
    for _each in range(number):
        actions.suspend(
            person=PersonFactory(), room=RoomFactory(), ends_at=timezone.now() + timedelta(days=1), reason="x", by=team,
            at=timezone.now(),
        )  # fmt: skip
    client.force_login(team)
    client.get(path("suspensions"))
    with django_assert_max_num_queries(9):
        client.get(path("suspensions"))


def test_slow_mode_is_set_on_the_topics_page(client):
    topic = TopicFactory()
    client.force_login(moderator())
    client.post(path("moderate", topic.room.slug, topic.pk), {"act": "slow", "seconds": "300"})
    topic.refresh_from_db()
    assert topic.slow_seconds == 300
    assert client.post(path("moderate", topic.room.slug, topic.pk), {"act": "slow", "seconds": "7"}).status_code == 422
    assert "Mode lent" in text_of(client.get(path("topic", topic.room.slug, topic.pk)))


def test_one_writes_on_while_slow_mode_asks_to_wait(client):
    person, topic = PersonFactory(), TopicFactory(slow_seconds=3600)
    PostFactory(topic=topic, author=person)
    client.force_login(person)
    for address in (path("topic", topic.room.slug, topic.pk), path("reply", topic.room.slug, topic.pk)):
        assert "<textarea" in text_of(client.get(address))
    assert "Vous pourrez écrire à partir de" in text_of(client.get(path("topic", topic.room.slug, topic.pk)))
    sent = {"source": "trop tôt", "language": "fr", "voice": "citizen"}
    response = client.post(path("reply", topic.room.slug, topic.pk), sent)
    assert response.status_code == 429
    assert "trop tôt" in text_of(response)


def test_no_room_may_take_the_address_of_moderation():
    from django.core.exceptions import ValidationError

    with pytest.raises(ValidationError):
        RoomFactory.build(slug="moderation").full_clean()
