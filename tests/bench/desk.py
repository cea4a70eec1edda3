"""What the organiser's desk costs with 50, 500 and 5,000 registrations of one meeting."""

import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from datetime import time as clock
from typing import Any

from tests.bench.inside import ROUNDS, measure, new_client, run_inside

SIZES = (50, 500, 5000)
PAGES = {
    "desk": "desk/",
    "desk, filtered": "desk/?state=waiting&constituency=local&shore=south",
    "desk, last page": "desk/?page=999",
    "figures": "desk/figures/",
}
REFERENCE = "/cms/account/"
GOAL = 2.5


def main() -> None:
    """Run in an installation of its own, with its own database."""
    run_inside("tests.bench.desk")


def inside() -> None:
    """Fill one meeting step by step and measure its desk each time."""
    client = new_client()
    meeting, fill = _filler(client)
    rows: dict[str, dict[int, tuple[int, float, float]]] = {name: {} for name in PAGES}
    for size in SIZES:
        fill(size)
        for name, path in PAGES.items():
            rows[name][size] = measure(client, f"/cms/meetings/{meeting}/{path}", REFERENCE)
            print(f"{size} registrations, {name}: {rows[name][size]}", flush=True)
    _write(rows)


def _filler(client: Any) -> tuple[int, Callable[[int], None]]:
    """Someone of the team signed in, a meeting, and what fills it: seven in ten confirmed, the others wait."""
    from actors.models import Organisation, Person, Territory
    from events.choices import MeetingFormat, MeetingState, Mode, RegistrationState
    from events.models import Meeting, Quota, Registration

    team = Person.objects.create_superuser("bench@example.org", "bench")
    client.force_login(team)
    territory = Territory.objects.create(
        slug="bench", name_fr="Territoire", kind="municipality", country_id="TN", folded="x"
    )
    codes = ("local", "regional", "national", "research")
    organisations = Organisation.objects.bulk_create(
        Organisation(
            slug=f"bench-{n}",
            name_fr=f"Organisation {n}",
            constituency=codes[n % 4],
            territory=territory,
            country_id="TN",
        )
        for n in range(100)
    )
    day = datetime.now(tz=UTC).date() + timedelta(days=40)
    meeting = Meeting(
        slug="bench",
        title_fr="Rencontre",
        format=MeetingFormat.HYBRID,
        state=MeetingState.PUBLISHED,
        zone="Africa/Tunis",
        place_fr="Mairie",
        start_date=day,
        start_time=clock(9, 30),
        end_date=day,
        end_time=clock(12, 30),
        capacity=5000,
    )
    meeting.derive_instants()
    meeting.save()
    Quota.objects.bulk_create(Quota(meeting=meeting, constituency=code, size=2000) for code in codes)

    def fill(size: int) -> None:
        there = Registration.objects.count()
        people = Person.objects.bulk_create(
            Person(email=f"bench-{n}@example.org", display_name=f"Voix {n}", password="!") for n in range(there, size)
        )
        at = datetime.now(tz=UTC)
        Registration.objects.bulk_create(
            Registration(
                meeting=meeting,
                person=person,
                organisation=(organisation := organisations[n % 100]),
                constituency=organisation.constituency,
                shore=("south", "north", "east")[n % 3],
                state=RegistrationState.WAITING if (waits := n % 10 > 6) else RegistrationState.CONFIRMED,
                waitlisted_at=at if waits else None,
                mode=Mode.IN_PERSON if n % 2 else Mode.ONLINE,
            )
            for n, person in enumerate(people, start=there)
        )

    return meeting.pk, fill


def _write(rows: dict[str, dict[int, tuple[int, float, float]]]) -> None:
    from tests.bench.report import put

    lines = []
    for name, sizes in rows.items():
        queries = " / ".join(str(sizes[size][0]) for size in SIZES)
        times = " / ".join(f"{sizes[size][1]:.0f}" for size in SIZES)
        growth = sizes[SIZES[-1]][2] / sizes[SIZES[0]][2]
        lines.append(f"| {name} | {queries} | {times} | {growth:.2f} | {'yes' if growth <= GOAL else 'no'} |")
    put(TEXT.format(rounds=ROUNDS, goal=GOAL, rows="\n".join(lines)))


TEXT = """## The organiser's desk with 50, 500 and 5,000 registrations
The desk of one meeting with four quotas, as someone of the team opens it (Django's test client, SQLite), medians of
{rounds} rounds in which the page of one's own account in the admin is asked in turn. Three in ten wait. Fifty people
stand on a page. 5,000 may cost {goal} times what 50 cost.

| page | queries | ms | 5,000 against 50 | reached |
|---|---|---|---|---|
{rows}
"""

if __name__ == "__main__":
    inside() if "inside" in sys.argv else main()
