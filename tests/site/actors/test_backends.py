"""A person's permissions, their own and their groups', in one query."""

import pytest
from django.contrib.auth.models import Group, Permission

from actors.models import Person
from tests.factories.actors import PersonFactory

pytestmark = pytest.mark.django_db


def name_of(permission):
    return f"{permission.content_type.app_label}.{permission.codename}"


def test_own_and_group_permissions_are_read_once(django_assert_num_queries):
    person, other = PersonFactory(), PersonFactory()
    own, of_group, of_other = Permission.objects.select_related("content_type").order_by("pk")[:3]
    for name in ("a", "b"):
        group = Group.objects.create(name=name)
        group.permissions.add(of_group)
        person.groups.add(group)
    person.user_permissions.add(own, of_group)
    other.user_permissions.add(of_other)
    person = Person.objects.get(pk=person.pk)
    with django_assert_num_queries(1):
        assert [person.has_perm(name_of(each)) for each in (own, of_group, of_other)] == [True, True, False]
        assert person.get_all_permissions() == {name_of(own), name_of(of_group)}


def test_a_superuser_may_everything_and_a_closed_account_nothing():
    every = {name_of(each) for each in Permission.objects.select_related("content_type")}
    assert PersonFactory(is_superuser=True).get_all_permissions() == every
    assert PersonFactory(is_superuser=True, is_active=False).get_all_permissions() == set()
    closed = PersonFactory(is_active=False)
    closed.user_permissions.add(Permission.objects.first())
    assert Person.objects.get(pk=closed.pk).get_all_permissions() == set()
