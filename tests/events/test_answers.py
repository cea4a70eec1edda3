"""Answers: kept in versions, refused beside their field, shown to whom they are for and to nobody else."""

from datetime import date, timedelta
from decimal import Decimal
from io import BytesIO

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.urls import reverse
from openpyxl import load_workbook

from actors.actions import erase_person
from actors.registry import export_all
from events import actions
from events.actions.answers import save_answers
from events.answering import UNTOUCHED, Given, fingerprint
from events.asking import HelperRole, QuestionKind, Reader
from events.disclosure import Standing, discloses
from events.errors import QuestionRefused
from events.exports import answer_columns, needs_columns
from events.forms import RegistrationForm
from events.models import Answer, MeetingHelper, Registration
from events.models.answers import AppendOnly, kept_files
from events.queries.answers import answer_with_file, answers_visible_to, digest_of
from events.queries.questions import places_of, questions_of
from events.rules import voices_for
from kernel.audit.queries import history_of
from kernel.exports.tables import to_csv
from pages.base.models import RivesDocument
from tests.factories.actors import PersonFactory
from tests.factories.events import NOW, MeetingFactory, RegistrationFactory, manager, member
from tests.factories.questions import (
    PDF,
    AnswerFactory,
    MeetingHelperFactory,
    QuestionFactory,
    choice_of,
    picture,
    upload,
)

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(hours=1)


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOW, tick=False):
        yield


def keep(registration, answers, at=NOW, by=None):
    with transaction.atomic():
        return save_answers(registration=registration, answers=answers, by=by or registration.person, at=at)


def texts(registration):
    return [answer.text for answer in Answer.objects.current().filter(registration=registration)]


# -- kept in versions


def test_an_answer_has_a_version_for_each_change_with_who_and_when():
    registration, team = RegistrationFactory(), manager()
    question = QuestionFactory(meeting=registration.meeting)
    keep(registration, {question.pk: Given(text="Atelier eau")})
    keep(registration, {question.pk: Given(text="Atelier eau")}, at=LATER)
    keep(registration, {question.pk: Given(text="Atelier sol")}, at=LATER, by=team)
    rows = Answer.objects.order_by("version").values_list("version", "text", "by", "at", "is_current")
    assert list(rows) == [
        (1, "Atelier eau", registration.person.pk, NOW, False),
        (2, "Atelier sol", team.pk, LATER, True),
    ]


def test_a_version_is_never_changed():
    answer = AnswerFactory(text="Oui")
    answer.text = "Non"
    with pytest.raises(AppendOnly):
        answer.save()
    with pytest.raises(AppendOnly):
        Answer.objects.update(text="Non")
    with pytest.raises(IntegrityError), transaction.atomic():
        AnswerFactory(registration=answer.registration, question=answer.question, version=2)


def test_what_is_no_longer_asked_is_answered_with_nothing_and_stays_in_the_versions():
    registration = RegistrationFactory()
    meal = QuestionFactory(meeting=registration.meeting, kind="choice", choices=["Oui", "Non"])
    diet = QuestionFactory(meeting=registration.meeting, shown_if=meal, shown_if_choice=choice_of(meal, "Oui"))
    yes, no = (Given(choices=frozenset({choice_of(meal, label).pk})) for label in ("Oui", "Non"))
    keep(registration, {meal.pk: yes, diet.pk: Given(text="Sans sel")})
    keep(registration, {meal.pk: no, diet.pk: Given(text="Sans sel")}, at=LATER)
    assert list(Answer.objects.filter(question=diet).order_by("version").values_list("text", flat=True)) == [
        "Sans sel",
        "",
    ]


def test_the_journal_says_which_questions_were_answered_and_never_what():
    registration = RegistrationFactory()
    question = QuestionFactory(meeting=registration.meeting, dietary=True)
    keep(registration, {question.pk: Given(text="Allergie aux noix")})
    entry = history_of(registration)[0]
    assert entry.data == {"questions": [question.pk]}
    assert "noix" not in f"{entry.data}{entry.target_label}"


def test_who_may_not_see_an_answer_leaves_it_as_it_stands():
    registration = RegistrationFactory()
    question = QuestionFactory(meeting=registration.meeting, required=True)
    keep(registration, {question.pk: Given(text="Secret")})
    assert keep(registration, {question.pk: UNTOUCHED}, by=manager()) == []
    assert texts(registration) == ["Secret"]


def test_the_text_consented_to_is_kept_and_a_new_text_asks_again():
    registration = RegistrationFactory()
    question = QuestionFactory(meeting=registration.meeting, consent=True)
    keep(registration, {question.pk: Given(consented=True)})
    question.statement_fr = "J’accepte d’être filmé et cité."
    question.save()
    language = "fr"
    form = edit_form(registration, {})
    assert form.fields[question.field].initial is False
    keep(registration, {question.pk: Given(consented=True)}, at=LATER)
    kept = Answer.objects.order_by("version").values_list("statement", "language")
    assert list(kept) == [("J’accepte d’être filmé.", language), ("J’accepte d’être filmé et cité.", language)]


# -- refused beside their field


@pytest.mark.parametrize(
    ("facts", "given", "words"),
    [
        ({"required": True}, Given(), "Répondez"),
        ({"kind": "choice", "required": True, "choices": ["A"]}, Given(), "Choisissez"),
        ({"consent": True, "required": True}, Given(), "nécessaire"),
        ({"kind": "file", "required": True}, Given(keeps_file=True), "Joignez"),
        ({"kind": "number", "least": 2}, Given(number=Decimal(1)), "au moins 2"),
        ({"kind": "number", "most": 2}, Given(number=Decimal(3)), "au plus 2"),
        ({"kind": "number"}, Given(number=Decimal("1.234")), "deux décimales"),
        ({"kind": "number"}, Given(number=Decimal("NaN")), "deux décimales"),
        ({"kind": "number"}, Given(number=Decimal(10**12)), "deux décimales"),
        ({"kind": "choices", "choices": ["A"]}, Given(choices=frozenset({999})), "plus proposé"),
        ({"kind": "text"}, Given(text="x" * 251), "trop long"),
        ({"kind": "file"}, Given(upload=upload("x.exe", b"MZ")), "type de fichier"),
    ],
)
def test_the_action_refuses_what_the_form_would(facts, given, words):
    registration = RegistrationFactory()
    question = QuestionFactory(meeting=registration.meeting, **facts)
    with pytest.raises(QuestionRefused, match=words) as refusal:
        keep(registration, {question.pk: given})
    assert refusal.value.field == f"question_{question.pk}"
    assert not Answer.objects.exists()


def test_one_choice_means_one():
    registration = RegistrationFactory()
    question = QuestionFactory(meeting=registration.meeting, kind="choice", choices=["A", "B"])
    both = frozenset(choice.pk for choice in question.choices.all())
    with pytest.raises(QuestionRefused, match="Une seule"):
        keep(registration, {question.pk: Given(choices=both)})


def test_answers_are_saved_with_the_seat_or_not_at_all():
    person, meeting = member(), MeetingFactory()
    question = QuestionFactory(meeting=meeting, required=True)
    facts = {
        "meeting": meeting, "person": person, "voice": voices_for(person, meeting)[0], "mode": "online",
        "listening_language": "fr", "needs": "", "by": person, "at": NOW,
    }  # fmt: skip
    with pytest.raises(QuestionRefused):
        actions.register(**facts, answers={})
    assert not Registration.objects.exists()
    registration = actions.register(**facts, answers={question.pk: Given(text="Oui")})
    assert texts(registration) == ["Oui"]


def test_the_fingerprint_tells_other_answers_and_other_files_apart():
    bodies = [
        {1: Given(text="a")},
        {1: Given(text="b")},
        {1: Given(number=Decimal(1), day=date(2026, 12, 9))},
        {1: Given(upload=upload(content=PDF))},
        {1: Given(upload=upload(content=PDF + b" "))},
    ]
    assert len({str(fingerprint(body)) for body in bodies}) == len(bodies)
    assert fingerprint({1: Given(upload=upload())}) == fingerprint({1: Given(upload=upload())})


# -- places


def test_a_choice_is_full_for_others_also_while_its_holders_wait():
    meeting = MeetingFactory()
    question = QuestionFactory(meeting=meeting, kind="choice", choices=["A", "B"], choices__places={"A": 2})
    first = Given(choices=frozenset({choice_of(question, "A").pk}))
    holders = [RegistrationFactory(meeting=meeting), RegistrationFactory(meeting=meeting, waiting=True)]
    for holder in holders:
        keep(holder, {question.pk: first})
    late = RegistrationFactory(meeting=meeting)
    with pytest.raises(QuestionRefused, match="«\u00a0A\u00a0» est complet"):
        keep(late, {question.pk: first})
    keep(holders[0], {question.pk: first})  # whoever holds a place keeps it
    Registration.objects.filter(pk=holders[1].pk).update(state="withdrawn")
    keep(late, {question.pk: first})
    places = places_of(questions_of(meeting))[choice_of(question, "A").pk]
    assert (places.taken, places.left) == (2, 0)


def test_changing_one_s_choice_frees_its_place():
    meeting = MeetingFactory()
    question = QuestionFactory(meeting=meeting, kind="choice", choices=["A", "B"], choices__places={"A": 1})
    a, b = (Given(choices=frozenset({choice_of(question, label).pk})) for label in "AB")
    first, second = RegistrationFactory(meeting=meeting), RegistrationFactory(meeting=meeting)
    keep(first, {question.pk: a})
    keep(first, {question.pk: b})
    keep(second, {question.pk: a})


# -- in the form


def voice_form(person, meeting, data=None, files=None):
    posted = None if data is None else {"listening_language": "fr", **data}
    form = RegistrationForm(posted, files, meeting=meeting, voices=voices_for(person, meeting), language="fr")
    if posted is not None:
        posted.setdefault("voice", next(iter(form.voices)))
    return form


def edit_form(registration, data, viewer=None, files=None):
    """What the page to change one's registration does: the mixin, over a registration that stands."""
    from django import forms

    from events.forms.answers import AnswersMixin

    class EditForm(AnswersMixin, forms.Form):
        def __init__(self, *args, **kwargs):
            super().__init__(*args, **kwargs)
            self.add_questions(registration.meeting, registration, viewer=viewer)

    return EditForm(data, files)


def test_every_kind_is_asked_and_read_back():
    person, meeting = member(), MeetingFactory()
    kinds = {
        kind: QuestionFactory(
            meeting=meeting,
            kind=kind,
            statement_fr="J’accepte.",
            choices=["A", "B"] if kind in {"choice", "choices", "access", "dietary"} else [],
        )
        for kind in QuestionKind
    }
    name = {kind: question.field for kind, question in kinds.items()}
    picked = {kind: str(choice_of(kinds[kind], "B").pk) for kind in ("choice", "choices", "access", "dietary")}
    data = {
        name["text"]: " Une ligne ", name["long"]: "Deux\nlignes", name["choice"]: picked["choice"],
        name["choices"]: [picked["choices"]], name["number"]: "2.5", name["date"]: "2026-12-09", name["consent"]: "on",
        name["access"]: [picked["access"]], f"{name['access']}_details": "Près de la porte",
        name["dietary"]: [], f"{name['dietary']}_details": "Sans sel",
    }  # fmt: skip
    form = voice_form(person, meeting, data, {name["file"]: upload()})
    assert form.is_valid(), form.errors
    given = {kind: form.answers[question.pk] for kind, question in kinds.items()}
    assert (given["text"].text, given["long"].text) == ("Une ligne", "Deux\nlignes")
    assert (given["number"].number, given["date"].day) == (Decimal("2.5"), date(2026, 12, 9))
    assert given["consent"].consented
    assert given["file"].upload.name == "lettre.pdf"
    assert given["access"] == Given(choices=frozenset({int(picked["access"])}), text="Près de la porte")
    assert given["dietary"] == Given(text="Sans sel")
    registration = RegistrationFactory(meeting=meeting, person=person)
    keep(registration, form.answers)
    again = edit_form(registration, None)
    assert again[name["text"]].value() == "Une ligne"
    assert again[name["number"]].value() == "2.5"
    assert again[name["choice"]].value() == picked["choice"]
    assert again[name["choices"]].value() == [picked["choices"]]
    assert again[f"{name['dietary']}_details"].value() == "Sans sel"
    assert again[name["consent"]].value() is True


def test_hidden_questions_are_neither_required_nor_kept():
    person, meeting = member(), MeetingFactory()
    meal = QuestionFactory(meeting=meeting, kind="choice", choices=["Oui", "Non"], required=True)
    diet = QuestionFactory(
        meeting=meeting, kind="number", required=True, shown_if=meal, shown_if_choice=choice_of(meal, "Oui")
    )
    on_site = QuestionFactory(meeting=meeting, required=True, shown_for_mode="in_person")
    citizens = QuestionFactory(meeting=meeting, required=True, shown_for_constituency="citizens")
    no = voice_form(person, meeting, {meal.field: choice_of(meal, "Non").pk, diet.field: "beaucoup"})
    assert no.is_valid(), no.errors
    assert no.answers[diet.pk].is_blank
    yes = voice_form(person, meeting, {meal.field: choice_of(meal, "Oui").pk, diet.field: "beaucoup"})
    assert not yes.is_valid()
    assert list(yes.errors) == [diet.field]
    assert on_site.field not in yes.fields  # the meeting is online
    assert citizens.field not in yes.fields  # and nobody here speaks as a citizen


def test_a_condition_reads_on_the_page_and_for_the_script(client):
    person, meeting = member(), MeetingFactory(hybrid=True)
    meal = QuestionFactory(meeting=meeting, kind="choice", choices=["Oui"], label_fr="Repas ?")
    diet = QuestionFactory(
        meeting=meeting, shown_if=meal, shown_if_choice=choice_of(meal, "Oui"), purpose_fr="Pour la cuisine."
    )
    QuestionFactory(meeting=meeting, shown_for_mode="in_person", label_fr="Hôtel ?")
    client.force_login(person)
    page = client.get(reverse("events:register", args=[meeting.slug])).content.decode()
    assert f'data-if-field="{meal.field}" data-if-value="{choice_of(meal, "Oui").pk}"' in page
    assert 'data-if-mode="in_person"' in page
    assert "Seulement si vous avez répondu « Oui » à « Repas ? »" in page.replace("\xa0", " ")
    assert "Seulement si vous venez sur place" in page
    assert "Pour la cuisine." in page
    assert "Lu par l’équipe qui organise, puis effacé 30 jours après la rencontre." in page
    assert f'id="id_{diet.field}"' in page


def test_errors_stand_beside_fields_and_what_was_typed_is_kept(client):
    person, meeting = member(), MeetingFactory()
    line = QuestionFactory(meeting=meeting)
    number = QuestionFactory(meeting=meeting, kind="number", most=4)
    letter = QuestionFactory(meeting=meeting, kind="file")
    client.force_login(person)
    data = {"voice": voices_for(person, meeting)[0].organisation.pk, "listening_language": "fr"}
    data |= {line.field: "Ce que j’ai écrit", number.field: "9", letter.field: upload()}
    response = client.post(reverse("events:register", args=[meeting.slug]), data)
    page = response.content.decode()
    assert response.status_code == 422
    assert "Ce que j’ai écrit" in page
    assert f'id="id_{number.field}_error"' in page
    assert "choisissez-le à nouveau" in page
    assert not Registration.objects.exists()


def test_registering_through_the_page_keeps_answers_and_file(client):
    person, meeting = member(), MeetingFactory()
    letter = QuestionFactory(meeting=meeting, kind="file", required=True)
    full = QuestionFactory(meeting=meeting, kind="choice", choices=["A", "B"], choices__places={"A": 0})
    client.force_login(person)
    address = reverse("events:register", args=[meeting.slug])
    data = {"voice": voices_for(person, meeting)[0].organisation.pk, "listening_language": "fr"}
    refused = client.post(address, {**data, letter.field: upload(), full.field: choice_of(full, "A").pk})
    assert refused.status_code == 422
    assert "est complet" in refused.content.decode()
    assert client.post(address, {**data, letter.field: upload()}).status_code == 302
    answer = Answer.objects.get(question=letter)
    with answer.file.open() as stored:
        assert stored.read() == PDF
    assert answer.file.name.startswith(f"answers/{meeting.pk}/")
    assert "lettre" not in answer.file.name


def test_a_question_of_access_takes_the_place_of_the_free_line():
    person, meeting = member(), MeetingFactory()
    assert "needs" in voice_form(person, meeting).fields
    QuestionFactory(meeting=meeting, access=True)
    form = voice_form(person, meeting, {})
    assert "needs" not in form.fields
    assert form.is_valid()
    assert form.wishes["needs"] == ""


def test_a_file_stays_is_replaced_and_is_removed():
    registration = RegistrationFactory()
    question = QuestionFactory(meeting=registration.meeting, kind="file")
    keep(registration, {question.pk: Given(upload=upload())})
    for data, files, expected in [
        ({}, None, "lettre.pdf"),
        ({}, {question.field: upload("photo.png", picture(), "image/png")}, "photo.png"),
        ({f"{question.field}_remove": "on"}, None, ""),
    ]:
        form = edit_form(registration, data, files=files)
        assert form.is_valid(), form.errors
        keep(registration, form.answers, at=LATER)
        assert Answer.objects.current().get().file_name == expected


def test_the_team_is_shown_only_what_is_for_the_organiser_and_leaves_the_rest():
    registration = RegistrationFactory()
    diet = QuestionFactory(meeting=registration.meeting, dietary=True, seen_by_organiser=False)
    line = QuestionFactory(meeting=registration.meeting)
    keep(registration, {diet.pk: Given(text="Sans noix"), line.pk: Given(text="Bonjour")})
    form = edit_form(registration, {line.field: "Bonsoir"}, viewer=manager())
    assert diet.field not in form.fields
    assert form.is_valid()
    keep(registration, form.answers, at=LATER, by=manager())
    assert texts(registration) == ["Sans noix", "Bonsoir"]


def test_the_form_costs_the_same_for_one_question_and_for_thirty(django_assert_num_queries):
    registration = RegistrationFactory()
    first = QuestionFactory(meeting=registration.meeting, kind="choice", choices=["A"], choices__places={"A": 3})
    keep(registration, {first.pk: Given(choices=frozenset({choice_of(first, "A").pk}))})
    for number in (1, 30):
        with django_assert_num_queries(5):  # questions, their choices; answers, theirs; places
            assert len([str(asked.field) for asked in edit_form(registration, None).questions]) == number
        QuestionFactory.create_batch(29, meeting=registration.meeting, kind="choices", choices=["A", "B"])


# -- files


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("lettre.pdf", b"<html>not a pdf</html>", "pas celui que son nom annonce"),
        ("photo.png", picture("JPEG"), "pas celui que son nom annonce"),
        ("photo.png", picture()[:-30], "pas celui que son nom annonce"),
        ("texte.docx", b"PK\x03\x04 no archive", "pas celui que son nom annonce"),
        ("script.svg", b"<svg onload=alert(1)>", "type de fichier"),
        ("lettre", PDF, "type de fichier"),
        ("vide.pdf", b"", "vide"),
        ("gros.pdf", PDF + b"0" * 1024 * 1024, "la limite est"),
    ],
)
def test_a_file_is_refused_with_what_to_do(name, content, words):
    registration = RegistrationFactory()
    question = QuestionFactory(meeting=registration.meeting, kind="file", file_megabytes=1)
    form = edit_form(registration, {}, files={question.field: upload(name, content)})
    assert words in str(form.errors[question.field])


@pytest.mark.parametrize(("name", "form"), [("photo.jpeg", "JPEG"), ("Photo.PNG", "PNG")])
def test_whole_pictures_are_taken(name, form):
    registration = RegistrationFactory()
    question = QuestionFactory(meeting=registration.meeting, kind="file")
    keep(registration, {question.pk: Given(upload=upload(name, picture(form)))})
    assert Answer.objects.get().file.size > 0


def test_a_file_leaves_only_through_its_view(client):
    answer = AnswerFactory(question__kind="file", content=PDF)
    address = reverse("events:answer-file", args=[answer.ident])
    assert client.get(address).status_code == 404
    client.force_login(PersonFactory())
    assert client.get(address).status_code == 404
    assert client.get(f"/media/{answer.file.name}").status_code == 404
    client.force_login(answer.registration.person)
    response = client.get(address)
    assert (response.status_code, response.content) == (200, PDF)
    assert response["Content-Disposition"] == 'attachment; filename="lettre.pdf"'
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in response["Content-Security-Policy"]
    assert "no-store" in response["Cache-Control"]


def test_a_superseded_file_is_its_owner_s_alone():
    answer = AnswerFactory(question__kind="file", content=PDF, is_current=False)
    assert answer_with_file(answer.registration.person, answer.ident) == answer
    assert answer_with_file(manager(), answer.ident) is None


def test_the_private_storage_is_not_the_public_one(settings):
    assert settings.STORAGES["private"] is not settings.STORAGES["default"]
    assert kept_files() is not RivesDocument._meta.get_field("file").storage


# -- who reads what (every cell: test_answer_visibility.py)


def test_who_registered_a_colleague_reads_no_more_once_they_left_the_organisation():
    registrant = member()
    membership = registrant.memberships.get()
    registration = RegistrationFactory(organisation=membership.organisation, registered_by=registrant)
    AnswerFactory(registration=registration, text="Oui")
    assert answers_visible_to(registrant, registration)
    membership.state = "withdrawn"
    membership.save()
    assert not answers_visible_to(registrant, registration)


def test_a_closed_account_and_nobody_read_nothing():
    answer = AnswerFactory(text="Oui")
    person = answer.registration.person
    person.is_active = False
    assert not answers_visible_to(person, answer.registration)
    assert not answers_visible_to(None, answer.registration)


@pytest.mark.parametrize("kind", [QuestionKind.ACCESS, QuestionKind.DIETARY])
def test_a_kind_s_own_limit_holds_whatever_the_question_says(kind):
    outside = {"access": Standing.CATERER, "dietary": Standing.DOOR}[kind]
    assert not discloses(outside, kind=kind, seen_by=set(Reader.values), is_seated=True)


# -- the page of those who help


@pytest.fixture
def fed():
    """A meeting with lunch: two who come, one far away, one who waits."""
    meeting = MeetingFactory(hybrid=True)
    diet = QuestionFactory(meeting=meeting, dietary=True, label_fr="Régime", choices=["Sans viande", "Sans gluten"])
    secret = QuestionFactory(meeting=meeting, label_fr="Pour l’équipe")
    wheels = QuestionFactory(meeting=meeting, access=True, seen_by_door=True, label_fr="Accès")
    for name, mode, trait in (
        ("Amina", "in_person", {}),
        ("Bruno", "in_person", {}),
        ("Chiara", "online", {}),
        ("Driss", "in_person", {"waiting": True}),
    ):
        row = RegistrationFactory(meeting=meeting, person__display_name=name, mode=mode, **trait)
        AnswerFactory(registration=row, question=diet, picked=[choice_of(diet, "Sans viande")], text="Sans noix")
        AnswerFactory(registration=row, question=secret, text=f"Confidence de {name}")
        AnswerFactory(registration=row, question=wheels, text=f"Rampe pour {name}")
    return meeting


def page(client, meeting, role):
    client.force_login(MeetingHelperFactory(meeting=meeting, role=role).person)
    return client.get(reverse("events:helping", args=[meeting.slug])).content.decode()


def test_the_caterer_reads_numbers_and_diets_without_names(client, fed):
    read = page(client, fed, HelperRole.CATERER)
    assert "2 personnes confirmées" in read.replace("\xa0", " ")
    assert "<dt>Sans viande</dt><dd>2</dd>" in read
    assert "<dt><bdi>Sans noix</bdi></dt><dd>2</dd>" in read
    for hidden in ("Amina", "Bruno", "Chiara", "Driss", "Confidence", "Rampe", "Accès"):
        assert hidden not in read


def test_the_door_reads_names_and_what_it_must_know_and_no_diet(client, fed):
    read = page(client, fed, HelperRole.DOOR)
    assert all(words in read for words in ("Amina", "Bruno", "Rampe pour Amina"))
    for hidden in ("Chiara", "Driss", "Sans noix", "Régime", "Confidence"):
        assert hidden not in read


def test_interpreters_read_how_many_listen_in_which_language(client, fed):
    read = page(client, fed, HelperRole.INTERPRETER)
    assert "3 personnes confirmées" in read.replace("\xa0", " ")
    for hidden in ("Amina", "Sans noix", "Rampe", "Confidence"):
        assert hidden not in read


def test_the_page_does_not_exist_for_others(client, fed):
    address = reverse("events:helping", args=[fed.slug])
    table = reverse("events:helping-table", args=[fed.slug, "caterer", "csv"])
    door = MeetingHelperFactory(meeting=fed, role=HelperRole.DOOR).person
    for person in (None, PersonFactory(), manager(), Registration.objects.first().person):
        if person:
            client.force_login(person)
        assert client.get(address).status_code == 404
        assert client.get(table).status_code == 404
    client.force_login(door)
    assert client.get(address).status_code == 200
    assert client.get(table).status_code == 404
    MeetingHelper.objects.all().delete()
    assert client.get(address).status_code == 404


@pytest.mark.parametrize("role", HelperRole.values)
def test_a_role_s_page_costs_the_same_for_two_people_and_for_thirty(client, fed, role, django_assert_num_queries):
    client.force_login(MeetingHelperFactory(meeting=fed, role=role).person)
    address = reverse("events:helping", args=[fed.slug])
    client.get(address)
    with django_assert_num_queries(COST[role]):
        client.get(address)
    RegistrationFactory.create_batch(28, meeting=fed, mode="in_person")
    with django_assert_num_queries(COST[role]):
        client.get(address)


COST = {"caterer": 10, "interpreter": 9, "door": 10}


# -- tables


def test_tables_hold_what_the_reader_may_see_and_no_needs(fed):
    rows = list(Registration.objects.filter(meeting=fed))
    assert [header for header, _value in answer_columns(fed, rows)] == ["Pour l’équipe"]
    assert [header for header, _value in answer_columns(fed, rows, reader=Reader.CATERER)] == []
    assert [header for header, _value in needs_columns(fed, rows)] == ["Régime", "Accès"]
    assert [header for header, _value in needs_columns(fed, rows, reader=Reader.CATERER)] == ["Régime"]
    table = to_csv(rows, needs_columns(fed, rows, reader=Reader.CATERER)).decode()
    assert table.count("Sans viande ; Sans noix") == 3  # who waits is not fed


def test_a_formula_in_an_answer_is_harmless_and_numbers_stay_numbers(client):
    meeting = MeetingFactory()
    line = QuestionFactory(meeting=meeting, seen_by_door=True, label_fr="=1+1")
    number = QuestionFactory(meeting=meeting, kind="number", label_fr="Combien")
    row = RegistrationFactory(meeting=meeting)
    AnswerFactory(registration=row, question=line, text='=HYPERLINK("http://x")')
    AnswerFactory(registration=row, question=number, number=Decimal("2.5"))
    table = to_csv([row], answer_columns(meeting, [row])).decode("utf-8-sig")
    assert table.splitlines()[0] == "'=1+1,Combien"
    assert table.splitlines()[1].startswith("\"'=HYPERLINK")
    assert table.splitlines()[1].endswith(",2.5")


def test_a_helper_takes_the_table_away(client, fed):
    client.force_login(MeetingHelperFactory(meeting=fed, role=HelperRole.DOOR).person)
    response = client.get(reverse("events:helping-table", args=[fed.slug, "door", "xlsx"]))
    rows = [list(row) for row in load_workbook(BytesIO(response.content)).active.iter_rows(values_only=True)]
    assert [row[0] for row in rows] == ["Personne", "Amina", "Bruno"]
    assert rows[0][-1] == "Accès"
    client.force_login(MeetingHelperFactory(meeting=fed, role=HelperRole.CATERER).person)
    table = client.get(reverse("events:helping-table", args=[fed.slug, "caterer", "csv"])).content.decode("utf-8-sig")
    assert "Régime,Sans viande,2" in table
    assert "Amina" not in table


def test_tables_cost_the_same_for_one_row_and_for_thirty(fed, django_assert_num_queries):
    for _round in range(2):
        rows = list(Registration.objects.filter(meeting=fed))
        with django_assert_num_queries(4):  # answers, their choices; questions, their choices
            to_csv(rows, answer_columns(fed, rows))
        RegistrationFactory.create_batch(28, meeting=fed)


# -- one's own copy, and leaving


def test_a_person_s_copy_holds_every_version_and_where_the_file_is():
    answer = AnswerFactory(question__kind="file", content=PDF)
    AnswerFactory(text="Celle d’une autre")
    [row] = export_all(answer.registration.person)["events_answers"]["answers"]
    assert row["file"]["name"] == "lettre.pdf"
    assert row["file"]["address"].endswith(reverse("events:answer-file", args=[answer.ident]))
    assert row["written_by_oneself"]


def test_leaving_deletes_answers_files_and_roles(django_capture_on_commit_callbacks):
    answer = AnswerFactory(question__kind="file", content=PDF)
    person, name = answer.registration.person, answer.file.name
    MeetingHelperFactory(person=person)
    other = AnswerFactory(text="Reste")
    with django_capture_on_commit_callbacks(execute=True):
        erase_person(person=person, by=person, at=NOW)
    assert list(Answer.objects.all()) == [other]
    assert not kept_files().exists(name)
    assert not MeetingHelper.objects.filter(person=person).exists()


def test_the_team_reads_answers_with_their_versions_and_not_the_caterer_s(client):
    registration = RegistrationFactory()
    line = QuestionFactory(meeting=registration.meeting)
    diet = QuestionFactory(meeting=registration.meeting, dietary=True, seen_by_organiser=False)
    keep(registration, {line.pk: Given(text="Avant"), diet.pk: Given(text="Sans noix")})
    keep(registration, {line.pk: Given(text="Après"), diet.pk: Given(text="Sans noix")}, at=LATER)
    client.force_login(manager())
    read = client.get(reverse("events_questions:answers", args=[registration.pk])).content.decode()
    assert "Avant" in read
    assert "Après" in read
    assert "Sans noix" not in read


def test_the_digest_tells_which_rows_whatever_their_order():
    rows = [(1, 2, 1, "2026-11-20T09:00:00+00:00"), (2, 2, 2, "2026-11-21T09:00:00+00:00")]
    assert digest_of(rows) == digest_of(reversed(rows))
    assert digest_of(rows) != digest_of(rows[:1])
