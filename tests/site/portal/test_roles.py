import pytest
from django.conf import settings
from django.contrib.auth.models import Group

from pages.base.models import BasePage, Theme
from pages.projects.models import Transfer
from portal.roles import ADMINISTRATION, EDITORS, FACILITATION, MODERATION, ROLES, ensure_roles
from tests.factories.actors import PersonFactory, TerritoryFactory
from tests.factories.consultations import ConsultationFactory
from tests.factories.events import MeetingFactory
from tests.factories.forums import RoomFactory
from tests.factories.pages import ThemeFactory, TransferFactory

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


# -- what an editor meets in the workshop


@pytest.fixture
def editor(client):
    client.force_login(member_of(EDITORS))
    return client


def test_an_editor_keeps_the_themes(editor):
    theme = ThemeFactory(slug="eau", name_fr="Eau")
    form = {"name_fr": "Eau et littoral", "name_en": "", "name_ar": "", "slug": "eau", "rank": "1"}
    assert editor.get("/cms/snippets/base/theme/").status_code == 200
    assert editor.post(f"/cms/snippets/base/theme/edit/{theme.pk}/", form).status_code == 302
    assert editor.post("/cms/snippets/base/theme/add/", form | {"slug": "chaleur"}).status_code == 302
    assert set(Theme.objects.values_list("slug", "name_fr")) >= {
        ("eau", "Eau et littoral"),
        ("chaleur", "Eau et littoral"),
    }


def test_an_editor_keeps_the_transfers_of_pilots(editor):
    transfer, place = TransferFactory(), TerritoryFactory()
    form = {"pilot": transfer.pilot_id, "territory": place.pk, "state": "adopted", "started_year": "2025"}
    assert editor.get("/cms/snippets/projects/transfer/").status_code == 200
    assert editor.post(f"/cms/snippets/projects/transfer/edit/{transfer.pk}/", form).status_code == 302
    transfer.refresh_from_db()
    assert (transfer.territory, transfer.state, transfer.started_year) == (place, "adopted", 2025)
    another = form | {"territory": TerritoryFactory().pk}
    assert editor.post("/cms/snippets/projects/transfer/add/", another).status_code == 302
    assert editor.post(f"/cms/snippets/projects/transfer/delete/{transfer.pk}/").status_code == 302
    assert Transfer.objects.count() == 1


def test_an_editor_touches_neither_meetings_nor_people(editor):
    meeting, person = MeetingFactory(), PersonFactory(display_name="Salma")
    room, consultation = RoomFactory(), ConsultationFactory()
    for address in (
        "/cms/meetings/",
        "/cms/meetings/new/",
        f"/cms/meetings/edit/{meeting.pk}/",
        f"/cms/meetings/{meeting.pk}/cancel/",
        "/cms/registrations/",
        "/cms/users/",
        f"/cms/users/edit/{person.pk}/",
        f"/cms/forums/edit/{room.pk}/",
        f"/cms/consultations/edit/{consultation.pk}/",
        "/cms/memberships/",
    ):
        for ask in (editor.get, editor.post):
            assert ask(address, {"display_name": "Autre", "title_fr": "Autre"}).status_code in {302, 403, 404}, address
    meeting.refresh_from_db()
    person.refresh_from_db()
    assert meeting.title_fr != "Autre"
    assert person.display_name == "Salma"
    menu = editor.get("/cms/").content.decode()
    assert "/cms/snippets/" in menu
    assert "/cms/users/" not in menu


def test_whoever_moderates_keeps_no_themes(client):
    client.force_login(member_of(MODERATION))
    assert client.get("/cms/snippets/base/theme/add/").status_code == 302
