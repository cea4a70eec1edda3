"""Jitsi Meet with token authentication: a room opens to whoever brings a token signed with the shared secret.

The token is a JSON Web Token (RFC 7519) signed with HMAC-SHA256 (RFC 7515). Claims as Prosody's token plugin reads
them: `iss` and `aud` name the application, `sub` the host, `room` the only room it opens, `context.user` who comes.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from base64 import urlsafe_b64encode
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

from .port import Guest, Room

TOKEN_LIVES = timedelta(minutes=5)  # to come in; who is in stays
CLOCKS_DIFFER = timedelta(seconds=30)
HEADER = b'{"alg":"HS256","typ":"JWT"}'


class Jitsi:
    """Rooms of a Jitsi server whose application id and secret are known to us."""

    def __init__(self, *, url: str, app_id: str, secret: str) -> None:
        self.url = url.rstrip("/")
        self.app_id = app_id
        self.secret = secret.encode()

    def is_ready(self, room: Room) -> bool:
        """Always: the server makes a room when the first person comes."""
        return True

    def address(self, *, room: Room, guest: Guest, at: datetime) -> str:
        """The room with a token of five minutes."""
        name = self.room_name(room)
        token = signed(self.claims(room=name, guest=guest, at=at), self.secret)
        wishes = urlencode({"config.defaultLanguage": json.dumps(guest.language)}, quote_via=quote)
        return f"{self.url}/{name}?jwt={token}#{wishes}"

    def room_name(self, room: Room) -> str:
        """A name that nobody guesses from what is public of a meeting."""
        return f"rives-{hmac.new(self.secret, room.ident.encode(), hashlib.sha256).hexdigest()[:32]}"

    def claims(self, *, room: str, guest: Guest, at: datetime) -> dict[str, Any]:
        """What the token says: this room, this guest, now."""
        return {
            "iss": self.app_id,
            "aud": self.app_id,
            "sub": urlsplit(self.url).hostname,
            "room": room,
            "nbf": int((at - CLOCKS_DIFFER).timestamp()),
            "exp": int((at + TOKEN_LIVES).timestamp()),
            "moderator": guest.is_moderator,
            "context": {
                "user": {
                    "id": guest.ident,
                    "name": guest.name,
                    "affiliation": "owner" if guest.is_moderator else "member",
                    "moderator": "true" if guest.is_moderator else "false",
                }
            },
        }


def signed(claims: Mapping[str, Any], secret: bytes) -> str:
    """A compact JWS of the claims."""
    payload = json.dumps(claims, ensure_ascii=False, separators=(",", ":")).encode()
    return serialized(HEADER, payload, secret)


def serialized(header: bytes, payload: bytes, secret: bytes) -> str:
    """RFC 7515, section 7.1, over the octets as given: header.payload.signature in base64url without padding."""
    body = f"{_base64url(header)}.{_base64url(payload)}"
    return f"{body}.{_base64url(hmac.new(secret, body.encode(), hashlib.sha256).digest())}"


def _base64url(octets: bytes) -> str:
    return urlsafe_b64encode(octets).rstrip(b"=").decode()
