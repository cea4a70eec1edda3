"""The one WebSocket address of the site."""

websocket_urlpatterns: list = []
