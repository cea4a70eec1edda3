"""One right opens the desk: events.manage_meeting. Nothing is deleted: meetings are cancelled, people withdraw."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.permissions import register_permission_policy

from events import rules
from events.models import Meeting, Registration


class DeskPolicy(ModelPermissionPolicy):
    """Who manages meetings may do what the desk offers."""

    def __init__(self, model: type, offered: frozenset[str]) -> None:
        super().__init__(model)
        self.offered = offered

    def user_has_permission(self, user: Any, action: str) -> bool:
        return action in self.offered and rules.may_manage(user)

    def user_has_any_permission(self, user: Any, actions: Iterable[str]) -> bool:
        return any(self.user_has_permission(user, action) for action in actions)

    def user_has_permission_for_instance(self, user: Any, action: str, instance: Any) -> bool:
        return self.user_has_permission(user, action)

    def user_has_any_permission_for_instance(self, user: Any, actions: Iterable[str], instance: Any) -> bool:
        return self.user_has_any_permission(user, actions)


register_permission_policy(Meeting, DeskPolicy(Meeting, frozenset({"add", "change", "view"})))
register_permission_policy(Registration, DeskPolicy(Registration, frozenset({"view"})))
