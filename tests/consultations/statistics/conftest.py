"""Where real conversations stand, when they are there: RIVES_REFERENCE_DATA, else shared/data beside the project.

They may not be shipped, so their tests are collected only where the folder is; the same rules are tested on generated
votes and exact values in the other modules.
"""

import os
from pathlib import Path

import pytest

BESIDE = Path(__file__).resolve().parents[4] / "shared" / "data"
REFERENCE = Path(os.environ.get("RIVES_REFERENCE_DATA", BESIDE)) / "polis"

collect_ignore = [] if REFERENCE.is_dir() else ["test_reference.py"]


@pytest.fixture
def reference() -> Path:
    """The folder of real conversations."""
    return REFERENCE
