"""Rooms, topics and posts for tests."""

import factory
from django.contrib.auth.models import Permission
from django.utils import timezone

from actors.choices import Constituency
from forums.choices import Visibility
from forums.models import Post, Room, Topic
from kernel.text.counting import count_words
from kernel.text.markdown import RENDERER_VERSION, to_html
from tests.factories.actors import PersonFactory


class RoomFactory(factory.django.DjangoModelFactory):
    """A public room in which everyone signed in may write."""

    class Meta:
        model = Room
        skip_postgeneration_save = True

    slug = factory.Sequence(lambda n: f"salon-{n}")
    name_fr = factory.Sequence(lambda n: f"Salon {n}")

    class Params:
        private = factory.Trait(visibility=Visibility.MEMBERS)

    @factory.post_generation
    def organisations(self, create, extracted, **kwargs):
        """organisations=[…] are those whose members may read."""
        if create and extracted:
            self.organisations.set(extracted)


class TopicFactory(factory.django.DjangoModelFactory):
    """A topic without posts, opened by a citizen."""

    class Meta:
        model = Topic

    room = factory.SubFactory(RoomFactory)
    title = factory.Sequence(lambda n: f"Question {n} ?")
    language = "fr"
    author = factory.SubFactory(PersonFactory)
    constituency = Constituency.CITIZENS
    created_at = factory.LazyFunction(timezone.now)
    last_post_at = factory.SelfAttribute("created_at")


class PostFactory(factory.django.DjangoModelFactory):
    """The next post of a topic, by a citizen; nobody hears of it."""

    class Meta:
        model = Post

    topic = factory.SubFactory(TopicFactory)
    author = factory.SubFactory(PersonFactory)
    constituency = Constituency.CITIZENS
    language = "fr"
    source = factory.Sequence(lambda n: f"Message **{n}**")
    html = factory.LazyAttribute(lambda post: to_html(post.source))
    renderer_version = RENDERER_VERSION
    words = factory.LazyAttribute(lambda post: count_words(post.source))
    created_at = factory.LazyFunction(timezone.now)

    @factory.lazy_attribute
    def number(self):
        return self.topic.last_number + 1

    @classmethod
    def _create(cls, model_class, *args, **kwargs):
        post = super()._create(model_class, *args, **kwargs)
        post.topic.last_number = post.number
        post.topic.post_count += 1
        post.topic.last_post_at = post.created_at
        post.topic.save()
        return post


def moderator(**fields):
    """A person of the team who moderates."""
    person = PersonFactory(**fields)
    person.user_permissions.add(Permission.objects.get(codename="moderate", content_type__app_label="forums"))
    return type(person).objects.get(pk=person.pk)
