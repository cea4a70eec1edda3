import pytest
from django.conf import settings
from django.contrib.auth.models import Group

from pages.base.models import BasePage
from portal.roles import ADMINISTRATION, EDITORS, FACILITATION, MODERATION, ROLES, ensure_roles
from tests.factories.actors import PersonFactory

pytestmark = pytest.mark.django_db


def member_of(name):
    person = PersonFactory()
    person.groups.add(Group.objects.get(name=name))
    return person


def test_the_groups_stand_after_migration_and_wagtails_own_are_renamed():
    names = set(Group.objects.values_list("name", flat=True))
    assert {ADMINISTRATION, EDITORS, FACILITATION, MODERATION} <= names
    assert not {"Editors", "Moderators"} & names


def test_ensuring_again_changes_nothing():
    def rights():
        return {
            group.name: (
                group.permissions.count(),
                group.page_permissions.count(),
                group.collection_permissions.count(),
            )
            for group in Group.objects.all()
        }

    ensure_roles()
    before = rights()
    ensure_roles()
    assert rights() == before
    assert all(before[name][0] for name in (ADMINISTRATION, EDITORS, FACILITATION, MODERATION))


def test_ensuring_gives_back_what_was_taken_and_keeps_what_was_added():
    group = Group.objects.get(name=MODERATION)
    group.permissions.clear()
    ensure_roles()
    assert group.permissions.filter(codename="access_admin").exists()


@pytest.mark.parametrize(
    ("name", "verifies", "publishes", "keeps_people"),
    [
        (ADMINISTRATION, True, True, True),
        (EDITORS, False, True, False),
        (FACILITATION, True, False, False),
        (MODERATION, False, True, False),
    ],
)
def test_what_each_role_may(name, verifies, publishes, keeps_people):
    person = member_of(name)
    root = BasePage.objects.get(depth=1)
    assert person.has_perm("wagtailadmin.access_admin")
    assert person.has_perm("actors.verify_membership") is verifies
    assert root.permissions_for_user(person).can_publish_subpage() is publishes
    assert person.has_perm("actors.change_person") is keeps_people


def test_someone_without_a_role_may_do_nothing_of_this():
    assert not PersonFactory().has_perm("wagtailadmin.access_admin")


def test_the_roles_are_those_of_the_docs():
    text = (settings.ROOT / "docs" / "features" / "actors.md").read_text()
    assert all(f"| {name} |" in text for name in ROLES)
