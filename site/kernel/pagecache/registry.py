"""What of an address the page cache knows."""

import re
from collections.abc import Callable

from kernel.languages.choices import LANGUAGES

Accepts = Callable[[str], bool]
TRACKING = ("utm_", "mtm_", "pk_", "fbclid", "gclid", "msclkid", "mc_cid", "mc_eid")
"""Parameters that no view reads: dropped, so that a link shared with them meets the page kept without them."""

_CODE = re.compile(r"[A-Za-z0-9_-]{0,40}")
_PAGE = re.compile(r"[1-9][0-9]{0,2}")
_NUMBER = re.compile(r"0|[1-9][0-9]{0,17}")


def is_code(value: str) -> bool:
    """A choice among few: a slug, a country, blank. Free text is none."""
    return _CODE.fullmatch(value) is not None


def is_blank(value: str) -> bool:
    """Nothing: of what people type, only the page before they typed."""
    return not value


def is_page(value: str) -> bool:
    """The number of a page of a list, from 1 to 999, written in one way."""
    return _PAGE.fullmatch(value) is not None


_parameters: dict[str, Accepts] = {
    "lang": LANGUAGES.__contains__,
    "page": is_page,
    "q": is_blank,
    "since": lambda value: _NUMBER.fullmatch(value) is not None,
    "sort": is_code,
}


def cacheable_parameters(*names: str, accepts: Accepts = is_code) -> None:
    """Say that public pages read these query parameters, each as a choice among few (`accepts` says which values).

    A request with any other parameter or value is never kept, so that invented addresses cannot push real pages out.
    Those known above keep their own rule. Called from AppConfig.ready.
    """
    for name in names:
        _parameters.setdefault(name, accepts)


def is_cacheable(name: str, value: str) -> bool:
    """Whether answers may be kept apart by this parameter with this value."""
    accepts = _parameters.get(name)
    return accepts is not None and accepts(value)


def is_tracking(name: str) -> bool:
    """Whether the parameter only says where a visitor came from."""
    return name.startswith(TRACKING)
