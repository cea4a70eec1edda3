"""Whom a message names, who is told, and who is proposed: nobody who may not read."""

import pytest

from actors.choices import MembershipRole
from forums import actions
from forums.models import Mention, Topic
from forums.queries.mentions import people_mentioned, suggestions, who_is_told
from tests.factories.actors import MembershipFactory, OrganisationFactory, PersonFactory
from tests.factories.forums import PostFactory, RoomFactory, TopicFactory, moderator
from tests.forums.conftest import AT

pytestmark = pytest.mark.django_db


def address(post):
    return f"{post.topic.get_absolute_url()}{post.number}/"


def naming(post):
    return f"[@{post.author.name}]({address(post)})"


def page_of(organisation):
    return f"[@{organisation.slug}](/ar/network/{organisation.slug}/)"


def focal_point(organisation):
    return MembershipFactory(organisation=organisation, role=MembershipRole.FOCAL_POINT).person


def named(source, topic=None, by=None):
    topic = topic or TopicFactory()
    return {person.pk for person in who_is_told(topic, source, by or PersonFactory())}


def test_a_link_to_a_message_of_theirs_names_its_author(say):
    post = PostFactory()
    answer = say(post.topic, PersonFactory(), f"Merci {naming(post)} !")
    assert Mention.objects.get().person == post.author
    assert people_mentioned(answer) == [post.author]


@pytest.mark.parametrize(
    ("source", "is_named"),
    [
        ("{link}", True),
        ("> {link}", False),
        ("`{link}`", False),
        ("[sans arobase]({path})", False),
        ("@Salma Trabelsi, qu’en dites-vous ?", True),
        ("bonjour @Salma Trabelsi", True),
        ("@Salma Trabelsie", False),
        ("courriel@Salma Trabelsi", False),
        ("> @Salma Trabelsi", False),
        ("`@Salma Trabelsi`", False),
        ("@Salma", False),
    ],
)
def test_what_counts_as_naming_someone(source, is_named):
    post = PostFactory(author=PersonFactory(display_name="Salma Trabelsi"))
    assert bool(named(source.format(link=naming(post), path=address(post)), post.topic)) is is_named


def test_of_two_people_of_one_name_none_is_guessed():
    topic = TopicFactory()
    for _each in range(2):
        PostFactory(topic=topic, author=PersonFactory(display_name="Amina"))
    assert named("@Amina", topic) == set()


def test_the_longest_name_counts():
    topic = TopicFactory()
    short, long = (PersonFactory(display_name=name) for name in ("Amina", "Amina Kacem"))
    for author in (short, long):
        PostFactory(topic=topic, author=author)
    assert named("@Amina Kacem, merci", topic) == {long.pk}


def test_an_organisation_tells_its_focal_points_only():
    organisation = OrganisationFactory()
    focal, member = focal_point(organisation), MembershipFactory(organisation=organisation).person
    told = named(f"{page_of(organisation)} et [la page](/fr/network/{organisation.slug}/)")
    assert focal.pk in told
    assert member.pk not in told


def test_an_organisation_that_is_not_in_the_directory_is_not_named():
    organisation = OrganisationFactory(is_published=False)
    focal_point(organisation)
    assert named(page_of(organisation)) == set()


def test_nobody_is_told_of_a_room_they_may_not_read():
    organisation = OrganisationFactory()
    room = RoomFactory(visibility="organisations", organisations=[organisation])
    post = PostFactory(topic__room=room, author=MembershipFactory(organisation=organisation).person)
    other = OrganisationFactory()
    outsider, insider = focal_point(other), focal_point(organisation)
    left = PostFactory(topic=post.topic)
    source = f"{naming(post)} {naming(left)} {page_of(other)} {page_of(organisation)}"
    assert named(source, post.topic) == {post.author_id, insider.pk}
    assert outsider.pk not in named(source, post.topic)


def test_a_message_of_another_room_names_nobody():
    elsewhere = PostFactory()
    assert named(naming(elsewhere)) == set()


def test_writers_do_not_tell_themselves():
    post = PostFactory()
    assert named(naming(post), post.topic, by=post.author) == set()


def test_twenty_at_most():
    topic = TopicFactory()
    posts = [PostFactory(topic=topic) for _each in range(25)]
    assert len(named(" ".join(map(naming, posts)), topic)) == 20


def test_rewording_tells_nobody_twice(say):
    post, other = PostFactory(), None
    other = PostFactory(topic=post.topic)
    author = PersonFactory()
    answer = say(post.topic, author, naming(post))
    first = Mention.objects.get().pk
    for source in ("sans personne", f"{naming(post)} {naming(other)}"):
        actions.edit_post(post=answer, person=author, source=source, language="fr", at=AT)
    assert {mention.person_id for mention in Mention.objects.all()} == {post.author_id, other.author_id}
    assert Mention.objects.filter(pk=first).exists()


def test_whoever_lost_the_room_is_told_no_more(say):
    room = RoomFactory(private=True)
    membership, writer = MembershipFactory(), MembershipFactory()
    post = PostFactory(topic__room=room, author=membership.person)
    answer = say(post.topic, writer.person, naming(post), organisation_id=writer.organisation_id)
    assert people_mentioned(answer) == [membership.person]
    membership.state = "withdrawn"
    membership.save()
    assert people_mentioned(answer) == []


def test_a_topic_not_opened_yet_tells_organisations():
    organisation = OrganisationFactory()
    focal = focal_point(organisation)
    assert named(page_of(organisation), Topic(room=RoomFactory())) == {focal.pk}


# -- proposals


def test_those_of_this_topic_come_first_then_the_room_then_organisations():
    topic = TopicFactory()
    near, far = (PersonFactory(display_name=name) for name in ("Élise près", "Elise loin"))
    PostFactory(topic=topic, author=near)
    PostFactory(topic=TopicFactory(room=topic.room), author=far)
    PostFactory(author=PersonFactory(display_name="Elise ailleurs"))
    OrganisationFactory(name_fr="Élise et compagnie", slug="elise")
    found = suggestions(topic, "elise", PersonFactory())
    assert [each.name for each in found] == ["Élise près", "Elise loin", "Élise et compagnie"]
    assert found[0].path == f"{topic.get_absolute_url()}1/"
    assert named(" ".join(f"[@{each.name}]({each.path})" for each in found), topic) == {near.pk, far.pk}


def test_whoever_lost_a_private_room_is_not_proposed():
    topic = TopicFactory(room=RoomFactory(private=True))
    PostFactory(topic=topic, author=PersonFactory(display_name="Parti"))
    PostFactory(topic=topic, author=MembershipFactory(person__display_name="Pareil").person)
    assert [each.name for each in suggestions(topic, "pa", moderator()) if not each.is_organisation] == ["Pareil"]


@pytest.mark.parametrize("count", [1, 30])
def test_proposals_cost_three_queries(django_assert_max_num_queries, count):
    topic = TopicFactory()
    for number in range(count):
        PostFactory(topic=topic, author=PersonFactory(display_name=f"Amie {number}"))
    person = PersonFactory()
    with django_assert_max_num_queries(3):
        assert len(suggestions(topic, "ami", person)) == min(count, 8)


def test_the_addresses_that_scripts_ask(client):
    post = PostFactory(author=PersonFactory(display_name="Salma"))
    base, hidden = post.topic.get_absolute_url(), PostFactory(topic__room=RoomFactory(private=True))
    assert client.get(f"{base}mentions/?q=sal").status_code == 302
    client.force_login(PersonFactory())
    assert [each["name"] for each in client.get(f"{base}mentions/?q=sal").json()["suggestions"]] == ["Salma"]
    assert client.post(f"{base}told/", {"source": naming(post)}).json()["told"] == 1
    assert client.post(f"{base}told/", {"source": "personne"}).json() == {"told": 0, "sentence": ""}
    for name in ("mentions", "told"):
        away = f"{hidden.topic.get_absolute_url()}{name}/"
        assert (client.get if name == "mentions" else client.post)(away).status_code == 404
