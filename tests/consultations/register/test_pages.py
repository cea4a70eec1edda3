"""The register as everyone reads it, and the pages on which an authority answers, refers, asks, and is late."""

import csv
from datetime import UTC, datetime, timedelta
from io import StringIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar

from actors.registry import erase_all, export_all
from consultations.actions import recommendations as acts
from consultations.actions.recommendations import Words
from consultations.choices import RecommendationState as State
from consultations.models import Recommendation, RecommendationEntry
from consultations.queries.log import verify
from consultations.views.register_acts import FORMS
from kernel.mail.models import Mail
from tests.factories.actors import MembershipFactory, OrganisationFactory, PersonFactory
from tests.factories.consultations import ConsultationFactory, ParticipantFactory, StatementFactory
from tests.factories.recommendations import (
    SIGNED,
    MandateFactory,
    RecommendationFactory,
    answered,
    facilitator,
    focal_point_of,
    sent,
)

pytestmark = pytest.mark.django_db


def page(client, name, *args, **query):
    return client.get(reverse(f"consultations:{name}", args=args), query)


def words(answer):
    return " ".join(answer.content.decode().split())


def act_url(recommendation, act):
    return reverse(
        "consultations:recommendation-act", args=[recommendation.consultation.slug, recommendation.number, act]
    )


def filled(recommendation, **more):
    recommendation.refresh_from_db()
    given = {
        "rev": recommendation.rev,
        "text": "Nous le ferons.",
        "language": "fr",
        "name": "Amal",
        "function": "maire",
    }
    return {**given, **more}


def late(days, **fields):
    """A recommendation whose answer was due that many days ago."""
    recommendation = sent(timezone.now() - timedelta(days=200), **fields)
    due = timezone.now().astimezone(recommendation.consultation.tzinfo).date() - timedelta(days=days)
    Recommendation.objects.filter(pk=recommendation.pk).update(due_on=due)
    return recommendation


def test_the_register_shows_what_was_sent_and_nothing_else(client):
    shown = sent(heard_fr="Planter.")
    RecommendationFactory(heard_fr="Brouillon.")
    hidden = sent(heard_fr="Retirée.")
    hidden.consultation.state = "withdrawn"
    hidden.consultation.save()
    text = words(page(client, "register"))
    assert "Planter." in text
    assert "Brouillon." not in text
    assert "Retirée." not in text
    assert str(shown.addressee) in text


def test_delays_are_public(client):
    late(3, heard_fr="Trois jours.")
    late(40, heard_fr="Quarante jours.")
    text = words(page(client, "register"))
    assert "En retard : 3 jours" in text
    assert "Très en retard : 40 jours" in text
    assert text.index("Quarante jours.") < text.index("Trois jours.")


def test_the_register_is_filtered_by_authority_state_and_standing(client):
    one, other = late(3, heard_fr="En retard."), sent(timezone.now(), heard_fr="À temps.", working_days=60)
    answered(sent(heard_fr="Répondue."), State.DECLINED)
    assert "À temps." not in words(page(client, "register", authority=one.addressee.slug))
    assert "Répondue." in words(page(client, "register", state="declined"))
    text = words(page(client, "register", standing="overdue"))
    assert ("En retard." in text, "À temps." in text, "Répondue." in text) == (True, False, False)
    assert "À temps." in words(page(client, "register", authority=other.addressee.slug, standing="on_time"))
    assert page(client, "register", state="nonsense").status_code == 404


@pytest.mark.parametrize("name", ["register", "answers"])
def test_lists_ask_the_same_questions_of_the_database_for_1_and_30(client, name):
    consultation = ConsultationFactory()
    args = [consultation.slug] if name == "answers" else []

    def add(number):
        for _ in range(number):
            statement = StatementFactory(consultation=consultation)
            authority = OrganisationFactory()
            draft = RecommendationFactory(consultation=consultation, addressee=authority)
            draft.statements.add(statement)
            acts.address(recommendation=draft, by=team, at=timezone.now())

    team = facilitator()
    asked = []
    for number in (1, 29):
        add(number)
        page(client, name, *args)  # what is kept for everyone is kept
        with CaptureQueriesContext(connection) as queries:
            assert page(client, name, *args).status_code == 200
        asked.append(len(queries))
    assert asked[0] == asked[1]


def test_the_page_of_a_consultation_says_heard_decided_answered_and_what_was_not_done(client):
    consultation = ConsultationFactory()
    done = sent(consultation=consultation, heard_fr="Des capteurs.", decision_fr="Vingt capteurs.")
    answered(done, State.ACCEPTED, words=Words("Le budget est voté.", "fr", "Nour", "adjointe"))
    undone = sent(consultation=consultation, heard_fr="Moins de places.")
    answered(undone, State.DECLINED, words=Words("شبكة المياه تمر من هنا", "ar", "أمل", "رئيسة"))
    text = words(page(client, "answers", consultation.slug))
    for said in ("Des capteurs.", "Vingt capteurs.", "Le budget est voté.", "Nour", "adjointe", "Non retenue"):
        assert said in text
    assert "Ce qui n’a pas été fait, et pourquoi" in text
    assert 'lang="ar" dir="rtl"' in text


def test_the_history_of_a_recommendation_is_whole(client):
    recommendation = sent()
    by, region = focal_point_of(recommendation.addressee), OrganisationFactory(constituency="regional")
    first = str(recommendation.addressee)
    acts.refer(recommendation=recommendation, by=by, to=region, words=SIGNED, rev=recommendation.rev, at=timezone.now())
    text = words(page(client, "recommendation", recommendation.consultation.slug, recommendation.number))
    assert first in text
    assert str(region) in text
    assert "Transmise" in text
    assert page(client, "recommendation", recommendation.consultation.slug, 99).status_code == 404


@pytest.mark.parametrize("language", ["fr", "en", "ar"])
def test_every_public_page_opens_in_each_language_without_a_token(client, language):
    recommendation = late(3)
    slug = recommendation.consultation.slug
    for path in ("register/", f"{slug}/answers/", f"{slug}/answers/1/"):
        answer = client.get(f"/{language}/consultations/{path}")
        assert answer.status_code == 200
        assert "csrf" not in answer.content.decode()
        assert not answer.cookies


def test_the_table_holds_a_row_a_recommendation(client):
    recommendation = late(3, heard_fr="=Planter.")
    for answer in (
        page(client, "register-table"),
        page(client, "answers-table", recommendation.consultation.slug),
    ):
        assert answer["Content-Type"].startswith("text/csv")
        (row,) = csv.DictReader(StringIO(answer.content.decode("utf-8-sig")))
        assert row["Entendu"] == "'=Planter."
        assert row["Jours de retard"] == "3"
        assert row["Autorité"] == str(recommendation.addressee)


def test_due_days_are_a_calendar_and_steps_a_feed(client):
    recommendation = sent(timezone.now(), working_days=30, heard_fr="Planter.")
    answered(sent(), State.ACCEPTED)
    calendar = Calendar.from_ical(page(client, "register-calendar").content)
    (event,) = calendar.walk("VEVENT")
    assert event.decoded("DTSTART") == recommendation.due_on
    assert event.decoded("DTEND") == recommendation.due_on + timedelta(days=1)
    feed = page(client, "register-feed").content.decode()
    assert "Planter." in feed
    assert feed.count("<entry>") == 3


def test_an_authority_answers_refers_asks_and_ends_on_its_pages(client):
    """The journey: asked, question back, reply, referred, answered by the other authority, delivered; mails follow."""
    author = PersonFactory()
    statement = StatementFactory()
    statement.author = ParticipantFactory(consultation=statement.consultation, person=author)
    statement.save()
    draft = RecommendationFactory(consultation=statement.consultation, working_days=1)
    draft.statements.add(statement)
    region = OrganisationFactory(constituency="regional", south=True)
    first, second, team = focal_point_of(draft.addressee), focal_point_of(region), facilitator()
    acts.address(recommendation=draft, by=team, at=timezone.now() - timedelta(days=60))
    due = Recommendation.objects.get().due_on

    client.force_login(first)
    assert "en retard" in words(client.get(reverse("consultations:register-ours")))
    assert client.post(act_url(draft, "ask"), filled(draft, text="Quelle rue ?")).status_code == 302
    client.force_login(team)
    assert "Quelle rue ?" in words(client.get(act_url(draft, "reply")))
    assert client.post(act_url(draft, "reply"), filled(draft, text="Toutes.")).status_code == 302
    client.force_login(first)
    assert client.post(act_url(draft, "refer"), filled(draft, to=region.pk)).status_code == 302
    assert client.get(act_url(draft, "answer")).status_code == 404
    client.force_login(second)
    assert client.post(act_url(draft, "answer"), filled(draft, after="accepted_in_part")).status_code == 302
    assert client.post(act_url(draft, "news"), filled(draft, text="Les arbres arrivent.")).status_code == 302
    assert client.post(act_url(draft, "answer"), filled(draft, after="delivered")).status_code == 302

    recommendation = Recommendation.objects.get()
    assert (recommendation.state, recommendation.due_on) == (State.DELIVERED, due)
    fates = Mail.objects.filter(letter="consultations.fate", to=author.email).order_by("pk")
    assert [mail.context["state"] for mail in fates] == ["received", "referred", "accepted_in_part", "delivered"]
    assert verify(recommendation.consultation).faults == []
    assert "Vous ne pouvez pas faire cela maintenant" in words(client.get(act_url(draft, "answer")))


@pytest.mark.parametrize("act", sorted(FORMS))
def test_nobody_else_opens_the_pages_of_an_authority(client, act):
    recommendation = sent()
    assert client.get(act_url(recommendation, act)).status_code == 302  # to sign in
    for person in (PersonFactory(), MembershipFactory(organisation=recommendation.addressee).person):
        client.force_login(person)
        assert client.get(act_url(recommendation, act)).status_code == 404
        assert client.post(act_url(recommendation, act), filled(recommendation)).status_code == 404
    assert RecommendationEntry.objects.count() == 1


def test_the_team_cannot_answer_for_an_authority(client):
    recommendation = sent()
    client.force_login(facilitator())
    answer = client.post(act_url(recommendation, "answer"), filled(recommendation, after="accepted"))
    assert answer.status_code == 422
    recommendation.refresh_from_db()
    assert recommendation.state == State.RECEIVED


def test_an_answer_without_words_is_corrected_next_to_the_field(client):
    recommendation = sent()
    client.force_login(focal_point_of(recommendation.addressee))
    answer = client.post(act_url(recommendation, "answer"), filled(recommendation, after="declined", text=" "))
    assert answer.status_code == 422
    assert "motive la décision" in words(answer)
    assert "(facultatif)" in words(answer)
    assert 'value="Amal"' in words(answer)


def test_words_are_announced_as_needed_once_only_answers_are_left(client):
    recommendation = sent()
    by = focal_point_of(recommendation.addressee)
    client.force_login(by)
    assert "(facultatif)" in words(client.get(act_url(recommendation, "answer")))
    answered(recommendation, State.EXAMINED, by=by)
    assert "(facultatif)" not in words(client.get(act_url(recommendation, "answer")))
    answer = client.post(act_url(recommendation, "answer"), filled(recommendation, after="declined", text=""))
    assert answer.status_code == 422
    assert "(facultatif)" not in words(answer)


def test_the_same_form_sent_twice_leaves_one_step(client):
    recommendation = sent()
    client.force_login(focal_point_of(recommendation.addressee))
    key = "0b0f4a52-8f6a-4d9d-9f57-2f0a3c7d5e11"
    given = filled(recommendation, after="accepted", request_key=key)
    assert [client.post(act_url(recommendation, "answer"), given).status_code for _ in range(2)] == [302, 302]
    assert recommendation.entries.count() == 2


def test_whoever_was_outrun_sees_what_came_before_and_may_send_again(client):
    recommendation = sent()
    by = focal_point_of(recommendation.addressee)
    client.force_login(by)
    given = filled(recommendation, after="accepted")
    answered(recommendation, State.EXAMINED, by=by, words=Words("Nous regardons.", "fr", "Nour", "adjointe"))
    answer = client.post(act_url(recommendation, "answer"), given)
    recommendation.refresh_from_db()
    assert answer.status_code == 409
    assert "Nous regardons." in words(answer)
    assert "Nous le ferons." in words(answer)
    assert f'name="rev" value="{recommendation.rev}"' in words(answer)


def test_a_mandate_opens_what_is_addressed_in_its_consultation_alone(client):
    one = sent(timezone.now(), heard_fr="Celle-ci.")
    sent(timezone.now(), heard_fr="Celle-là.", addressee=one.addressee)
    member = MembershipFactory(organisation=one.addressee).person
    starts_at = datetime(2026, 1, 1, tzinfo=UTC)
    MandateFactory(organisation=one.addressee, person=member, consultation=one.consultation, starts_at=starts_at)
    client.force_login(member)
    text = words(client.get(reverse("consultations:register-ours")))
    assert "Celle-ci." in text
    assert "Celle-là." not in text


def test_whoever_signed_takes_a_copy_and_leaves_only_their_function(client):
    recommendation = sent()
    by = focal_point_of(recommendation.addressee)
    answered(recommendation, State.ACCEPTED, by=by)
    assert export_all(by)["consultations_register"][0]["signed_as"] == "Amal Haddad, maire"
    erase_all(by, timezone.now())
    step = recommendation.entries.last()
    assert (step.by, step.name, step.function) == (None, "", "maire")
    assert verify(recommendation.consultation).faults == []
    text = words(page(client, "recommendation", recommendation.consultation.slug, recommendation.number))
    assert "Amal" not in text
    assert "maire" in text
