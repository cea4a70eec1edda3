"""What every request asks of the tree is known by heart, and never out of date."""

import pytest
from django.test import RequestFactory
from wagtail.models import PageViewRestriction, Site

from pages.base.landmarks import private_paths, site_of
from pages.base.queries import readable
from pages.standard.models import StandardPage
from tests.factories.pages import StandardPageFactory, home

pytestmark = pytest.mark.django_db


def request(host="testserver"):
    return RequestFactory().get("/", headers={"host": host})


@pytest.fixture
def committed(django_capture_on_commit_callbacks):
    """`with committed():` what is changed within is committed at its end."""
    return lambda: django_capture_on_commit_callbacks(execute=True)


def test_one_query_tells_the_site_and_the_private_sections_then_none(django_assert_num_queries):
    site = Site.objects.get()
    with django_assert_num_queries(1):
        found = site_of(request())
        assert (found.pk, found.hostname, found.port) == (site.pk, site.hostname, site.port)
        assert private_paths() == ()
        assert found.root_page.get_url() == "/fr/"
    with django_assert_num_queries(0):
        assert site_of(request("another.example")).root_page.pk == found.root_page.pk
        assert private_paths() == ()


def test_where_there_are_several_sites_each_host_has_its_own(committed):
    assert site_of(request("workshop.example")).is_default_site
    with committed():
        section = StandardPageFactory()
        Site.objects.create(hostname="workshop.example", root_page=section)
    assert site_of(request("workshop.example")).root_page_id == section.pk
    assert site_of(request()).root_page_id == home().pk


def test_a_site_that_moves_is_found_at_once(committed):
    assert site_of(request()).hostname != "rives.example"
    with committed():
        site = Site.objects.get()
        site.hostname = "rives.example"
        site.save()
    assert site_of(request()).hostname == "rives.example"


def test_a_page_made_private_is_nobody_else_s_at_once(client, committed):
    page = StandardPageFactory()
    below = StandardPageFactory(parent=page)
    assert client.get(below.get_url()).status_code == 200
    with committed():
        restriction = PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)
    assert client.get(below.get_url()).status_code == 404
    with committed():
        restriction.delete()
    assert client.get(below.get_url()).status_code == 200


def test_a_page_moved_into_a_private_section_is_private_at_once(client, committed):
    section, page = StandardPageFactory(), StandardPageFactory()
    PageViewRestriction.objects.create(page=section, restriction_type=PageViewRestriction.LOGIN)
    assert client.get(page.get_url()).status_code == 200
    with committed():
        page.move(section, pos="last-child")
    page.refresh_from_db()
    assert client.get(page.get_url()).status_code == 404


def test_a_query_written_before_a_page_was_made_private_leaves_it_out(committed):
    page, shown = StandardPageFactory(), StandardPageFactory()
    below = StandardPageFactory(parent=page)
    written = readable(StandardPage.objects.filter(pk__in=[page.pk, below.pk, shown.pk]))
    assert {found.pk for found in written.all()} == {page.pk, below.pk, shown.pk}
    with committed():
        PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)
    assert {found.pk for found in written.all()} == {shown.pk}
    assert {found.pk for found in StandardPage.objects.not_public()} == {page.pk, below.pk}
