import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from consultations.polis_files import UnreadableFile, read_votes

VOTES = """participant,group-id,level,n-votes,0,2,11
7,0,local,3,1,-1,0
8,1,national,2,1,,1
9,1,local,1,,1,
10,,,1,-1,,
"""
COMMENTS = """timestamp,comment-id,author-id,agrees,disagrees,moderated,comment-body
1,0,3,2,1,1,"Une, phrase"
1,2,3,1,1,0,Deux
1,11,3,1,0,-1,Trois
"""


@pytest.fixture
def files(tmp_path):
    (tmp_path / "votes.csv").write_text(VOTES)
    (tmp_path / "comments.csv").write_text(COMMENTS)
    return tmp_path


def analysed(*arguments):
    out = StringIO()
    call_command("analyse_votes", *map(str, arguments), "--json", stdout=out)
    return json.loads(out.getvalue())


def test_counts_everyone_and_every_group(files):
    found = analysed(files / "votes.csv", "--groups", "group-id", "--comments", files / "comments.csv")
    assert found["participants"] == 4
    assert found["groups"] == {"0": 1, "1": 2}
    assert found["verdict"] == "no distinct groups"
    assert [one["id"] for one in found["statements"]] == ["0", "2"]
    first = found["statements"][0]
    assert {name: first[name] for name in ("seen", "agree", "disagree", "pass")} == {
        "seen": 3, "agree": 2, "disagree": 1, "pass": 0,
    }  # fmt: skip
    assert first["by_group"] == {
        "0": {"seen": 1, "agree": 1, "disagree": 0},
        "1": {"seen": 1, "agree": 1, "disagree": 0},
    }
    assert first["group_informed_consensus"]["agree"] == pytest.approx(4 / 9, abs=1e-15)
    assert first["group_informed_consensus"]["disagree"] == pytest.approx(1 / 9, abs=1e-15)


def test_any_column_gives_groups_and_blank_is_nobodys(files):
    assert analysed(files / "votes.csv", "--groups", "level")["groups"] == {"local": 2, "national": 1}


def test_without_groups_chance_is_not_taken_for_opinion(files):
    found = analysed(files / "votes.csv")
    assert found["groups"] == {}
    assert len(found["statements"]) == 3
    assert found["statements"][0]["group_informed_consensus"] == {"agree": None, "disagree": None}


def test_says_it_in_words_too(files):
    out = StringIO()
    call_command("analyse_votes", str(files / "votes.csv"), "--groups", "group-id", stdout=out)
    assert "aucun groupe distinct" in out.getvalue()
    assert "n° 0 : consensus 0.4444" in out.getvalue()


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("participant,0\n1,2\n", "Ligne 2, énoncé 0"),
        ("participant,0\n1,1,1\n", "Ligne 2\u00a0: 3 cellules au lieu de 2"),
        ("participant,a\n1,1\n", "Aucune colonne d’énoncé"),
        ("participant,0,0\n1,1,1\n", "même numéro"),
        ("", "est vide"),
    ],
)
def test_says_where_a_file_is_wrong(tmp_path, text, says):
    path = tmp_path / "votes.csv"
    path.write_text(text)
    with pytest.raises(UnreadableFile, match=says):
        read_votes(path)


def test_a_missing_file_and_a_missing_column_are_one_sentence(files):
    with pytest.raises(CommandError, match="No such file"):
        analysed(files / "nowhere.csv")
    with pytest.raises(CommandError, match="n’existe pas"):
        analysed(files / "votes.csv", "--groups", "shore")


def test_other_encodings_and_byte_order_marks(tmp_path):
    path = tmp_path / "votes.csv"
    path.write_bytes("participant,0\n1,1\n".encode("utf-8-sig"))
    assert read_votes(path).votes.size == 1
    path.write_bytes("participant,0\né,1\n".encode("latin-1"))
    with pytest.raises(UnreadableFile, match="UTF-8"):
        read_votes(path)
