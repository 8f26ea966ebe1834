"""What is open and what is overdue, in words. The rule itself is three macros that every query and check uses
(``is_open``, ``is_past_due``, ``is_overdue`` in ``data.ledger.views``):

* Open: status open or in progress. What is accepted, closed or cancelled is not, and of what has no status nothing is
  said.
* Overdue: open, and due before the date of the row's own file. What is due on that date is not late yet; what has
  happened since is not known. Without a due date nothing is said.
"""

from base.formats import plural

OPEN, OVERDUE = "Öppna", "Försenade"
OF_THE_OPEN = "(av de öppna)"
OPEN_RULE = "Öppna är risker med status öppen eller pågående. Accepterade är inte öppna och visas för sig."
OVERDUE_RULE = "Försenade är öppna risker med klart senast före datumet för sin fil."


def open_risks(count: int | None) -> str:
    """``3 öppna risker``; of None, that the register does not tell."""
    if count is None:
        return "Registret säger inte vilka risker som är öppna"
    return plural(count, "öppen risk", "öppna risker")
