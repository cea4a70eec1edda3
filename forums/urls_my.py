"""Addresses under /<language>/my/forums/: never cached, closed to search engines."""

from django.urls import path

from .views import unsubscribing, watching

app_name = "my_forums"
urlpatterns = [
    path("", watching.preferences, name="preferences"),
    path("stop/<str:token>/", unsubscribing.stop, name="stop"),
]
