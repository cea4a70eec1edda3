"""Addresses under /<language>/my/calendar/: never cached, closed to search engines."""

from django.urls import path

from . import views

app_name = "my_calendar"
urlpatterns = [
    path("", views.my_calendar, name="page"),
    path("<slug:secret>.ics", views.personal_feed, name="feed"),
]
