"""Addresses of people and organisations: /<language>/network/, /<language>/my/…"""

from django.urls import URLPattern

app_name = "actors"
urlpatterns: list[URLPattern] = []
