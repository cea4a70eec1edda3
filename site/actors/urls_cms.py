"""Addresses of the workshop that stand before Wagtail's own."""

from django.urls import path

from .views import workshop

urlpatterns = [path("login/", workshop.door), path("account/", workshop.account)]
