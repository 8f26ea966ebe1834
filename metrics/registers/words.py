"""What changed in a register, as Swedish sentences. Plain text."""

from base.formats import listing, number, plural, plurals
from metrics.registers.changes import Changes

MISSING_WORDS = "saknas i senaste filen"


def change_words(changes: Changes) -> str:
    """In a few words: ``12 nya, 3 ändrade, 2 saknas``; ``inget har ändrats``; ``6 rader, den första filen``."""
    if changes.first:
        return f"{plural(changes.new, 'rad', 'rader')}, den första filen"
    return ", ".join(_counted(changes, "saknas")) or "inget har ändrats"


def change_sentence(changes: Changes) -> str:
    """The same as a whole sentence, with what did not change."""
    if changes.first:
        return f"{plural(changes.new, 'rad', 'rader')}. Det finns inget tidigare att jämföra med."
    words = _counted(changes, MISSING_WORDS) + plurals((changes.unchanged, "oförändrad", "oförändrade"))
    return f"{listing(words)}." if words else "Inga rader att jämföra."


def _counted(changes: Changes, missing: str) -> list[str]:
    return plurals(
        (changes.new, "ny", "nya"),
        (changes.changed, "ändrad", "ändrade"),
        (changes.missing, missing, missing),
        (changes.returned, "har kommit tillbaka", "har kommit tillbaka"),
    )


def change_notes(changes: Changes) -> list[str]:
    """What the counts leave out, and what they can't tell; a sentence each."""
    notes = []
    if changes.of_new_source and not changes.first:
        notes.append(f"{number(changes.of_new_source)} av de nya kommer från en källa som inte fanns i läget före.")
    if changes.missing:
        notes.append(
            "Att en rad saknas i senaste filen betyder inte att den är stängd eller åtgärdad, bara att filen inte har "
            "den med."
        )
    if changes.fields:
        listed = [f"{field.label} ({number(count)})" for field, count in changes.fields]
        notes.append(f"Ändrat i: {listing(listed)}.")
    if changes.untouched:
        notes.append(f"{plural(changes.untouched, 'rad', 'rader')} säger filen inget om. De står kvar som de var.")
    if changes.untraced_before or changes.untraced_after:
        notes.append(
            f"{plural(changes.untraced_after, 'rad', 'rader')} går inte att följa, för de har inget id "
            f"({number(changes.untraced_before)} i läget före)."
        )
    if changes.repeated:
        notes.append(
            f"{plural(changes.repeated, 'rad har', 'rader har')} samma id som en annan rad i filen. "
            f"Av dem räknas {'den som är minst färdig' if _leads(changes) else 'den första'}."
        )
    if changes.unheard:
        listed = [field.label for field in changes.unheard]
        notes.append(f"Jämförs inte, för kolumnen fanns bara i det ena läget: {listing(listed)}.")
    return notes


def _leads(found: Changes) -> bool:
    return any(field.leads for field in found.register.fields)
