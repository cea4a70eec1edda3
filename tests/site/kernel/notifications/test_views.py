"""The list of what one was told."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.template import Context, Template

from kernel.notifications.actions import notify
from kernel.notifications.queries import unread_count
from tests.factories.actors import PersonFactory
from tests.factories.notifications import AT, NotificationFactory

pytestmark = pytest.mark.django_db
URL = "/fr/my/notifications/"


@pytest.fixture
def person(client):
    person = PersonFactory()
    client.force_login(person)
    return person


def test_signed_out_one_is_asked_to_sign_in(client):
    for url in (URL, f"{URL}1/"):
        assert client.get(url).status_code == 302
    for url in (f"{URL}read/", f"{URL}1/read/"):
        assert "/account/login/" in client.post(url)["Location"]


def test_the_list_shows_what_is_new_and_what_was_read(client, person):
    NotificationFactory(person=person)
    NotificationFactory(person=person, read_at=AT, data={"name": "Lue"})
    NotificationFactory(person=PersonFactory(), data={"name": "Autre"})
    page = client.get(URL).content.decode()
    assert "Elena P." in page
    assert "Lue" in page
    assert "Autre" not in page
    assert page.count('<li class="new">') == 1
    assert "1 notification non lue." in page


def test_an_empty_list_says_what_will_come(client, person):
    assert "Rien pour l’instant" in client.get(URL).content.decode()


def test_opening_one_reads_it_and_leads_there(client, person):
    note = NotificationFactory(person=person)
    response = client.get(f"{URL}{note.pk}/")
    assert response["Location"] == "/fr/forums/1/"
    assert unread_count(person) == 0
    nowhere = NotificationFactory(person=person, data={"name": "x"})
    assert client.get(f"{URL}{nowhere.pk}/")["Location"] == URL


def test_the_notifications_of_others_do_not_exist(client, person):
    other = NotificationFactory(person=PersonFactory())
    assert client.get(f"{URL}{other.pk}/").status_code == 404
    assert client.post(f"{URL}{other.pk}/read/").status_code == 404
    assert unread_count(other.person) == 1


def test_one_or_all_are_marked_as_read_by_post_only(client, person):
    first = NotificationFactory(person=person)
    NotificationFactory.create_batch(2, person=person)
    assert client.get(f"{URL}read/").status_code == 405
    assert client.post(f"{URL}{first.pk}/read/").status_code == 302
    assert unread_count(person) == 2
    page = client.post(f"{URL}read/", follow=True).content.decode()
    assert unread_count(person) == 0
    assert "2 notifications marquées comme lues." in page
    assert "Vous êtes à jour." in page


def test_pages_are_private_and_cost_the_same_with_one_and_thirty(client, person, django_assert_max_num_queries):
    NotificationFactory(person=person)
    client.get(URL)
    with django_assert_max_num_queries(12) as one:
        response = client.get(URL)
    assert "private" in response["Cache-Control"]
    NotificationFactory.create_batch(29, person=person)
    with django_assert_max_num_queries(len(one)):
        client.get(URL)


def test_older_ones_are_a_page_away(client, person):
    NotificationFactory.create_batch(31, person=person)
    assert 'href="?page=2"' in client.get(URL).content.decode()
    assert 'href="?page=1"' in client.get(f"{URL}?page=2").content.decode()
    assert client.get(f"{URL}?page=n'importe").status_code == 200


def test_the_bell_is_there_for_who_is_signed_in_only(rf, django_assert_num_queries):
    template = Template("{% load notifications %}{% bell %}")
    request = rf.get("/")
    request.user = AnonymousUser()
    with django_assert_num_queries(0):
        assert template.render(Context({"request": request})).strip() == ""
    request.user = PersonFactory()
    notify(person=request.user, kind="tests.reply", data={"name": "Elena P."}, at=AT)
    with django_assert_num_queries(1):
        html = template.render(Context({"request": request}))
    assert f'data-stream="u:{request.user.pk}"' in html
    assert 'data-id="bell"' in html
    assert '<span class="bell__count" aria-hidden="true">1</span>' in html
