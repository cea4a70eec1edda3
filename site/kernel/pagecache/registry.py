"""What of an address the page cache knows."""

TRACKING = ("utm_", "mtm_", "pk_", "fbclid", "gclid", "msclkid", "mc_cid", "mc_eid")
"""Parameters that no view reads: dropped, so that a link shared with them meets the page kept without them."""

_parameters: set[str] = {"lang", "page", "q", "since", "sort"}


def cacheable_parameters(*names: str) -> None:
    """Say that public pages read these query parameters. A request with any other one is never kept, so that invented
    addresses cannot push real pages out. Called from AppConfig.ready."""
    _parameters.update(names)


def is_cacheable(name: str) -> bool:
    """Whether answers may be kept apart by this parameter."""
    return name in _parameters


def is_tracking(name: str) -> bool:
    """Whether the parameter only says where a visitor came from."""
    return name.startswith(TRACKING)
