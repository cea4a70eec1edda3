"""How each kind of notification is worded. Features fill it from their notices.py."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Notice:
    """What a notification says and where it leads.

    `text` is escaped unless it is a SafeString (format_html, for `<bdi>`); `path` stands under the language and comes
    without it ("/meetings/atelier/"), blank where it leads nowhere.
    """

    text: str
    path: str = ""


Builder = Callable[[dict[str, Any]], Notice]
MayKnow = Callable[[Any, Sequence[dict[str, Any]]], Sequence[bool]]
_builders: dict[str, Builder] = {}
_may_know: dict[str, MayKnow] = {}


def notice(kind: str, *, may_know: MayKnow | None = None) -> Callable[[Builder], Builder]:
    """Register `(data: dict) -> Notice` for a kind ("events.offer"), called in the reader's language.

    It must not query: what it says is in `data`. `may_know(person, [data, …]) -> [bool, …]` is for what one may
    lose the right to know after having been told: asked once for all that is shown. Raises ValueError where the kind is
    taken.
    """

    def register(builder: Builder) -> Builder:
        if kind in _builders and _builders[kind] is not builder:
            raise ValueError(f"notice {kind!r} is registered twice")
        _builders[kind] = builder
        if may_know is not None:
            _may_know[kind] = may_know
        return builder

    return register


def is_registered(kind: str) -> bool:
    """Whether an app words notifications of this kind."""
    return kind in _builders


def may_know(kind: str) -> MayKnow | None:
    """Who asks whether a person may still know what notifications of this kind say; None: they may."""
    return _may_know.get(kind)


def build(kind: str, data: dict[str, Any]) -> Notice:
    """The notice in the active language. Raises LookupError where no app registered the kind."""
    if kind not in _builders:
        raise LookupError(f"no notice is registered as {kind!r}")
    return _builders[kind](data)
