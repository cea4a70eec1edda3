"""How often someone may do something, counted in the cache (Redis in production, so that processes count together)."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from functools import wraps
from ipaddress import IPv6Address, ip_address
from typing import Any, Literal, cast

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils import timezone

from kernel.ui.views import too_many

UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86400}
SEARCHES = "120/m"
View = Callable[..., HttpResponseBase]


def allow(name: str, who: str, rate: str, at: datetime) -> bool:
    """Count one act of `who` ("p:12", "ip:…") against `rate` ("10/m"; s, m, h, d) and say whether it may happen."""
    return seconds_to_wait(name, who, rate, at) == 0


def seconds_to_wait(name: str, who: str, rate: str, at: datetime) -> int:
    """Count one act; 0 where it may happen, else the seconds after which it may be tried again.

    A sliding window in two counters: what was done in the last window weighs by the part of it still in reach.
    Refused acts are not counted, so that insisting does not prolong the wait.
    """
    allowed, window = parse_rate(rate)
    now = at.astimezone(UTC).timestamp()
    slot, elapsed = divmod(now, window)
    current, previous = (f"limit:{name}:{who}:{window}:{int(slot) - back}" for back in (0, 1))
    carried = int(cache.get(previous, 0)) * (1 - elapsed / window)
    cache.add(current, 0, timeout=2 * window)
    try:
        count = cache.incr(current)
    except ValueError:  # the counter expired between the two calls
        cache.set(current, 1, timeout=2 * window)
        count = 1
    if count + carried <= allowed:
        return 0
    cache.decr(current)
    return max(1, int(window - elapsed) if count > allowed else round(window / allowed))


def parse_rate(rate: str) -> tuple[int, int]:
    """ "10/m" as (10, 60). Raises ValueError for anything else."""
    number, _slash, unit = rate.partition("/")
    if unit not in UNITS or not number.isdigit() or int(number) < 1:
        raise ValueError(f"a rate looks like 10/m, not {rate!r}")
    return int(number), UNITS[unit]


def client_ip(request: HttpRequest) -> str:
    """The visitor's address: REMOTE_ADDR, or what the last trusted proxy saw (settings.TRUSTED_PROXY_COUNT of them).

    X-Forwarded-For is written by anyone: without trusted proxies it is not read.
    """
    trusted = int(getattr(settings, "TRUSTED_PROXY_COUNT", 0))
    hops = [hop.strip() for hop in request.headers.get("X-Forwarded-For", "").split(",") if hop.strip()]
    if trusted > 0 and len(hops) >= trusted:
        return hops[-trusted]
    return str(request.META.get("REMOTE_ADDR", ""))


def address_group(ip: str) -> str:
    """What counts as one visitor: an IPv4 address, the /64 network of an IPv6 one."""
    try:
        parsed = ip_address(ip)
    except ValueError:
        return "unknown"
    if isinstance(parsed, IPv6Address) and parsed.ipv4_mapped is None:
        return str(IPv6Address(int(parsed) >> 64 << 64))
    return str(parsed.ipv4_mapped if isinstance(parsed, IPv6Address) else parsed)


def who_asks(request: HttpRequest, by: Literal["person_or_ip", "ip"] = "person_or_ip") -> str:
    """The name under which a request is counted: the person signed in, else the address."""
    user = getattr(request, "user", None)
    if by == "person_or_ip" and user is not None and user.is_authenticated:
        return f"p:{user.pk}"
    return f"ip:{address_group(client_ip(request))}"


def search_limit(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """The limit of every view that searches for what was typed (`q`): generous to an office behind one address, and
    far below what would keep a server busy. Answers to typed words are never kept by the page cache."""
    limit = rate_limit("search", SEARCHES, methods=("GET", "HEAD"), when=lambda request: bool(request.GET.get("q")))
    return cast("Callable[..., HttpResponse]", limit(view))  # a refusal is a page too


def rate_limit(
    name: str,
    rate: str = "10/m",
    by: Literal["person_or_ip", "ip"] = "person_or_ip",
    methods: Sequence[str] = ("POST",),
    when: Callable[[HttpRequest], bool] = lambda request: True,
) -> Callable[[View], View]:
    """Limit how often one visitor may call a view; beyond it the 429 page with Retry-After, and nothing is done.

    `when(request)` says which requests count; views that share a name share its count.
    """
    parse_rate(rate)

    def decorate(view: View) -> View:
        @wraps(view)
        def limited(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if request.method not in methods or not when(request):
                return view(request, *args, **kwargs)
            wait = seconds_to_wait(name, who_asks(request, by), rate, timezone.now())
            return too_many(request, wait) if wait else view(request, *args, **kwargs)

        return limited

    return decorate
