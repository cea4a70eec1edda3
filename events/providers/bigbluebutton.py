"""BigBlueButton: calls of its API, each signed with a checksum over its name, its parameters and the shared secret."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from datetime import datetime
from urllib.error import URLError
from urllib.parse import urlencode
from urllib.request import urlopen

from .port import Guest, Room, Unavailable

PATIENCE = 5.0  # seconds
ANSWER_AT_MOST = 64 * 1024  # octets
DONE = b"<returncode>SUCCESS</returncode>"
LOCALES = {"fr": "fr-FR", "en": "en", "ar": "ar"}
Fetch = Callable[[str], bytes]


def fetched(address: str) -> bytes:
    """What the server answers. Raises OSError."""
    with urlopen(address, timeout=PATIENCE) as answer:  # noqa: S310  (https, checked where the settings are read)
        return bytes(answer.read(ANSWER_AT_MOST))


class BigBlueButton:
    """Rooms of a BigBlueButton server. `url` is that of its API: https://bbb.example/bigbluebutton/api."""

    def __init__(self, *, url: str, secret: str, fetch: Fetch = fetched) -> None:
        self.url = url.rstrip("/")
        self.secret = secret
        self.fetch = fetch

    def is_ready(self, room: Room) -> bool:
        """Always: the room is made when the first person comes."""
        return True

    def address(self, *, room: Room, guest: Guest, at: datetime) -> str:
        """Make the room, then the way in for one guest under their role and in their language.

        Raises Unavailable when the server does not answer, or does not make the room.
        """
        self._create(room)
        wishes = {
            "fullName": guest.name,
            "meetingID": room.ident,
            "role": "MODERATOR" if guest.is_moderator else "VIEWER",
            "userID": guest.ident,
            "redirect": "true",
            "userdata-bbb_override_default_locale": LOCALES.get(guest.language, "en"),
        }
        return self.call("join", wishes)

    def _create(self, room: Room) -> None:
        """Make the room; the server answers SUCCESS too where it is there already with the same parameters."""
        wishes = {
            "name": room.title,
            "meetingID": room.ident,
            "logoutURL": room.home,
            "guestPolicy": "ALWAYS_ACCEPT",
            "muteOnStart": "true",
            "record": "false",
        }
        try:
            answer = self.fetch(self.call("create", wishes))
        except (URLError, OSError) as error:
            raise Unavailable("the server does not answer") from error
        if DONE not in answer:
            raise Unavailable("the server made no room")

    def call(self, name: str, parameters: Mapping[str, str]) -> str:
        """The address of a call, signed."""
        query = urlencode(parameters)
        return f"{self.url}/{name}?{query}&checksum={checksum(name, query, self.secret)}"


def checksum(name: str, query: str, secret: str, *, algorithm: str = "sha256") -> str:
    """The digest of call name, query and secret, written one after the other. Servers take SHA-1 and SHA-2 alike."""
    return hashlib.new(algorithm, f"{name}{query}{secret}".encode(), usedforsecurity=False).hexdigest()
