"""The link of an offer: signed, for this offer only, until its hour; it opens no account and nothing else."""

from __future__ import annotations

from dataclasses import dataclass

from django.core import signing
from django.urls import reverse

SALT = "events.offer"
SIGNER = signing.Signer(salt=SALT, sep=".")  # no colon: mail programs cut addresses there


@dataclass(frozen=True)
class OfferLink:
    """Which offer a link answers, and whose registration it belongs to."""

    registration: int
    offer: int


def sign(link: OfferLink) -> str:
    """The secret end of the address."""
    return SIGNER.sign(f"{link.registration}-{link.offer}")


def read(token: str) -> OfferLink | None:
    """What a token stands for; None where it was not signed here."""
    try:
        registration, offer = SIGNER.unsign(token).split("-")
        return OfferLink(int(registration), int(offer))
    except (signing.BadSignature, ValueError):
        return None


def address(slug: str, link: OfferLink) -> str:
    """The page of the offer, under the active language."""
    return reverse("events:offer", args=[slug, sign(link)])
