"""Decisions about one membership or many, each through its action."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_list_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail import hooks
from wagtail.admin.views.bulk_action import BulkAction

from actors import actions
from actors.choices import MembershipRole, MembershipState
from actors.forms.memberships import RefusalForm
from actors.models import Membership, Person
from actors.rules import may_decide


class Decision(BulkAction):
    """A decision about memberships: each stands alone, what cannot be done is said."""

    models: ClassVar[list[type]] = [Membership]
    template_name = "actors/cms/memberships/confirm.html"
    from_state = MembershipState.REQUESTED
    question: Any = ""

    @classmethod
    def get_queryset(cls, model: type[Membership], object_ids: Sequence[int]) -> list[Membership]:
        return get_list_or_404(model.objects.select_related("person", "organisation"), pk__in=object_ids)

    def check_perm(self, obj: Membership) -> bool:
        return obj.state == self.from_state and may_decide(self.request.user, obj)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return {**context, "title": self.display_name, "question": self.question}

    def prepare_action(self, objects: list[Membership], _without_access: Any) -> HttpResponse:
        """Carry the decision out, one action a membership, and come back to the list."""
        done = 0
        for membership in objects:
            try:
                self.decide(membership, self.request.user)
                done += 1
            except actions.ActorsError as refused:
                messages.error(self.request, _("%(who)s : %(why)s") % {"who": membership, "why": refused})
        if done:
            told = ngettext("%(count)s rattachement traité.", "%(count)s rattachements traités.", done)
            messages.success(self.request, told % {"count": done})
        return redirect(self.next_url)

    def decide(self, membership: Membership, by: Person) -> None:
        """What is decided."""
        raise NotImplementedError

    @classmethod
    def execute_action(cls, objects: list[Membership], **_kwargs: Any) -> tuple[int, int]:
        """Never reached: prepare_action answers, outside Wagtail's single transaction."""
        raise NotImplementedError


class PublishForm(forms.Form):
    """Whether proposed organisations go into the directory at the same time."""

    publish = forms.BooleanField(
        label=gettext_lazy("Mettre dans l’annuaire les organisations proposées"),
        required=False,
        help_text=gettext_lazy("Seulement après avoir vérifié leur nom, leur collège et leur pays."),
    )


@hooks.register("register_bulk_action")
class Verify(Decision):
    """Confirm."""

    display_name = gettext_lazy("Vérifier")
    action_type = "verify"
    aria_label = gettext_lazy("Vérifier les rattachements choisis")
    question = gettext_lazy("Confirmer que ces personnes agissent pour ces organisations ?")
    action_priority = 10
    form_class = PublishForm

    def decide(self, membership: Membership, by: Person) -> None:
        publish = bool(self.cleaned_form.cleaned_data["publish"])
        actions.verify(membership=membership, by=by, at=timezone.now(), publish=publish)


@hooks.register("register_bulk_action")
class Refuse(Decision):
    """Decline with a reason."""

    display_name = gettext_lazy("Refuser")
    action_type = "refuse"
    aria_label = gettext_lazy("Refuser les rattachements choisis")
    question = gettext_lazy("Refuser ces demandes ? Chaque personne lira le motif.")
    action_priority = 20
    form_class = RefusalForm
    classes: ClassVar[set[str]] = {"serious"}

    def decide(self, membership: Membership, by: Person) -> None:
        reason = self.cleaned_form.cleaned_data["reason"]
        actions.refuse(membership=membership, by=by, reason=reason, at=timezone.now())


@hooks.register("register_bulk_action")
class NameFocalPoint(Decision):
    """Give a member the role of focal point."""

    display_name = gettext_lazy("Nommer point focal")
    action_type = "name_focal_point"
    aria_label = gettext_lazy("Nommer points focaux les membres choisis")
    question = gettext_lazy("Ces personnes répondront aux demandes de leurs collègues.")
    from_state = MembershipState.VERIFIED
    action_priority = 30

    def decide(self, membership: Membership, by: Person) -> None:
        actions.set_role(membership=membership, role=MembershipRole.FOCAL_POINT, by=by, at=timezone.now())


@hooks.register("register_bulk_action")
class End(Decision):
    """End a membership."""

    display_name = gettext_lazy("Mettre fin")
    action_type = "end"
    aria_label = gettext_lazy("Mettre fin aux rattachements choisis")
    question = gettext_lazy("Ces personnes n’agiront plus pour ces organisations. Leurs actes restent comptés.")
    from_state = MembershipState.VERIFIED
    action_priority = 40
    classes: ClassVar[set[str]] = {"serious"}

    def decide(self, membership: Membership, by: Person) -> None:
        actions.withdraw(membership=membership, by=by, at=timezone.now())


@hooks.register("before_bulk_action")  # type: ignore[untyped-decorator]  # Wagtail ships no types
def erase_people(request: HttpRequest, action_type: str, objects: list[Any], action: Any) -> HttpResponse | None:
    """Deleting people from the list erases them as their own page would: acts keep their voice, names go."""
    if action_type != "delete" or action.model is not Person:
        return None
    for person in objects:
        try:
            actions.erase_person(person=person, by=request.user, at=timezone.now())  # type: ignore[arg-type]
        except actions.ActorsError as refused:
            messages.error(request, _("%(who)s : %(why)s") % {"who": person, "why": refused})
    messages.success(request, _("Les comptes choisis sont supprimés."))
    return redirect(action.next_url)


@hooks.register("before_bulk_action", order=-1)  # type: ignore[untyped-decorator]  # Wagtail ships no types
def spare_administrators(request: HttpRequest, action_type: str, objects: list[Any], action: Any) -> None:
    """Only an administrator touches the accounts of administrators, from the list as from their own page."""
    if action.model is not Person or request.user.is_superuser:
        return
    if any(person.is_superuser for person in objects):
        raise PermissionDenied
