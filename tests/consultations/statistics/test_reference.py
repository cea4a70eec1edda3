"""Real conversations, with the groups that were published with them: our figures are the reference's."""

import json

import numpy as np
import pytest

from consultations.polis_files import read_moderated_out, read_votes
from consultations.statistics.association import adjusted_rand
from consultations.statistics.clusters import opinion_groups, verdict
from consultations.statistics.consensus import group_informed_consensus
from consultations.statistics.counts import count
from consultations.statistics.representativeness import ranked, representativeness
from consultations.statistics.space import opinion_space

NAMES = {
    "vtaiwan": "vtaiwan.uberx",
    "biodiversity": "scoop-hivemind.biodiversity",
    "london": "london.youth.policing",
}


@pytest.fixture(params=NAMES)
def conversation(request, reference):
    folder = reference / request.param
    file = read_votes(folder / "participants-votes.csv")
    expected = json.loads((reference / "expected.json").read_text())[NAMES[request.param]]
    return file, read_moderated_out(folder / "comments.csv"), expected


def test_group_informed_consensus_and_what_sets_groups_apart(conversation):
    file, moderated, expected = conversation
    labels, group_of = file.groups("group-id")
    assert file.votes.people == expected["n_participants"]
    assert len(file.statements) == expected["n_statements"]
    assert {label: int((group_of == index).sum()) for index, label in enumerate(labels)} == expected["groups"]
    counts = count(file.votes, group_of, len(labels))
    consensus, _ = group_informed_consensus(counts)
    place = {ident: index for index, ident in enumerate(file.statements)}
    kept = [ident for ident in file.statements if ident not in moderated]
    best = sorted(kept, key=lambda ident: -consensus[place[ident]])[:5]
    assert best == [one["statement"] for one in expected["top5_gic_agree"]]
    for one in expected["top5_gic_agree"]:
        assert consensus[place[one["statement"]]] == pytest.approx(one["gic"], abs=1e-9)
        for group, wanted in enumerate(one["per_group"]):
            found = counts.agree, counts.disagree, counts.seen
            assert tuple(part[group, place[one["statement"]]] for part in found) == (
                wanted["A"],
                wanted["D"],
                wanted["S"],
            )
    apart = representativeness(counts)
    for label, wanted in expected["representative"].items():
        found = [one for one in ranked(apart, labels.index(label)) if file.statements[one.statement] in kept]
        assert len(found) == wanted["n_sufficient"]
        assert [one.metric for one in found[:5]] == pytest.approx([one["metric"] for one in wanted["top5"]], abs=1e-8)


def test_the_verdict_on_opinion_groups(conversation):
    file, moderated, expected = conversation
    found = verdict(file.without(moderated).votes)
    assert found.distinct == (expected["n_participants"] > 100)


@pytest.mark.parametrize(("name", "at_least"), [("biodiversity", 0.9), ("vtaiwan", 0.8)])
def test_groups_are_close_to_those_published(reference, name, at_least):
    """Published groups also carry their history, so a fresh start comes close to them and no closer."""
    file = read_votes(reference / name / "participants-votes.csv")
    votes = file.without(read_moderated_out(reference / name / "comments.csv")).votes
    _labels, published = file.groups("group-id")
    found = opinion_groups(votes, opinion_space(votes).positions).group_of
    assert adjusted_rand(np.where(published >= 0, found, -1), published) >= at_least
