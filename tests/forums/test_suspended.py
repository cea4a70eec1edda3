"""A suspension is answered for like a removal: reasons on a page of one's own, another look, an answer."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone, translation

from actors.actions import erase_person
from actors.registry import export_all
from forums import actions, rules
from forums.casework import APPEAL_DAYS
from forums.choices import FlagCategory
from forums.errors import AlreadyDecided, NotAllowed, Refused
from forums.models import Appeal, Decision, Suspension, Topic
from forums.queries.moderation import waiting_for
from kernel.audit.models import Entry
from kernel.live import poke
from kernel.mail.models import Mail
from kernel.mail.registry import build as build_letter
from kernel.notifications.models import Notification
from kernel.notifications.registry import build
from tests.factories.actors import MembershipFactory, PersonFactory
from tests.factories.forums import PostFactory, RoomFactory, TopicFactory, moderator
from tests.forums.conftest import AT

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


def path(name, *args, language="fr"):
    with translation.override(language):
        return reverse(f"forums:{name}", args=args)


def text_of(response):
    return response.content.decode()


def suspend(person=None, room=None, *, by=None, at=AT, days=7, **fields):
    given = {"reason": "Insultes répétées.", "language": "fr"} | fields
    return actions.suspend(
        person=person or PersonFactory(), room=room, by=by or moderator(), at=at, ends_at=at + days * DAY, **given
    )


def appeal(suspension, person=None, text="Je visais l’idée.", at=AT, language="fr"):
    return actions.appeal(decision=suspension, person=person or suspension.person, text=text, language=language, at=at)


def answer(made, outcome="overturned", by=None, text="Vous visiez l’idée.", at=AT, **fields):
    return actions.answer_appeal(appeal=made, by=by or moderator(), outcome=outcome, answer=text, at=at, **fields)


def notices(person):
    return [build(note.kind, note.data) for note in Notification.objects.filter(person=person).order_by("pk")]


def letter_of(name, language="fr"):
    mail = Mail.objects.get(letter=name)
    with translation.override(language):
        return mail, build_letter(mail.letter, mail.context)


# -- appealing


def test_an_appeal_is_made_once_by_the_suspended_within_six_months():
    made = suspend()
    with pytest.raises(NotAllowed, match="personne suspendue"):
        appeal(made, PersonFactory())
    with pytest.raises(NotAllowed, match="délai"):
        appeal(made, at=AT + APPEAL_DAYS * DAY)
    first = appeal(made, at=AT + APPEAL_DAYS * DAY - timedelta(seconds=1))  # long after it ended
    assert appeal(made).pk == first.pk  # sent twice
    with pytest.raises(NotAllowed, match="déjà"):
        appeal(made, text="Autre chose.")
    assert (Appeal.objects.count(), first.against, first.suspension) == (1, made.by, made)


def test_a_suspension_of_a_year_may_be_appealed_as_long_as_it_runs():
    made = suspend(days=300)
    with pytest.raises(NotAllowed, match="délai"):
        appeal(made, at=AT + 300 * DAY)
    assert appeal(made, at=AT + 299 * DAY)


def test_a_lifted_suspension_may_still_be_appealed():
    made = actions.lift_suspension(suspension=suspend(), by=moderator(), at=AT)
    assert appeal(made, at=AT + DAY)


@pytest.mark.parametrize(
    ("fields", "field"), [({"text": "  "}, "text"), ({"text": "x" * 2001}, "text"), ({"language": "x"}, "language")]
)
def test_an_appeal_that_cannot_be_taken_says_where(fields, field):
    with pytest.raises(Refused) as refused:
        appeal(suspend(), **fields)
    assert (refused.value.field, Appeal.objects.count()) == (field, 0)


def test_an_appeal_stands_against_one_thing_and_each_has_one():
    made, decision = suspend(), Decision.objects.create(
        post=PostFactory(), category="other", reason="x", reason_language="fr", by=moderator(), at=AT
    )  # fmt: skip
    fields = {"against": made.by, "text": "x", "language": "fr", "made_at": AT}
    for about in ({}, {"suspension": made, "decision": decision}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Appeal.objects.create(**about, **fields)
    Appeal.objects.create(suspension=made, **fields)
    with pytest.raises(IntegrityError), transaction.atomic():
        Appeal.objects.create(suspension=made, **fields)


def test_moderators_of_the_room_hear_of_the_appeal_and_who_decided_does_not():
    room, named = RoomFactory(name_fr="Eau"), PersonFactory()
    room.moderators.add(named)
    team, decider = moderator(), moderator()
    appeal(suspend(room=room, by=decider))
    assert [Notification.objects.filter(person=who).count() for who in (team, named, decider)] == [1, 1, 0]
    assert "Eau" in notices(named)[0].text


def test_the_team_alone_hears_of_an_appeal_about_all_forums_and_once_until_read():
    named, team, decider = PersonFactory(), moderator(), moderator()
    RoomFactory().moderators.add(named)
    for _each in range(2):
        appeal(suspend(by=decider))
    assert [Notification.objects.filter(person=who).count() for who in (team, named, decider)] == [1, 0, 0]
    assert notices(team)[0].path == "/forums/moderation/"


# -- answering


def test_who_may_answer(say):
    room, here, elsewhere = RoomFactory(), PersonFactory(), PersonFactory()
    room.moderators.add(here)
    RoomFactory().moderators.add(elsewhere)
    in_room = appeal(suspend(room=room))
    everywhere = appeal(suspend())
    for made, nobody in (
        (in_room, (in_room.against, in_room.suspension.person, elsewhere, PersonFactory())),
        (everywhere, (everywhere.against, everywhere.suspension.person, elsewhere, here)),
    ):
        for who in nobody:
            with pytest.raises(NotAllowed):
                answer(made, by=who)
    assert answer(in_room, by=here).answered_by == here
    assert answer(everywhere).outcome == "overturned"


def test_the_suspended_who_became_a_moderator_does_not_answer_for_themselves():
    room = RoomFactory()
    made = appeal(suspend(room=room))
    room.moderators.add(made.suspension.person)
    with pytest.raises(NotAllowed, match="vous concerne"):
        answer(made, by=made.suspension.person)
    assert waiting_for(made.suspension.person) == []


def test_who_decided_may_not_stand_as_who_answered_even_in_the_database():
    made = appeal(suspend())
    with pytest.raises(IntegrityError), transaction.atomic():
        Appeal.objects.update(answered_by=made.against, answered_at=AT, outcome="upheld", answer="Non.")


@pytest.mark.parametrize(
    ("fields", "field"), [({"outcome": "x"}, "outcome"), ({"text": " "}, "answer"), ({"language": "x"}, "language")]
)
def test_an_answer_that_cannot_be_taken_says_where(fields, field):
    with pytest.raises(Refused) as refused:
        answer(appeal(suspend()), **fields)
    assert refused.value.field == field


@pytest.mark.parametrize("where", ["room", "everywhere"])
def test_an_overturned_suspension_lets_write_from_that_instant_and_open_pages_ask_again(
    say, where, monkeypatch, django_capture_on_commit_callbacks
):
    asked = []
    monkeypatch.setattr(poke, "person_changed", lambda person, session="": asked.append(person))
    person, topic, second = PersonFactory(), TopicFactory(), moderator()
    made = suspend(person, topic.room if where == "room" else None)
    with pytest.raises(NotAllowed):
        say(topic, person, at=AT + DAY)
    before = len(asked)
    with django_capture_on_commit_callbacks(execute=True):
        answer(appeal(made), by=second, at=AT + DAY)
    made.refresh_from_db()
    assert (made.lifted_at, made.lifted_by) == (AT + DAY, second)
    assert str(person.pk) in asked[before:]
    assert say(topic, person, at=AT + DAY)


def test_an_upheld_suspension_stands(say):
    made, topic = suspend(), TopicFactory()
    answer(appeal(made), "upheld")
    made.refresh_from_db()
    assert made.lifted_at is None
    with pytest.raises(NotAllowed):
        say(topic, made.person, at=AT + DAY)
    with pytest.raises(AlreadyDecided):
        answer(made.appeal, "overturned")


@pytest.mark.parametrize("how", ["lifted", "ended"])
def test_an_appeal_is_answered_after_the_suspension_is_over_and_leaves_it_as_it_ended(how):
    made = suspend()
    pending = appeal(made)
    if how == "lifted":
        actions.lift_suspension(suspension=made, by=made.by, at=AT + DAY)
    made.refresh_from_db()
    ended = (made.lifted_at, made.lifted_by)
    assert [item.pk for item in waiting_for(moderator())] == [pending.pk]
    answer(pending, at=AT + 20 * DAY)
    made.refresh_from_db()
    assert ((made.lifted_at, made.lifted_by), made.appeal.outcome) == (ended, "overturned")
    assert Mail.objects.filter(letter="forums.appeal_answered").count() == 1


def test_overturning_the_suspension_of_a_room_leaves_that_of_all_forums(say):
    person, topic = PersonFactory(), TopicFactory()
    here = suspend(person, topic.room)
    suspend(person)
    answer(appeal(here))
    with pytest.raises(NotAllowed, match="les forums"):
        say(topic, person)
    assert "vous pouvez de nouveau écrire" not in str(letter_of("forums.appeal_answered")[1]).lower()


# -- letters and notices


@pytest.mark.parametrize("language", ["fr", "en", "ar"])
def test_the_statement_of_reasons_is_written_in_the_persons_language(language):
    person = PersonFactory(language=language, time_zone="Africa/Tunis")
    made = suspend(person, by=moderator(display_name="Qui Décide"), reason="إهانات", language="ar")
    mail, letter = letter_of("forums.suspended", language)
    assert (mail.to, mail.language) == (person.email, language)
    facts = str(letter.facts)
    assert '<bdi lang="ar" dir="rtl">إهانات</bdi>' in facts
    assert "2026" in letter.notice
    assert letter.action.url == f"/{language}/forums/moderation/suspensions/{made.pk}/"
    assert letter.after
    assert "Qui Décide" not in str(letter) + str(mail.context)
    assert notices(person)[0].path == f"/forums/moderation/suspensions/{made.pk}/"
    if language == "fr":
        for said in ("Tous les forums", "2 mars 2026", "9 mars 2026"):
            assert said in facts
        assert "2 septembre 2026" in letter.notice


@pytest.mark.parametrize("language", ["fr", "en", "ar"])
@pytest.mark.parametrize("outcome", ["upheld", "overturned"])
def test_the_answer_is_written_in_the_persons_language_without_who_decided_or_answered(language, outcome):
    person = PersonFactory(language=language)
    made = suspend(person, by=moderator(display_name="Qui Décide"))
    answer(appeal(made), outcome, moderator(display_name="Qui Répond"), "قرأنا رسالتك", language="ar")
    mail, letter = letter_of("forums.appeal_answered", language)
    assert (mail.to, mail.language) == (person.email, language)
    assert '<bdi lang="ar" dir="rtl">قرأنا رسالتك</bdi>' in str(letter.facts)
    assert letter.action.url == f"/{language}/forums/moderation/suspensions/{made.pk}/"
    assert bool(letter.after) == (outcome == "upheld")
    for hidden in ("Qui Décide", "Qui Répond"):
        assert hidden not in str(letter) + str(mail.context)
    assert notices(person)[-1].path == f"/forums/moderation/suspensions/{made.pk}/"
    if language == "fr":
        assert ("annulée" if outcome == "overturned" else "confirmée") in letter.title + notices(person)[-1].text
    assert not Mail.objects.filter(letter="forums.suspension_lifted").exists()  # one letter says it


def test_letters_about_a_private_room_are_hidden_from_the_mailbox_and_do_not_name_it_to_who_left():
    membership = MembershipFactory()
    room = RoomFactory(private=True, name_fr="Salon secret")
    answer(appeal(suspend(membership.person, room)), "upheld")
    membership.state = "withdrawn"
    membership.save()
    for name in ("forums.suspended", "forums.appeal_answered"):
        mail, letter = letter_of(name)
        assert mail.confidential
        assert "secret" not in str(letter)
        assert "Un salon réservé" in str(letter.facts)


@pytest.mark.parametrize("language", ["fr", "en", "ar"])
def test_the_letter_and_the_page_give_the_rule_and_ones_own_words(client, language):
    now = timezone.now()
    post = PostFactory(author=PersonFactory(language=language), source="Vous êtes des **ânes**.", language="fr")
    made = suspend(post.author, post.topic.room, at=now, category="attack", post=post)
    with translation.override(language):
        rule = str(FlagCategory.ATTACK.label)
    facts = str(letter_of("forums.suspended", language)[1].facts)
    assert rule in facts
    assert "Vous êtes des" in facts
    client.force_login(post.author)
    page = text_of(client.get(path("suspension", made.pk, language=language)))
    assert rule in page
    assert post.html in page


def test_a_letter_with_words_of_a_private_room_is_hidden_from_the_mailbox():
    post = PostFactory(topic__room__private=True)
    answer(appeal(suspend(post.author, None, post=post)), "upheld")
    for name in ("forums.suspended", "forums.appeal_answered"):
        assert Mail.objects.get(letter=name).confidential, name


def test_letters_about_a_private_room_stay_hidden_when_the_message_went_to_a_public_one():
    post = PostFactory()
    suspend(post.author, RoomFactory(private=True), post=post)
    assert Mail.objects.get(letter="forums.suspended").confidential


def test_one_decided_before_rules_were_kept_names_none(client):
    made = suspend(at=timezone.now())
    Suspension.objects.update(category="")
    made.refresh_from_db()
    client.force_login(made.person)
    assert "Règle" not in text_of(client.get(path("suspension", made.pk)))
    with pytest.raises(IntegrityError), transaction.atomic():
        Suspension.objects.update(category="nothing")
    with pytest.raises(Refused) as refused:
        suspend(category="nothing")
    assert refused.value.field == "category"


def test_who_answers_the_appeal_reads_the_message_unless_it_was_taken_where_they_do_not_moderate(client):
    now, named, post = timezone.now(), PersonFactory(), PostFactory(source="Vous êtes des ânes.")
    post.topic.room.moderators.add(named)
    made = appeal(suspend(post.author, post.topic.room, at=now, category="attack", post=post), at=now)
    client.force_login(named)
    opened = text_of(client.get(path("queue-item", "appeal", made.pk)))
    assert "Vous êtes des ânes." in opened
    assert "Attaque ou insulte" in opened
    Topic.objects.filter(pk=post.topic_id).update(room=RoomFactory(private=True))
    assert "Vous êtes des ânes." not in text_of(client.get(path("queue-item", "appeal", made.pk)))
    client.force_login(moderator())
    assert "Vous êtes des ânes." in text_of(client.get(path("queue-item", "appeal", made.pk)))


def test_letters_that_waited_since_before_suspensions_could_be_appealed_are_still_built():
    suspend()
    mail = Mail.objects.get()
    old = {name: value for name, value in mail.context.items() if name not in {"starts_at", "appeal_until"}}
    assert build_letter("forums.suspended", old).notice == ""


# -- the page


@pytest.mark.parametrize("language", ["fr", "en", "ar"])
def test_the_suspended_alone_read_why_and_appeal_while_suspended(client, language):
    now = timezone.now()
    person, decider = PersonFactory(language=language), moderator(display_name="Qui Décide")
    made = suspend(person, RoomFactory(name_fr="Eau"), by=decider, at=now, reason="إهانات", language="ar")
    address = path("suspension", made.pk, language=language)
    assert client.get(address).status_code == 302  # to sign in
    for other in (PersonFactory(), decider, moderator()):
        client.force_login(other)
        assert client.get(address).status_code == 404
        assert client.post(address, {"text": "Moi.", "language": "fr"}).status_code == 404
    client.force_login(person)
    page = text_of(client.get(address))
    assert '<dd lang="ar" dir="rtl">إهانات</dd>' in page
    assert made.room.get_absolute_url().split("/forums/")[1] in page
    assert "Qui Décide" not in page
    blank = client.post(address, {"text": " ", "language": "fr"})
    assert blank.status_code == 422
    assert client.post(address, {"text": "Je visais l’idée.", "language": "fr"}).headers["Location"] == address
    page = text_of(client.get(address))
    assert "Je visais l’idée." in page
    assert "<textarea" not in page
    answer(Appeal.objects.get(), "upheld", moderator(display_name="Qui Répond"), "La phrase vise des gens.", at=now)
    page = text_of(client.get(address))
    assert "La phrase vise des gens." in page
    for hidden in ("Qui Décide", "Qui Répond"):
        assert hidden not in page
    assert client.post(address, {"text": "Encore.", "language": "fr"}).status_code == 403


def test_the_page_says_what_became_of_the_suspension(client):
    now = timezone.now()
    titles = {}
    for name in ("runs", "lifted", "ended", "overturned"):
        made = suspend(at=now - 10 * DAY, days=7 if name == "ended" else 30)
        if name == "lifted":
            actions.lift_suspension(suspension=made, by=made.by, at=now)
        if name == "overturned":
            answer(appeal(made, at=now), at=now)
        client.force_login(made.person)
        titles[name] = text_of(client.get(path("suspension", made.pk))).split("<h1>")[1].split("</h1>")[0]
    assert titles == {
        "runs": "Vous ne pouvez plus écrire pour un temps",
        "lifted": "Votre suspension est levée",
        "ended": "Votre suspension est finie",
        "overturned": "Votre suspension est annulée",
    }


def test_who_left_a_private_room_still_reads_why_without_its_name(client):
    person = PersonFactory()
    made = suspend(person, RoomFactory(private=True, name_fr="Salon secret"), at=timezone.now())
    client.force_login(person)
    page = client.get(path("suspension", made.pk))
    assert page.status_code == 200
    assert "secret" not in text_of(page)
    assert made.room.slug not in text_of(page)


def test_the_refusal_leads_to_the_page_wherever_one_would_write_and_others_do_not_see_it(client):
    person, post = PersonFactory(), PostFactory()
    room, topic = post.topic.room, post.topic
    mine = PostFactory(topic=topic, author=person)
    made = suspend(person, room, at=timezone.now())
    addresses = [
        path("topic", room.slug, topic.pk), path("reply", room.slug, topic.pk), path("open-topic", room.slug),
        path("react", room.slug, topic.pk, post.number), path("edit", room.slug, topic.pk, mine.number),
    ]  # fmt: skip
    for who, expected in ((person, True), (PersonFactory(), False)):
        client.force_login(who)
        for address in addresses:
            assert (path("suspension", made.pk) in text_of(client.get(address))) == expected, address
    Topic.objects.update(state="locked")
    client.force_login(person)
    page = text_of(client.get(addresses[0]))
    assert "Ce sujet est fermé" in page
    assert path("suspension", made.pk) not in page  # refused for another cause


# -- the queue


def test_the_queue_shows_appeals_of_suspensions_with_the_others(client):
    now, room = timezone.now(), RoomFactory(name_fr="Eau")
    here = appeal(suspend(room=room, at=now), text="Ici, je conteste.", at=now)
    everywhere = appeal(suspend(at=now), text="Partout, je conteste.", at=now + timedelta(seconds=1))
    client.force_login(moderator())
    page = text_of(client.get(path("queue")))
    assert "Réexamens (2)" in page
    rows = page.split("<tbody")[1]
    assert rows.index("Ici, je conteste.") < rows.index("Partout, je conteste.")
    assert "Tous les forums" in rows
    only = text_of(client.get(path("queue") + f"?kind=appeal&room={room.slug}")).split("<tbody")[1]
    assert "Ici, je conteste." in only
    assert "Partout, je conteste." not in only
    opened = text_of(client.get(path("queue-item", "appeal", everywhere.pk)))
    assert "Suspension annulée" in opened
    assert "Message rétabli" not in opened
    assert here.against.name in text_of(client.get(path("queue-item", "appeal", here.pk)))


def test_a_named_moderator_finds_the_appeals_of_their_room_and_not_those_about_all_forums(client):
    named, room = PersonFactory(), RoomFactory()
    room.moderators.add(named)
    here, elsewhere, everywhere = (appeal(suspend(room=where)) for where in (room, RoomFactory(), None))
    client.force_login(named)
    assert [item.pk for item in waiting_for(named)] == [here.pk]
    assert client.get(path("queue-item", "appeal", here.pk)).status_code == 200
    for hidden in (elsewhere, everywhere):
        assert client.get(path("queue-item", "appeal", hidden.pk)).status_code == 404
        done = {"act": "answer", "outcome": "overturned", "answer": "Oui.", "language": "fr"}
        assert client.post(path("queue-item", "appeal", hidden.pk), done).status_code == 404


def test_an_appeal_is_hidden_from_who_suspended_with_a_sentence(client):
    decider = moderator()
    made = appeal(suspend(by=decider), text="Je conteste.")
    client.force_login(decider)
    page = text_of(client.get(path("queue")))
    assert "Je conteste." not in page
    assert "une autre personne de l’animation y répond" in page
    assert "Vous avez pris cette décision" in text_of(client.get(path("queue-item", "appeal", made.pk), follow=True))


def test_answering_from_the_page(client):
    now = timezone.now()
    made = appeal(suspend(at=now), at=now)
    client.force_login(moderator())
    address = path("queue-item", "appeal", made.pk)
    incomplete = client.post(address, {"act": "answer", "answer": "Rendu.", "language": "fr"})
    assert incomplete.status_code == 422
    assert "Dites si la suspension est confirmée ou annulée." in text_of(incomplete)
    assert "Rendu." in text_of(incomplete)
    client.post(address, {"act": "answer", "outcome": "overturned", "answer": "Rendu.", "language": "fr"})
    assert Suspension.objects.get().lifted_at
    assert "déjà décidé" in text_of(client.get(address, follow=True))


@pytest.mark.parametrize("number", [1, 30])
def test_the_queue_costs_the_same_for_one_appeal_and_for_thirty(client, django_assert_num_queries, number):
    for index in range(number):
        appeal(suspend(room=RoomFactory() if index % 2 else None))
    client.force_login(moderator())
    client.get(path("queue"))
    with django_assert_num_queries(12):
        response = client.get(path("queue"))
    assert text_of(response).count("<tr data-id") == number


# -- journals, copies, leaving


def test_every_act_is_in_the_journal_with_its_room(client):
    room = RoomFactory()
    answer(appeal(suspend(room=room)))
    answer(appeal(suspend(room=room)), "upheld")
    answer(appeal(suspend()), "upheld")
    assert list(Entry.objects.order_by("pk").values_list("verb", "data__room")) == [
        ("forums.suspended", room.pk), ("forums.appeal_made", room.pk), ("forums.suspension_overturned", room.pk),
        ("forums.suspended", room.pk), ("forums.appeal_made", room.pk), ("forums.suspension_upheld", room.pk),
        ("forums.suspended", None), ("forums.appeal_made", None), ("forums.suspension_upheld", None),
    ]  # fmt: skip
    client.force_login(moderator())
    page = text_of(client.get(path("moderation-journal")))
    for said in ("Suspension annulée", "Suspension confirmée", "Vous visiez l’idée."):
        assert said in page


def test_everyone_reads_the_outcome_and_nothing_that_names(client):
    person = PersonFactory(display_name="Jean R.")
    team, second = moderator(display_name="Qui Décide"), moderator(display_name="Qui Répond")
    answer(appeal(suspend(person, by=team)), by=second)
    appeal(suspend(by=team))
    answer(appeal(suspend(room=RoomFactory(private=True, name_fr="Salon secret"))))
    page = " ".join(text_of(client.get(path("moderation-log"))).split())
    assert "Réexamen : Suspension annulée" in page
    assert "Réexamen demandé" in page
    for hidden in ("Jean R.", "Qui Décide", "Qui Répond", "Insultes", "Je visais", "Vous visiez", "secret"):
        assert hidden not in page
    assert page.count("<h3") == 3  # two suspensions, one of them annulled; nothing of the private room


def test_half_years_count_appeals_of_suspensions_with_the_others(client):
    from forums.queries.journal_of_moderation import half_years

    post = PostFactory()
    actions.remove_post(post=post, by=moderator(), reason="Non.", category="other", at=AT)
    appeal(Decision.objects.get(), post.author)
    answer(appeal(suspend(room=post.topic.room)))
    answer(appeal(suspend()), "upheld")
    answer(appeal(suspend(room=RoomFactory(private=True))))
    (half,) = half_years()
    assert (half.appeals, half.overturned, half.suspensions) == (3, 1, 2)


def test_a_copy_holds_the_appeal_and_the_answer_and_not_who_gave_it():
    made = suspend(by=moderator(display_name="Qui Décide"))
    answer(appeal(made), "upheld", moderator(display_name="Qui Répond"))
    (mine,) = export_all(made.person)["forums_moderation"]["suspensions"]
    assert (mine["appeal"], mine["outcome"], mine["answer"]) == (
        "Je visais l’idée.", "Suspension confirmée", "Vous visiez l’idée.",
    )  # fmt: skip
    assert "Qui" not in str(mine)


def test_who_leaves_takes_their_appeals_and_the_words_about_them():
    person = PersonFactory()
    answer(appeal(suspend(person, RoomFactory())), "upheld", text="Jean insulte.")
    appeal(suspend(person))
    erase_person(person=person, by=person, at=AT)
    left = Appeal.objects.get()
    assert (left.text, left.answer, left.outcome) == ("", "—", "upheld")
    assert "Jean insulte" not in str(list(Entry.objects.values_list("target_label", "data")))
    assert rules.may_moderate(left.answered_by)
