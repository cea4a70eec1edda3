"""Tables that open in a spreadsheet in any script and run nothing."""

import csv
from datetime import UTC, datetime
from decimal import Decimal
from io import BytesIO, StringIO

import pytest
from django.utils import translation
from openpyxl import load_workbook

from kernel.exports.tables import to_csv, to_xlsx

COLUMNS = [("Nom", lambda row: row["name"]), ("Votes", lambda row: row["votes"])]
HOSTILE = ["=1+1", "+33 1", "-2", "@cmd", "\t=1", "\r=1", " =1", "＝1+1", "\n=1"]


def read_csv(data):
    return list(csv.reader(StringIO(data.decode("utf-8-sig"))))


def read_xlsx(data):
    return load_workbook(BytesIO(data)).active


def test_csv_starts_with_a_byte_order_mark_and_keeps_every_script():
    data = to_csv([{"name": 'بلدية قابس; « Gabès », "été"', "votes": 3}], COLUMNS)
    assert data.startswith(b"\xef\xbb\xbf")
    assert read_csv(data) == [["Nom", "Votes"], ['بلدية قابس; « Gabès », "été"', "3"]]


@pytest.mark.parametrize("text", HOSTILE)
def test_no_text_becomes_a_formula(text):
    cell = to_csv([{"name": text, "votes": 0}], COLUMNS).decode("utf-8-sig").split("\r\n", 1)[1].lstrip('"')
    assert cell.startswith("'")
    found = read_xlsx(to_xlsx([{"name": text, "votes": 0}], COLUMNS))["A2"]
    assert found.data_type == "s"


def test_negative_numbers_stay_numbers():
    rows = [{"name": "solde", "votes": -2}, {"name": "moyenne", "votes": Decimal("-0.5")}]
    assert read_csv(to_csv(rows, COLUMNS))[1:] == [["solde", "-2"], ["moyenne", "-0.5"]]
    sheet = read_xlsx(to_xlsx(rows, COLUMNS))
    assert sheet["B2"].value == -2
    assert sheet["B2"].data_type == "n"


def test_moments_lose_their_offset_and_keep_their_hour_in_the_active_zone():
    columns = [("Quand", lambda row: row)]
    moment = datetime(2026, 1, 5, 8, 0, tzinfo=UTC)
    assert read_xlsx(to_xlsx([moment], columns))["A2"].value == datetime(2026, 1, 5, 9, 0)  # noqa: DTZ001  (Excel has no zones)


def test_control_characters_and_endless_texts_do_not_break_the_workbook():
    sheet = read_xlsx(to_xlsx([{"name": "a\x00\x0bb" + "c" * 40000, "votes": None}], COLUMNS, title="A/B: [c]?" * 9))
    assert sheet["A2"].value.startswith("abc")
    assert len(sheet["A2"].value) == 32767
    assert len(sheet.title) <= 31


def test_the_sheet_reads_right_to_left_in_arabic():
    with translation.override("ar"):
        assert read_xlsx(to_xlsx([], COLUMNS)).sheet_view.rightToLeft
    with translation.override("fr"):
        assert not read_xlsx(to_xlsx([], COLUMNS)).sheet_view.rightToLeft
