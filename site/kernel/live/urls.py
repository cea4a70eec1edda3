"""Addresses under /live/, outside the languages: the reader's language is in the query."""

from django.urls import path

from . import views

app_name = "live"
urlpatterns = [path("<str:stream>", views.poll, name="poll")]
