"""Names that the bell and its stream go by."""

PREFIX = "u"
BELL = "bell"


def stream_of(person_id: int) -> str:
    """The stream that only this person may follow."""
    return f"{PREFIX}:{person_id}"
