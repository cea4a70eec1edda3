"""Tables for spreadsheets: CSV and XLSX."""

import csv
import re
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from decimal import Decimal
from io import BytesIO, StringIO
from typing import Any

from django.utils import timezone
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font

from kernel.languages.choices import current_language, direction

Column = tuple[str, Callable[[Any], Any]]
FORMULA = re.compile(r"^[\s\x00]*[=+\-@＝＋－＠]|^[\t\r]")
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
CELL_LIMIT = 32767


def to_csv(rows: Iterable[Any], columns: Sequence[Column]) -> bytes:
    """A CSV file that Excel opens in any script: UTF-8 with BOM, comma, CRLF.

    `columns` are (header, value of a row). A text that a spreadsheet would run as a formula gets an apostrophe
    (OWASP, CSV injection); numbers stay numbers.
    """
    out = StringIO()
    writer = csv.writer(out)
    writer.writerow([_harmless(str(header)) for header, _value in columns])
    for row in rows:
        writer.writerow([_harmless(plain(value(row))) for _header, value in columns])
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def to_xlsx(rows: Iterable[Any], columns: Sequence[Column], title: str = "") -> bytes:
    """An Excel workbook of one sheet, written row by row; texts are never formulas; right to left under Arabic."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(re.sub(r"[\[\]:*?/\\]", " ", title)[:31] or "Rives")
    sheet.sheet_view.rightToLeft = direction(current_language()) == "rtl"
    sheet.freeze_panes = "A2"
    sheet.append([_cell(sheet, str(header), bold=True) for header, _value in columns])
    for row in rows:
        sheet.append([_cell(sheet, plain(value(row))) for _header, value in columns])
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def plain(value: Any) -> Any:
    """What a cell can hold: numbers as they are, moments in the active zone without offset, the rest as text."""
    if value is None:
        return ""
    if isinstance(value, bool | int | float | Decimal):
        return value
    if isinstance(value, datetime):
        return timezone.localtime(value).replace(tzinfo=None) if timezone.is_aware(value) else value
    return CONTROL.sub("", str(value))


def _harmless(value: Any) -> Any:
    return f"'{value}" if isinstance(value, str) and FORMULA.match(value) else value


def _cell(sheet: Any, value: Any, *, bold: bool = False) -> Any:
    text = value[:CELL_LIMIT] if isinstance(value, str) else value
    cell = WriteOnlyCell(sheet, value=text)
    if isinstance(text, str):
        cell.data_type = "s"
    if bold:
        cell.font = Font(bold=True)
    return cell
