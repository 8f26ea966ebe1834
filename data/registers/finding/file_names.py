"""What a file's name says of its day."""

import re
from datetime import date

_DAY = re.compile(r"(?<!\d)(20\d{2})([-_.]?)(\d{2})\2(\d{2})(?!\d)")


def day_in_name(name: str, latest: date) -> date | None:
    """The one whole date in a name (``risker 2026-11-01.xlsx``), not after ``latest``; None if there is none or two.

    A year or a month alone is never made a day.
    """
    days = set()
    for year, _, month, day in _DAY.findall(name):
        try:
            days.add(date(int(year), int(month), int(day)))
        except ValueError:
            continue
    only = days.pop() if len(days) == 1 else None
    return only if only is not None and only <= latest else None
