"""The table of who may do what in which kind of room: real cases, put to the rules that every page asks. (leaf)

`manage.py print_forum_permissions` prints it into docs/features/forums-permissions.md; the tests walk it cell by cell
with people and rooms in the database, through the rules, the pages and the live streams.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from actors.choices import Constituency, Shore
from actors.models import Organisation
from actors.queries import Speaking

from .choices import Attaching, Capability, Opening, Posting, RoomState, Visibility
from .models import Room
from .rules import Standing, capabilities_with

LETTERS = {
    Capability.SEE: "S",
    Capability.READ: "R",
    Capability.REPLY: "W",
    Capability.OPEN: "O",
    Capability.ATTACH: "A",
    Capability.MODERATE: "M",
}
NOTHING = "·"


@dataclass(frozen=True)
class Body:
    """An organisation that someone is a verified member of; `chosen` by the rooms that choose organisations."""

    constituency: str
    shore: str
    chosen: bool = False


LOCAL_NORTH = Body(Constituency.LOCAL, Shore.NORTH)


@dataclass(frozen=True)
class Who:
    """Someone before a room. `invited`: None is not, False to read, True to write; `late`: the invitation has ended."""

    name: str
    signed_in: bool = True
    active: bool = True
    declares: str = ""
    member_of: Body | None = None
    asked_only: bool = False
    invited: bool | None = None
    late: bool = False
    named: bool = False
    team: bool = False
    suspended: bool = False


@dataclass(frozen=True)
class Kind:
    """A kind of room: its fields."""

    name: str
    fields: dict[str, Any] = field(default_factory=dict)

    @property
    def room(self) -> Room:
        """A room of this kind, saved nowhere."""
        return Room(**self.fields)


RESEARCH = [Constituency.RESEARCH.value]
SOUTH = [Shore.SOUTH.value]

PEOPLE = (
    Who("signed out", signed_in=False),
    Who("account closed", active=False),
    Who("signed in"),
    Who("citizen who declares a southern country", declares=Shore.SOUTH),
    Who("membership asked for", member_of=LOCAL_NORTH, asked_only=True),
    Who("member: local, north", member_of=LOCAL_NORTH),
    Who("member of the chosen organisation", member_of=Body(Constituency.BUSINESS, Shore.NORTH, chosen=True)),
    Who("member: research, north", member_of=Body(Constituency.RESEARCH, Shore.NORTH)),
    Who("member: local, south", member_of=Body(Constituency.LOCAL, Shore.SOUTH)),
    Who("member: research, south", member_of=Body(Constituency.RESEARCH, Shore.SOUTH)),
    Who("member: research, basin-wide", member_of=Body(Constituency.RESEARCH, "")),
    Who("invited to read", invited=False),
    Who("invited to write", invited=True),
    Who("member: local, north, invited to read", member_of=LOCAL_NORTH, invited=False),
    Who("invitation past its end", invited=True, late=True),
    Who("suspended member: local, north", member_of=LOCAL_NORTH, suspended=True),
    Who("moderator named by the room", named=True),
    Who("team", team=True),
)

TABLES: tuple[tuple[str, tuple[Kind, ...]], ...] = (
    (
        "Who reads",
        (
            Kind("public"),
            Kind("members", {"visibility": Visibility.MEMBERS}),
            Kind("chosen organisations", {"visibility": Visibility.ORGANISATIONS}),
            Kind("research", {"visibility": Visibility.CONSTITUENCIES, "reading_constituencies": RESEARCH}),
            Kind("southern shore", {"visibility": Visibility.CONSTITUENCIES, "reading_shores": SOUTH}),
            Kind(
                "research and southern shore",
                {
                    "visibility": Visibility.CONSTITUENCIES,
                    "reading_constituencies": RESEARCH,
                    "reading_shores": SOUTH,
                },
            ),
            Kind("invited", {"visibility": Visibility.INVITED}),
        ),
    ),
    (
        "Announced to everyone",
        (
            Kind("members", {"visibility": Visibility.MEMBERS, "announced": True}),
            Kind(
                "research",
                {"visibility": Visibility.CONSTITUENCIES, "reading_constituencies": RESEARCH, "announced": True},
            ),
            Kind("invited", {"visibility": Visibility.INVITED, "announced": True}),
        ),
    ),
    (
        "Who writes, in a public room",
        (
            Kind("members", {"posting": Posting.MEMBERS}),
            Kind("research", {"posting": Posting.CONSTITUENCIES, "constituencies": RESEARCH}),
            Kind("southern shore", {"posting": Posting.CONSTITUENCIES, "shores": SOUTH}),
            Kind(
                "research and southern shore",
                {"posting": Posting.CONSTITUENCIES, "constituencies": RESEARCH, "shores": SOUTH},
            ),
        ),
    ),
    (
        "Who writes, in a private room",
        (
            Kind(
                "read by members, written by research",
                {"visibility": Visibility.MEMBERS, "posting": Posting.CONSTITUENCIES, "constituencies": RESEARCH},
            ),
            Kind("invited, written by members", {"visibility": Visibility.INVITED, "posting": Posting.MEMBERS}),
        ),
    ),
    (
        "Who opens topics and attaches files, in a public room",
        (
            Kind("opened for an organisation", {"opening": Opening.MEMBERS}),
            Kind("opened by moderators", {"opening": Opening.MODERATORS}),
            Kind("files for an organisation", {"attaching": Attaching.MEMBERS}),
            Kind("files of moderators", {"attaching": Attaching.MODERATORS}),
            Kind("no files", {"attaching": Attaching.NOBODY}),
        ),
    ),
    (
        "While a room is not open",
        (
            Kind("public, read only", {"state": RoomState.READ_ONLY}),
            Kind("public, closed", {"state": RoomState.CLOSED}),
            Kind("members, read only", {"visibility": Visibility.MEMBERS, "state": RoomState.READ_ONLY}),
            Kind("invited, closed", {"visibility": Visibility.INVITED, "state": RoomState.CLOSED}),
        ),
    ),
)


def expected(who: Who, kind: Kind) -> frozenset[Capability]:
    """What someone may do in a room of a kind."""
    room = kind.room
    standing = Standing(open_to_them=_is_open_to(None, room))
    if who.signed_in and who.active:
        voices = _voices(who)
        standing = Standing(
            signed_in=True,
            open_to_them=_is_open_to(who, room),
            writes_invited=None if who.late else who.invited,
            moderates=who.named or who.team,
            voices=tuple(voices),
            suspended="…" if who.suspended else "",
        )
    return capabilities_with(standing, room)


def _voices(who: Who) -> list[Speaking]:
    citizen = Speaking(None, Constituency.CITIZENS, who.declares, bool(who.declares))
    if who.member_of is None or who.asked_only:
        return [citizen]
    body = who.member_of
    return [Speaking(Organisation(constituency=body.constituency), body.constituency, body.shore, False), citizen]


def _is_open_to(who: Who | None, room: Room) -> bool:
    """What models.readers asks of the database, in words."""
    if room.visibility == Visibility.PUBLIC or (who and who.team):
        return True
    body = who.member_of if who and not who.asked_only else None
    if body is None:
        return False
    of_constituency = not room.reading_constituencies or body.constituency in room.reading_constituencies
    of_shore = not room.reading_shores or body.shore in room.reading_shores
    return {
        Visibility.MEMBERS.value: True,
        Visibility.ORGANISATIONS.value: body.chosen,
        Visibility.CONSTITUENCIES.value: of_constituency and of_shore,
    }.get(room.visibility, False)


def letters(found: frozenset[Capability]) -> str:
    """Capabilities as the table writes them."""
    return "".join(letter for capability, letter in LETTERS.items() if capability in found) or NOTHING


INTRODUCTION = """# Who may do what in a room

Printed by `manage.py print_forum_permissions` from `forums/permissions.py`; the tests walk every cell with people and
rooms in the database, through the rules, the pages and the live streams. What a table does not name is: public, open,
written by everyone signed in, topics and files of whoever writes.

**S** sees that the room exists (its name and description) · **R** reads · **W** replies · **O** opens topics ·
**A** attaches files · **M** moderates · `·` for them the room does not exist: 404, and nothing of it in lists, search,
feeds, counters, presence or mails.
"""


def printed() -> str:
    """The whole table, in Markdown."""
    parts = [INTRODUCTION]
    for title, kinds in TABLES:
        rows = [
            ["", *(kind.name for kind in kinds)],
            ["---"] * (len(kinds) + 1),
            *([who.name, *(letters(expected(who, kind)) for kind in kinds)] for who in PEOPLE),
        ]
        parts.append("\n".join([f"## {title}", "", *(f"| {' | '.join(row)} |" for row in rows), ""]))
    return "\n".join(parts)
