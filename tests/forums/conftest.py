"""What tests of forums share."""

import uuid
from datetime import UTC, datetime

import pytest

from forums import actions

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
