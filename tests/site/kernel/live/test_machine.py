"""T5: whatever the network, the layer and those who decide about rights do, readers end up with what is there."""

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule, run_state_machine_as_test

from kernel.live import hub, registry
from tests.factories.actors import PersonFactory
from tests.site.kernel.live import machine
from tests.site.kernel.live.world import session_of

STORIES, MOVES_EACH = 100, 100
WANTED = 10_000
numbers = st.integers(0, 11)


@pytest.fixture
def people(db, inline, monkeypatch):
    """Four readers, one of them in two tabs; live kinds and limits of the story's own."""
    monkeypatch.setattr(registry, "_kinds", {})
    machine.narrow(monkeypatch.setattr)
    one, *others = [PersonFactory(display_name=f"Voix {number}") for number in range(4)]
    yield [one, one, *others]
    hub._hubs.clear()


def test_ten_thousand_moves_lose_double_and_leak_nothing(people):
    sessions, moves = [session_of(person) for person in people], []

    class Story(RuleBasedStateMachine):
        def __init__(self):
            super().__init__()
            self.storm = machine.Storm(people, sessions)
            self.storm.begin()

        @rule(
            move=st.sampled_from(machine.MOVES),
            who=numbers,
            what=numbers,
            fate=st.sampled_from(machine.FATES),
            turns=st.sampled_from(machine.TURNS),
        )
        def move(self, move, who, what, fate, turns):
            getattr(self.storm, move)(who, what, fate, turns)
            moves.append(move)

        def teardown(self):
            try:
                self.storm.settle()
            finally:
                self.storm.end()

    run_state_machine_as_test(
        Story,
        settings=settings(
            max_examples=STORIES,
            stateful_step_count=MOVES_EACH,
            deadline=None,
            derandomize=True,
            suppress_health_check=list(HealthCheck),
        ),
    )
    assert len(moves) >= WANTED
