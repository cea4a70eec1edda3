"""The one WebSocket address of the site."""

from channels.sessions import CookieMiddleware
from django.urls import path

from .consumers import live_socket

websocket_urlpatterns = [path("live/", CookieMiddleware(live_socket))]
