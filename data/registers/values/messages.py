"""One Swedish sentence per code: what happened, where, what to do. Row and column stand beside it."""

from dataclasses import dataclass

from base.errors import Issue

_LONGEST_RAW = 60


@dataclass(frozen=True, slots=True)
class RowIssue(Issue):
    """An issue with the raw text of the cell it concerns, as it stood in the file."""

    raw: str | None = None


SENTENCES = {
    "date_without_year": "”{raw}” saknar årtal. Värdet läses inte som ett datum. Skriv året i filen.",
    "date_ambiguous": (
        "”{raw}” kan betyda två olika datum. Välj kolumnens datumordning (dag–månad–år eller månad–dag–år)."
    ),
    "value_unreadable": "”{raw}” går inte att läsa som {kind}. Texten sparas i anmärkningen. Rätta den i filen.",
    "choice_unknown": "”{raw}” är inget känt värde för {field}. Texten behålls. Säg vilket värde den motsvarar.",
    "cell_error": "Cellen innehåller felvärdet {raw} och läses som tom. Rätta formeln i filen.",
    "formula_uncalculated": (
        "Formeln {raw} har inget sparat värde och läses som tom. Öppna filen i Excel, spara den och läs in den igen."
    ),
    "scale_unnamed": (
        "Kolumnen har siffror utan skala. Värdena behålls, men vad som är högt är okänt tills du väljer en skala."
    ),
    "scale_off": "”{raw}” finns inte på skalan {scale}. Värdet behålls, men klassen blir okänd.",
    "scale_word": "”{raw}” är inget ord på en känd skala. Värdet behålls, men klassen blir okänd.",
    "duplicate_header": "Rubriken ”{raw}” står flera gånger. Kolumn {place} läses inte. Byt namn på den i filen.",
    "duplicate_row": "Raden är lika med rad {first} och hoppas över.",
    "duplicate_key": "”{raw}” finns redan på rad {first} med annat innehåll. Båda raderna sparas.",
    "required_empty": "{field} saknas på raden. Raden sparas ändå.",
    "required_missing": "Filen har ingen kolumn för {field}. Peka ut rätt kolumn för att kunna importera.",
    "personal_number": (
        "Cellen ser ut att innehålla ett personnummer. Ta inte med kolumnen eller maskera den innan du sparar."
    ),
    "hidden_sheet": "Bladet ”{raw}” är dolt i filen. Kontrollera att det är det du vill läsa.",
    "hidden_sheet_unread": "Bladet ”{raw}” är dolt i filen och läses inte. Välj det om det är det du menar.",
    "filter_gone": (
        "Förra gången valdes rader ut efter ”{raw}”. Kolumnen finns inte längre, så alla rader läses. Kontrollera "
        "urvalet."
    ),
    "other_table": "Bredvid tabellen står en annan tabell (kolumn {place}) som inte läses.",
    "several_periods": (
        "Filen har kolumner för flera perioder: {periods}. De läses in en period i taget. Välj vilken det gäller."
    ),
    "filled_merged": "Sammanfogade celler räknas för alla sina rader: värdet gäller {count} rader till.",
    "filled_group": (
        "Tomma celler under en grupp får gruppens värde, på {count} rader. Välj att inte fylla nedåt om det är fel."
    ),
    "fill_uncertain": (
        "Kolumnen är tom på {count} rader under ett värde och läses som tom där. Välj att fylla nedåt om värdet gäller "
        "även dem."
    ),
    "cells_outside_header": (
        "Raden har fler celler än rubrikraden, i kolumn {place}; det som står till höger läses inte. Kontrollera att "
        "raden inte är förskjuten."
    ),
    "other_sheet": "Även bladet ”{raw}” ser ut att innehålla {field}. Bara ett blad läses åt gången.",
}

# Several sentences may tell different cases of one stable code.
_CODES = {
    **dict.fromkeys(("choice_unknown", "cell_error", "formula_uncalculated"), "value_unreadable"),
    **dict.fromkeys(("scale_unnamed", "scale_off", "scale_word"), "scale_unknown"),
    **dict.fromkeys(("filled_merged", "filled_group"), "filled_down"),
    "hidden_sheet_unread": "hidden_sheet",
}

KINDS = {
    "integer": "ett heltal",
    "number": "ett tal",
    "date": "ett datum",
    "datetime": "ett datum",
    "boolean": "ja eller nej",
    "text": "en text",
}


def code_of(case: str) -> str:
    """The stable code under which a case is told."""
    return _CODES.get(case, case)


def sentence(case: str, raw: str | None = None, **details: object) -> str:
    """The sentence of a case; long raw texts are shortened in it."""
    shown = raw or ""
    if len(shown) > _LONGEST_RAW:
        shown = shown[: _LONGEST_RAW - 1] + "…"
    return SENTENCES[case].format(raw=shown, **details)


def row_issue(
    case: str, row: int | None = None, column: str | None = None, raw: str | None = None, **details: object
) -> RowIssue:
    """An issue with its sentence."""
    return RowIssue(code_of(case), sentence(case, raw, **details), row, column, raw)
