"""Addresses under /<language>/consultations/."""

from django.urls import path

from . import feeds, views

app_name = "consultations"
urlpatterns = [
    path("", views.consultation_list, name="list"),
    path("feed/", feeds.ConsultationFeed(), name="feed"),
    path("<slug:slug>/", views.consultation_detail, name="detail"),
    path("<slug:slug>/results/", views.results, name="results"),
    path("<slug:slug>/vote/", views.vote, name="vote"),
    path("<slug:slug>/vote/<int:number>/", views.vote, name="vote-statement"),
]
