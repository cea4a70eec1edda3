"""The page cache in front of the real site: who is signed out sees a change at once, and Django is rarely woken."""

import pytest
from asgiref.sync import sync_to_async
from django.contrib.sessions.models import Session
from django.core.handlers.asgi import ASGIHandler
from django.test import Client

from kernel.pagecache.middleware import PageCache
from tests.factories.actors import PersonFactory
from tests.factories.pages import StandardPageFactory
from tests.site.kernel.pagecache.conftest import visit

pytestmark = [pytest.mark.asyncio, pytest.mark.django_db(transaction=True, serialized_rollback=True)]


class Counted:
    """Django, and how often it was woken."""

    def __init__(self):
        self.django = ASGIHandler()
        self.calls = 0

    async def __call__(self, scope, receive, send):
        self.calls += 1
        await self.django(scope, receive, send)


@pytest.fixture
def django():
    return Counted()


@pytest.fixture
def cache(django):
    return PageCache(django)


@sync_to_async
def make(**fields):
    page = StandardPageFactory(**fields)
    page.save_revision().publish()
    return page, page.get_url()


@sync_to_async
def publish(page, **fields):
    for name, value in fields.items():
        setattr(page, name, value)
    page.save_revision().publish()


@sync_to_async
def sign_in():
    client = Client()
    client.force_login(PersonFactory(display_name="Salma"))
    assert Session.objects.exists()
    return client.cookies["sessionid"].value


async def test_a_change_is_seen_at_once_by_whoever_is_signed_out(cache, django):
    page, url = await make(title_fr="Avant")
    first, second = await visit(cache, url), await visit(cache, url, accept_encoding="br")
    assert django.calls == 1
    assert "Avant" in first.text
    assert first.text == second.text
    await publish(page, title_fr="Après")
    third = await visit(cache, url, if_none_match=first.headers["etag"])
    assert third.status == 200
    assert "Après" in third.text
    assert django.calls == 2


async def test_what_is_withdrawn_is_gone_at_once(cache):
    page, url = await make(title_fr="Éphémère")
    assert (await visit(cache, url)).status == 200
    await sync_to_async(page.unpublish)()
    assert (await visit(cache, url)).status == 404


async def test_public_pages_of_every_app_can_be_kept(cache, django):
    paths = ["/fr/search/", "/ar/meetings/", "/en/consultations/", "/fr/forums/", "/sitemap.xml", "/fr/feeds/all/"]
    for path in paths:
        await visit(cache, path)
        answer = await visit(cache, path, cookie="csrftoken=malformed", accept_language="en")
        assert (answer.status, answer.headers["cache-control"]) == (200, "no-cache"), path
    assert django.calls == len(paths) + 1  # the sitemap once a language


async def test_whoever_is_signed_in_gets_their_own_page_and_nobody_else_does(cache):
    _page, url = await make(title_fr="Page")
    session = await sign_in()
    own = await visit(cache, url, cookie=f"sessionid={session}")
    assert own.headers["cache-control"] == "private, no-cache"
    assert "/fr/my/notifications/" in own.text
    other = await visit(cache, url)
    assert "/fr/my/notifications/" not in other.text
    assert other.headers["cache-control"] == "no-cache"


async def test_the_door_is_kept_by_nobody(cache, django):
    for _n in range(2):
        answer = await visit(cache, "/", accept_language="ar")
        assert (answer.status, answer.headers["location"], answer.headers["cache-control"]) == (302, "/ar/", "no-store")
    assert django.calls == 2
