"""Posts that an older renderer made."""

import pytest
from django.core.management import call_command

from forums.models import Post, PostRevision, Quote
from kernel.text.markdown import RENDERER_VERSION
from tests.factories.forums import PostFactory
from tests.forums.test_quotes import quoting

pytestmark = pytest.mark.django_db


def test_they_are_rendered_once_and_what_they_quote_is_found(capsys):
    quoted = PostFactory()
    old = PostFactory(topic=quoted.topic, source=quoting(quoted), html="<p>vieux</p>", renderer_version=1)
    left = PostFactory(topic=quoted.topic, source="", html="", state="moved", moved_to=quoted, renderer_version=1)
    for _time in range(2):
        call_command("rerender_posts")
    assert capsys.readouterr().out.split() == ["1", "0"]
    old.refresh_from_db()
    assert (old.renderer_version, old.rev) == (RENDERER_VERSION, 2)
    assert "<blockquote" in old.html
    assert Quote.objects.get().quoted == quoted
    assert not PostRevision.objects.exists()
    assert Post.objects.get(pk=left.pk).html == ""
