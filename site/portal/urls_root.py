"""Addresses of the portal outside the languages: the door "/", health, sitemap."""

from django.urls import path

from portal import views

urlpatterns = [path("", views.door, name="door")]
