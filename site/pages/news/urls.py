"""Addresses of the news feed: /<language>/feeds/news/."""

from django.urls import path

from .feeds import NewsFeed

app_name = "news"
urlpatterns = [path("news/", NewsFeed(), name="feed")]
