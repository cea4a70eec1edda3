"""Addresses under /<language>/meetings/."""

from django.urls import path

from . import feeds, views

app_name = "events"
urlpatterns = [
    path("", views.meeting_list, name="list"),
    path("past/", views.past_list, name="past"),
    path("month/", views.month, name="this-month"),
    path("month/<int:year>/<int:number>/", views.month, name="month"),
    path("mine/", views.mine, name="mine"),
    path("feed.atom", feeds.MeetingFeed(), name="feed"),
    path("calendar.ics", feeds.subscription, name="calendar"),
    path("files/<uuid:ident>/", views.answer_file, name="answer-file"),
    path("<slug:slug>/", views.meeting_detail, name="meeting"),
    path("<slug:slug>/calendar.ics", views.download, name="download"),
    path("<slug:slug>/register/", views.register, name="register"),
    path("<slug:slug>/register/colleague/", views.register_colleague, name="register-colleague"),
    path("<slug:slug>/registration/", views.registration, name="registration"),
    path("<slug:slug>/registration/edit/", views.edit, name="edit"),
    path("<slug:slug>/registration/list/", views.listing, name="listing"),
    path("<slug:slug>/colleagues/<int:pk>/withdraw/", views.withdraw_colleague, name="withdraw-colleague"),
    path("<slug:slug>/helping/", views.helping, name="helping"),
    path("<slug:slug>/helping/<slug:role>.<slug:form>", views.helping_table, name="helping-table"),
    path("<slug:slug>/join/", views.join, name="join"),
    path("<slug:slug>/join/enter/", views.enter, name="enter"),
    path("<slug:slug>/offer/<str:token>/", views.offer, name="offer"),
    path("<slug:slug>/withdraw/", views.withdraw, name="withdraw"),
]
