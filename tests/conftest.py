"""What every test shares."""

import pytest
from django.utils import translation


@pytest.fixture(autouse=True)
def french():
    """The interface speaks French unless a test says otherwise."""
    with translation.override("fr"):
        yield
