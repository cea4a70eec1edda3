"""A field: label, hint before the control, control that knows its hint and its error, error in words."""

import pytest
from django import forms
from django.template.loader import render_to_string


class Registration(forms.Form):
    email = forms.EmailField(label="Adresse", help_text="Celle de votre organisation.")
    password = forms.CharField(label="Mot de passe", widget=forms.PasswordInput)
    level = forms.ChoiceField(label="Niveau", choices=[("a", "A"), ("b", "B")], widget=forms.RadioSelect)
    topics = forms.MultipleChoiceField(
        label="Thèmes", choices=[("x", "X")], widget=forms.CheckboxSelectMultiple, required=False
    )
    needs = forms.CharField(label="Besoins", widget=forms.Textarea, required=False)
    charter = forms.BooleanField(label="J’ai lu la charte")
    key = forms.CharField(widget=forms.HiddenInput, required=False)


@pytest.fixture
def blank():
    return Registration()


@pytest.fixture
def refused():
    return Registration({"email": '"><script>', "level": "z"})


def test_the_hint_comes_before_the_control_and_describes_it(blank):
    html = blank["email"].as_field_group()
    assert html.index('id="id_email_helptext"') < html.index("<input")
    assert 'aria-describedby="id_email_helptext"' in html
    assert '<label for="id_email">' in html


def test_an_error_is_a_sentence_tied_to_its_control(refused):
    html = refused["email"].as_field_group()
    assert "field--error" in html
    assert 'aria-invalid="true"' in html
    assert 'aria-describedby="id_email_helptext id_email_error"' in html
    assert 'id="id_email_error"' in html


def test_what_was_typed_is_kept_and_escaped(refused):
    html = refused["email"].as_field_group()
    assert "&quot;&gt;&lt;script&gt;" in html
    assert "<script>" not in html


@pytest.mark.parametrize(("name", "direction"), [("email", "ltr"), ("password", "ltr"), ("needs", "auto")])
def test_addresses_stay_left_to_right_and_free_text_follows_itself(blank, name, direction):
    assert f'dir="{direction}"' in blank[name].as_field_group()


def test_a_password_has_a_button_that_only_a_script_shows(blank):
    html = blank["password"].as_field_group()
    assert "data-show-password hidden" in html
    assert "js/password.js" in html


def test_choices_are_rows_in_a_named_group(blank):
    html = blank["level"].as_field_group()
    assert html.count('class="radio-row"') == 2
    assert "<legend" in html
    assert blank["topics"].as_field_group().count('class="check check--2"') == 1


def test_one_box_is_named_once(blank):
    html = blank["charter"].as_field_group()
    assert html.count("J’ai lu la charte") == 1
    assert html.count("<label") == 1


def test_what_is_optional_says_so(blank):
    assert "(facultatif)" in blank["needs"].as_field_group()
    assert "(facultatif)" not in blank["email"].as_field_group()


def test_a_hidden_field_is_only_its_control(blank):
    assert blank["key"].as_field_group().strip() == str(blank["key"])


def test_the_class_and_direction_given_by_a_form_are_kept():
    class Code(forms.Form):
        code = forms.CharField(widget=forms.TextInput(attrs={"class": "code", "dir": "ltr"}))

    html = Code()["code"].as_field_group()
    assert 'class="input code"' in html
    assert html.count("dir=") == 1


def test_the_summary_leads_to_each_faulty_control(refused):
    html = render_to_string("components/error_summary.html", {"form": refused})
    assert 'role="alert"' in html
    assert "4 points à corriger" in html
    for anchor in ("id_email", "id_password", "id_level_0", "id_charter"):
        assert f'href="#{anchor}"' in html
        assert f'id="{anchor}"' in "".join(field.as_field_group() for field in refused)


def test_a_form_without_fault_has_no_summary(blank):
    assert render_to_string("components/error_summary.html", {"form": blank}).strip() == ""


def test_no_field_carries_style_or_a_handler(refused):
    html = "".join(field.as_field_group() for field in refused)
    assert "style=" not in html
    assert "onclick" not in html
