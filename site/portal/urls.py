"""Addresses of the portal under the language: search, my space."""

from django.urls import path

from portal import views

app_name = "portal"
urlpatterns = [path("my/", views.my_space, name="my-space")]
