"""The template to download: a small form that works as it stands, with a row of guidance under each header."""

from decimal import Decimal

from questionnaires.excel.reading import REMARK
from questionnaires.excel.sheets import OutSheet
from questionnaires.excel.writing import options_of, to_sheets
from questionnaires.model import Area, Choice, FormSettings, LevelRule, Question, Questionnaire

READ_ME = "Läs mig"

_GUIDANCE: dict[str, dict[str, str]] = {
    "survey": {
        "type": "select_one eller select_multiple och listans namn i choices; integer, decimal, text, date eller note",
        "name": "Fast namn: a–z, 0–9 och _. Återanvänds aldrig.",
        "label::sv": "Frågan",
        "hint::sv": "Vägledning",
        "criteria::sv": "Räknas som ja om …",
        "area": "Områdets name i bladet areas",
        "level": "Nivån som frågan hör till. Tomt: ingen.",
        "weight": "Vikt i medelvärden. Tomt: 1.",
        "required": "yes eller no",
        "relevant": "Villkor, till exempel ${kind} = 'enhet'. Tomt: alla.",
        "respondent": "organisation, unit eller branch; flera med mellanslag: unit branch",
        "audience": "Vem som bör veta svaret",
        "core": "yes: ställs varje gång, först",
        "every_n_rounds": "Var n:te gång. Tomt: varje gång.",
        "references": "Lag, standard, vägledning; skilj med semikolon",
        "succeeds": "name på den fråga i en äldre version som den här ersätter",
        "range": "Tal: lägsta och högsta, och steget om det finns: 0 10 0.5. Flera val: vad inga och alla räknas som",
        "unit_of_measure": "Tal: vad det räknas i, till exempel dagar",
        "bands": "Tal: vad de räknas som, till exempel 0..4 = 1; 4..10 = 2. Tomt: talet självt.",
        "scored": "no: talet eller valen räknas inte. Tomt: de räknas.",
    },
    "choices": {
        "list_name": "Listans namn. Håll ihop listans rader.",
        "name": "Fast namn på alternativet",
        "label::sv": "Alternativet",
        "hint::sv": "Beskrivning av steget",
        "value": "Vad svaret räknas som",
        "order": "Plats på skärmen",
        "fulfils": "yes: räknas som uppfyllt. Tomt: bara det högsta värdet.",
    },
    "areas": {
        "name": "Fast namn: a–z, 0–9 och _",
        "label::sv": "Områdets namn",
        "parent": "Området det ligger under. Tomt: inget.",
        "weight": "Vikt bland områden. Tomt: 1.",
        "aggregation": "Hur området räknas. Tomt: som i settings.",
    },
    "levels": {
        "level": "Nivå: ett heltal",
        "label::sv": "Nivåns namn",
        "group": "En frågenivå (1) eller area: och ett områdes name",
        "share": "Så stor del av gruppen ska vara uppfylld, 0 till 1",
    },
    "settings": {
        "form_id": "Fast namn på formuläret",
        "form_title": "Namn på skärmen",
        "version": "Heltal. Ändrat innehåll: ny version.",
        "issuer": "Vem som står bakom formuläret",
        "edition": "Utgåvans namn",
        "aggregation": "Hur ett område räknas",
        "total": "Hur helheten räknas",
        "unknown_counts_as": "Vet ej: utanför (excluded) eller lägst (lowest)",
        "answered_share": "Så stor del av frågorna ska vara besvarad för att enheten ska räknas, över 0 till 1",
        "not_applicable_counts_as": "Vad Gäller inte oss räknas som. Tomt: utanför",
        "decimals": "Decimaler på skärmen, 0–3",
        "role": "Mognadsmätning (maturity), självskattning (self_assessment) eller annan (other). Går att ändra sedan",
    },
}
_READ_ME = (
    "Ändra i bladen survey (frågor), choices (svarsalternativ), areas (områden), levels (nivåer) och settings.",
    "Bladen och rubrikerna ska heta som de gör, med ord ur XLSForm.",
    f"En rad som börjar med {REMARK} är en kommentar och läses inte. Du kan ta bort den.",
    "Byt form_id i bladet settings till ett eget namn innan du läser in filen.",
    "Egna kolumner sparas som anteckningar. Rubriker som börjar med note är alltid anteckningar.",
    "En fråga besvaras med ett val, flera val, ett tal, en text eller ett datum: type säger vilket.",
    "Formuläret behöver inga nivåer: töm då bladet levels och kolumnen level i survey.",
    "När du läser in filen visas alla fel med blad, rad och kolumn. Inget sparas förrän du publicerar.",
    "En publicerad version är låst. Vill du ändra: höj version i settings och läs in filen igen.",
)


def example_form() -> Questionnaire:
    """The small form that the template shows."""
    steps = (("nej", "Nej", 0), ("delvis", "Delvis", 1), ("ja", "Ja", 2))
    questions = (
        ("rutin_1", "Finns en beslutad rutin?", "Räknas som ja om rutinen är beslutad och går att visa.", "rutiner", 1),
        ("rutin_2", "Följs rutinen upp varje år?", "Räknas som ja om den senaste går att visa.", "rutiner", 2),
        ("kunskap_1", "Vet alla var rutinen finns?", "Räknas som ja om nyanställda får veta det.", "kunskap", 1),
    )
    return Questionnaire(
        settings=FormSettings(form_id="mitt_formular", form_title="Mitt formulär", version=1),
        areas=(Area(name="rutiner", label="Rutiner"), Area(name="kunskap", label="Kunskap")),
        choices=tuple(
            Choice(list_name="svar", name=name, label=label, value=Decimal(value), order=value + 1)
            for name, label, value in steps
        ),
        survey=tuple(
            Question(
                type="select_one svar",
                name=name,
                label=label,
                criteria=criteria,
                area=area,
                level=level,
                respondent="unit",
            )
            for name, label, criteria, area, level in questions
        ),
        levels=(
            LevelRule(level=1, label="Grunden finns", group="1", share=Decimal("0.5")),
            LevelRule(level=2, label="Det används", group="1", share=Decimal(1)),
            LevelRule(level=2, group="2", share=Decimal("0.5")),
        ),
    )


def template() -> list[OutSheet]:
    """The template's sheets: how to go about it first, then those of the form."""
    sheets = [OutSheet(READ_ME, ("Ett eget formulär i Excel",), tuple((text,) for text in _READ_ME))]
    form = example_form()
    for sheet in to_sheets(form):
        lines = _GUIDANCE[sheet.name]
        first = f"{REMARK} {lines[sheet.headers[0]]}"
        guidance = (first, *(lines[header] for header in sheet.headers[1:]))
        options = options_of(sheet.name, sheet.headers, 3, len(form.areas) + 2)
        sheets.append(OutSheet(sheet.name, sheet.headers, (guidance, *sheet.rows), options))
    return sheets
