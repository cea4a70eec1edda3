import numpy as np
import pytest

from consultations.statistics.counts import Counts, share_z, two_share_z
from consultations.statistics.representativeness import ranked, representativeness, selected

GROUPS = Counts(
    agree=np.array([[40, 2, 20, 5], [3, 38, 21, 5]]),
    disagree=np.array([[2, 40, 20, 5], [37, 1, 19, 5]]),
    passed=np.zeros((2, 4), dtype=int),
)


def test_the_metric_is_the_product_of_four_figures():
    found = representativeness(GROUPS)
    share = 41 / 44
    wanted = share / (4 / 42) * two_share_z(40, 42, 3, 40) * share * share_z(40, 42)
    assert found.metric[0, 0] == pytest.approx(wanted, abs=1e-9)
    assert found.for_agreement[0].tolist()[:2] == [True, False]


def test_only_what_passes_both_tests_is_ranked():
    found = representativeness(GROUPS)
    assert [one.statement for one in ranked(found, 0)] == [1, 0]
    assert found.controlled()[:, :2].all()
    assert not found.controlled()[:, 2:].any()


def test_agreements_are_shown_before_disagreements():
    assert [(one.statement, one.for_agreement) for one in selected(representativeness(GROUPS), 0)] == [
        (0, True),
        (1, False),
    ]


def test_a_group_without_anything_of_its_own_keeps_its_best():
    alike = Counts(np.array([[5, 6], [5, 5]]), np.array([[5, 4], [5, 5]]), np.zeros((2, 2), dtype=int))
    assert len(selected(representativeness(alike), 0)) == 1


def test_random_labels_hold_no_controlled_discovery():
    chance = np.random.default_rng(1)
    agree = chance.binomial(40, 0.5, size=(2, 200))
    alike = Counts(agree, 40 - agree, np.zeros_like(agree))
    found = representativeness(alike)
    assert found.sufficient.sum() > 5
    assert found.controlled().sum() == 0
