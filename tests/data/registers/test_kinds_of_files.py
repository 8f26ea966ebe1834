"""Header rows as people write them: which register each is, and that none is taken for another."""

import pytest

from data.registers.finding.proposal import propose

HEADERS = {
    "actions": "Nr | Aktivitet | Ansvarig | Tidplan | Status | Handlingsplan",
    "acceptances": "Risk-id | Beslutad av | Beslutsdatum | Dnr | Gäller till och med | Berör flera verksamheter",
    "delegation": "Delegat | Får acceptera upp till | Flera verksamheter | Gäller från | Beslut",
    "information": "Informationstyp | Verksamhet | Informationsägare | K | R | T | Klassningsdatum | System",
    "systems": "System | Systemägare | Förvaltare | Konfidentialitet | Riktighet | Tillgänglighet | Leverantör",
    "continuity": "Verksamhet | Kontinuitetsplan finns | Senast uppdaterad | Senast övad | Nästa övning",
    "suppliers": "Leverantör | Avtal | Personuppgifter | PUB-avtal | Sekretessavtal | Senaste uppföljning | Slutdatum",
    "training": "Kurs | Målgrupp | Enhet | Antal inbjudna | Antal deltagare | Datum",
    "findings": "Nr | Iakttagelse | Granskning | Allvarlighetsgrad | Ansvarig | Klart senast | Status",
    "processing": "Behandling | Ändamål | Rättslig grund | Nämnd | Personuppgifter | Tredje land | Biträde",
    "risks": "Risk | Åtgärd | Ansvarig | Klart senast | Status | Kvarstående risk",
    "incidents": "Ärende | Typ av incident | Enhet | Upptäckt | Betydande | Incidentanmälan | Slutrapport",
    "units": "Kod | Enhet | Typ | Överordnad enhet",
}


@pytest.mark.parametrize(("name", "headers"), HEADERS.items())
def test_each_is_known_by_its_headers(workbook, name, headers):
    assert propose(workbook(f"| {headers} |\n| {' | '.join('x' for _ in headers.split('|'))} |")).register_name == name


INCIDENT_LISTS = (
    "Ärendenr | Datum | Rubrik | Beskrivning | Allvarlighet | Verksamhet | Personuppgifter | Anmäld IMY | Status",
    "Nr | Datum inträffat | Datum upptäckt | Förvaltning | Beskrivning | Anmälan IMY | Datum avslutad",
    "Händelsenr | Händelsens datum | Rubrik | Enhet | Anmält till IMY | Information till de registrerade | Status",
    "Diarienr | Incidenten inträffade | Incidenten upptäcktes | Nämnd | Antal drabbade | Stängd",
)


@pytest.mark.parametrize("headers", INCIDENT_LISTS)
def test_a_list_of_incidents_is_known_as_it_is_kept(workbook, headers):
    row = " | ".join("x" for _ in headers.split("|"))
    assert propose(workbook(f"| {headers} |\n| {row} |\n| {row} |")).register_name == "incidents"


def test_a_date_of_what_is_not_guessed_nor_a_yes_taken_for_a_day(workbook):
    mapping = propose(
        workbook(
            """
            | Ärendenr | Datum      | Rubrik  | Verksamhet | Anmäld IMY | Status    |
            | 1        | 2025-03-01 | Fel brev | Skola A   | Ja         | Avslutad  |
            | 2        | 2025-04-01 | Fel fil  | Skola B   | Nej        | Pågår     |
            """
        )
    )
    assert mapping.register_name == "incidents"
    assert (mapping.fields["Datum"], mapping.fields["Anmäld IMY"]) == (None, None)


@pytest.mark.parametrize(
    "headers",
    [
        "Namn | Datum | Status",
        "Ärendenr | Datum | Rubrik | Verksamhet | Status",
        "Enhet | Ansvarig | Klart senast | Status",
        "Avtal | Leverantörskontakt | Belopp | Datum",
        "Kod | Beskrivning | Typ | Nivå",
        "Artikel | Antal | Pris | Summa",
    ],
)
def test_what_could_be_anything_is_asked(workbook, headers):
    row = " | ".join("x" for _ in headers.split("|"))
    assert propose(workbook(f"| {headers} |\n| {row} |\n| {row} |")).register_name is None


def test_what_is_left_of_a_risk_is_not_mixed_with_the_risk(workbook):
    mapping = propose(
        workbook(
            """
            | Risk | Sannolikhet | Konsekvens | Riskvärde | Sannolikhet efter åtgärd | Konsekvens efter | Restrisk |
            | A    | 3           | 4          | 12        | 1                        | 4                | 4        |
            """
        )
    )
    assert mapping.fields == {
        "Risk": "title",
        "Sannolikhet": "likelihood",
        "Konsekvens": "consequence",
        "Riskvärde": "risk_level",
        "Sannolikhet efter åtgärd": "residual_likelihood",
        "Konsekvens efter": "residual_consequence",
        "Restrisk": "residual_level",
    }
