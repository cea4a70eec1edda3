"""Sign-up, sign-in, addresses and sessions: django-allauth."""

from django.urls import include, path

urlpatterns = [path("", include("allauth.urls"))]
