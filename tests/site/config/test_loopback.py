"""A demonstration answers its own machine only, whoever started the server and however."""

import asyncio

import pytest
from asgiref.testing import ApplicationCommunicator

from config.loopback import LoopbackOnly, is_loopback
from config.routing import build_application

HERE = ("127.0.0.1", 50000)
ELSEWHERE = ("192.168.1.20", 50000)


async def inner(scope, receive, send):
    """What stands behind the door: it lets everyone in."""
    if scope["type"] == "websocket":
        await receive()
        await send({"type": "websocket.accept"})
        return
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": b"accounts and mails"})


def scope_of(kind, client, *headers, path="/mailbox/"):
    return {"type": kind, "client": client, "headers": list(headers), "path": path, "method": "GET"}


def ask(scope, application=None):
    """The first message that answers, and the text of the body."""

    async def visit():
        line = ApplicationCommunicator(application or LoopbackOnly(inner), scope)
        await line.send_input({"type": "http.request" if scope["type"] == "http" else "websocket.connect"})
        start = await line.receive_output()
        body = (await line.receive_output())["body"].decode() if scope["type"] == "http" else ""
        await line.wait()
        return start, body

    return asyncio.run(visit())


@pytest.fixture
def demo(settings):
    settings.DEMO = True


@pytest.mark.parametrize("client", [HERE, ["::1", 1], ("127.8.8.8", 1), ("::ffff:127.0.0.1", 1)])
def test_this_machine_is_answered(demo, client):
    assert ask(scope_of("http", client))[1] == "accounts and mails"
    assert ask(scope_of("websocket", client))[0]["type"] == "websocket.accept"


@pytest.mark.parametrize(
    "client", [ELSEWHERE, ("10.0.0.3", 1), ("::ffff:192.168.1.20", 1), ("fe80::1%eth0", 1), ("2001:db8::1", 1), None]
)
def test_any_other_machine_is_refused_in_three_languages(demo, client):
    start, body = ask(scope_of("http", client))
    assert start["status"] == 403
    assert dict(start["headers"])[b"cache-control"] == b"no-store"
    assert "DEMO=0" in body
    assert "accounts and mails" not in body
    for language in ("lang=fr", "lang=en", "lang=ar dir=rtl"):
        assert language in body


@pytest.mark.parametrize("client", [ELSEWHERE, None])
def test_no_socket_is_opened_from_elsewhere(demo, client):
    assert ask(scope_of("websocket", client, path="/live/"))[0] == {"type": "websocket.close", "code": 1008}


@pytest.mark.parametrize("name", [b"x-forwarded-for", b"X-Forwarded-For", b"forwarded", b"x-real-ip", b"via"])
def test_what_a_proxy_passes_on_comes_from_elsewhere(demo, name):
    assert ask(scope_of("http", HERE, (name, b"127.0.0.1")))[0]["status"] == 403
    assert ask(scope_of("websocket", HERE, (name, b"127.0.0.1")))[0]["type"] == "websocket.close"


@pytest.mark.parametrize("kind", ["http", "websocket"])
def test_without_the_demo_everyone_is_answered(settings, kind):
    settings.DEMO = False
    assert "close" not in ask(scope_of(kind, ELSEWHERE))[0]["type"]
    assert ask(scope_of("http", ELSEWHERE))[1] == "accounts and mails"


def test_the_door_stands_before_the_whole_site(demo):
    """The page cache and the live consumer never see the request."""

    async def unreachable(scope, receive, send):
        raise AssertionError

    site = build_application(unreachable)
    assert ask(scope_of("http", ELSEWHERE, path="/fr/"), site)[0]["status"] == 403
    assert ask(scope_of("websocket", ELSEWHERE, path="/live/"), site)[0]["type"] == "websocket.close"


@pytest.mark.parametrize("address", ["", "localhost", "unix:", "::"])
def test_only_a_loopback_address_is_one(address):
    assert not is_loopback(address)
