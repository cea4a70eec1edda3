"""The questionnaire without any script: filled page by page, kept, read over, sent, changed."""

from datetime import timedelta

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from consultations import actions
from consultations.models import Participant, Phase, Response, ResponseAnswer, ResponseFile
from consultations.tasks_questionnaire import forget_drafts
from tests.factories.actors import PersonFactory
from tests.factories.consultations import NOON, ConsultationFactory
from tests.factories.questionnaires import questionnaire_of_all_kinds

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"


@pytest.fixture
def person(client):
    person = PersonFactory()
    client.force_login(person)
    return person


def address(consultation, name="answer", *args):
    return reverse(f"consultations:{name}", args=[consultation.slug, *args])


def first_page(made, **more):
    return {
        f"q{made['nom'].pk}": "Rue des Bains",
        f"q{made['recit'].pk}": "Il fait chaud.\r\nTrès chaud.",
        f"q{made['acces'].pk}": "bus",
        f"q{made['lieux'].pk}": ["plage", "parc"],
        f"q{made['chaleur'].pk}": "4",
        "rev": "0",
        "act": "next",
        **more,
    }


def second_page(made, **more):
    return {
        f"q{made['avis'].pk}-ombre": "mauvais",
        f"q{made['avis'].pk}-eau": "bon",
        f"q{made['ordre'].pk}-arbres": "1",
        f"q{made['ordre'].pk}-fontaines": "2",
        f"q{made['ordre'].pk}-bancs": "3",
        f"q{made['age'].pk}": "42",
        f"q{made['jour'].pk}": "2026-12-09",
        f"q{made['photo'].pk}": SimpleUploadedFile("plan.pdf", PDF, "application/pdf"),
        f"q{made['lieu'].pk}-lat": "36,8",
        f"q{made['lieu'].pk}-lon": "10.18",
        f"q{made['lieu'].pk}-label": "Le port",
        f"q{made['pourquoi_bus'].pk}": "Pas de trottoir.",
        "rev": "1",
        "act": "next",
        **more,
    }


def test_every_kind_is_answered_read_over_and_sent(client, person):
    consultation, made = questionnaire_of_all_kinds()
    assert client.get(address(consultation), follow=True).status_code == 200
    reply = client.post(address(consultation, "answer-page", 1), first_page(made))
    assert reply["Location"] == address(consultation, "answer-page", 2)
    assert client.get(reply["Location"]).status_code == 200
    reply = client.post(address(consultation, "answer-page", 2), second_page(made))
    assert reply["Location"] == address(consultation, "answer-send")
    over = client.get(reply["Location"])
    assert "Rue des Bains" in over.content.decode()
    assert not Participant.objects.exists()
    sent = client.post(reply["Location"], {"rev": over.context["rev"], "voice": ""}, follow=True)
    assert sent.status_code == 200
    assert dict(ResponseAnswer.objects.values_list("question__code", "value")) | {"photo": None} == {
        "nom": "Rue des Bains",
        "recit": "Il fait chaud.\nTrès chaud.",
        "acces": {"codes": ["bus"], "words": {}},
        "lieux": {"codes": ["plage", "parc"], "words": {}},
        "chaleur": 4,
        "avis": {"ombre": "mauvais", "eau": "bon"},
        "ordre": {"arbres": 1, "fontaines": 2, "bancs": 3},
        "age": "42",
        "jour": "2026-12-09",
        "photo": None,
        "lieu": {"lat": 36.8, "lon": 10.18, "label": "Le port"},
        "pourquoi_bus": "Pas de trottoir.",
    }
    response = Response.objects.get()
    assert (response.state, response.draft, response.participant.person) == ("submitted", None, person)
    assert ResponseFile.objects.get().name == "plan.pdf"
    assert client.get(address(consultation, "answer-file", made["photo"].pk)).content == PDF


def test_what_is_wrong_is_said_next_to_the_question_and_kept_as_typed(client, person):
    consultation, made = questionnaire_of_all_kinds()
    client.post(address(consultation, "answer-page", 1), first_page(made))
    wrong = {f"q{made['age'].pk}": "quarante", f"q{made['ordre'].pk}-bancs": "1", f"q{made['pourquoi_bus'].pk}": ""}
    reply = client.post(address(consultation, "answer-page", 2), second_page(made, **wrong))
    assert reply.status_code == 422
    assert {row.question.code for row in reply.context["form"].errors} == {"age", "ordre", "pourquoi_bus"}
    assert 'value="quarante"' in reply.content.decode()
    again = client.get(address(consultation, "answer-page", 2))
    assert 'value="quarante"' in again.content.decode()
    refused = client.post(address(consultation, "answer-send"), {"rev": Response.objects.get().rev, "voice": ""})
    assert refused.status_code == 422
    assert not Participant.objects.exists()


def test_a_question_that_another_page_rules_out_is_not_asked(client, person):
    consultation, made = questionnaire_of_all_kinds()
    client.post(address(consultation, "answer-page", 1), first_page(made, **{f"q{made['acces'].pk}": "pied"}))
    shown = client.get(address(consultation, "answer-page", 2)).content.decode()
    assert f"q{made['pourquoi_bus'].pk}" not in shown


def test_writing_stops_and_goes_on_where_it_was_left(client, person):
    consultation, made = questionnaire_of_all_kinds()
    client.post(address(consultation, "answer-page", 1), first_page(made, act="save"))
    client.logout()
    client.force_login(person)
    assert client.get(address(consultation))["Location"] == address(consultation, "answer-page", 2)
    assert "Rue des Bains" in client.get(address(consultation, "answer-page", 1)).content.decode()


def test_a_page_changed_elsewhere_shows_both_and_then_takes_mine(client, person):
    consultation, made = questionnaire_of_all_kinds()
    page = address(consultation, "answer-page", 1)
    client.post(page, first_page(made))
    mine = first_page(made, **{f"q{made['nom'].pk}": "Rue du Puits"})
    reply = client.post(page, mine)
    assert reply.status_code == 409
    assert [each["words"] for each in reply.context["theirs"]] == ["Rue des Bains"]
    assert 'value="Rue du Puits"' in reply.content.decode()
    assert client.post(page, mine | {"rev": reply.context["rev"]}).status_code == 302
    assert Response.objects.get().draft["answers"][str(made["nom"].pk)] == "Rue du Puits"


def test_a_script_saves_without_reloading_and_hears_of_the_other_version(client, person):
    consultation, made = questionnaire_of_all_kinds()
    page = address(consultation, "answer-page", 1)
    asked = {"headers": {"Accept": "application/json"}}
    assert client.post(page, first_page(made, act="draft"), **asked).json()["rev"] == 1
    assert client.post(page, first_page(made, act="draft"), **asked).json()["rev"] == 1
    other = first_page(made, act="draft", **{f"q{made['nom'].pk}": "Ailleurs"})
    reply = client.post(page, other, **asked)
    assert (reply.status_code, reply.json()["theirs"][0]["words"]) == (409, "Rue des Bains")


def test_what_was_sent_counts_until_changes_are_sent(client, person):
    consultation, made = questionnaire_of_all_kinds()
    page = address(consultation, "answer-page", 1)
    client.post(page, first_page(made, **{f"q{made['acces'].pk}": "pied"}))
    client.post(address(consultation, "answer-send"), {"rev": "1", "voice": ""})
    rev = client.get(page).context["rev"]
    client.post(page, first_page(made, rev=rev, **{f"q{made['acces'].pk}": "pied", f"q{made['nom'].pk}": "Autre"}))
    answer = ResponseAnswer.objects.get(question=made["nom"])
    assert answer.value == "Rue des Bains"
    rev = Response.objects.get().rev
    client.post(address(consultation, "answer-send"), {"rev": rev})
    answer.refresh_from_db()
    assert answer.value == "Autre"
    assert Response.objects.count() == 1


def test_after_the_close_nothing_is_taken_and_what_was_sent_is_read(client, person):
    consultation, made = questionnaire_of_all_kinds()
    page = address(consultation, "answer-page", 1)
    client.post(page, first_page(made, **{f"q{made['acces'].pk}": "pied"}))
    client.post(address(consultation, "answer-send"), {"rev": "1", "voice": ""})
    Phase.objects.filter(consultation=consultation).update(opens_at="2020-01-01T00:00Z", closes_at="2021-01-01T00:00Z")
    assert client.post(page, first_page(made)).status_code == 409
    assert "Rue des Bains" in client.get(address(consultation)).content.decode()


def test_files_are_for_who_gave_them(client, person):
    consultation, made = questionnaire_of_all_kinds()
    client.post(address(consultation, "answer-page", 1), first_page(made))
    client.post(address(consultation, "answer-page", 2), second_page(made))
    client.force_login(PersonFactory())
    assert client.get(address(consultation, "answer-file", made["photo"].pk)).status_code == 404


def test_a_file_that_is_not_what_it_says_is_refused_in_words(client, person):
    consultation, made = questionnaire_of_all_kinds()
    client.post(address(consultation, "answer-page", 1), first_page(made))
    fake = SimpleUploadedFile("plan.pdf", b"MZ program", "application/pdf")
    reply = client.post(address(consultation, "answer-page", 2), second_page(made, **{f"q{made['photo'].pk}": fake}))
    assert reply.status_code == 422
    assert [row.question.code for row in reply.context["form"].errors] == ["photo"]


def test_without_questions_there_is_no_questionnaire(client, person):
    assert client.get(address(ConsultationFactory())).status_code == 404


def test_signed_out_one_is_led_to_sign_in(client):
    consultation, _made = questionnaire_of_all_kinds()
    assert reverse("account_login") in client.get(address(consultation))["Location"]


# -- what is left after the close


def drafts_of_two(consultation, made):
    """One who only wrote, and one who sent and then wrote again."""
    writer, sender = PersonFactory(), PersonFactory()
    section = made["nom"].section_id
    for person in (writer, sender):
        actions.save_section(
            person=person, consultation=consultation, section=section, values={made["nom"].pk: "Ici"}, rev=0, at=NOON
        )
    actions.send(person=sender, consultation=consultation, rev=1, at=NOON)
    again = {made["nom"].pk: "Là"}
    actions.save_section(person=sender, consultation=consultation, section=section, values=again, rev=2, at=NOON)
    return writer, sender


def test_drafts_go_thirty_days_after_the_close_and_what_was_sent_stays():
    consultation, made = questionnaire_of_all_kinds()
    writer, sender = drafts_of_two(consultation, made)
    gone = consultation.closes_at + timedelta(days=30)
    forget_drafts(gone)
    assert Response.objects.filter(draft__isnull=False).count() == 2
    forget_drafts(gone + timedelta(seconds=1))
    assert not Response.objects.filter(person=writer).exists()
    kept = Response.objects.get(person=sender)
    assert (kept.draft, [answer.value for answer in kept.answers.all()]) == (None, ["Ici"])
    forget_drafts(gone + timedelta(days=2))


def test_drafts_stay_while_another_phase_of_questions_is_to_come():
    consultation, made = questionnaire_of_all_kinds()
    drafts_of_two(consultation, made)
    later = consultation.closes_at + timedelta(days=60)
    ends = later + timedelta(days=9)
    Phase.objects.create(consultation=consultation, kind="questionnaire", opens_at=later, closes_at=ends)
    forget_drafts(consultation.closes_at + timedelta(days=40))
    assert Response.objects.filter(draft__isnull=False).count() == 2


def test_after_the_close_who_left_something_unsent_is_told_when_it_goes(client):
    consultation, made = questionnaire_of_all_kinds()
    writer, _sender = drafts_of_two(consultation, made)
    stranger = PersonFactory()
    address = reverse("consultations:answer", args=[consultation.slug])
    for person, told in ((writer, True), (stranger, False)):
        with time_machine.travel(consultation.closes_at + timedelta(days=1), tick=False):
            client.force_login(person)
            assert ("sans l’envoyer ne compte pas" in client.get(address).content.decode()) == told
