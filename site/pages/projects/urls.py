"""Addresses of the results feed: /<language>/feeds/results/."""

from django.urls import path

from .feeds import ResultFeed

app_name = "projects"
urlpatterns = [path("results/", ResultFeed(), name="feed")]
