"""Who is answered from the cache, with what, and who is not."""

import asyncio

import pytest

from kernel.pagecache import entries, middleware
from kernel.pagecache.middleware import PageCache
from kernel.pagecache.registry import cacheable_parameters

from .conftest import reached, settle, visit

pytestmark = pytest.mark.asyncio


async def test_the_second_visitor_does_not_wake_the_application(site, cache):
    first, second = await visit(cache), await visit(cache)
    assert site.calls == 1
    assert first.text == second.text
    assert second.status == 200
    assert second.headers["content-type"] == "text/html; charset=utf-8"


@pytest.mark.parametrize("cookie", ["sessionid=x", "a=b; sessionid=", "messages=hello"])
async def test_someone_with_a_session_or_a_message_reaches_the_application(site, cache, cookie):
    await visit(cache)
    answer = await visit(cache, cookie=cookie)
    assert site.calls == 2
    assert answer.headers["cache-control"] == "private, no-cache"
    assert (b"cookie", cookie.encode()) in site.scopes[-1]["headers"]


async def test_other_cookies_are_kept_from_the_application(site, cache):
    await visit(cache, cookie="csrftoken=bad; rives_language=ar", if_none_match='"x"', range="bytes=0-1")
    names = {name for name, _value in site.scopes[0]["headers"]}
    assert names == {b"host"}
    await visit(cache, cookie="csrftoken=other")
    assert site.calls == 1


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS"])
async def test_what_writes_reaches_the_application(site, cache, method):
    await visit(cache)
    await visit(cache, method=method)
    assert site.calls == 2


@pytest.mark.parametrize(
    "path",
    ["/", "/cms/", "/account/", "/fr/account/login/", "/ar/my/", "/media/a.png", "/documents/1/a.pdf", "/healthz",
     "/readyz", "/language/ar/", "/static/a.css", "/api/x"],
)  # fmt: skip
async def test_what_is_never_kept_reaches_the_application(site, cache, path):
    await visit(cache, path)
    await visit(cache, path)
    assert site.calls == 2


@pytest.mark.parametrize("path", ["/fr/", "/ar/forums/", "/sitemap.xml", "/live/t:1", "/fr/feed.atom"])
async def test_public_addresses_are_kept(site, cache, path):
    await visit(cache, path)
    await visit(cache, path)
    assert site.calls == 1


async def test_host_scheme_path_and_query_tell_pages_apart(site, cache):
    for ask in (
        {},
        {"host": "autre.example"},
        {"scheme": "https"},
        {"path": "/en/"},
        {"query": "sort=date"},
        {"query": "sort=Date"},
    ):
        await visit(cache, **ask)
    assert site.calls == 6
    await visit(cache, host="TestServer")
    assert site.calls == 6


async def test_the_order_of_parameters_and_where_a_visitor_came_from_do_not_matter(site, cache):
    await visit(cache, query="sort=date&page=2")
    await visit(cache, query="page=2&utm_source=lettre&sort=date&fbclid=1")
    assert site.calls == 1
    assert site.scopes[0]["query_string"] == b"page=2&sort=date"


@pytest.mark.parametrize(
    "query",
    [
        "jour=1", "q=" + "x" * 700, "q=%ff&x=1", "é=1", "q=eau", "q=eau&page=2", "q=%20", "page=1000", "page=01",
        "page=0", "page=deux", "page=%D9%A3", "lang=xx", "since=-1", "since=07", "since=" + "9" * 19, "sort=a%20b",
        "sort=" + "x" * 41, "&".join(["sort=date"] * 7),
    ],
)  # fmt: skip
async def test_addresses_that_anyone_could_invent_are_not_kept(site, cache, query):
    await visit(cache, query=query)
    await visit(cache, query=query)
    assert site.calls == 2
    assert cache.store.bytes == cache.variants.bytes == 0


@pytest.mark.parametrize("path", ["/fr/forums/eau/0012/", "/fr/forums/eau/12/007/history/", "/fr/forums/eau/00/"])
async def test_a_number_has_one_spelling(site, cache, path):
    await visit(cache, path)
    await visit(cache, path)
    await visit(cache, "/fr/forums/eau/10/")
    await visit(cache, "/fr/forums/eau/10/")
    assert site.calls == 3


async def test_addresses_with_a_query_push_no_plain_page_out(site, generation):
    site.headers = {"content-type": "image/png"}
    site.body = "x" * 10_000
    cache = PageCache(site, generation=generation, max_bytes=60_000)
    await visit(cache, "/fr/")
    for number in range(1, 30):
        await visit(cache, "/fr/", query=f"page={number}")
        await visit(cache, "/live/t:1", query=f"since={number}")
    assert cache.variants.bytes <= 15_000
    woken = site.calls
    await visit(cache, "/fr/")
    assert site.calls == woken


async def test_a_port_that_is_not_ours_makes_no_page_of_its_own(site, cache, settings):
    settings.BASE_URL = "https://rives.example:8443"
    for port in (":8443", ""):
        await visit(cache, host=f"rives.example{port}")
        await visit(cache, host=f"rives.example{port}")
    assert site.calls == 2
    for port in (1, 2, 2):
        await visit(cache, host=f"rives.example:{port}")
    assert site.calls == 5


@pytest.mark.parametrize(("name", "value"), [("rive", "sud"), ("quai", "")])
async def test_what_an_app_accepts_is_kept_and_nothing_else(site, cache, name, value):
    cacheable_parameters(name, accepts=lambda given: given == value)
    await visit(cache, query=f"{name}={value}")
    await visit(cache, query=f"{name}={value}")
    await visit(cache, query=f"{name}=autre")
    await visit(cache, query=f"{name}=autre")
    assert site.calls == 3


async def test_no_app_widens_what_people_type(site, cache):
    cacheable_parameters("q")
    await visit(cache, query="q=eau")
    await visit(cache, query="q=eau")
    assert site.calls == 2


async def test_an_app_may_name_its_parameters(site, cache):
    cacheable_parameters("rivage")
    await visit(cache, query="rivage=sud&rivage=nord")
    await visit(cache, query="rivage=sud&rivage=nord")
    assert site.calls == 1


async def test_outside_the_languages_the_negotiated_language_tells_answers_apart(site, cache):
    await visit(cache, "/sitemap.xml", accept_language="ar-TN,fr;q=0.5")
    await visit(cache, "/sitemap.xml", accept_language="ar")
    assert site.calls == 1
    assert (b"accept-language", b"ar") in site.scopes[0]["headers"]
    await visit(cache, "/sitemap.xml", accept_language="el,de")
    await visit(cache, "/sitemap.xml")
    assert site.calls == 2


async def test_under_a_language_the_browsers_one_does_not_matter(site, cache):
    await visit(cache, accept_language="ar")
    await visit(cache, accept_language="en")
    assert site.calls == 1


@pytest.mark.parametrize(
    "change",
    [
        {"status": 404},
        {"status": 302},
        {"status": 500},
        {"headers": {"content-type": "text/html", "set-cookie": "csrftoken=x"}},
        {"headers": {"content-type": "text/html", "cache-control": "private"}},
        {"headers": {"content-type": "text/html", "cache-control": "max-age=0, no-store"}},
        {"headers": {"content-type": "text/html", "vary": "Accept-Language, User-Agent"}},
        {"headers": {"content-type": "text/html", "vary": "*"}},
        {"headers": {"content-type": "text/html", "content-encoding": "zstd"}},
        {"headers": {"content-type": "text/html", "content-security-policy": "script-src 'nonce-abc'"}},
    ],
)
async def test_answers_made_for_one_visitor_are_never_kept(site, cache, change):
    vars(site).update(change)
    first = await visit(cache)
    second = await visit(cache)
    assert site.calls == 2
    assert first.status == second.status == site.status
    assert cache.store.bytes == 0
    assert "etag" not in first.headers


async def test_a_page_that_could_not_be_kept_is_tried_again_later(site, cache, monkeypatch):
    site.status = 404
    await visit(cache)
    site.status = 200
    await visit(cache)
    assert cache.store.bytes == 0
    monkeypatch.setattr(cache, "_passing", {})
    await visit(cache)
    assert cache.store.bytes > 0


async def test_compressed_answers_are_ready(site, cache):
    plain = await visit(cache)
    brotli = await visit(cache, accept_encoding="gzip, deflate, br")
    gzipped = await visit(cache, accept_encoding="gzip;q=1.0, br;q=0")
    assert "content-encoding" not in plain.headers
    assert (brotli.headers["content-encoding"], gzipped.headers["content-encoding"]) == ("br", "gzip")
    assert plain.text == brotli.text == gzipped.text
    assert len(brotli.raw) < len(plain.raw) / 5
    assert int(brotli.headers["content-length"]) == len(brotli.raw)
    assert brotli.headers["vary"] == "Accept-Encoding, Cookie"
    assert site.calls == 1


async def test_pictures_and_small_answers_are_not_compressed(site, cache):
    site.body = "ok"
    assert "content-encoding" not in (await visit(cache, accept_encoding="br")).headers
    site.headers, site.body = {"content-type": "image/png"}, "x" * 5000
    assert "content-encoding" not in (await visit(cache, "/fr/a.png", accept_encoding="br")).headers


async def test_a_browser_asks_again_and_is_told_that_nothing_changed(cache):
    first = await visit(cache)
    assert first.headers["cache-control"] == "no-cache"
    again = await visit(cache, if_none_match=f'"other", {first.headers["etag"]}')
    assert (again.status, again.raw) == (304, b"")
    assert again.headers["etag"] == first.headers["etag"]
    assert "content-length" not in again.headers
    assert (await visit(cache, if_none_match='"other"')).status == 200


async def test_an_answer_that_says_more_of_itself_keeps_its_headers(site, cache):
    site.headers |= {
        "content-language": "fr",
        "vary": "Cookie",
        "cache-control": "public, max-age=0",
        "etag": '"theirs"',
    }
    answer = await visit(cache)
    assert answer.headers["content-language"] == "fr"
    assert answer.headers["vary"] == "Cookie, Accept-Encoding"
    assert answer.headers["etag"] != '"theirs"'
    await visit(cache)
    assert site.calls == 1


async def test_head_has_the_headers_and_no_body(site, cache):
    head = await visit(cache, method="HEAD")
    full = await visit(cache)
    assert site.calls == 1
    assert site.scopes[0]["method"] == "GET"
    assert head.raw == b""
    assert head.headers["content-length"] == full.headers["content-length"]


async def test_head_of_a_page_that_is_not_kept_has_no_body(site, cache):
    site.status = 404
    head = await visit(cache, method="HEAD")
    assert (head.status, head.raw) == (404, b"")


async def test_everyone_who_waits_shares_one_rendering(site, cache):
    site.gate = asyncio.Event()
    visitors = [asyncio.create_task(visit(cache)) for _n in range(20)]
    await settle()
    site.gate.set()
    answers = await asyncio.gather(*visitors)
    assert site.calls == 1
    assert len({answer.text for answer in answers}) == 1


async def test_whoever_leaves_stops_nobody_elses_page(site, cache):
    site.gate = asyncio.Event()
    first = asyncio.create_task(visit(cache))
    await settle()
    second = asyncio.create_task(visit(cache))
    await settle()
    first.cancel()
    await settle()
    site.gate.set()
    assert (await second).status == 200
    assert site.calls == 1


async def test_those_who_wait_for_an_answer_made_for_one_get_their_own(site, cache):
    site.gate = asyncio.Event()
    site.headers["set-cookie"] = "csrftoken=x"
    visitors = [asyncio.create_task(visit(cache)) for _n in range(3)]
    await settle()
    site.gate.set()
    answers = await asyncio.gather(*visitors)
    assert site.calls == 3
    assert len({answer.text for answer in answers}) == 3


async def test_an_error_reaches_the_first_and_the_others_try_again(site, cache):
    site.gate, site.error = asyncio.Event(), ValueError("broken")
    first, second = asyncio.create_task(visit(cache)), asyncio.create_task(visit(cache))
    await settle()
    site.gate.set()
    outcomes = await asyncio.gather(first, second, return_exceptions=True)
    assert [type(outcome) for outcome in outcomes] == [ValueError, ValueError]
    assert site.calls == 2
    site.error = None
    assert (await visit(cache)).status == 200


async def test_an_answer_in_pieces_is_kept_whole(site, cache):
    site.chunks = [b"un ", b"deux ", b"trois"]
    assert (await visit(cache)).text == "un deux trois"
    assert (await visit(cache)).text == "un deux trois"
    assert site.calls == 1


async def test_an_answer_that_is_too_long_passes_as_it_comes(site, cache):
    site.chunks = [b"x" * 300_000] * 40
    answer = await visit(cache)
    assert len(answer.raw) == 12_000_000
    assert cache.store.bytes == 0


async def test_a_stream_that_nobody_reads_any_more_is_stopped(site, cache):
    site.status, site.chunks = 404, [b"x"] * 100_000
    visitor = asyncio.create_task(visit(cache))
    await settle()
    visitor.cancel()
    await asyncio.gather(visitor, return_exceptions=True)
    await settle()
    assert not cache._fills


async def test_a_change_is_seen_at_once(site, cache, generation):
    before = await visit(cache)
    generation.advance()
    after = await visit(cache, if_none_match=before.headers["etag"])
    assert site.calls == 2
    assert after.status == 200
    assert after.text != before.text


async def test_a_change_during_a_rendering_is_not_hidden_by_it(site, cache, generation):
    site.gate = asyncio.Event()
    visitor = asyncio.create_task(visit(cache))
    await reached(site, 1)
    generation.advance()
    other = asyncio.create_task(visit(cache))
    await reached(site, 2)
    site.gate.set()
    await asyncio.gather(visitor, other)
    assert site.calls == 2
    assert (await visit(cache)).text == (await other).text


async def test_a_rendering_that_ends_late_does_not_push_a_newer_one_out(site, cache, generation):
    late = site.gate = asyncio.Event()
    slow = asyncio.create_task(visit(cache))
    await reached(site, 1)
    generation.advance()
    site.gate = None
    newer = await visit(cache)
    late.set()
    await slow
    assert (await visit(cache)).text == newer.text
    assert site.calls == 2


async def test_a_page_outlives_nothing_beyond_a_minute(site, cache, monkeypatch):
    await visit(cache)
    later = entries.time.monotonic() + 61
    monkeypatch.setattr(entries.time, "monotonic", lambda: later)
    await visit(cache)
    assert site.calls == 2


async def test_memory_is_bounded_and_the_least_read_page_goes_first(site, generation):
    site.headers = {"content-type": "image/png"}
    site.body = "x" * 10_000
    cache = PageCache(site, generation=generation, max_bytes=30_000)
    for path in ("/fr/1", "/fr/2", "/fr/1", "/fr/3"):
        await visit(cache, path)
    assert cache.store.bytes <= 30_000
    assert site.calls == 3
    await visit(cache, "/fr/1")
    assert site.calls == 3
    await visit(cache, "/fr/2")
    assert site.calls == 4


async def test_what_is_remembered_of_pages_that_pass_is_bounded(site, cache, monkeypatch):
    monkeypatch.setattr(middleware, "MAX_PASSING", 5)
    site.status = 404
    for number in range(20):
        await visit(cache, f"/fr/{number}")
    assert len(cache._passing) <= 5


async def test_behind_a_trusted_proxy_its_header_tells_the_scheme(site, cache, settings):
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    await visit(cache, x_forwarded_proto="https")
    await visit(cache, x_forwarded_proto="http")
    assert site.calls == 2
    for invented in ("https, http", "gopher", "", "HTTPS"):
        await visit(cache, x_forwarded_proto=invented)
    assert site.calls == 2
