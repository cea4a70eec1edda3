"""Flags, their cases, decisions with reasons, appeals: who may, once, told in their language, nobody betrayed."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import translation

from forums import actions
from forums.casework import APPEAL_DAYS, CLAIM
from forums.choices import CaseState, PostState
from forums.errors import AlreadyDecided, NotAllowed, Refused, TooFast
from forums.models import Appeal, Case, Decision, Flag, HeldPost, Topic
from kernel.audit.models import Entry
from kernel.mail.models import Mail
from kernel.mail.registry import build as build_letter
from kernel.notifications.models import Notification
from kernel.notifications.registry import build
from kernel.search.models import Entry as Found
from tests.factories.actors import MembershipFactory, PersonFactory
from tests.factories.forums import PostFactory, RoomFactory, TopicFactory, moderator
from tests.forums.conftest import AT

pytestmark = pytest.mark.django_db


def flag(post, person=None, category="attack", note="Ton blessant.", at=AT):
    return actions.flag(post=post, person=person or PersonFactory(), category=category, note=note, at=at)


def hide(case, by, **fields):
    given = {"category": "attack", "reason": "Vise des personnes.", "at": AT} | fields
    return actions.hide_post(case=case, by=by, **given)


def notices(person):
    return [build(note.kind, note.data) for note in Notification.objects.filter(person=person).order_by("pk")]


# -- flags


def test_flags_of_a_post_join_one_case_and_each_person_counts_once():
    post, person = PostFactory(), PersonFactory()
    first = flag(post, person)
    assert flag(post, person, category="other").pk == first.pk
    flag(post, category="illegal")
    case = Case.objects.get()
    assert (case.flags.count(), case.state, case.post) == (2, CaseState.OPEN, post)


def test_a_post_flagged_again_after_a_decision_is_examined_anew():
    post, person = PostFactory(), PersonFactory()
    case = flag(post, person).case
    actions.keep_post(case=case, by=moderator(), note="", at=AT)
    assert flag(post, person).case != case


def test_who_may_not_flag(say):
    author = PersonFactory()
    mine = say(TopicFactory(), author)
    with pytest.raises(NotAllowed, match="votre message"):
        flag(mine, author)
    private = PostFactory(topic__room__private=True)
    with pytest.raises(NotAllowed):
        flag(private)
    gone = actions.remove_post(post=mine, by=moderator(), reason="Hors sujet.", at=AT)
    with pytest.raises(NotAllowed, match="plus affiché"):
        flag(gone)
    assert Flag.objects.count() == 0


@pytest.mark.parametrize(("fields", "field"), [({"category": "x"}, "category"), ({"note": "x" * 501}, "note")])
def test_a_flag_that_cannot_be_taken_says_where(fields, field):
    with pytest.raises(Refused) as refused:
        flag(PostFactory(), **fields)
    assert refused.value.field == field


def test_the_eleventh_flag_of_an_hour_waits():
    person, topic = PersonFactory(), TopicFactory()
    for _each in range(10):
        flag(PostFactory(topic=topic), person)
    with pytest.raises(TooFast):
        flag(PostFactory(topic=topic), person)
    assert flag(PostFactory(topic=topic), person, at=AT + timedelta(hours=2))


def test_moderators_hear_of_a_room_once_until_they_read():
    team, named, other = moderator(), PersonFactory(), PersonFactory()
    room = RoomFactory(name_fr="Eau", name_ar="ماء")
    room.moderators.add(named)
    posts = [PostFactory(topic__room=room) for _each in range(3)]
    flag(posts[0])
    flag(posts[0])
    flag(posts[1])
    assert [Notification.objects.filter(person=who).count() for who in (team, named, other)] == [1, 1, 0]
    with translation.override("ar"):
        assert "ماء" in notices(team)[0].text
    Notification.objects.update(read_at=AT)
    flag(posts[2])
    assert Notification.objects.filter(person=team).count() == 2


# -- examining


def test_a_claim_keeps_others_out_for_half_an_hour():
    first, second = moderator(display_name="Nadia H."), moderator()
    case = flag(PostFactory()).case
    actions.claim_case(case=case, by=first, at=AT)
    for act in (
        lambda at: actions.claim_case(case=case, by=second, at=at),
        lambda at: actions.keep_post(case=case, by=second, note="", at=at),
        lambda at: hide(case, second, at=at),
        lambda at: actions.release_case(case=case, by=second, at=at),
    ):
        with pytest.raises(AlreadyDecided, match="Nadia H"):
            act(AT + CLAIM - timedelta(seconds=1))
    actions.claim_case(case=case, by=second, at=AT + CLAIM)
    assert Case.objects.get().claimed_by == second


def test_a_released_case_is_free_again():
    first, second = moderator(), moderator()
    case = flag(PostFactory()).case
    actions.claim_case(case=case, by=first, at=AT)
    actions.release_case(case=case, by=first, at=AT)
    actions.release_case(case=case, by=second, at=AT)
    assert actions.keep_post(case=case, by=second, note="", at=AT).state == CaseState.KEPT


def test_only_moderators_of_the_room_decide_and_nobody_about_themselves():
    room = RoomFactory()
    here, elsewhere = PersonFactory(), PersonFactory()
    room.moderators.add(here)
    RoomFactory().moderators.add(elsewhere)
    author = moderator()
    case = flag(PostFactory(topic__room=room, author=author)).case
    for who in (PersonFactory(), elsewhere, author):
        with pytest.raises(NotAllowed):
            actions.keep_post(case=case, by=who, note="", at=AT)
        with pytest.raises(NotAllowed):
            hide(case, who)
    assert actions.keep_post(case=case, by=here, note="", at=AT).decided_by == here


def test_who_flagged_learns_the_outcome_in_neutral_words(say):
    first, second = PersonFactory(), PersonFactory()
    post = PostFactory(topic__title="Où ?")
    case = flag(post, first).case
    flag(post, second)
    actions.keep_post(case=case, by=moderator(), note="La critique est vive mais vise l’idée.", at=AT)
    for person in (first, second):
        (notice,) = notices(person)
        assert "il reste en place" in notice.text
        assert "vise l’idée" in notice.text
        assert notice.path == f"/forums/{post.topic.room.slug}/{post.topic_id}/1/"


def test_who_flagged_and_may_no_longer_read_learns_without_the_title():
    membership = MembershipFactory()
    post = PostFactory(topic__room__private=True, topic__title="Secret de salon")
    case = flag(post, membership.person).case
    membership.state = "withdrawn"
    membership.save()
    hide(case, moderator())
    assert "Secret" not in str([note.data for note in Notification.objects.filter(person=membership.person)])
    assert notices(membership.person)[0].path == ""


def test_a_case_is_decided_once():
    first, second = moderator(), moderator()
    case = flag(PostFactory()).case
    hide(case, first)
    with pytest.raises(AlreadyDecided):
        actions.keep_post(case=case, by=second, note="", at=AT)
    with pytest.raises(AlreadyDecided):
        hide(case, second)
    assert (Decision.objects.count(), Case.objects.get().decided_by) == (1, first)


# -- the statement of reasons


def test_hiding_removes_the_post_for_everyone_and_answers_its_case(say):
    post = say(TopicFactory(), PersonFactory(), "mots à retirer")
    case = flag(post).case
    team = moderator()
    hide(case, team)
    post.refresh_from_db()
    decision = Decision.objects.get()
    assert (post.state, post.removal_reason, post.removed_by) == (PostState.REMOVED, "Vise des personnes.", team)
    assert (decision.case, decision.category, decision.reason_language) == (case, "attack", "fr")
    assert Case.objects.get().state == CaseState.HIDDEN
    assert Topic.objects.get().post_count == 0
    assert not Found.objects.filter(kind="topic", body__contains="mots à retirer").exists()


def test_the_author_is_written_the_statement_of_reasons_in_their_language(say):
    author = PersonFactory(language="ar")
    topic = TopicFactory(title="Où ?", room__name_fr="Eau")
    post = say(topic, author, "Mes mots d’origine")
    flagger = PersonFactory(display_name="Qui Signale")
    hide(flag(post, flagger).case, moderator(display_name="Qui Décide"), language="fr")
    mail = Mail.objects.get(letter="forums.post_removed")
    assert (mail.to, mail.language, mail.confidential) == (author.email, "ar", False)
    with translation.override("fr"):
        letter = build_letter(mail.letter, mail.context)
    text = str([letter.subject, letter.paragraphs, letter.facts, letter.notice, letter.after])
    for said in (
        "Mes mots d’origine",
        "Attaque ou insulte",
        "Vise des personnes.",
        "après un signalement",
        "Où ?",
        "tribunal",
    ):
        assert said in text
    assert "2 septembre 2026" in letter.notice
    assert letter.action.url == f"/fr/forums/moderation/decisions/{Decision.objects.get().pk}/"
    for hidden in ("Qui Signale", "Qui Décide", "Ton blessant"):
        assert hidden not in text + str(mail.context)
    assert notices(author)[0].path == f"/forums/moderation/decisions/{Decision.objects.get().pk}/"


def test_a_letter_about_a_private_room_names_neither_room_nor_topic_to_who_left_and_is_hidden_from_the_mailbox(say):
    membership = MembershipFactory()
    room = RoomFactory(private=True, name_fr="Salon secret")
    post = say(TopicFactory(room=room, title="Sujet secret"), membership.person, "mes mots")
    actions.remove_post(post=post, by=moderator(), reason="Hors sujet.", category="off_topic", at=AT)
    mail = Mail.objects.get(letter="forums.post_removed")
    assert mail.confidential
    assert "Salon secret" in str(build_letter(mail.letter, mail.context).facts)
    membership.state = "withdrawn"
    membership.save()
    facts = str(build_letter(mail.letter, mail.context).facts)
    assert "secret" not in facts
    assert "mes mots" in facts


def test_a_removal_without_a_flag_says_so(say):
    post = say(TopicFactory(), PersonFactory())
    actions.remove_post(post=post, by=moderator(), reason="Hors sujet.", category="off_topic", at=AT)
    mail = Mail.objects.get(letter="forums.post_removed")
    assert "propre initiative" in str(build_letter(mail.letter, mail.context).paragraphs)


@pytest.mark.parametrize(
    ("fields", "field"),
    [({"reason": " "}, "reason"), ({"category": "x"}, "category"), ({"language": "xx"}, "language")],
)
def test_a_removal_needs_a_rule_and_a_reason_in_a_language(fields, field):
    case = flag(PostFactory()).case
    with pytest.raises(Refused) as refused:
        hide(case, moderator(), **fields)
    assert (refused.value.field, Decision.objects.count(), Mail.objects.count()) == (field, 0, 0)


# -- appeals


@pytest.fixture
def removed(say):
    """A removed message, its author and the decision."""
    author = PersonFactory()
    post = say(TopicFactory(room__name_fr="Eau"), author, "mots à rendre")
    hide(flag(post).case, moderator())
    return post, author, Decision.objects.get()


def appeal(decision, person, text="Je visais l’idée.", at=AT, language="fr"):
    return actions.appeal(decision=decision, person=person, text=text, language=language, at=at)


def test_an_appeal_is_made_once_by_the_author_within_six_months(removed):
    _post, author, decision = removed
    with pytest.raises(NotAllowed):
        appeal(decision, PersonFactory())
    with pytest.raises(NotAllowed, match="délai"):
        appeal(decision, author, at=AT + timedelta(days=APPEAL_DAYS))
    made = appeal(decision, author, at=AT + timedelta(days=APPEAL_DAYS, seconds=-1))
    assert appeal(decision, author).pk == made.pk  # sent twice
    with pytest.raises(NotAllowed, match="déjà"):
        appeal(decision, author, text="Autre chose.")
    assert (Appeal.objects.count(), made.against) == (1, decision.by)


@pytest.mark.parametrize(
    ("fields", "field"), [({"text": "  "}, "text"), ({"text": "x" * 2001}, "text"), ({"language": "x"}, "language")]
)
def test_an_appeal_that_cannot_be_taken_says_where(removed, fields, field):
    _post, author, decision = removed
    with pytest.raises(Refused) as refused:
        appeal(decision, author, **fields)
    assert refused.value.field == field


def test_who_decided_does_not_answer_nor_does_who_moderates_nothing(removed):
    _post, author, decision = removed
    made = appeal(decision, author)
    for who in (decision.by, PersonFactory(), author):
        with pytest.raises(NotAllowed):
            actions.answer_appeal(appeal=made, by=who, outcome="upheld", answer="Non.", at=AT)
    with pytest.raises(IntegrityError), transaction.atomic():
        Appeal.objects.update(answered_by=decision.by, answered_at=AT, outcome="upheld", answer="Non.")


def test_an_overturned_removal_gives_the_words_back(removed, django_capture_on_commit_callbacks):
    post, author, decision = removed
    made = appeal(decision, author)
    post.refresh_from_db()
    before = post.rev
    with django_capture_on_commit_callbacks(execute=True):
        actions.answer_appeal(appeal=made, by=moderator(), outcome="overturned", answer="Vous visiez l’idée.", at=AT)
    post.refresh_from_db()
    assert (post.state, post.removal_reason, post.removed_by, post.rev) == (PostState.VISIBLE, "", None, before + 1)
    assert Topic.objects.get().post_count == 1
    assert Found.objects.filter(kind="topic", body__contains="mots à rendre").exists()
    mail = Mail.objects.get(letter="forums.appeal_answered")
    letter = build_letter(mail.letter, mail.context)
    assert letter.subject == "Votre message est rétabli"
    assert "Vous visiez l’idée." in str(letter.facts)
    assert "rétabli" in notices(author)[-1].text


def test_an_upheld_removal_says_why_and_stands(removed):
    post, author, decision = removed
    made = appeal(decision, author)
    actions.answer_appeal(appeal=made, by=moderator(), outcome="upheld", answer="La phrase vise des gens.", at=AT)
    post.refresh_from_db()
    assert post.is_removed
    with pytest.raises(AlreadyDecided):
        actions.answer_appeal(appeal=made, by=moderator(), outcome="overturned", answer="Si.", at=AT)
    assert "tribunal" in build_letter("forums.appeal_answered", Mail.objects.latest("pk").context).after


def test_a_restored_post_may_be_removed_again_and_appealed_again(removed):
    post, author, decision = removed
    actions.answer_appeal(appeal=appeal(decision, author), by=moderator(), outcome="overturned", answer="Oui.", at=AT)
    post.refresh_from_db()
    hide(flag(post).case, moderator(), reason="Encore.")
    with pytest.raises(NotAllowed, match="déjà"):
        appeal(decision, author, text="Autre")
    assert appeal(Decision.objects.latest("pk"), author, text="Encore ?").pk


def test_every_act_is_in_the_journal_and_no_flagger_is(removed):
    _post, author, decision = removed
    actions.answer_appeal(appeal=appeal(decision, author), by=moderator(), outcome="upheld", answer="Non.", at=AT)
    assert list(Entry.objects.order_by("pk").values_list("verb", flat=True)) == [
        "forums.case_opened", "forums.post_removed", "forums.appeal_made", "forums.appeal_upheld",
    ]  # fmt: skip
    flaggers = set(Flag.objects.values_list("person_id", flat=True))
    assert not Entry.objects.filter(actor__in=flaggers).exists()
    assert all(entry.data["room"] for entry in Entry.objects.all())


def test_a_notice_names_no_place_that_its_reader_may_not_read(say):
    author, team, other = PersonFactory(), moderator(), moderator()
    closed = RoomFactory(private=True, name_fr="Salon fermé à eux")
    topic, inside = TopicFactory(), TopicFactory(room=closed, title="Enquête interne")
    post = say(topic, author)
    actions.merge_topic(topic=topic, into=inside, by=team, at=AT)
    post.refresh_from_db()
    actions.remove_post(post=post, by=team, reason="Hors sujet.", at=AT)
    made = actions.appeal(decision=Decision.objects.get(), person=author, text="Pourquoi ?", language="fr", at=AT)
    actions.answer_appeal(appeal=made, by=other, outcome="upheld", answer="Confirmé.", at=AT)
    held = HeldPost.objects.create(
        room=closed, topic=inside, author=author, source="en attente", language="fr", created_at=AT,
        constituency="citizens",
    )  # fmt: skip
    actions.refuse_held(held=held, by=team, reason="Trop tard.", at=AT)
    made = actions.suspend(person=author, room=closed, ends_at=AT + timedelta(days=1), reason="Répété.", by=team, at=AT)
    actions.lift_suspension(suspension=made, by=team, at=AT)
    found = notices(author)
    assert len(found) == 5
    said = str([*found, *Notification.objects.filter(person=author).values_list("data", flat=True)])
    assert ("Enquête" in said, "Salon fermé" in said, closed.slug in said) == (False, False, False)
    assert [notice.path.rpartition("decisions/")[0] for notice in found] == ["/forums/moderation/"] * 2 + [""] * 3
    assert found[3].text.count("Un salon réservé") == 1
