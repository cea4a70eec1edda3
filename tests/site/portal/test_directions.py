"""What is told holds titles and names of another direction apart from the sentence around them."""

import re

import pytest
from django.utils import translation

from kernel.notifications import registry

ARABIC = "لجنة البيئة 2"
TOLD = {
    "titles": {"ar": ARABIC}, "slug": "x", "title": ARABIC, "language": "ar", "name": ARABIC, "room": "salon",
    "topic": 1, "number": 2, "person": ARABIC, "organisation": {"ar": ARABIC}, "names": {"ar": ARABIC},
    "title_language": "ar", "reason": ARABIC, "reason_language": "ar", "note": ARABIC, "note_language": "ar",
    "posts": [{"number": 2, "name": ARABIC, "reason": "mention"}], "kind": "case", "state": "kept", "outcome": "upheld",
    "may_write": True, "decision": 3, "consultation": "x", "code": "accepted", "new": 2, "told": [], "into": 1,
    "revision": 2,
}  # fmt: skip
ABOUT = {"forums.suspended": {"suspension": 4}}


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("kind", sorted(kind for kind in registry._builders if not kind.startswith("tests.")))
def test_every_notification_isolates_what_it_names(kind, language):
    with translation.override(language):
        text = str(registry.build(kind, TOLD | ABOUT.get(kind, {})).text)
    apart = re.sub(r"<bdi[^>]*>.*?</bdi>", "", text)
    assert ARABIC in text
    assert ARABIC not in apart
