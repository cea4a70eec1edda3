"""A person's own copy of their messages."""

import pytest

from actors.registry import export_all
from tests.factories.forums import PostFactory

pytestmark = pytest.mark.django_db


def test_copy_holds_ones_own_messages_and_nobody_elses():
    mine = PostFactory()
    PostFactory(topic=mine.topic)
    assert [entry["text"] for entry in export_all(mine.author)["forums"]] == [mine.source]
