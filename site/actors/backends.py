"""What a person may do by the admin's permissions, read at once."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.models import Permission
from django.db.models import Q


class PermissionsAtOnce(ModelBackend):
    """Django's own backend, asking for a person's permissions and those of their groups in one query, not two."""

    def get_all_permissions(self, user_obj: Any, obj: Any = None) -> set[str]:
        """The permissions of an active person, their groups' among them; everything for a superuser."""
        if not user_obj.is_active or user_obj.is_anonymous or user_obj.is_superuser or obj is not None:
            return super().get_all_permissions(user_obj, obj)
        if not hasattr(user_obj, "_perm_cache"):  # Django's own name: its other backends find it
            own = Q(pk__in=user_obj.user_permissions.through.objects.filter(person=user_obj).values("permission"))
            of_groups = Q(group__in=user_obj.groups.through.objects.filter(person=user_obj).values("group"))
            found = Permission.objects.filter(own | of_groups).order_by()
            pairs = found.values_list("content_type__app_label", "codename")
            user_obj._perm_cache = {f"{app}.{codename}" for app, codename in pairs}
        return user_obj._perm_cache  # type: ignore[no-any-return]  # an attribute Django gives a person
