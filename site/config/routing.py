"""What stands in front of Django: a demonstration’s door, the page cache, a turnstile, then HTTP and WebSocket."""

from asgiref.typing import ASGI3Application
from channels.routing import ProtocolTypeRouter, URLRouter
from channels.security.websocket import AllowedHostsOriginValidator

from config.loopback import LoopbackOnly
from config.turnstile import Turnstile
from kernel.live.routing import websocket_urlpatterns
from kernel.pagecache.middleware import PageCache

REQUESTS_AT_ONCE = 8  # fewer than the pool has connections: background work and sockets need some too


def build_application(django_application: ASGI3Application) -> LoopbackOnly:
    """The ASGI application: cached pages first, then Django for HTTP and the live consumer for WebSockets."""
    return LoopbackOnly(
        ProtocolTypeRouter(
            {
                "http": PageCache(Turnstile(django_application, places=REQUESTS_AT_ONCE)),
                # Channels takes Django's own paths; its types name its own
                "websocket": AllowedHostsOriginValidator(URLRouter(websocket_urlpatterns)),  # type: ignore[arg-type]
            }
        )
    )
