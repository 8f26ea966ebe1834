"""What changed in a register, as Swedish sentences. Plain text."""

from base.formats import listing, number, plural
from metrics.registers.changes import Changes

MISSING_WORDS = "saknas i senaste filen"


def change_words(found: Changes) -> str:
    """In a few words: ``12 nya, 3 ändrade, 2 saknas``; ``inget har ändrats``; ``6 rader, den första filen``."""
    if found.first:
        return f"{plural(found.new, 'rad', 'rader')}, den första filen"
    told = (
        (found.new, "ny", "nya"),
        (found.changed, "ändrad", "ändrade"),
        (found.missing, "saknas", "saknas"),
        (found.returned, "har kommit tillbaka", "har kommit tillbaka"),
    )
    words = [f"{number(count)} {one if count == 1 else many}" for count, one, many in told if count]
    return ", ".join(words) if words else "inget har ändrats"


def change_sentence(found: Changes) -> str:
    """The same as a whole sentence, with what did not change."""
    if found.first:
        return f"{plural(found.new, 'rad', 'rader')}. Det finns inget tidigare att jämföra med."
    told = (
        (found.new, "ny", "nya"),
        (found.changed, "ändrad", "ändrade"),
        (found.missing, MISSING_WORDS, MISSING_WORDS),
        (found.returned, "har kommit tillbaka", "har kommit tillbaka"),
        (found.unchanged, "oförändrad", "oförändrade"),
    )
    words = [f"{number(count)} {one if count == 1 else many}" for count, one, many in told if count]
    return f"{listing(words)}." if words else "Inga rader att jämföra."


def change_notes(found: Changes) -> list[str]:
    """What the counts leave out, and what they can't tell; a sentence each."""
    notes = []
    if found.of_new_source and not found.first:
        notes.append(f"{number(found.of_new_source)} av de nya kommer från en källa som inte fanns i läget före.")
    if found.missing:
        notes.append(
            "Att en rad saknas i senaste filen betyder inte att den är stängd eller åtgärdad, bara att filen inte har "
            "den med."
        )
    if found.fields:
        listed = [f"{field.label} ({number(count)})" for field, count in found.fields]
        notes.append(f"Ändrat i: {listing(listed)}.")
    if found.untouched:
        notes.append(f"{plural(found.untouched, 'rad', 'rader')} säger filen inget om. De står kvar som de var.")
    if found.untraced_before or found.untraced_after:
        notes.append(
            f"{plural(found.untraced_after, 'rad', 'rader')} går inte att följa, för de har inget id "
            f"({number(found.untraced_before)} i läget före)."
        )
    if found.repeated:
        notes.append(
            f"{plural(found.repeated, 'rad har', 'rader har')} samma id som en annan rad i filen. "
            f"Av dem räknas {'den som är minst färdig' if _leads(found) else 'den första'}."
        )
    if found.unheard:
        listed = [field.label for field in found.unheard]
        notes.append(f"Jämförs inte, för kolumnen fanns bara i det ena läget: {listing(listed)}.")
    return notes


def _leads(found: Changes) -> bool:
    return any(field.leads for field in found.register.fields)
