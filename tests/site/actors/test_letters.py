import pytest
from django.utils import translation

from kernel.mail.registry import build
from kernel.mail.render import subject_line, to_html, to_text
from kernel.notifications import registry as notices
from tests.factories.actors import MembershipFactory

pytestmark = pytest.mark.django_db
FACTS = ["requested", "verified", "refused", "ended"]


def membership():
    return MembershipFactory(
        person__display_name="Karim <b>B.</b>",
        organisation__name_fr=None,
        organisation__name_ar="بلدية قابس",
        function="Chargé de mission",
        message="Bonjour",
        reason="Mandat manquant",
    )


@pytest.mark.parametrize("language", ["fr", "en", "ar"])
@pytest.mark.parametrize("fact", FACTS)
def test_letters_about_memberships_are_laid_out_in_each_language(fact, language):
    with translation.override(language):
        letter = build(f"actors.{fact}", {"membership": membership().pk, "focal": True})
        html, text = to_html(letter), to_text(letter)
    assert f'<html lang="{language}"' in html
    assert "<b>B.</b>" not in html
    isolated = "بلدية قابس" if language == "ar" else "\u2068بلدية قابس\u2069"
    assert subject_line(letter).endswith(isolated)
    assert isolated in text
    assert f"/{language}/my/organisations/" in text


def test_a_refusal_gives_its_reason():
    assert "Mandat manquant" in to_text(build("actors.refused", {"membership": membership().pk}))


def test_no_letter_gives_an_address_away():
    one = membership()
    assert one.person.email not in to_html(build("actors.requested", {"membership": one.pk, "focal": True}))


@pytest.mark.parametrize("fact", FACTS)
def test_notices_name_the_organisation_in_a_language_it_has(fact):
    data = {"slug": "gabes", "person": "Karim <b>B.</b>", "organisation": {"fr": "", "en": "", "ar": "بلدية قابس"}}
    notice = notices.build(f"actors.{fact}", data)
    assert '<bdi lang="ar" dir="rtl">بلدية قابس</bdi>' in notice.text
    assert "<b>B.</b>" not in notice.text
    assert notice.path.startswith("/my/organisations/")
