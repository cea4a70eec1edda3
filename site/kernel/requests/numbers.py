"""Numbers out of an address: anyone may have typed anything there."""

DIGITS = 18  # what fits 64 bits, so that any column can be asked for it


def whole_number(text: str, digits: int = DIGITS) -> int | None:
    """The natural number that a text says in digits 0 to 9; None for anything else, or for more digits."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= digits else None
