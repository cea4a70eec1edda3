"""House rules about accounts that can be checked."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register


@register()
def accounts_go_through_rives(**_options: Any) -> list[CheckMessage]:
    """Accounts use our adapter and our forms, and a confirmed address opens them."""
    found: list[CheckMessage] = []
    if getattr(settings, "ACCOUNT_ADAPTER", "") != "actors.adapters.AccountAdapter":
        found.append(
            Error(
                "account mails would not go through the outbox in the reader's language",
                hint='Set ACCOUNT_ADAPTER = "actors.adapters.AccountAdapter".',
                id="actors.E001",
            )
        )
    if getattr(settings, "ACCOUNT_EMAIL_VERIFICATION", "") != "mandatory":
        found.append(
            Error(
                "votes and registrations need a confirmed address",
                hint='Set ACCOUNT_EMAIL_VERIFICATION = "mandatory".',
                id="actors.E002",
            )
        )
    return found
