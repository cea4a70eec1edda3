"""The local mailbox: for the team and the demo only, and harmless to look into."""

import pytest
from django.core.mail import EmailMultiAlternatives
from django.urls import reverse

from kernel.mail import sending
from kernel.mail.actions import queue_message
from kernel.mail.choices import MailState
from kernel.mail.models import Mail
from kernel.mail.queries import mails_of
from tests.factories.actors import PersonFactory
from tests.factories.mail import AT, MailFactory

pytestmark = pytest.mark.django_db
URL = "/mailbox/"
KEPT = "django.core.mail.backends.dummy.EmailBackend"
ICS = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nMETHOD:REQUEST\r\nEND:VCALENDAR\r\n"


@pytest.fixture(autouse=True)
def local(settings):
    settings.MAIL_TRANSPORT_BACKEND = KEPT


def sent(**fields):
    mail = MailFactory(**fields)
    sending.send(mail_id=mail.pk, at=AT)
    mail.refresh_from_db()
    return mail


def confidential(to):
    message = EmailMultiAlternatives("Votre code", "Le code est 123456", to=[to])
    message.attach_alternative(
        "<html><head></head><body>Code <b>123456</b><script>alert(1)</script></body></html>", "text/html"
    )
    mail = queue_message(message=message, at=AT)
    sending.send(mail_id=mail.pk, at=AT)
    return mail


def addresses(mail):
    return [reverse(f"mailbox:{name}", args=[mail.uid]) for name in ("mail", "body", "text", "invitation")]


@pytest.mark.parametrize("demo", [True, False])
def test_there_is_no_mailbox_where_a_server_sends(client, settings, demo):
    settings.DEMO = demo
    settings.MAIL_TRANSPORT_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    client.force_login(PersonFactory(is_staff=True, is_superuser=True))
    assert client.get(URL, follow=True).status_code == 404


def test_outside_the_demo_a_visitor_and_a_participant_see_nothing(client):
    person = PersonFactory()
    mail = sent(to=person.email, calendar=ICS)
    for url in (URL, *addresses(mail)):
        assert client.get(url, follow=True).status_code == 404
    client.force_login(person)
    for url in (URL, *addresses(mail)):
        assert client.get(url, follow=True).status_code == 404


def test_outside_the_demo_the_team_reads_all_but_codes_of_others(client):
    member = PersonFactory(is_staff=True)
    mail, code, own_code = sent(calendar=ICS), confidential("autre@exemple.org"), confidential(member.email)
    client.force_login(member)
    page = client.get(URL).content.decode()
    assert str(mail.uid) in page
    assert str(own_code.uid) in page
    assert str(code.uid) not in page
    assert client.get(reverse("mailbox:text", args=[code.uid]), follow=True).status_code == 404
    for url in addresses(mail):
        assert client.get(url).status_code == 200
    client.force_login(PersonFactory(is_staff=True, is_superuser=True))
    assert "123456" in client.get(reverse("mailbox:text", args=[code.uid])).content.decode()


def test_in_the_demo_a_participant_reads_their_own(client, settings):
    settings.DEMO = True
    person = PersonFactory(email="Salma@exemple.org")
    own, other = sent(to="salma@exemple.org"), sent()
    client.force_login(person)
    page = client.get(URL).content.decode()
    assert str(own.uid) in page
    assert str(other.uid) not in page
    assert client.get(reverse("mailbox:body", args=[other.uid]), follow=True).status_code == 404


def test_in_the_demo_a_newcomer_confirms_an_address_before_signing_in(client, settings):
    settings.DEMO = True
    code = confidential("nouvelle@exemple.org")
    assert "123456" in client.get(reverse("mailbox:text", args=[code.uid])).content.decode()


def test_the_body_has_a_policy_of_its_own_and_runs_nothing(client, settings):
    settings.DEMO = True
    response = client.get(reverse("mailbox:body", args=[confidential("a@exemple.org").uid]))
    policy = response["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "style-src 'unsafe-inline'" in policy
    assert "script-src" not in policy
    assert "sandbox allow-popups" in policy
    assert "allow-scripts" not in policy
    assert "frame-ancestors 'self'" in policy
    assert response["X-Frame-Options"] == "SAMEORIGIN"
    assert '<head><base target="_top">' in response.content.decode()


def test_the_page_around_it_keeps_the_site_s_policy(client, settings):
    settings.DEMO = True
    mail = confidential("a@exemple.org")
    response = client.get(reverse("mailbox:mail", args=[mail.uid]))
    assert "unsafe-inline" not in response["Content-Security-Policy"]
    assert f'src="{reverse("mailbox:body", args=[mail.uid])}"' in response.content.decode()
    assert "allow-scripts" not in response.content.decode()
    assert "no-store" in response["Cache-Control"]


def test_the_invitation_is_a_file(client, settings):
    settings.DEMO = True
    response = client.get(reverse("mailbox:invitation", args=[sent(calendar=ICS).uid]))
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    assert response["Content-Disposition"] == 'attachment; filename="invite.ics"'
    assert response.content.decode() == ICS
    assert client.get(reverse("mailbox:invitation", args=[sent().uid]), follow=True).status_code == 404


def test_subjects_carry_their_language(client, settings):
    settings.DEMO = True
    sent(language="ar")
    assert '<span lang="ar" dir="rtl">مرحبًا' in client.get(URL).content.decode()


def test_an_empty_mailbox_says_what_to_do(client, settings):
    settings.DEMO = True
    assert "Aucun courriel" in client.get(URL).content.decode()


def test_one_and_thirty_mails_cost_the_same(client, settings, django_assert_max_num_queries):
    settings.DEMO = True
    sent()
    client.get(URL)
    with django_assert_max_num_queries(8) as one:
        client.get(URL)
    for _number in range(29):
        MailFactory(state=MailState.SENT, sent_at=AT)
    with django_assert_max_num_queries(len(one)):
        client.get(URL)


def test_the_log_of_a_person_holds_what_was_mailed_to_them(django_assert_num_queries):
    person = PersonFactory()
    by_address, by_person = MailFactory(to=person.email.upper()), MailFactory(to="ancienne@exemple.org", person=person)
    MailFactory()
    with django_assert_num_queries(1):
        assert set(mails_of(person)) == {by_address, by_person}
    assert Mail.objects.count() == 3
