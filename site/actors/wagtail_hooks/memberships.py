"""Memberships in the workshop: who asks, who acts, and what was decided when."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import BulkActionsCheckboxColumn, Column, DateColumn, TitleColumn
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.permissions import register_permission_policy

from actors.choices import MembershipState
from actors.models import Membership, Person
from actors.rules import may_decide, verifies_for_the_team
from kernel.audit.queries import history_of


class MembershipPolicy(ModelPermissionPolicy):
    """Those who verify may see. Nothing is added, changed or deleted by a form: decisions go through actions."""

    def user_has_permission(self, user: Person | AnonymousUser, action: str) -> bool:
        return action == "view" and verifies_for_the_team(user)

    def user_has_any_permission(self, user: Person | AnonymousUser, actions: list[str]) -> bool:
        return any(self.user_has_permission(user, action) for action in actions)


register_permission_policy(Membership, MembershipPolicy(Membership))


class MembershipIndexView(generic.IndexView):
    """The list, with what stands in it loaded at once and boxes to decide about several."""

    def get_base_queryset(self) -> models.QuerySet[Membership]:
        found: models.QuerySet[Membership] = super().get_base_queryset()
        return found.select_related("person", "organisation__country")

    @property
    def columns(self) -> list[Column]:
        """The columns, a box first."""
        return [
            BulkActionsCheckboxColumn("bulk_actions", obj_type="membership"),
            TitleColumn(
                "person",
                label=_("Personne"),
                get_url=lambda membership: reverse("memberships:inspect", args=[membership.pk]),
            ),
            Column("organisation", label=_("Organisation")),
            Column("constituency", label=_("Collège"), accessor="organisation.get_constituency_display"),
            Column("role", label=_("Rôle"), accessor="get_role_display"),
            Column("state", label=_("État"), accessor="get_state_display", sort_key="state"),
            DateColumn("requested_at", label=_("Demandée"), sort_key="requested_at"),
        ]


class MembershipInspectView(generic.InspectView):
    """One membership, its history, and what may be decided now."""

    object: Membership

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return {**context, "history": history_of(self.object)[:50], "decisions": self._decisions()}

    def _decisions(self) -> list[tuple[Any, str]]:
        if not may_decide(self.request.user, self.object):
            return []
        possible = {
            MembershipState.REQUESTED: [("verify", _("Vérifier")), ("refuse", _("Refuser"))],
            MembershipState.VERIFIED: [("name_focal_point", _("Nommer point focal")), ("end", _("Mettre fin"))],
        }
        query = urlencode({"id": self.object.pk, "next": self.request.path})
        return [
            (label, f"{reverse('wagtail_bulk_action', args=['actors', 'membership', action])}?{query}")
            for action, label in possible.get(MembershipState(self.object.state), [])
        ]


class MembershipViewSet(ModelViewSet):
    """Requests and members."""

    model = Membership
    icon = "key"
    menu_label = _("Rattachements")
    index_view_class = MembershipIndexView
    inspect_view_class = MembershipInspectView
    inspect_view_enabled = True
    inspect_view_fields: ClassVar[list[str]] = [
        "person",
        "organisation",
        "role",
        "state",
        "function",
        "message",
        "reason",
        "requested_at",
        "decided_at",
        "decided_by",
    ]
    template_prefix = "actors/cms/memberships/"
    copy_view_enabled = False
    add_to_reference_index = False
    form_fields: ClassVar[list[str]] = ["role"]
    list_filter = ("state", "role", "organisation__constituency", "organisation__is_published")
    search_backend_name = None
    search_fields = (
        "person__display_name",
        "person__email",
        "organisation__name_fr",
        "organisation__name_en",
        "organisation__name_ar",
    )
    list_per_page = 50
