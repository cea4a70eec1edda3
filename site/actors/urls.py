"""Addresses of people and organisations: /<language>/network/, /<language>/my/…"""

from django.urls import path

from .views import decisions, memberships, network, profile

app_name = "actors"
urlpatterns = [
    path("network/<slug:slug>/", network.organisation, name="organisation"),
    path("my/profile/", profile.profile, name="profile"),
    path("my/data/", profile.my_data, name="my-data"),
    path("my/data/export/", profile.export, name="export"),
    path("my/data/erase/", profile.erase, name="erase"),
    path("account/erased/", profile.erased, name="erased"),
    path("my/organisations/", memberships.my_organisations, name="my-organisations"),
    path("my/organisations/join/", memberships.join, name="join"),
    path("my/organisations/propose/", memberships.propose, name="propose"),
    path("my/organisations/join/<slug:slug>/", memberships.ask, name="ask"),
    path("my/organisations/requests/<int:pk>/", memberships.request_state, name="request"),
    path("my/organisations/requests/<int:pk>/leave/", memberships.leave, name="leave"),
    path("my/organisations/<slug:slug>/members/", memberships.members, name="members"),
    path("my/organisations/<slug:slug>/members/<int:pk>/", decisions.decide, name="decide"),
]
