"""Which requests the page cache answers, and what makes two of them the same."""

from __future__ import annotations

import re
from collections.abc import Mapping, MutableMapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from django.conf import settings
from django.utils.translation.trans_real import parse_accept_lang_header

from kernel.languages.choices import DEFAULT, LANGUAGES

from .registry import is_cacheable, is_tracking

Scope = MutableMapping[str, Any]

PREFIXES = frozenset(f"/{language}/" for language in LANGUAGES)
NEVER = (
    "/account/", "/api/", "/cms/", "/documents/", "/healthz", "/language/", "/media/", "/my/", "/readyz", "/static/",
)  # fmt: skip
_LEADING_ZERO = re.compile(r"/0[0-9]")  # Django reads /0012/ as /12/: one page would have addresses without end
MAX_QUERY = 600
MAX_PARAMETERS = 6  # of an address that is kept: filters combine without end
_HEADERS = frozenset(
    {b"cookie", b"host", b"authorization", b"hx-request", b"accept-language", b"accept-encoding", b"if-none-match"}
)
_KEPT_FROM_DJANGO = _HEADERS - {b"host"} | {
    b"if-modified-since",
    b"if-match",
    b"if-unmodified-since",
    b"range",
    b"if-range",
}


@dataclass(frozen=True)
class Asked:
    """A request that may be answered from the cache."""

    key: tuple[str, ...]
    head: bool
    encodings: tuple[str, ...]
    if_none_match: bytes
    query: str
    language: str

    def as_scope(self, scope: Scope) -> Scope:
        """The request as Django shall see it: what any signed-out visitor would send. Cookies go (a malformed one makes
        Django set another on every answer), conditions and encodings go (the full text is kept), the language is the
        negotiated one."""
        headers = [(name, value) for name, value in scope["headers"] if name not in _KEPT_FROM_DJANGO]
        if self.language:
            headers.append((b"accept-language", self.language.encode()))
        return {**scope, "method": "GET", "headers": headers, "query_string": self.query.encode()}


def asked(scope: Scope) -> Asked | None:
    """What is asked for, or None where the request must reach Django as it is."""
    if scope["method"] not in {"GET", "HEAD"} or not _public(scope["path"]):
        return None
    headers = {name: value for name, value in scope["headers"] if name in _HEADERS}
    if b"authorization" in headers or b"hx-request" in headers or has_session(headers.get(b"cookie", b"")):
        return None
    if (query := _canonical(scope.get("query_string", b""))) is None:
        return None
    if not _known_port(host := headers.get(b"host", b"").decode("latin-1").lower(), scope):
        return None
    language = "" if scope["path"][:4] in PREFIXES else _negotiated(headers.get(b"accept-language", b""))
    return Asked(
        key=(_scheme(scope), host, scope["path"], query, language),
        head=scope["method"] == "HEAD",
        encodings=_encodings(headers.get(b"accept-encoding", b"")),
        if_none_match=headers.get(b"if-none-match", b""),
        query=query,
        language=language,
    )


def has_session(cookie: bytes) -> bool:
    """Whether the cookies may tell who it is, or hold a message for them."""
    return any(name in cookie for name in _session_cookies(settings.SESSION_COOKIE_NAME))


@lru_cache(maxsize=8)
def _session_cookies(session: str) -> tuple[bytes, ...]:
    return (f"{session}=".encode(), b"messages=")


def _public(path: str) -> bool:
    if path == "/" or _LEADING_ZERO.search(path):
        return False
    return not (path[3:] if path[:4] in PREFIXES else path).startswith(NEVER)


def _canonical(query: bytes) -> str | None:
    """The query with its known parameters in order; None where it holds anything else, or too much."""
    if not query:
        return ""
    if len(query) > MAX_QUERY:
        return None
    try:
        pairs = parse_qsl(query.decode("ascii"), keep_blank_values=True)
    except ValueError:
        return None
    known = [pair for pair in pairs if not is_tracking(pair[0])]
    if len(known) > MAX_PARAMETERS or not all(is_cacheable(name, value) for name, value in known):
        return None
    return urlencode(sorted(known, key=lambda pair: pair[0]))  # a stable sort: repeated values keep their order


def _scheme(scope: Scope) -> str:
    """What request.scheme will say: behind a proxy that is trusted for it, its header decides."""
    if not (trusted := settings.SECURE_PROXY_SSL_HEADER):
        return str(scope.get("scheme", "http"))
    wanted = trusted[0].removeprefix("HTTP_").replace("_", "-").lower().encode()
    said = next((value.decode("latin-1") for name, value in scope["headers"] if name == wanted), "")
    return "https" if said.partition(",")[0].strip() == trusted[1] else "http"


def _known_port(host: str, scope: Scope) -> bool:
    """Whether a Host names no port, the server's or the site's: Django takes any, and each would make a page apart."""
    port = host.rpartition("]")[2].partition(":")[2]
    if not port:
        return True
    return port in (str((scope.get("server") or ("", ""))[1]), _port_of_site(settings.BASE_URL))


@lru_cache(maxsize=8)
def _port_of_site(url: str) -> str:
    return str(urlsplit(url).port or "")


@lru_cache(maxsize=512)
def _negotiated(accept: bytes) -> str:
    """The reader's language out of Accept-Language, always one of ours."""
    for tag, _quality in parse_accept_lang_header(accept.decode("latin-1").lower()):
        if (code := tag.split("-")[0]) in LANGUAGES:
            return code
    return DEFAULT


@lru_cache(maxsize=512)
def _encodings(accept: bytes) -> tuple[str, ...]:
    """The encodings that we keep and the browser takes, the smallest first."""
    offered: dict[str, bool] = {}
    for part in accept.decode("latin-1").lower().split(","):
        name, _semicolon, quality = part.partition(";")
        offered[name.strip()] = quality.replace(" ", "") not in {"q=0", "q=0.0", "q=0.00", "q=0.000"}
    return tuple(name for name in ("br", "gzip") if offered.get(name, False))


def header(headers: Mapping[bytes, bytes], name: bytes) -> str:
    """A header's value in lower case; empty where it is missing."""
    return headers.get(name, b"").decode("latin-1").lower()
