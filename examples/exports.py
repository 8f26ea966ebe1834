"""The made-up municipality's exports as real .xlsx files, laid out as such systems lay them out."""

import io
import re
import zipfile
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path

from examples import incident_reports, incidents, people, risks
from examples.town import REORGANISED, TownUnit, by_depth, town_name
from files.writer import SheetOut, Value, xlsx_bytes

_KINDS = {
    "kommun": "Kommun",
    "namnd": "Nämnd",
    "kontor": "Kontor",
    "verksamhet": "Verksamhet",
    "enhet": "Enhet",
    "gemensam_namnd": "Gemensam nämnd",
    "bolag": "Bolag",
}
_UNIT_HEADERS = ("Enhetskod", "Enhetsnamn", "Enhetstyp", "Överordnad enhetskod", "Gäller från", "Gäller till")
_STAMP = re.compile(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")


def write_risks(folder: Path, town: str, register: list[risks.Risk], moment: datetime) -> Path:
    """An autumn's risk register: titles above the table, a sum below it."""
    rows = risks.export_rows(register)
    column = risks.HEADERS.index("Riskvärde")
    total: list[Value] = [None] * len(risks.HEADERS)
    total[0], total[column] = "Summa", sum(risk.likelihood * risk.consequence for risk in register)
    titles = ("Riskregister", f"{town} kommun, utskrivet {moment:%Y-%m-%d %H:%M}")
    path = folder / f"riskregister_{moment:%Y}.xlsx"
    return _write(path, SheetOut("Risker", risks.HEADERS, [*rows, total]), moment, titles)


def write_incidents(folder: Path, seed: int, events: list[incidents.Incident], moment: datetime) -> Path:
    """The list of incidents as it stood: every year so far, the oldest first."""
    town, day = town_name(seed), moment.date()
    rows = incident_reports.rows_on(seed, events, day)
    titles = (f"Händelser, {town} kommun", f"Urval: alla ärenden till och med {moment:%Y-%m-%d}")
    path = folder / f"incidenter_{moment:%Y}.xlsx"
    return _write(path, SheetOut("Ärenden", incident_reports.headers_on(day), rows), moment, titles)


def write_units(folder: Path, places: Sequence[TownUnit], began: dict[str, date], moment: datetime) -> Path:
    """The organisation as the economy system tells it. ``began``: code → first day."""
    rows: list[list[Value]] = [
        [place.code, place.name, _KINDS[place.kind], place.parent, began[place.code], None]
        for layer in by_depth(places)
        for place in layer
    ]
    return _write(folder / f"organisation_{moment:%Y}.xlsx", SheetOut("Enheter", _UNIT_HEADERS, rows), moment)


def write_assignments(folder: Path, people_rows: Sequence[people.Row], moment: datetime) -> Path:
    """Who answers for which unit, as the staff system tells it."""
    rows = [list[Value](row) for row in people_rows]
    sheet = SheetOut("Uppdrag", ("Enhet", "Namn", "E-post", "Roll"), rows)
    return _write(folder / f"uppdrag_{moment:%Y}.xlsx", sheet, moment)


def first_days(before: Sequence[TownUnit], after: Sequence[TownUnit], founded: date) -> dict[str, date]:
    """Code → the day a unit's present state began: the reorganisation's, where anything changed."""
    known = set(before)
    return {place.code: founded if place in known else REORGANISED for place in after}


def _write(path: Path, sheet: SheetOut, moment: datetime, titles: Sequence[str] = ()) -> Path:
    """Write one sheet, with ``titles`` and an empty line above its headers."""
    empty: list[Value] = [None] * (len(sheet.headers) - 1)
    lines: list[Sequence[Value]] = [[title, *empty] for title in titles]
    if lines:
        lines.append([None, *empty])
    lines += [list(sheet.headers), *sheet.rows]
    first = ["" if value is None else str(value) for value in lines[0]]
    path.write_bytes(_dated(xlsx_bytes([SheetOut(sheet.name, first, lines[1:])]), moment))
    return path


def _dated(content: bytes, moment: datetime) -> bytes:
    """The workbook as if written at ``moment``: the same seed must give the same file, to the byte."""
    stamp = moment.strftime("%Y-%m-%dT%H:%M:%SZ").encode()
    held = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            part = old.read(name)
            if name == "docProps/core.xml":
                part = _STAMP.sub(stamp, part)
            entry = zipfile.ZipInfo(name, moment.timetuple()[:6])
            entry.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(entry, part)
    return held.getvalue()
