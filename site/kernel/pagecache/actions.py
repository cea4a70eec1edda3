"""What makes cached pages stale."""


def bump() -> None:
    """Say that something public has changed: every cached page is stale once the transaction commits."""
