"""How often someone may do something."""

import threading
from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.cache import cache
from django.http import HttpResponse

from kernel.requests.limits import (
    SEARCHES,
    address_group,
    allow,
    client_ip,
    parse_rate,
    rate_limit,
    search_limit,
    seconds_to_wait,
)
from tests.factories.actors import PersonFactory

AT = datetime(2026, 11, 2, 8, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def empty_cache():
    cache.clear()
    yield
    cache.clear()


def after(seconds):
    return AT + timedelta(seconds=seconds)


def test_up_to_the_rate_and_no_more():
    assert [allow("vote", "p:1", "3/m", after(n)) for n in range(5)] == [True, True, True, False, False]


def test_each_act_and_each_person_has_a_count_of_its_own():
    assert allow("vote", "p:1", "1/m", AT)
    assert allow("vote", "p:2", "1/m", AT)
    assert allow("post", "p:1", "1/m", AT)
    assert not allow("vote", "p:1", "1/m", AT)


def test_the_window_slides_so_that_its_edge_gives_no_double_share():
    assert [allow("vote", "p:1", "10/m", after(59)) for _n in range(10)] == [True] * 10
    assert not allow("vote", "p:1", "10/m", after(61))
    assert allow("vote", "p:1", "10/m", after(90))
    assert [allow("vote", "p:1", "10/m", after(180)) for _n in range(11)] == [True] * 10 + [False]


def test_insisting_does_not_prolong_the_wait():
    allow("vote", "p:1", "1/m", AT)
    waits = [seconds_to_wait("vote", "p:1", "1/m", after(n)) for n in (1, 20, 40)]
    assert waits == sorted(waits, reverse=True)
    assert 0 < waits[-1] <= 20
    assert allow("vote", "p:1", "1/m", after(120))
    for _n in range(60):
        allow("post", "p:1", "10/m", AT)
    assert allow("post", "p:1", "10/m", after(90))


def test_threads_together_get_no_more_than_the_rate():
    granted, gate = [], threading.Barrier(20)

    def act():
        gate.wait()
        if allow("vote", "p:1", "5/m", AT):
            granted.append(1)

    threads = [threading.Thread(target=act) for _n in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(granted) <= 5


@pytest.mark.parametrize("rate", ["10", "m", "0/m", "-1/m", "10/y", "a/m", ""])
def test_a_rate_that_is_none_is_refused(rate):
    with pytest.raises(ValueError, match="10/m"):
        parse_rate(rate)


@pytest.mark.parametrize(
    ("trusted", "forwarded", "expected"),
    [
        (0, "1.2.3.4", "10.0.0.1"),
        (1, "9.9.9.9, 1.2.3.4", "1.2.3.4"),
        (2, "9.9.9.9, 1.2.3.4, 10.0.0.2", "1.2.3.4"),
        (2, "1.2.3.4", "10.0.0.1"),
        (1, "", "10.0.0.1"),
    ],
)
def test_only_trusted_proxies_say_who_calls(rf, settings, trusted, forwarded, expected):
    settings.TRUSTED_PROXY_COUNT = trusted
    headers = {"HTTP_X_FORWARDED_FOR": forwarded} if forwarded else {}
    assert client_ip(rf.get("/", REMOTE_ADDR="10.0.0.1", **headers)) == expected


def test_an_ipv6_network_counts_as_one_visitor():
    assert address_group("2001:db8:1:2:3::1") == address_group("2001:db8:1:2:ffff::9") == "2001:db8:1:2::"
    assert address_group("::ffff:192.0.2.1") == "192.0.2.1"
    assert address_group("n'importe quoi") == "unknown"


@pytest.fixture
def view():
    done = []

    @rate_limit("tests", rate="2/m")
    def act(request):
        done.append(request.method)
        return HttpResponse("ok")

    act.done = done
    return act


@pytest.mark.django_db
def test_beyond_the_rate_the_page_says_when_to_come_back_and_nothing_is_done(rf, view):
    person = PersonFactory()

    def post(user, ip="10.0.0.1"):
        request = rf.post("/", REMOTE_ADDR=ip)
        request.user = user
        return view(request)

    assert [post(person).status_code for _n in range(3)] == [200, 200, 429]
    refused = post(person, ip="10.0.0.2")
    assert refused.status_code == 429
    assert 0 < int(refused["Retry-After"]) <= 60
    assert post(AnonymousUser()).status_code == 200
    assert view.done == ["POST"] * 3


def test_reading_is_not_counted(rf, view):
    for _n in range(5):
        request = rf.get("/")
        request.user = AnonymousUser()
        assert view(request).status_code == 200


@pytest.mark.django_db
def test_whoever_searches_without_end_is_asked_to_wait_and_can_then_go_on(rf):
    """Only what was typed counts; the 429 page leads back to the question."""

    @search_limit
    def find(request):
        return HttpResponse("ok")

    def get(**query):
        request = rf.get("/fr/search/", query)
        request.user = AnonymousUser()
        return find(request)

    allowed, _window = parse_rate(SEARCHES)
    assert {get(q=f"mot {number}").status_code for number in range(allowed)} == {200}
    refused = get(q="eau")
    assert refused.status_code == 429
    assert int(refused["Retry-After"]) > 0
    assert 'href="/fr/search/?q=eau"' in refused.content.decode()
    assert {get(q="").status_code, get(page="2").status_code, get().status_code} == {200}
