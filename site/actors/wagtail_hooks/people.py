"""People in the workshop: who has an account, in which language, for which organisations."""

from __future__ import annotations

from typing import Any, ClassVar

import django_filters
from django import forms
from django.contrib import messages
from django.db import models, transaction
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import BooleanColumn, BulkActionsCheckboxColumn, Column, DateColumn
from wagtail.users.forms import UserCreationForm, UserEditForm
from wagtail.users.views.users import (
    CreateView,
    DeleteView,
    EditView,
    IndexView,
    UserColumn,
    UserFilterSet,
    UserViewSet,
)

from actors import actions
from actors.choices import MembershipState
from actors.models import LANGUAGE_CHOICES, Membership, Person


class PersonCreationForm(UserCreationForm):
    """An account opened by the team: the person then signs in with a code, and chooses a password or not."""

    first_name = None
    last_name = None

    class Meta(UserCreationForm.Meta):
        model = Person
        fields = ("email", "display_name", "language", "is_staff", "is_superuser", "groups")

    def save(self, commit: bool = True) -> Person:
        self.instance.set_unusable_password()
        return super().save(commit)  # type: ignore[no-any-return]

    def clean_email(self) -> str:
        email = str(self.cleaned_data["email"]).lower()
        if Person.objects.filter(email__iexact=email).exists():
            raise forms.ValidationError(_("Cette adresse sert déjà à un autre compte."))
        return email


class PersonEditForm(UserEditForm):
    """What the team may change. The address is the person's: they change it themselves and confirm it."""

    first_name = None
    last_name = None

    class Meta(UserEditForm.Meta):
        model = Person
        fields = ("email", "display_name", "language", "is_active", "is_staff", "is_superuser", "groups")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].disabled = True


class PowersMixin:
    """Only an administrator names administrators, or touches their accounts."""

    request: HttpRequest
    object: Person | None

    def get_form(self, *args: Any, **kwargs: Any) -> forms.Form:
        form: forms.Form = super().get_form(*args, **kwargs)  # type: ignore[misc]
        if not self.request.user.is_superuser:
            form.fields.pop("is_superuser", None)
            form.fields.pop("is_staff", None)
        return form

    def user_has_permission(self, permission: str) -> bool:
        target = getattr(self, "object", None)
        if target and target.is_superuser and not self.request.user.is_superuser:
            return False
        return bool(super().user_has_permission(permission))  # type: ignore[misc]


class PersonCreateView(PowersMixin, CreateView):
    """Open an account for someone."""


class PersonEditView(PowersMixin, EditView):
    """Change an account."""

    def save_instance(self) -> Person:
        with transaction.atomic():
            person: Person = super().save_instance()
            if "display_name" in self.form.changed_data:
                actions.record_renaming(person=person, by=self.request.user, at=timezone.now())  # type: ignore[arg-type]
        return person


class PersonDeleteView(DeleteView):
    """Erase an account as its owner would."""

    def delete_action(self) -> None:
        actions.erase_person(person=self.object, by=self.request.user, at=timezone.now())

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            response: HttpResponse = super().form_valid(form)
        except actions.ActorsError as refused:
            messages.error(self.request, str(refused))
            return HttpResponseRedirect(self.get_success_url())
        return response


class PersonFilterSet(UserFilterSet):
    """By language, state and group."""

    language = django_filters.ChoiceFilter(label=_("Langue préférée"), choices=LANGUAGE_CHOICES)


def organisations_of(person: Person) -> str:
    """The organisations a person verifiably acts for."""
    return ", ".join(str(membership.organisation) for membership in person.verified)  # type: ignore[attr-defined]


class PersonIndexView(IndexView):
    """Name, address, language, memberships."""

    page_title = _("Personnes")

    @property
    def columns(self) -> list[Column]:
        """The columns, a box first."""
        return [
            BulkActionsCheckboxColumn("bulk_actions", obj_type="user"),
            self._get_title_column_class(UserColumn)(
                "name", accessor="name", label=_("Nom"), sort_key="display_name", get_url=self.get_edit_url
            ),
            Column("email", label=_("Adresse"), sort_key="email"),
            Column("language", label=_("Langue"), accessor="get_language_display", sort_key="language"),
            Column("memberships", label=_("Agit pour"), accessor=organisations_of),
            BooleanColumn("is_active", label=_("Actif"), sort_key="is_active"),
            DateColumn("last_login", label=_("Dernière connexion"), sort_key="last_login"),
        ]

    @property
    def search_fields(self) -> set[str]:
        return {"display_name", "email"}

    def get_base_queryset(self) -> models.QuerySet[Person]:
        verified = Membership.objects.filter(state=MembershipState.VERIFIED).select_related("organisation")
        return (
            Person.objects.filter(erased_at=None)
            .select_related("wagtail_userprofile")
            .prefetch_related(Prefetch("memberships", verified, to_attr="verified"))
        )


class PersonViewSet(UserViewSet):
    """Accounts."""

    menu_label = _("Personnes")
    index_view_class = PersonIndexView
    add_view_class = PersonCreateView
    edit_view_class = PersonEditView
    delete_view_class = PersonDeleteView
    filterset_class = PersonFilterSet
    create_template_name = "actors/cms/people/create.html"
    edit_template_name = "actors/cms/people/edit.html"
    index_template_name = "wagtailusers/users/index.html"
    ordering: ClassVar[str] = "display_name"

    def get_form_class(self, for_update: bool = False) -> type[forms.ModelForm[Person]]:
        return PersonEditForm if for_update else PersonCreationForm
