"""What not everyone may read is named nowhere: no title, no address, in no list, text, menu, feed or search."""

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse
from wagtail.models import PageViewRestriction

from consultations.models import ConsultationPage, ConsultationsPage
from events.models import MeetingPage, MeetingsPage
from forums.choices import Visibility
from forums.models import ForumsPage, RoomPage
from kernel.search.queries import Wanted, search
from pages.base.models import BasePage
from pages.base.queries import linkable_ids
from pages.dialogues.models import DialogueMilestone
from pages.news.models import NewsRelation
from portal.models import FooterPage, HomeFigure, HomePage, SiteSettings
from tests.factories.actors import PersonFactory
from tests.factories.consultations import ConsultationFactory, StatementFactory
from tests.factories.events import MeetingFactory
from tests.factories.forums import PostFactory, RoomFactory
from tests.factories.pages import DialoguePageFactory, NewsPageFactory, StandardPageFactory, home, stream

pytestmark = pytest.mark.django_db
SECRET = "Feuille de route gardée"


def unpublish(page):
    page.unpublish()


def restrict(page):
    PageViewRestriction.objects.create(page=BasePage.objects.get(pk=page.pk), restriction_type="login")


def restrict_section(page):
    restrict(page.get_parent())


def restrict_to_a_group(page):
    kept = PageViewRestriction.objects.create(page=BasePage.objects.get(pk=page.pk), restriction_type="groups")
    kept.groups.add(Group.objects.create(name="Comité"))


HIDING = [unpublish, restrict, restrict_section, restrict_to_a_group]


def shown(client, address):
    response = client.get(address)
    assert response.status_code == 200, address
    return response.content.decode()


def forum_pages(dialogue):
    post = PostFactory(topic__room__dialogue=dialogue)
    topic, room = post.topic, post.topic.room
    return [
        reverse("forums:rooms"),
        reverse("forums:room", args=[room.slug]),
        reverse("forums:topic", args=[room.slug, topic.pk]),
    ]


def consultation_pages(dialogue):
    with_page, bare = ConsultationFactory(dialogue=dialogue), ConsultationFactory(dialogue=dialogue)
    for consultation in (with_page, bare):
        StatementFactory(consultation=consultation)
    section = home().add_child(instance=ConsultationsPage(title_fr="Consultations", slug="consultations-0"))
    page = section.add_child(instance=ConsultationPage(title_fr="Avis", slug="avis", consultation=with_page))
    return [page.get_url(), reverse("consultations:detail", args=[bare.slug])]


def meeting_pages(dialogue):
    return [reverse("events:meeting", args=[MeetingFactory(dialogue=dialogue).slug])]


@pytest.mark.parametrize("hide", HIDING)
@pytest.mark.parametrize("pages_of", [forum_pages, consultation_pages, meeting_pages])
def test_a_dialogue_is_named_only_where_everyone_may_read_it(client, pages_of, hide):
    dialogue = DialoguePageFactory(title_fr=SECRET)
    addresses = pages_of(dialogue)
    for address in addresses:
        assert SECRET in shown(client, address)
    hide(dialogue)
    for person in (None, PersonFactory()):
        if person:
            client.force_login(person)
        for address in addresses:
            text = shown(client, address)
            assert SECRET not in text
            assert dialogue.slug not in text


def test_the_end_of_a_vote_names_no_hidden_dialogue(client):
    person = PersonFactory()
    consultation = ConsultationFactory(dialogue=DialoguePageFactory(title_fr=SECRET, slug="gardee", live=False))
    client.force_login(person)
    assert "gardee" not in shown(client, reverse("consultations:vote", args=[consultation.slug]))


def test_a_room_stays_linked_to_its_dialogue_when_it_is_hidden():
    """Showing it leaves it out; nothing is written."""
    dialogue = DialoguePageFactory(live=False)
    from forums.queries import rooms_with_activity

    RoomFactory(dialogue=dialogue)
    room = rooms_with_activity(None)[0]
    assert room.dialogue is None
    room.save()
    room.refresh_from_db()
    assert room.dialogue_id == dialogue.pk


# -- pages published before their record, or after it was withdrawn


def draft_meeting_page(**fields):
    section = home().add_child(instance=MeetingsPage(title_fr="Rencontres", slug="rencontres"))
    return section.add_child(instance=MeetingPage(meeting=MeetingFactory(draft=True), **fields))


def draft_consultation_page(**fields):
    section = home().add_child(instance=ConsultationsPage(title_fr="Consultations", slug="consultations-0"))
    return section.add_child(instance=ConsultationPage(consultation=ConsultationFactory(draft=True), **fields))


def private_room_page(**fields):
    section = home().add_child(instance=ForumsPage(title_fr="Forums", slug="forums-0"))
    return section.add_child(instance=RoomPage(room=RoomFactory(private=True), **fields))


RECORDS = [draft_meeting_page, draft_consultation_page, private_room_page]


@pytest.fixture(params=RECORDS)
def withheld(request):
    """A live page of a record that is not public."""
    return request.param(title_fr=SECRET, slug="gardee")


def test_such_a_page_is_in_no_sitemap(client, withheld):
    assert client.get(withheld.get_url()).status_code == 404
    assert "gardee" not in shown(client, "/sitemap.xml")


def test_it_comes_into_the_sitemap_with_its_record(client):
    page = draft_consultation_page(title_fr=SECRET, slug="gardee")
    page.consultation.state = "published"
    page.consultation.save()
    assert "gardee" in shown(client, "/sitemap.xml")


def test_such_a_page_is_linked_from_nowhere(client, withheld):
    news = NewsPageFactory(
        body_fr=stream(
            ("paragraph", f'<p><a linktype="page" id="{withheld.pk}">lire</a></p>'),
            ("call_to_action", {"title": "Venez", "text": "", "button": "Venir", "page": withheld.pk, "url": ""}),
        )
    )
    NewsRelation.objects.create(news=news, page=BasePage.objects.get(pk=withheld.pk))
    dialogue = DialoguePageFactory()
    DialogueMilestone.objects.create(dialogue=dialogue, on="2026-01-05", title_fr="Étape", page_id=withheld.pk)
    settings = SiteSettings.load()
    settings.privacy_page_id = withheld.pk
    settings.footer_pages = [FooterPage(page_id=withheld.pk)]
    settings.save()
    for page in (news, dialogue):
        text = shown(client, page.get_url())
        assert SECRET not in text
        assert "gardee" not in text
    assert linkable_ids([withheld.pk, news.pk]) == {news.pk}


@pytest.mark.parametrize("hide", [unpublish, restrict])
def test_what_leads_to_a_hidden_page_leads_nowhere(client, hide, django_capture_on_commit_callbacks):
    target = StandardPageFactory(title_fr=SECRET, slug="gardee")
    invitation = {"title": "Venez", "text": "", "button": "Venir", "page": target.pk, "url": ""}
    front = home().add_child(instance=HomePage(title_fr="Accueil", slug="accueil"))
    HomeFigure.objects.create(home=front, value="12", label_fr="pages", page_id=target.pk)
    news = NewsPageFactory(body_fr=stream(("call_to_action", invitation)))
    dialogue = DialoguePageFactory()
    DialogueMilestone.objects.create(dialogue=dialogue, on="2026-01-05", title_fr="Étape", page_id=target.pk)
    addresses = [page.get_url() for page in (front, news, dialogue)]
    for address in addresses:
        assert "gardee" in shown(client, address)
    with django_capture_on_commit_callbacks(execute=True):
        hide(target)
    for address in addresses:
        text = shown(client, address)
        assert "gardee" not in text
        assert SECRET not in text


# -- the record is public, its page is not


@pytest.mark.parametrize("hide", [unpublish, restrict])
def test_a_public_record_shows_without_its_hidden_page(client, hide):
    """Its own facts are public: the address answers with them, and with none of the page's words."""
    room, consultation, meeting = RoomFactory(), ConsultationFactory(), MeetingFactory()
    root = home()
    forums = root.add_child(instance=ForumsPage(title_fr="Forums", slug="forums-0"))
    consultations = root.add_child(instance=ConsultationsPage(title_fr="Consultations", slug="consultations-0"))
    meetings = root.add_child(instance=MeetingsPage(title_fr="Rencontres", slug="rencontres"))
    pages = [
        forums.add_child(instance=RoomPage(title_fr="S", slug="gardee", room=room, lede_fr=SECRET)),
        consultations.add_child(
            instance=ConsultationPage(title_fr="C", slug="gardee", consultation=consultation, lede_fr=SECRET)
        ),
        meetings.add_child(instance=MeetingPage(title_fr="R", slug="gardee", meeting=meeting, lede_fr=SECRET)),
    ]
    for page in pages:
        hide(page)
    for address in (
        reverse("forums:room", args=[room.slug]),
        reverse("consultations:detail", args=[consultation.slug]),
        reverse("events:meeting", args=[meeting.slug]),
        reverse("events:list"),
    ):
        text = shown(client, address)
        assert SECRET not in text
        assert "gardee" not in text


def test_the_section_of_forums_keeps_its_words_when_it_is_hidden(client):
    page = home().add_child(instance=ForumsPage(title_fr=SECRET, slug="forums-0"))
    assert SECRET in shown(client, reverse("forums:rooms"))
    restrict(page)
    assert SECRET not in shown(client, reverse("forums:rooms"))


def test_search_forgets_the_words_of_a_meeting_page_that_becomes_private():
    section = home().add_child(instance=MeetingsPage(title_fr="Rencontres", slug="rencontres"))
    page = section.add_child(
        instance=MeetingPage(title_fr="R", slug="r", meeting=MeetingFactory(), lede_fr="Palourdes de la lagune")
    )
    page.save_revision().publish()

    def found():
        return search(Wanted("palourdes"), person=None, language="fr").total

    assert found() == 1
    restriction = PageViewRestriction.objects.create(page=BasePage.objects.get(pk=section.pk), restriction_type="login")
    assert found() == 0
    restriction.delete()
    assert found() == 1


def test_a_room_that_becomes_private_takes_its_page_out_of_the_sitemap(client):
    section = home().add_child(instance=ForumsPage(title_fr="Forums", slug="forums-0"))
    room = RoomFactory(slug="quai")
    section.add_child(instance=RoomPage(title_fr="Quai", slug="quai-page", room=room))
    assert "quai" in shown(client, "/sitemap.xml")
    room.visibility = Visibility.MEMBERS
    room.save()
    assert "quai" not in shown(client, "/sitemap.xml")
