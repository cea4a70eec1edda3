"""What a letter is, and which letters there are. Features fill it from their letters.py."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Context = Mapping[str, Any]
_PLAIN_WORD = re.compile(r"[A-Za-z0-9.-]{1,120}")


@dataclass(frozen=True)
class Link:
    """A button or a line that leads somewhere; a path ("/fr/my/") is completed with the site's address."""

    label: str
    url: str


@dataclass(frozen=True)
class Item:
    """A line of a section: its title leads to `url`; `lang` is given where the title is someone's own words."""

    title: str
    note: str = ""
    url: str = ""
    lang: str = ""


@dataclass(frozen=True)
class Section:
    """A titled list, for digests."""

    title: str
    items: Sequence[Item]


@dataclass(frozen=True, kw_only=True)
class Thread:
    """Where mail programs file a letter (RFC 2919, RFC 5322). Names are local, completed with the sender's domain.

    `list_id` ("room-12.forums") names what one could filter by. `root` is the letter that opens the conversation, sent
    or not, and `message` this one; blank leaves the mail its own. They are read by whoever sees the mail's source:
    nothing private stands in them. Raises ValueError for a name that is no plain word.
    """

    list_id: str
    root: str = ""
    message: str = ""

    def __post_init__(self) -> None:
        if not all(_PLAIN_WORD.fullmatch(name) for name in (self.list_id, self.root or "-", self.message or "-")):
            raise ValueError("names in headers are letters, digits, dots and hyphens")


@dataclass(frozen=True, kw_only=True)
class Letter:
    """What a mail says, before it is laid out as HTML and written as plain text.

    Every text is escaped unless it is a SafeString (format_html): `<b>`, `<bdi>` and `<a href>` are then kept, and
    turned into words in the plain text and in the subject, where what stood in <bdi> is isolated from its line. The
    subject says the fact, the preheader the next step, the reason why the reader gets it. One main action, at most one
    second.
    """

    subject: str
    title: str
    reason: str
    preheader: str = ""
    tag: str = ""
    paragraphs: Sequence[str] = ()
    notice: str = ""
    """One sentence that stands out: a deadline with its day and hour, never a countdown."""
    facts: Sequence[tuple[str, str]] = ()
    sections: Sequence[Section] = ()
    action: Link | None = None
    second: Link | None = None
    after: str = ""
    preferences: str = ""
    """Where the reader sets what is sent; blank leaves the line out."""
    unsubscribe: str = ""
    """For optional letters: an address that unsubscribes on a bare POST, without signing in (RFC 8058)."""
    thread: Thread | None = None
    """For letters about a conversation: the list and the thread in which mail programs file it."""
    calendar: bytes | str = b""
    """An iCalendar object (kernel.exports.ics.calendar); its METHOD decides how mail programs treat it."""
    demo: bool | None = None
    """Adds the line that says all is fictitious; None follows settings.DEMO."""


class NotOwed(Exception):
    """Raised by a builder when what the letter would say is no longer true: it is not sent, and the log says why."""


Builder = Callable[[dict[str, Any]], Letter]
_letters: dict[str, Builder] = {}


def letter(name: str) -> Callable[[Builder], Builder]:
    """Register the builder of a letter: `@letter("events.confirmation") def …(context) -> Letter`.

    It is called by the sending task, in the reader's language; what it reads from the database is then as fresh as
    the mail, and it may raise NotOwed. `context` is what was queued, through JSON. Raises ValueError where the name
    is taken.
    """

    def register(builder: Builder) -> Builder:
        if name in _letters and _letters[name] is not builder:
            raise ValueError(f"letter {name!r} is registered twice")
        _letters[name] = builder
        return builder

    return register


def build(name: str, context: dict[str, Any]) -> Letter:
    """The letter of that name, in the active language. Raises LookupError where no app registered it."""
    if name not in _letters:
        raise LookupError(f"no letter is registered as {name!r}")
    return _letters[name](context)


def is_registered(name: str) -> bool:
    """Whether an app registered a letter of that name."""
    return name in _letters
