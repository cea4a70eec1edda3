"""Addresses under /<language>/forums/."""

from django.urls import path

from . import feeds, views
from .views import moderation, writing

app_name = "forums"
urlpatterns = [
    path("", views.rooms, name="rooms"),
    path("<slug:slug>/", views.room, name="room"),
    path("<slug:slug>/feed/", feeds.RoomFeed(), name="room-feed"),
    path("<slug:slug>/new/", writing.open_topic, name="open-topic"),
    path("<slug:slug>/<int:topic>/", views.topic, name="topic"),
    path("<slug:slug>/<int:topic>/feed/", feeds.TopicFeed(), name="topic-feed"),
    path("<slug:slug>/<int:topic>/reply/", writing.reply, name="reply"),
    path("<slug:slug>/<int:topic>/moderate/", moderation.moderate, name="moderate"),
    path("<slug:slug>/<int:topic>/<int:number>/", views.post, name="post"),
    path("<slug:slug>/<int:topic>/<int:number>/edit/", writing.edit, name="edit"),
    path("<slug:slug>/<int:topic>/<int:number>/remove/", moderation.remove, name="remove"),
]
