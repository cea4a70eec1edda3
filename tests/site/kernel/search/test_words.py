"""Words meet across their forms, in three languages."""

import pytest

from kernel.search.highlight import marked, marked_excerpt
from kernel.search.words import asked, forms, terms


def meet(question, text, language):
    return any(term.matches(text, language) for term in asked(question))


@pytest.mark.parametrize(
    ("language", "question", "text"),
    [
        ("fr", "cheval", "chevaux"),
        ("fr", "participer", "participaient"),
        ("fr", "élaborer", "élaborées"),
        ("fr", "elaborees", "élaborées"),
        ("fr", "elaborer", "élaborées"),
        ("fr", "ELABORER", "Élaborées"),
        ("en", "meeting", "meetings"),
        ("en", "meetings", "meeting"),
        ("en", "run", "running"),
        ("en", "citizen", "citizens"),
        ("ar", "اجتماع", "الاجتماعات"),
        ("ar", "مشاركة", "للمشاركة"),
        ("ar", "مقترح", "مقترحات"),
        ("ar", "المواطن", "المواطنين"),
        ("ar", "بلدية", "والبلديات"),
        ("ar", "مياه", "الْمِيَاه"),
        ("ar", "احمد", "أحمد"),
        ("ar", "مدينه", "مدينة"),
    ],
)
def test_a_word_is_found_in_its_other_forms(language, question, text):
    assert meet(question, text, language)


@pytest.mark.parametrize(("question", "text"), [("eau", "bateau"), ("rive", "arrivée"), ("ماء", "سماء")])
def test_a_word_is_not_found_inside_another(question, text):
    assert not meet(question, text, "fr")


def test_the_last_word_may_be_unfinished():
    assert meet("consul", "consultation", "fr")
    first, last = asked("consul eau")
    assert (first.prefix, last.prefix) == ("", "eau")


def test_little_words_are_not_asked_for_unless_alone():
    assert [sorted(t.forms)[0] for t in asked("la gestion de l’eau")] == ["gestion", "eau"]
    assert len(asked("de la")) == 2


def test_a_question_is_bounded():
    assert len(asked("mot " * 500)) <= 12
    assert asked("'\"*:()&|<>") == []


def test_single_letters_are_no_words_but_digits_are():
    assert forms("l") == ()
    assert forms("٧") == ("7",)


def test_both_orders_of_folding_and_stemming_are_indexed():
    assert set(terms("élaborées", "fr").split()) == {"elaborees", "elabor", "elabore"}


def test_what_was_asked_is_marked_and_the_rest_escaped():
    found = marked("Les chevaux & l’eau <b>", asked("cheval eau"), "fr")
    assert found == "Les <mark>chevaux</mark> &amp; l’<mark>eau</mark> &lt;b&gt;"


def test_an_excerpt_shows_the_passage_that_answers():
    text = "avant " * 100 + "le delta du fleuve " + "après " * 100
    found = marked_excerpt(text, asked("delta"), "fr")
    assert "<mark>delta</mark>" in found
    assert found.startswith("…avant")
    assert found.endswith("après…")
    assert len(found) < 280


def test_an_excerpt_without_answer_is_the_beginning():
    assert marked_excerpt("Un texte court", asked("delta"), "fr") == "Un texte court"
    assert marked_excerpt("", asked("delta"), "fr") == ""
