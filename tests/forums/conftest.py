"""What tests of forums share."""

import uuid
from datetime import UTC, datetime

import pytest
from django.core.files.storage import storages
from django.core.files.uploadedfile import SimpleUploadedFile

from forums import actions
from forums.actions.attachments import Given
from tests.site.kernel.uploads.corpus import PDF

AT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


@pytest.fixture
def say():
    """Post through the action: say(topic, person, "texte")."""

    def act(topic, person, source="Bonjour", **fields):
        given = {"language": "fr", "organisation_id": None, "key": str(uuid.uuid4()), "at": AT} | fields
        return actions.post(topic=topic, person=person, source=source, **given)

    return act


@pytest.fixture
def ask():
    """Open a topic through the action: ask(room, person, "Question ?")."""

    def act(room, person, title="Qui tient le registre ?", source="Dites d’où vous parlez.", **fields):
        given = {"language": "fr", "organisation_id": None, "key": str(uuid.uuid4()), "at": AT} | fields
        return actions.open_topic(room=room, person=person, title=title, source=source, **given)

    return act


@pytest.fixture
def empty_storage():
    """Bytes that another test left, here or elsewhere, are not found in this one."""
    for name in stored_names():
        storages["private"].delete(f"attached/{name}")


def stored_names():
    """Where the bytes of attached files are, one name each."""
    try:
        return storages["private"].listdir("attached")[1]
    except FileNotFoundError:
        return []


def given(name="plan.pdf", content=PDF, about=""):
    """A file as the composer sends it."""
    return Given(SimpleUploadedFile(name, content), about)
