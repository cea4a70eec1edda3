"""Addresses of the portal outside the languages: the door "/", the language switch, health, what engines read."""

from django.urls import path

from portal import views

urlpatterns = [
    path("", views.door, name="door"),
    path("language/<str:language>/", views.switch_language, name="language"),
    path("healthz", views.healthz, name="healthz"),
    path("readyz", views.readyz, name="readyz"),
    path("robots.txt", views.robots, name="robots"),
    path("sitemap.xml", views.sitemap, name="sitemap"),
]
