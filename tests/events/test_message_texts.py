"""The team's own words for the letters: names in braces, three languages, one meeting or all, back to the standard."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation
from django.utils.html import format_html

from events import actions, placeholders
from events.errors import NotAllowed
from events.letters.samples import sample_letter
from events.models import MessageText
from events.queries.texts import standard_words, words_of
from events.standard_texts import TEXTS
from kernel.languages.choices import LANGUAGES
from kernel.mail import render
from tests.factories.actors import PersonFactory
from tests.factories.events import NOW, MeetingFactory, manager

pytestmark = pytest.mark.django_db

KIND = "registration_confirmed"
VALUES = {"nom": "Salma <b>", "rencontre": "Comité", "lieu": ""}


def save(words, kind=KIND, meeting=None, by=None):
    return actions.save_text(kind=kind, meeting=meeting, words=words, by=by or manager(), at=NOW)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("Bonjour {nom},", "Bonjour Salma <b>,"),
        ("À {lieu} : {rencontre}", "À\u00a0: Comité"),
        ("Une\n ligne", "Une ligne"),
        ("Place libre ?", "Place libre\u00a0?"),
    ],
)
def test_a_subject_is_one_line_with_its_names_replaced(text, line):
    assert placeholders.line(text, VALUES) == line


def test_an_opening_is_paragraphs_and_no_value_is_ever_markup():
    found = placeholders.paragraphs("Bonjour {nom},\r\n\r\nUne ligne\nune autre <i>\n\n\n", VALUES)
    assert found == ["Bonjour <bdi>Salma &lt;b&gt;</bdi>,", "Une ligne<br>une autre &lt;i&gt;"]


def test_a_value_is_never_read_again():
    assert placeholders.line("{nom}", {"nom": "{lieu}", "lieu": "Tunis"}) == "{lieu}"


@pytest.mark.parametrize("text", ["{lien}", "{nom", "nom}", "{}", "{nom.password}", "{ nom }", "{{nom}}"])
def test_an_unknown_name_or_a_lone_brace_is_refused(text):
    with pytest.raises(ValidationError):
        placeholders.validate(text, placeholders.ALWAYS)


def test_the_refusal_names_the_field_of_its_language_and_keeps_nothing():
    with pytest.raises(ValidationError) as refused:
        save({"opening_ar": "مرحبًا {name}", "subject_fr": "Bienvenue {nom}"})
    assert list(refused.value.message_dict) == ["opening_ar"]
    assert not MessageText.objects.exists()


def test_a_deadline_is_a_name_of_offers_only():
    save({"subject_fr": "Avant le {echeance}"}, kind="place_offered")
    with pytest.raises(ValidationError):
        save({"subject_fr": "Avant le {echeance}"})


@pytest.mark.parametrize("kind", TEXTS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_standard_text_keeps_its_own_rules(kind, language):
    words = standard_words(kind, language)
    for text in (words.subject, words.opening, words.closing):
        placeholders.validate(text, TEXTS[kind].placeholders)
    assert words.subject
    assert words.opening


def test_what_is_missing_in_a_language_says_the_standard_text():
    save({"subject_fr": "À bientôt, {nom}"})
    assert words_of(KIND, None, "fr").subject == "À bientôt, {nom}"
    for language in ("en", "ar"):
        assert words_of(KIND, None, language) == standard_words(KIND, language)
    assert words_of(KIND, None, "fr").opening == standard_words(KIND, "fr").opening


def test_one_meeting_may_have_its_own_words_over_those_of_all():
    meeting, other = MeetingFactory(), MeetingFactory()
    save({"subject_fr": "Pour toutes", "opening_fr": "Bienvenue à toutes et tous"})
    save({"subject_fr": "Pour celle-ci"}, meeting=meeting)
    assert words_of(KIND, meeting.pk, "fr").subject == "Pour celle-ci"
    assert words_of(KIND, meeting.pk, "fr").opening == "Bienvenue à toutes et tous"
    assert words_of(KIND, other.pk, "fr").subject == "Pour toutes"


def test_writing_the_standard_text_is_having_none_of_one_s_own():
    standard = standard_words(KIND, "fr")
    assert save({"subject_fr": standard.subject, "opening_fr": standard.opening.replace("\n", "\r\n")}) is None
    assert not MessageText.objects.exists()
    save({"subject_fr": "Autre"})
    assert save({"subject_fr": " "}) is None
    assert not MessageText.objects.exists()


def test_a_meeting_that_says_what_all_say_has_no_words_of_its_own():
    meeting = MeetingFactory()
    save({"subject_fr": "Pour toutes"})
    assert save({"subject_fr": "Pour toutes"}, meeting=meeting) is None
    assert save({"subject_fr": standard_words(KIND, "fr").subject}, meeting=meeting) is not None


def test_back_to_the_standard_text_may_be_asked_twice():
    save({"subject_fr": "Autre"})
    for _ in range(2):
        actions.reset_text(kind=KIND, meeting=None, by=manager(), at=NOW)
    assert words_of(KIND, None, "fr") == standard_words(KIND, "fr")


def test_only_the_team_changes_words():
    with pytest.raises(NotAllowed):
        save({"subject_fr": "x"}, by=PersonFactory())
    with pytest.raises(NotAllowed):
        actions.reset_text(kind=KIND, meeting=None, by=PersonFactory(), at=NOW)


def test_the_database_holds_one_text_a_letter_and_meeting():
    meeting = MeetingFactory()
    for owner in (None, meeting):
        MessageText.objects.create(kind=KIND, meeting=owner)
        with pytest.raises(IntegrityError), transaction.atomic():
            MessageText.objects.create(kind=KIND, meeting=owner)
    with pytest.raises(IntegrityError), transaction.atomic():
        MessageText.objects.create(kind="unknown")


def test_the_connection_link_is_never_written_in_a_text():
    meeting = MeetingFactory(online_link="https://visio.example/42")
    with pytest.raises(ValidationError):
        save({"opening_fr": "Entrez ici : https://visio.example/42"}, meeting=meeting)


@pytest.mark.parametrize("kind", TEXTS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_facts_links_and_footer_stay_whatever_the_team_writes(kind, language):
    own = standard_words(kind, language).__class__("Objet", "Début", "Fin")
    with translation.override(language):
        plain = render.to_text(sample_letter(kind, standard_words(kind, language), None, language))
        written = render.to_text(sample_letter(kind, own, None, language))
    links = [line for line in plain.splitlines() if line.strip().startswith("http")]
    assert links
    assert [line for line in written.splitlines() if line.strip().startswith("http")] == links
    assert written.partition("-- ")[2] == plain.partition("-- ")[2]
    assert "Début" in written
    assert "Fin" in written


@pytest.fixture
def desk(client):
    client.force_login(manager())
    return client


def page(kind=KIND, name="edit"):
    return reverse(f"events_texts:{name}", args=[kind])


def test_the_desk_lists_every_letter_and_shows_each_language_beside_its_fields(desk):
    save({"subject_en": "See you there"})
    index = desk.get(reverse("events_texts:index"))
    assert all(page(kind) in index.text for kind in TEXTS)
    assert "English" in index.text
    edit = desk.get(page())
    assert edit.text.count("<iframe") == 3
    assert standard_words(KIND, "fr").subject in edit.context["form"]["subject_fr"].value()
    assert "See you there" in edit.text


def test_the_desk_keeps_what_was_typed_beside_its_error(desk):
    answer = desk.post(page(), {"opening_ar": "مرحبًا {name}"})
    assert answer.status_code == 422
    assert "مرحبًا {name}" in answer.text
    assert "{name}" in answer.context["form"].errors["opening_ar"][0]
    assert not MessageText.objects.exists()


def test_the_desk_saves_shows_and_resets(desk):
    assert desk.post(page(), {"subject_fr": "Bienvenue {nom}"}).status_code == 302
    assert words_of(KIND, None, "fr").subject == "Bienvenue {nom}"
    assert desk.post(page(name="reset")).status_code == 302
    assert not MessageText.objects.exists()


def test_the_preview_keeps_nothing_and_escapes_what_was_typed(desk):
    answer = desk.post(page(name="preview"), {"opening_en": "Hello {nom} <script>", "subject_fr": "{x}"}).json()
    assert "Hello <bdi>Salma T.</bdi> &lt;script&gt;" in answer["languages"]["en"]["html"]
    assert 'dir="rtl"' in answer["languages"]["ar"]["html"]
    assert "Hello Salma T. <script>" in answer["languages"]["en"]["text"]
    assert list(answer["errors"]) == ["subject_fr"]
    assert not MessageText.objects.exists()
    looked = desk.post(page(), {"opening_en": "Hello {nom}", "look": "1"})
    assert "Hello &lt;bdi&gt;Salma T.&lt;/bdi&gt;" in looked.text
    assert not MessageText.objects.exists()


def test_one_meeting_s_words_are_edited_at_the_same_desk(desk):
    meeting = MeetingFactory()
    address = f"{page()}?meeting={meeting.pk}"
    assert meeting.title_fr in desk.get(address).text
    desk.post(address, {"subject_fr": "Pour celle-ci"})
    assert MessageText.objects.get().meeting == meeting
    assert desk.get(f"{page()}?meeting=x", follow=True).status_code == 404
    assert desk.get(page("nowhere"), follow=True).status_code == 404


@pytest.mark.parametrize("name", ["edit", "preview", "reset"])
def test_nobody_else_comes_in(client, name):
    client.force_login(PersonFactory(is_staff=True))
    assert client.post(page(name=name)).status_code in (302, 403)
    assert client.get(reverse("events_texts:index")).status_code in (302, 403)


def test_one_text_or_all_cost_the_same_queries(desk):
    desk.get(reverse("events_texts:index"))
    counts = []
    for kinds in (list(TEXTS)[:1], list(TEXTS)):
        MessageText.objects.all().delete()
        MessageText.objects.bulk_create([MessageText(kind=kind, subject_fr="x") for kind in kinds])
        with CaptureQueriesContext(connection) as queries:
            desk.get(reverse("events_texts:index"))
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_a_title_in_another_direction_is_isolated_in_a_subject_and_is_no_markup():
    """A meeting that has an Arabic title only, told to someone who reads French."""
    title = format_html('<bdi lang="ar" dir="rtl">{}</bdi>', "لجنة البيئة 2")
    values = {"rencontre": title, "jour": "9 décembre", "nom": "سلمى"}
    found = placeholders.line("{nom}, confirmée : {rencontre}, {jour}", values)
    assert found == "\u2068سلمى\u2069, confirmée\u00a0: \u2068لجنة البيئة 2\u2069, 9 décembre"
