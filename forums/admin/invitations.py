"""Who is invited to a room: the list, a new invitation, and taking one back."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from forums import queries, rules
from forums.actions.invitations import end_invitation, invite
from forums.errors import ForumError
from forums.forms.rooms import InvitationForm
from forums.models import Room, RoomInvitation


def _moderated(request: HttpRequest, pk: int) -> Room:
    """The room, for those who moderate it."""
    room = get_object_or_404(Room, pk=pk)
    if not rules.may_moderate(request.user, room):
        raise PermissionDenied
    return room


@require_http_methods(["GET", "HEAD", "POST"])
def invitations(request: HttpRequest, pk: int) -> HttpResponse:
    """Who is invited and was, and the form to invite someone."""
    room, by, at = _moderated(request, pk), _person(request), timezone.now()
    form = InvitationForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            invitation = invite(
                room=room,
                email=form.cleaned_data["email"],
                may_write=form.cleaned_data["may_write"],
                expires_at=form.expires_at(by.zone),
                by=by,
                at=at,
            )
        except ForumError as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("%(name)s est sur la liste.") % {"name": invitation.person.name})
            return redirect("rooms_admin:invitations", pk)
    listed = [(invitation, invitation.is_live(at)) for invitation in queries.invitations_of(room)]
    context = {"room": room, "form": form, "invitations": listed}
    return render(request, "forums/admin/invitations.html", context, status=422 if form.errors else 200)


@require_POST
def end(request: HttpRequest, pk: int, invitation: int) -> HttpResponse:
    """Take an invitation back."""
    room = _moderated(request, pk)
    found = get_object_or_404(RoomInvitation.objects.select_related("room", "person"), pk=invitation, room=room)
    end_invitation(invitation=found, by=_person(request), at=timezone.now())
    messages.success(request, _("L’invitation est reprise."))
    return redirect("rooms_admin:invitations", pk)


def _person(request: HttpRequest) -> Any:
    return request.user
