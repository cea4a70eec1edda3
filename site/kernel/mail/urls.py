"""Addresses under /mailbox/, outside the languages."""

from django.urls import path

from . import views

app_name = "mailbox"
urlpatterns = [
    path("", views.mailbox, name="list"),
    path("<uuid:uid>/", views.mailbox, name="mail"),
    path("<uuid:uid>/body/", views.body, name="body"),
    path("<uuid:uid>/text/", views.text, name="text"),
    path("<uuid:uid>/invite.ics", views.invitation, name="invitation"),
]
