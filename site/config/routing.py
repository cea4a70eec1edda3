"""What stands in front of Django: a demonstration’s door, the page cache, then HTTP and WebSocket."""

from asgiref.typing import ASGI3Application
from channels.routing import ProtocolTypeRouter, URLRouter
from channels.security.websocket import AllowedHostsOriginValidator

from config.loopback import LoopbackOnly
from kernel.live.routing import websocket_urlpatterns
from kernel.pagecache.middleware import PageCache


def build_application(django_application: ASGI3Application) -> LoopbackOnly:
    """The ASGI application: cached pages first, then Django for HTTP and the live consumer for WebSockets."""
    return LoopbackOnly(
        ProtocolTypeRouter(
            {
                "http": PageCache(django_application),
                # Channels takes Django's own paths; its types name its own
                "websocket": AllowedHostsOriginValidator(URLRouter(websocket_urlpatterns)),  # type: ignore[arg-type]
            }
        )
    )
