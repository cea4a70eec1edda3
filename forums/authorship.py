"""How a page says that two posts have the same author without saying who it is in the database."""

from django.utils.crypto import salted_hmac


def mark(person_id: int) -> str:
    """A short mark of a person, the same in every fragment of this installation."""
    return salted_hmac("forums.author", str(person_id)).hexdigest()[:12]
