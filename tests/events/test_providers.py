"""Makers of online rooms: what their documents say must come out, octet by octet. Nothing here asks the network."""

import hashlib
import hmac
import json
from base64 import urlsafe_b64decode
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlsplit

import pytest

from events import providers
from events.choices import JoinRole, RoomKind
from events.providers.bigbluebutton import BigBlueButton, checksum
from events.providers.jitsi import Jitsi, serialized
from events.providers.link import GenericLink
from events.providers.port import Guest, Room, Unavailable
from tests.factories.actors import PersonFactory
from tests.factories.events import MeetingFactory

AT = datetime(2026, 12, 9, 8, 10, tzinfo=UTC)
ROOM = Room("6f1c1b52-7d3e-4a52-9d61-6f1f5b3a9f10", "Comité « Eau »", "https://rives.example/fr/meetings/eau/")
GUEST = Guest("g1", "سلمى ت.", "ar")
CHAIR = Guest("g2", "Ana", "fr", is_moderator=True)
MADE = b"<response><returncode>SUCCESS</returncode><messageKey>duplicateWarning</messageKey></response>"


def unpacked(part):
    return json.loads(urlsafe_b64decode(part + "=" * (-len(part) % 4)))


def jitsi():
    return Jitsi(url="https://meet.example.org/", app_id="rives", secret="secret")


def bigbluebutton(answer=MADE):
    asked = []

    def fetch(address):
        asked.append(address)
        if isinstance(answer, Exception):
            raise answer
        return answer

    return BigBlueButton(url="https://bbb.example.org/bigbluebutton/api", secret="s3", fetch=fetch), asked


# -- a typed link


def test_a_typed_link_leads_everyone_to_the_same_place():
    room = Room("u", "t", "h", link="https://visio.example/abc")
    assert GenericLink().is_ready(room)
    assert GenericLink().address(room=room, guest=GUEST, at=AT) == "https://visio.example/abc"


def test_there_is_no_room_before_the_link_is_typed():
    assert not GenericLink().is_ready(ROOM)
    with pytest.raises(Unavailable):
        GenericLink().address(room=ROOM, guest=GUEST, at=AT)


# -- Jitsi


def test_the_signature_is_that_of_the_example_of_rfc_7515_appendix_a_1():
    header = b'{"typ":"JWT",\r\n "alg":"HS256"}'
    payload = b'{"iss":"joe",\r\n "exp":1300819380,\r\n "http://example.com/is_root":true}'
    key = "AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ-EstJQLr_T-1qS0gZH75aKtMN3Yj0iPS4hcgUuTwjAzZr1Z9CAow"
    assert serialized(header, payload, urlsafe_b64decode(key + "==")) == (
        "eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9."
        "eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ."
        "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"
    )


@pytest.mark.parametrize(("guest", "moderates"), [(GUEST, False), (CHAIR, True)])
def test_the_token_opens_one_room_to_one_guest_for_five_minutes(guest, moderates):
    address = urlsplit(jitsi().address(room=ROOM, guest=guest, at=AT))
    token = parse_qs(address.query)["jwt"][0]
    header, payload, signature = token.split(".")
    claims = unpacked(payload)
    assert unpacked(header) == {"alg": "HS256", "typ": "JWT"}
    assert (address.hostname, address.path) == ("meet.example.org", f"/{claims['room']}")
    assert (claims["iss"], claims["aud"], claims["sub"]) == ("rives", "rives", "meet.example.org")
    assert datetime.fromtimestamp(claims["exp"], UTC) - AT == timedelta(minutes=5)
    assert datetime.fromtimestamp(claims["nbf"], UTC) <= AT
    assert claims["moderator"] is moderates
    assert claims["context"]["user"]["name"] == guest.name
    assert claims["context"]["user"]["affiliation"] == ("owner" if moderates else "member")
    signed = hmac.new(b"secret", f"{header}.{payload}".encode(), hashlib.sha256).digest()
    assert urlsafe_b64decode(signature + "=") == signed


def test_the_room_s_name_is_not_to_be_guessed_from_the_public_calendar():
    name = jitsi().room_name(ROOM)
    assert name == jitsi().room_name(ROOM)
    assert ROOM.ident not in name
    assert name != Jitsi(url="https://meet.example.org", app_id="rives", secret="other").room_name(ROOM)


def test_the_guest_s_address_and_the_secret_stand_in_no_token():
    address = jitsi().address(room=ROOM, guest=GUEST, at=AT)
    assert "secret" not in address
    assert "@" not in address


# -- BigBlueButton


def test_the_checksum_is_that_of_the_api_s_own_example():
    query = "name=Test+Meeting&meetingID=abc123&attendeePW=111222&moderatorPW=333444"
    secret = "639259d4-9dd8-4b25-bf01-95f9567eaf4b"
    assert checksum("create", query, secret, algorithm="sha1") == "1fcbb0c4fc1f039f73aa6d697d2db9ba7f803f17"


@pytest.mark.parametrize(("guest", "role"), [(GUEST, "VIEWER"), (CHAIR, "MODERATOR")])
def test_the_room_is_made_first_then_the_guest_comes_in_under_their_role(guest, role):
    provider, asked = bigbluebutton()
    address = urlsplit(provider.address(room=ROOM, guest=guest, at=AT))
    (made,) = map(urlsplit, asked)
    assert made.path.endswith("/api/create")
    assert address.path.endswith("/api/join")
    for call, name in ((made, "create"), (address, "join")):
        query, _separator, digest = call.query.rpartition("&checksum=")
        assert digest == hashlib.sha256(f"{name}{query}s3".encode()).hexdigest()
    wishes = parse_qs(address.query)
    assert wishes["meetingID"] == parse_qs(made.query)["meetingID"] == [ROOM.ident]
    assert (wishes["role"], wishes["fullName"], wishes["userID"]) == ([role], [guest.name], [guest.ident])


def test_two_guests_ask_for_the_same_room_word_for_word():
    provider, asked = bigbluebutton()
    for guest in (GUEST, CHAIR):
        provider.address(room=ROOM, guest=guest, at=AT)
    assert len(set(asked)) == 1


@pytest.mark.parametrize("answer", [OSError("no route"), b"<response><returncode>FAILED</returncode></response>", b""])
def test_a_server_that_makes_no_room_is_said_to_be_away(answer):
    provider, _asked = bigbluebutton(answer)
    with pytest.raises(Unavailable):
        provider.address(room=ROOM, guest=GUEST, at=AT)


# -- which one


def test_kinds_are_offered_where_their_server_is_known(settings):
    assert providers.available_kinds() == [RoomKind.LINK]
    settings.JITSI_URL, settings.JITSI_SECRET = "https://meet.example.org", "s"
    settings.BIGBLUEBUTTON_URL, settings.BIGBLUEBUTTON_SECRET = "https://bbb.example.org/bigbluebutton/api", "s"
    assert providers.available_kinds() == [RoomKind.LINK, RoomKind.JITSI, RoomKind.BIGBLUEBUTTON]
    kinds = {kind: type(providers.provider_of(MeetingFactory.build(room_kind=kind))) for kind in RoomKind}
    assert kinds == {RoomKind.LINK: GenericLink, RoomKind.JITSI: Jitsi, RoomKind.BIGBLUEBUTTON: BigBlueButton}


def test_a_meeting_whose_server_is_gone_falls_back_on_its_link():
    meeting = MeetingFactory.build(room_kind=RoomKind.JITSI)
    assert isinstance(providers.provider_of(meeting), GenericLink)


@pytest.mark.django_db
def test_a_guest_is_told_apart_within_one_meeting_only_and_by_no_address():
    first, second, person = MeetingFactory(), MeetingFactory(), PersonFactory(display_name="سلمى")
    seen = [
        providers.guest_of(person, meeting, role=JoinRole.PARTICIPANT, language="ar")
        for meeting in (first, first, second)
    ]
    assert seen[0] == seen[1]
    assert seen[0].ident != seen[2].ident
    assert (seen[0].name, seen[0].is_moderator) == ("سلمى", False)
    assert person.email not in repr(seen)
