"""The latest results, as the home page shows them."""

from dataclasses import dataclass
from typing import Any

from kernel.pagecache.keeping import kept
from pages.base.landmarks import address_of
from pages.base.queries import readable

from ..choices import ResultKind
from ..models import ResultPage
from .cards import Text, columns, shown


@dataclass(frozen=True)
class LatestResult:
    """A result in a list; `pilot` is the id of the pilot that it came from."""

    title: Text
    lede: Text | None
    kind: str
    url: str
    plate: str
    is_validated: bool
    pilot: int | None

    @property
    def kind_label(self) -> Any:
        """The kind in the reader's language."""
        return ResultKind(self.kind).label


def latest_results(number: int) -> list[LatestResult]:
    """The results that everyone may read, the latest first. One query once a generation and language."""
    return kept(f"latest-results:{number}", lambda: _read(number))


def _read(number: int) -> list[LatestResult]:
    results = readable(ResultPage.objects.all()).order_by("-first_published_at", "-pk")
    rows = results.values("kind", "url_path", "plate", "validated_on", "pilot_id", *columns("title", "lede"))
    return [
        LatestResult(
            title=shown(row, "title") or Text("", ""),
            lede=shown(row, "lede"),
            kind=row["kind"],
            url=address_of(row["url_path"]),
            plate=row["plate"],
            is_validated=row["validated_on"] is not None,
            pilot=row["pilot_id"],
        )
        for row in rows[:number]
    ]
