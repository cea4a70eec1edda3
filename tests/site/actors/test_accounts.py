import re
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress, EmailConfirmationHMAC
from django.core import signing
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from actors.models import Person
from kernel.mail.models import Mail
from kernel.mail.registry import build
from kernel.mail.render import to_html, to_text
from portal.models import SiteSettings
from tests.factories.actors import PersonFactory
from tests.factories.pages import StandardPageFactory

pytestmark = pytest.mark.django_db
PASSWORD = "motdepasse-1"
GIVEN = {
    "display_name": "سلمى ت.",
    "email": "Salma@Commune.example",
    "password1": "une phrase simple et longue",
    "language": "ar",
}


@pytest.fixture(autouse=True)
def no_limits_left_over():
    cache.clear()
    yield
    cache.clear()


def url(name, *args, language="fr", **kwargs):
    with translation.override(language):
        return reverse(name, args=args, kwargs=kwargs)


def signed_in(client):
    return "_auth_user_id" in client.session


def sign_up(client, **given):
    return client.post(url("account_signup"), {**GIVEN, **given})


def key_of(mail):
    return mail.context["key"]


@pytest.mark.parametrize("language", ["fr", "en", "ar"])
@pytest.mark.parametrize(
    "name",
    [
        "account_login",
        "account_signup",
        "account_reset_password",
        "account_reset_password_done",
        "account_reset_password_from_key_done",
        "account_request_login_code",
        "account_email_verification_sent",
        "account_inactive",
    ],
)
def test_doors_show_in_each_language(client, name, language):
    response = client.get(url(name, language=language))
    assert response.status_code == 200
    assert f'<html lang="{language}" dir="{"rtl" if language == "ar" else "ltr"}">' in response.content.decode()


def test_signing_up_keeps_the_name_in_its_script_and_the_language(client):
    response = sign_up(client)
    assert response.url == url("account_email_verification_sent")
    person = Person.objects.get()
    assert (person.email, person.display_name, person.language) == ("salma@commune.example", "سلمى ت.", "ar")
    assert not signed_in(client)


def test_the_language_offered_at_sign_up_is_the_pages(client):
    for language in ("fr", "en", "ar"):
        form = client.get(url("account_signup", language=language)).context["form"]
        assert form["language"].value() == language


def test_the_confirmation_is_written_in_the_persons_language_and_leads_there(client):
    sign_up(client)
    mail = Mail.objects.get(letter="actors.confirm_address")
    assert (mail.language, mail.to, mail.confidential) == ("ar", "salma@commune.example", True)
    with translation.override("ar"):
        letter = build(mail.letter, mail.context)
        assert "/ar/account/confirm-email/" in to_html(letter)
        assert "/ar/account/confirm-email/" in to_text(letter)


def test_following_the_link_confirms_and_signs_in_where_one_signed_up(client):
    sign_up(client)
    link = url("account_confirm_email", key_of(Mail.objects.get()), language="ar")
    assert "csrfmiddlewaretoken" in client.get(link).content.decode()
    assert not EmailAddress.objects.get().verified
    client.post(link)
    assert EmailAddress.objects.get().verified
    assert signed_in(client)


def test_following_the_link_elsewhere_confirms_without_signing_in(client):
    sign_up(client)
    other = Client()
    other.post(url("account_confirm_email", key_of(Mail.objects.get())))
    assert EmailAddress.objects.get().verified
    assert "_auth_user_id" not in other.session


def test_a_link_serves_once(client):
    sign_up(client)
    link = url("account_confirm_email", key_of(Mail.objects.get()))
    client.post(link)
    response = client.get(link)
    assert "Ce lien n’est plus valable" in response.content.decode()
    assert client.post(link).status_code == 404


def test_a_link_expires_and_says_how_to_get_another(client, monkeypatch):
    sign_up(client)
    address = EmailAddress.objects.get()
    then = timezone.now() - timedelta(days=3, minutes=1)
    with monkeypatch.context() as patch:
        patch.setattr(signing.time, "time", then.timestamp)
        key = EmailConfirmationHMAC(address).key
    response = client.get(url("account_confirm_email", key))
    assert "Ce lien n’est plus valable" in response.content.decode()
    client.post(url("account_confirm_email", key))
    address.refresh_from_db()
    assert not address.verified


@pytest.mark.parametrize("key", ["nothing", "MQ:1abc:forged", "-"])
def test_a_forged_link_confirms_nothing(client, key):
    sign_up(client)
    assert client.get(url("account_confirm_email", key)).status_code == 200
    assert client.post(url("account_confirm_email", key)).status_code == 404
    assert not EmailAddress.objects.get().verified


def test_signing_up_with_a_known_address_tells_its_owner_and_nobody_else(client):
    known = PersonFactory(email="salma@commune.example", language="en")
    fresh = sign_up(client, email="autre@commune.example")
    response = sign_up(client)
    assert (response.status_code, response.url) == (fresh.status_code, fresh.url)
    assert Person.objects.count() == 2
    mail = Mail.objects.get(to=known.email)
    assert (mail.letter, mail.language) == ("actors.known_account", "en")


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("email", "salma@commune", "incomplète"),
        ("email", "", "Donnez votre adresse"),
        ("display_name", "", "sous quel nom"),
        ("display_name", "Salma\u202egnimalc", "caractère invisible"),
        ("display_name", "x" * 121, "120"),
        ("password1", "court", "12"),
        ("password1", "", "Donnez un mot de passe"),
        ("password1", "salma@commune.example", "trop semblable"),
        ("language", "tlh", "tlh"),
    ],
)
def test_a_faulty_sign_up_says_where_and_keeps_what_was_typed(client, field, value, said):
    response = sign_up(client, **{field: value})
    assert response.status_code == 200
    assert said in str(response.context["form"].errors[field])
    kept = GIVEN["display_name"] if field != "display_name" else GIVEN["email"]
    assert kept in response.content.decode()
    assert not Person.objects.exists()


def test_the_password_is_never_sent_back(client):
    assert GIVEN["password1"] not in sign_up(client, email="faux").content.decode()


def login(client, person, password=PASSWORD, language="fr", **extra):
    return client.post(url("account_login", language=language), {"login": person.email, "password": password, **extra})


def test_signing_in_leads_to_my_space_in_the_persons_language(client):
    person = PersonFactory(language="ar")
    assert login(client, person).url == "/ar/my/"
    assert signed_in(client)


def test_a_next_address_is_kept_and_a_foreign_one_is_not(client):
    person = PersonFactory()
    assert login(client, person, next="/fr/meetings/").url == "/fr/meetings/"
    client.logout()
    for foreign in ("https://evil.example/", "//evil.example/", "javascript:alert(1)"):
        assert login(client, person, next=foreign).url == "/fr/my/"
        client.logout()


def test_signing_in_does_not_say_whether_the_address_is_known(client):
    person = PersonFactory()
    wrong = login(client, person, password="autre chose entièrement")
    unknown = client.post(url("account_login"), {"login": "inconnu@exemple.org", "password": PASSWORD})
    assert wrong.context["form"].errors == unknown.context["form"].errors
    assert person.email in wrong.content.decode()
    assert not signed_in(client)


def test_repeated_failures_are_stopped(client):
    person = PersonFactory()
    for _time in range(5):
        login(client, person, password="faux et encore faux")
    response = login(client, person)
    assert response.status_code == 429 or "Trop d’essais" in response.content.decode()
    assert not signed_in(client)


def test_an_unconfirmed_address_does_not_open_the_account(client):
    person = PersonFactory(confirmed=False)
    assert login(client, person).url == url("account_email_verification_sent")
    assert not signed_in(client)
    assert Mail.objects.filter(letter="actors.confirm_address", to=person.email).exists()


def test_a_closed_account_stays_closed(client):
    person = PersonFactory(is_active=False)
    login(client, person)
    assert not signed_in(client)


def test_remembering_lasts_and_not_remembering_ends_with_the_browser(client):
    person = PersonFactory()
    login(client, person)
    assert client.session.get_expire_at_browser_close()
    client.logout()
    login(client, person, remember="on")
    assert not client.session.get_expire_at_browser_close()


def ask_code(client, email):
    return client.post(url("account_request_login_code"), {"email": email})


def test_a_code_opens_the_account(client):
    person = PersonFactory(language="en")
    ask_code(client, person.email)
    mail = Mail.objects.get(letter="actors.login_code")
    assert re.fullmatch(r"\d{6}", mail.context["code"])
    assert (mail.confidential, mail.language) == (True, "en")
    response = client.post(url("account_confirm_login_code"), {"code": mail.context["code"]})
    assert response.url == "/en/my/"
    assert signed_in(client)


def test_a_wrong_code_is_refused_and_three_of_them_end_the_attempt(client):
    person = PersonFactory()
    ask_code(client, person.email)
    right = Mail.objects.get(letter="actors.login_code").context["code"]
    wrong = "000000" if right != "000000" else "111111"
    response = client.post(url("account_confirm_login_code"), {"code": wrong})
    assert "Ce code ne correspond pas" in response.content.decode()
    for _time in range(2):
        client.post(url("account_confirm_login_code"), {"code": wrong})
    client.post(url("account_confirm_login_code"), {"code": right})
    assert not signed_in(client)


def test_a_code_for_an_unknown_address_looks_the_same_and_writes_to_that_address(client):
    known = ask_code(client, PersonFactory().email)
    client.logout()
    unknown = ask_code(client, "inconnu@exemple.org")
    assert (known.status_code, known.url) == (unknown.status_code, unknown.url)
    assert Mail.objects.get(to="inconnu@exemple.org").letter == "actors.unknown_account"


def test_a_forgotten_password_is_replaced_by_a_link_that_serves_once(client):
    person = PersonFactory(language="ar")
    client.post(url("account_reset_password"), {"email": person.email})
    mail = Mail.objects.get(letter="actors.reset_password")
    link = url("account_reset_password_from_key", uidb36=mail.context["uid"], key=mail.context["key"])
    form_at = client.get(link).url
    new = "un tout nouveau secret"
    assert client.post(form_at, {"password1": new, "password2": "autre secret bien long"}).status_code == 200
    client.post(form_at, {"password1": new, "password2": new})
    person.refresh_from_db()
    assert person.check_password(new)
    assert Mail.objects.filter(letter="actors.password_changed", to=person.email, language="ar").exists()
    client.session.flush()
    assert "Ce lien n’est plus valable" in client.get(link, follow=True).content.decode()


def test_a_reset_for_an_unknown_address_looks_the_same(client):
    known = client.post(url("account_reset_password"), {"email": PersonFactory().email})
    unknown = client.post(url("account_reset_password"), {"email": "inconnu@exemple.org"})
    assert (known.status_code, known.url) == (unknown.status_code, unknown.url)


def test_changing_the_password_asks_for_the_current_one(client):
    person = PersonFactory()
    client.force_login(person)
    new = {"password1": "un tout nouveau secret", "password2": "un tout nouveau secret"}
    response = client.post(url("account_change_password"), {"oldpassword": "faux", **new})
    assert "Ce n’est pas votre mot de passe actuel" in response.content.decode()
    client.post(url("account_change_password"), {"oldpassword": PASSWORD, **new})
    person.refresh_from_db()
    assert person.check_password("un tout nouveau secret")


def test_changing_the_address_asks_who_one_is_and_waits_for_the_confirmation(client):
    person = PersonFactory(email="avant@exemple.org")
    login(client, person)
    page = url("account_email")
    response = client.post(page, {"email": "apres@exemple.org", "action_add": "1"})
    assert response.url.startswith(url("account_reauthenticate"))
    client.post(response.url, {"password": PASSWORD})
    client.post(page, {"email": "apres@exemple.org", "action_add": "1"})
    person.refresh_from_db()
    assert person.email == "avant@exemple.org"
    mail = Mail.objects.get(letter="actors.confirm_address", to="apres@exemple.org")
    client.post(url("account_confirm_email", key_of(mail)))
    person.refresh_from_db()
    assert person.email == "apres@exemple.org"
    assert list(EmailAddress.objects.values_list("email", flat=True)) == ["apres@exemple.org"]


@pytest.mark.parametrize("language", ["fr", "en", "ar"])
@pytest.mark.parametrize(
    "name",
    ["account_email", "account_change_password", "usersessions_list", "account_logout", "account_reauthenticate"],
)
def test_pages_of_the_account_show_in_each_language(client, name, language):
    client.force_login(PersonFactory())
    assert client.get(url(name, language=language)).status_code == 200


def test_someone_without_a_password_chooses_a_first_one(client):
    person = PersonFactory()
    person.set_unusable_password()
    person.save()
    client.force_login(person)
    assert client.get(url("account_change_password")).url == url("account_set_password")
    assert client.get(url("account_set_password")).status_code == 200


def test_signing_out_asks_and_needs_a_post(client):
    client.force_login(PersonFactory())
    client.get(url("account_logout"))
    assert signed_in(client)
    assert client.post(url("account_logout", language="ar")).url == "/ar/"
    assert not signed_in(client)


def test_other_sessions_are_closed_and_this_one_stays(client):
    person = PersonFactory()
    other = Client()
    login(other, person)
    login(client, person)
    client.post(url("usersessions_list"))
    assert signed_in(client)
    assert other.get(url("account_email")).status_code == 302


@pytest.mark.parametrize("language", ["fr", "en", "ar"])
@pytest.mark.parametrize(
    ("name", "context"),
    [
        ("actors.confirm_address", {"key": "a:b:c"}),
        ("actors.reset_password", {"uid": "1", "key": "abc-def"}),
        ("actors.login_code", {"code": "123456"}),
        ("actors.unknown_account", {}),
        ("actors.known_account", {}),
        ("actors.password_changed", {}),
        ("actors.address_changed", {"to_email": "apres@exemple.org"}),
    ],
)
def test_account_letters_are_laid_out_in_each_language(name, context, language):
    with translation.override(language):
        letter = build(name, context)
        assert f'lang="{language}"' in to_html(letter)
        assert to_text(letter)


def test_the_time_is_told_in_the_persons_zone(client):
    person = PersonFactory(time_zone="Asia/Beirut")
    login(client, person)
    html = client.get(url("usersessions_list")).content.decode()
    assert timezone.now().astimezone(person.zone).strftime("%H:") in html


def test_whoever_tries_passwords_without_end_is_asked_to_wait(client):
    """allauth counts these attempts itself and answers with our page."""
    client.force_login(PersonFactory())
    answers = [client.post("/fr/account/password/change/", {"oldpassword": f"essai {n}"}) for n in range(6)]
    assert answers[0].status_code in {200, 422}
    assert answers[-1].status_code == 429
    assert int(answers[-1]["Retry-After"]) > 0
    assert "Vous pourrez réessayer" in answers[-1].content.decode()


@pytest.mark.parametrize(("language", "title"), [("fr", "Vos données"), ("en", "Your data"), ("ar", "Vos données")])
def test_signing_up_leads_to_what_is_said_of_personal_data(client, language, title):
    """The page that the team chose, in its own language where the reader's is missing."""
    page = StandardPageFactory(title_fr="Vos données", title_en="Your data", slug="donnees")
    settings = SiteSettings.load()
    settings.privacy_page_id = page.pk
    settings.save()
    shown = client.get(f"/{language}/account/signup/").content.decode()
    marked = ' lang="fr" dir="ltr"' if language == "ar" else ""
    form = shown[shown.index("<form") :]
    assert f'<a href="/{language}/donnees/"{marked}>{title}</a>' in form[: form.index("</form>")]


@pytest.mark.parametrize("live", [None, False])
def test_signing_up_stands_without_such_a_page(client, live):
    if live is not None:
        settings = SiteSettings.load()
        settings.privacy_page_id = StandardPageFactory(live=live, slug="donnees").pk
        settings.save()
    shown = client.get("/fr/account/signup/").content.decode()
    assert "Votre adresse sert à vous écrire" in shown
    assert "donnees" not in shown
