"""Every way a file can fail, each with a stable code and a Swedish sentence of its own.

The child process names a fault by its key; only the parent makes sentences.
"""

from base.errors import MognadError

_SENTENCES = {
    "file_not_found": "Filen ”{name}” finns inte. Kontrollera namnet och mappen.",
    "file_unreadable": "Filen ”{name}” går inte att öppna. Kontrollera att du får läsa den och att den är en fil.",
    "not_a_workbook": "”{name}” är varken en Excelfil eller en CSV-fil. Exportera tabellen som .xlsx eller .csv "
    "och välj den filen.",
    "not_a_workbook.json": "”{name}” innehåller JSON, inte en tabell. Exportera tabellen som .xlsx eller .csv "
    "och välj den filen.",
    "not_a_workbook.markup": "”{name}” innehåller en webbsida eller XML, inte en arbetsbok. Öppna den i Excel, "
    "spara den som .xlsx och välj den filen.",
    "not_a_workbook.zip": "”{name}” är ett zip-arkiv eller ett dokument utan kalkylblad. Packa upp det och välj "
    "arbetsboken (.xlsx) eller CSV-filen.",
    "not_a_workbook.ole": "”{name}” är ett äldre Office-dokument utan kalkylblad. Välj en Excelfil (.xlsx) eller "
    "en CSV-fil.",
    "not_a_workbook.lock": "”{name}” är en låsfil som Excel eller LibreOffice lägger bredvid en öppen fil. Välj själva "
    "arbetsboken, den utan ~ först i namnet.",
    "password_protected": "”{name}” är lösenordsskyddad eller krypterad. Öppna den i Excel, ta bort lösenordet "
    "(Arkiv → Info → Skydda arbetsbok) och spara en kopia att läsa in.",
    "corrupt": "”{name}” är skadad och går inte att läsa. Öppna den i Excel, låt Excel reparera den, spara den som "
    ".xlsx och försök igen, eller gör om exporten.",
    "corrupt.zip": "”{name}” är skadad eller avbruten: slutet av filen saknas eller stämmer inte. Hämta den på nytt "
    "eller gör om exporten.",
    "corrupt.quote": "”{name}” går inte att läsa: ett citattecken på rad {row} stängs aldrig. Rätta raden eller gör om "
    "exporten.",
    "empty_file": "”{name}” är tom: där finns inga tecken. Gör om exporten och kontrollera att den blev klar.",
    "empty_file.cells": "”{name}” har inga ifyllda celler. Kontrollera att rätt fil och rätt flik sparades.",
    "too_large": "”{name}” är för stor: {size} MB, högst {limit} MB går att läsa in. Dela upp exporten, till exempel "
    "per år.",
    "too_large.unpacked": "”{name}” är för stor: den blir mer än {limit} MB uppackad, eller är hårdare packad än en "
    "vanlig arbetsbok. Kopiera tabellen till en ny arbetsbok och spara den.",
    "too_large.cells": "”{name}” är för stor: den har mer än {limit} miljoner celler. Ta bort kolumner som inte behövs "
    "eller dela upp exporten.",
    "too_large.columns": "”{name}” har fler än {limit} kolumner på rad {row}. Kontrollera skiljetecknen i filen.",
    "too_large.files": "”{name}” innehåller fler än {limit} filer. Dela upp mappen i flera zip-filer.",
    "time_limit.wall": "”{name}” blev inte läst på {limit} sekunder och avbröts: datorn är upptagen med annat. Försök "
    "igen om en stund.",
    "time_limit": "”{name}” tog mer än {limit} sekunder att läsa och avbröts. Dela upp exporten, eller kopiera "
    "tabellen till en ny arbetsbok.",
    "memory_limit": "”{name}” kräver mer minne än {limit} MB och avbröts. Ofta står en ensam cell långt ner eller "
    "långt till höger: ta bort de tomma raderna och kolumnerna utanför tabellen, spara och försök igen.",
}


def fault(key: str, name: str, **facts: int) -> MognadError:
    """The error of a key such as ``not_a_workbook.json``; its code is the part before the point."""
    shown = name if len(name) <= 80 else f"{name[:79]}…"
    return MognadError(key.partition(".")[0], _SENTENCES[key].format(name=shown, **facts))
