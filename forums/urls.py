"""Addresses under /<language>/forums/."""

from django.urls import path

from . import feeds, views
from .views import drafts, files, marking, moderation, watching, writing

app_name = "forums"
urlpatterns = [
    path("", views.rooms, name="rooms"),
    path("drafts/", drafts.drafts, name="drafts"),
    path("drafts/<int:ident>/discard/", drafts.discard, name="discard-draft"),
    path("<slug:slug>/", views.room, name="room"),
    path("<slug:slug>/feed/", feeds.RoomFeed(), name="room-feed"),
    path("<slug:slug>/new/", writing.open_topic, name="open-topic"),
    path("<slug:slug>/<int:topic>/", views.topic, name="topic"),
    path("<slug:slug>/read/", marking.read_room, name="read-room"),
    path("<slug:slug>/unread/", marking.unread_in_room, name="unread-in-room"),
    path("<slug:slug>/watch/", watching.watch_room, name="watch-room"),
    path("<slug:slug>/<int:topic>/read/", marking.read_topic, name="read-topic"),
    path("<slug:slug>/<int:topic>/unread/", marking.unread, name="unread"),
    path("<slug:slug>/<int:topic>/watch/", watching.watch_topic, name="watch-topic"),
    path("<slug:slug>/<int:topic>/feed/", feeds.TopicFeed(), name="topic-feed"),
    path("<slug:slug>/<int:topic>/reply/", writing.reply, name="reply"),
    path("<slug:slug>/<int:topic>/moderate/", moderation.moderate, name="moderate"),
    path("<slug:slug>/<int:topic>/<int:number>/", views.post, name="post"),
    path("<slug:slug>/<int:topic>/<int:number>/files/<int:ident>/", files.attachment, name="attachment"),
    path("<slug:slug>/<int:topic>/<int:number>/edit/", writing.edit, name="edit"),
    path("<slug:slug>/<int:topic>/<int:number>/remove/", moderation.remove, name="remove"),
]
