"""Addresses under /<language>/meetings/."""

from django.urls import URLPattern

app_name = "events"
urlpatterns: list[URLPattern] = []
