"""What is open and what is overdue, in words. The rule itself is ``data/ledger/risk_rules.py``."""

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
