"""What the pages of the calendar cost with 1, 30 and 500 meetings: queries, and time against another page."""

import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from datetime import time as clock

from tests.bench.inside import ROUNDS, measure, new_client, run_inside

SIZES = (1, 30, 500)
PAGES = {
    "to come": "meetings/",
    "to come, filtered": "meetings/?kind=workshop&open=local&heard=ar",
    "month": "meetings/month/{year}/{month}/",
    "past": "meetings/past/",
    "Atom feed": "meetings/feed.atom",
}
REFERENCE = "/fr/account/login/"
GOAL = 2.5


def main() -> None:
    """Run in an installation of its own, with its own database."""
    run_inside("tests.bench.calendar_pages")


def inside() -> None:
    """Fill the calendar step by step and measure each time; the reference page is asked in the same rounds."""
    client = new_client()
    fill = _filler()
    rows: dict[str, dict[int, tuple[int, float, float]]] = {name: {} for name in PAGES}
    for size in SIZES:
        fill(size)
        for name, path in PAGES.items():
            rows[name][size] = measure(client, f"/fr/{path.format(**_busy_month())}", REFERENCE)
            print(f"{size} meetings, {name}: {rows[name][size]}", flush=True)
    _write(rows)


def _busy_month() -> dict[str, int]:
    day = datetime.now(tz=UTC).date() + timedelta(days=40)
    return {"year": day.year, "month": day.month}


def _filler() -> Callable[[int], None]:
    """Makes meetings until there are as many as asked to come, and as many past; ten registrations each."""
    from actors.models import Organisation, Person, Territory
    from events.choices import MeetingFormat, MeetingKind, MeetingState, Mode, RegistrationState
    from events.models import Meeting, Quota, Registration

    people = Person.objects.bulk_create(
        Person(email=f"bench-{n}@example.org", display_name=f"Voix {n}", password="!") for n in range(10)
    )
    territories = Territory.objects.bulk_create(
        Territory(slug=f"bench-{n}", name_fr=f"Territoire {n}", kind="municipality", country_id="TN", folded="x")
        for n in range(20)
    )
    organisation = Organisation.objects.create(
        slug="bench", name_fr="Commune", constituency="local", territory=territories[0], country_id="TN"
    )

    def fill(size: int) -> None:
        made = []
        for n in range(Meeting.objects.count(), 2 * size):
            day = datetime.now(tz=UTC).date() + timedelta(days=(40 + n // 2 % 360) * (-1 if n % 2 else 1))
            meeting = Meeting(
                slug=f"bench-{n}",
                title_fr=f"Rencontre {n}",
                title_ar=f"لقاء {n}",
                kind=MeetingKind.COMMITTEE if n % 3 == 1 else MeetingKind.WORKSHOP,
                format=MeetingFormat.ONLINE,
                state=MeetingState.PUBLISHED,
                zone="Africa/Tunis",
                start_date=day,
                start_time=clock(9, 30),
                end_date=day,
                end_time=clock(12, 30),
                territory=territories[n % len(territories)],
                languages_spoken=["fr"],
                languages_interpreted=["ar", "en"],
                capacity=60,
            )
            meeting.derive_instants()
            made.append(meeting)
        Meeting.objects.bulk_create(made)
        Quota.objects.bulk_create(
            Quota(meeting=meeting, constituency=code, size=20) for meeting in made for code in ("local", "research")
        )
        Registration.objects.bulk_create(
            Registration(
                meeting=meeting,
                person=person,
                organisation=organisation,
                constituency="local",
                shore="south",
                state=RegistrationState.CONFIRMED,
                mode=Mode.ONLINE,
            )
            for meeting in made
            for person in people
        )

    return fill


def _write(rows: dict[str, dict[int, tuple[int, float, float]]]) -> None:
    from tests.bench.report import put

    lines = []
    for name, sizes in rows.items():
        queries = " / ".join(str(sizes[size][0]) for size in SIZES)
        times = " / ".join(f"{sizes[size][1]:.0f}" for size in SIZES)
        ratios = " / ".join(f"{sizes[size][2]:.1f}" for size in SIZES)
        growth = sizes[SIZES[-1]][2] / sizes[SIZES[1]][2]
        lines.append(
            f"| {name} | {queries} | {times} | {ratios} | {growth:.2f} | {'yes' if growth <= GOAL else 'no'} |"
        )
    put(TEXT.format(rounds=ROUNDS, goal=GOAL, rows="\n".join(lines)))


TEXT = """## The calendar with 1, 30 and 500 meetings
Past the page cache and without a server (Django's test client, SQLite), signed out, medians of {rounds} rounds in
which the sign-in page is asked in turn: it is the measure, in the same minute of the same machine. So many meetings are
to come, within a year, and as many are over; each has two quotas and ten registrations. 500 may cost {goal} times what
30 cost.

| page | queries | ms | times the sign-in page | 500 against 30 | reached |
|---|---|---|---|---|---|
{rows}
"""

if __name__ == "__main__":
    inside() if "inside" in sys.argv else main()
