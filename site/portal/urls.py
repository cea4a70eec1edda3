"""Addresses of the portal under the language: search, my space, the feed of everything."""

from django.urls import path

from portal import feeds, views

app_name = "portal"
urlpatterns = [
    path("my/", views.my_space, name="my-space"),
    path("search/", views.search, name="search"),
    path("feeds/all/", feeds.SiteFeed(), name="feed"),
]
