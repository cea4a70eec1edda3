"""No page asks the database more than fifteen times: signed out or in, with one item or thirty, with an empty cache."""

import datetime as dt

import pytest
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone

from events.choices import AttendeeList
from forums.models import Topic
from kernel.notifications.actions import notify
from kernel.search.actions import index
from pages.base.models import BasePage
from pages.dialogues.models import DialogueMilestone
from pages.news.models import NewsRelation
from pages.projects.models import PilotDocument, PilotIndicator, PilotPartner, PilotStep, PilotTerritory
from portal.choices import FooterColumn
from portal.models import FooterPage, HomeFigure, HomePage, SiteSettings
from tests.factories import pages as make
from tests.factories.actors import MembershipFactory, OrganisationFactory, PersonFactory, TerritoryFactory
from tests.factories.consultations import ConsultationFactory, ParticipantFactory, StatementFactory, VoteFactory
from tests.factories.events import (
    MeetingDocumentFactory,
    MeetingFactory,
    ProgrammeItemFactory,
    RegistrationFactory,
)
from tests.factories.forums import PostFactory, RoomFactory, TopicFactory
from tests.factories.notifications import AT

pytestmark = pytest.mark.django_db
BUDGET = 15


@pytest.fixture
def person(django_capture_on_commit_callbacks):
    """Someone who speaks for an organisation, and whose bell has rung."""
    person = PersonFactory()
    MembershipFactory(person=person)
    with django_capture_on_commit_callbacks(execute=True):
        notify(person=person, kind="tests.reply", data={"name": "Elena P."}, at=AT)
    return person


@pytest.fixture
def frame():
    """A menu and a foot of the usual length."""
    settings = SiteSettings.load()
    for number in range(6):
        page = make.StandardPageFactory(title_fr=f"Page {number}", show_in_menus=True)
        place = BasePage.objects.get(pk=page.pk)
        FooterPage.objects.create(site_settings=settings, page=place, column=FooterColumn.ABOUT)


def address(page):
    return BasePage.objects.get(pk=page.pk).get_url_in("fr")


def meeting_of(person, number=0, **fields):
    day = timezone.localdate() + dt.timedelta(days=number + 1)
    meeting = MeetingFactory(start_date=day, end_date=day, quotas={"local": 5}, **fields)
    RegistrationFactory(meeting=meeting, person=person)
    return meeting


def consultation_of(person, **fields):
    statement = StatementFactory(consultation=ConsultationFactory(**fields), number=1)
    VoteFactory(statement=statement, participant__person=person)
    return statement.consultation


def home(count, person):
    for number in range(count):
        pilot = make.PilotPageFactory()
        make.TransferFactory(pilot=pilot)
        make.ResultPageFactory(pilot=pilot)
        meeting_of(person, number)
        consultation_of(person)
        figure = {"value": str(number), "label_fr": f"n {number}", "page": make.StandardPageFactory()}
        HomeFigure.objects.create(home=HomePage.objects.get(), **figure)
    return "/fr/"


def dialogue(count, person):
    page = make.DialoguePageFactory(subject=make.PilotPageFactory())
    room = RoomFactory(dialogue=page)
    for number in range(count):
        meeting_of(person, number, dialogue=page)
        consultation_of(person, dialogue=page)
        PostFactory(topic=TopicFactory(room=room), author=person)
        DialogueMilestone.objects.create(
            dialogue=page, on=f"2026-01-{number + 1:02}", title_fr="x", page=make.StandardPageFactory()
        )
    return address(page)


def pilot(count, person):
    page = make.PilotPageFactory(project=make.ProjectPageFactory(), lead=OrganisationFactory())
    for number in range(count):
        PilotPartner.objects.create(pilot=page, organisation=OrganisationFactory())
        PilotIndicator.objects.create(pilot=page, label_fr="x", baseline=number)
        PilotStep.objects.create(pilot=page, when_fr="2026", title_fr="x")
        PilotDocument.objects.create(pilot=page, document=make.DocumentFactory(), title_fr="x")
        PilotTerritory.objects.create(pilot=page, territory=TerritoryFactory(latitude=34, longitude=10))
        make.TransferFactory(pilot=page)
        make.ResultPageFactory(pilot=page)
        make.DialoguePageFactory(subject=page)
        page.themes.add(make.ThemeFactory())
    page.save()
    return address(page)


def register(count, person):
    for _number in range(count):
        theme = make.ThemeFactory()
        for page in (make.PilotPageFactory(), make.ProjectPageFactory(), make.ResultPageFactory()):
            page.themes.add(theme)
            page.save()
        make.TransferFactory(pilot=make.PilotPageFactory())
    return address(page.get_parent())


def room(count, person, **how):
    room = RoomFactory(dialogue=make.DialoguePageFactory(), **how)
    for _number in range(count):
        PostFactory(topic=TopicFactory(room=room), author=person)
        PostFactory(topic=TopicFactory(room=room))
    return room.get_absolute_url()


def private_room(count, person):
    return room(count, person, private=True)


def careful_room(count, person):
    return room(count, person, approves_newcomers=True)


def topic(count, person, **how):
    topic = TopicFactory(room=RoomFactory(dialogue=make.DialoguePageFactory(), **how))
    for _number in range(count):
        PostFactory(topic=topic, author=person)
        PostFactory(topic=topic)
    return topic.get_absolute_url()


def private_topic(count, person):
    return topic(count, person, private=True)


def careful_topic(count, person):
    """Where moderators read a citizen's first messages, and everyone is asked to wait, in the topic and in its room."""
    person.memberships.all().delete()
    url = topic(count, person, approves_newcomers=True, slow_seconds=60)
    Topic.objects.update(slow_seconds=30)
    return url


def meeting(count, person):
    meeting = meeting_of(
        person, hybrid=True, dialogue=make.DialoguePageFactory(), attendee_list=AttendeeList.PARTICIPANTS
    )
    for _number in range(count):
        RegistrationFactory(meeting=meeting)
        ProgrammeItemFactory(meeting=meeting)
        MeetingDocumentFactory(meeting=meeting)
    return meeting.get_absolute_url()


def consultation(count, person):
    consultation = consultation_of(person, dialogue=make.DialoguePageFactory())
    for number in range(count):
        VoteFactory(statement=StatementFactory(consultation=consultation, number=number + 2))
    return reverse("consultations:detail", args=[consultation.slug])


def search(count, person):
    for number in range(count):
        for found in (meeting_of(person, number, title_fr="Eau"), consultation_of(person, title_fr="Eau")):
            index(found)
        index(TopicFactory(title="Eau"))
    return reverse("portal:search") + "?q=eau"


def space(count, person):
    for number in range(count):
        meeting_of(person, number)
        ParticipantFactory(consultation=StatementFactory(number=1).consultation, person=person)
        PostFactory(author=person)
        MembershipFactory(person=person)
    return reverse("portal:my-space")


def network(count, person):
    for _number in range(count):
        OrganisationFactory(territory=TerritoryFactory())
        OrganisationFactory(south=True)
    return address(make.NetworkPageFactory())


def news(count, person):
    for _number in range(count):
        page = make.NewsPageFactory()
        page.themes.add(make.ThemeFactory())
        page.save()
    return address(page.get_parent())


def news_page(count, person):
    page = make.NewsPageFactory()
    for _number in range(count):
        NewsRelation.objects.create(news=page, page=make.StandardPageFactory())
    return address(page)


SIGNED_OUT = [
    (home, 12), (dialogue, 12), (pilot, 12), (register, 10), (room, 8), (topic, 8), (meeting, 12), (consultation, 11),
    (search, 8), (network, 5), (news, 7), (news_page, 8),
]  # fmt: skip
SIGNED_IN = [
    (home, 15), (dialogue, 15), (pilot, 15), (register, 13), (room, 15), (private_room, 15),
    (careful_room, 15), (topic, 15), (private_topic, 15), (careful_topic, 15), (meeting, 15),
    (consultation, 15), (search, 13), (space, 14), (network, 8), (news, 10),
    (news_page, 11),
]  # fmt: skip


@pytest.fixture
def asked(client, django_assert_max_num_queries):
    """`asked(url, limit)` reads a page twice: the second time with an empty cache and no more queries than that."""

    def asked(url, limit):
        assert limit <= BUDGET
        assert client.get(url).status_code == 200
        cache.clear()
        with django_assert_max_num_queries(limit):
            client.get(url)

    return asked


@pytest.mark.usefixtures("frame")
@pytest.mark.parametrize("count", [1, 30])
@pytest.mark.parametrize(("build", "queries"), SIGNED_OUT)
def test_signed_out(asked, person, build, queries, count):
    asked(build(count, person), queries)


@pytest.mark.usefixtures("frame")
@pytest.mark.parametrize("count", [1, 30])
@pytest.mark.parametrize(("build", "queries"), SIGNED_IN)
def test_signed_in(asked, client, person, build, queries, count):  # noqa: PLR0917 (pytest names its arguments)
    url = build(count, person)
    client.force_login(person)
    asked(url, queries)
