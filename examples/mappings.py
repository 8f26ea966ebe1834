"""How a person has confirmed that each export is to be read: headers to fields, what is taken in, the scale."""

RISKS: dict[str, object] = {
    "fields": {
        "Risk-ID": "id",
        "Rubrik": "title",
        "Enhet": "unit",
        "Sannolikhet": "likelihood",
        "Konsekvens": "consequence",
        "Riskvärde": "risk_level",
        "Status": "status",
        "Riskägare": "owner",
        "Åtgärd klar senast": "due",
        "Identifierad": "identified",
        "Senast granskad": "reviewed",
        "Konsekvenskategori": "consequence_category",
        "Behandling": "treatment",
    },
    # Remarks may tell of anything: they are left out.
    "keep": {"Kommentar": False},
    "scales": {"likelihood": "4x4", "consequence": "4x4", "risk_level": "4x4"},
}

INCIDENTS: dict[str, object] = {
    "fields": {
        "Ärendenummer": "id",
        "Rubrik": "title",
        "Typ av händelse": "kind",
        "Enhet": "unit",
        "Inträffade": "occurred",
        "Upptäcktes": "detected",
        "Kännedom": "known",
        "Anmäld till IMY": "reported",
        "Status": "status",
    },
    # Free text and names may tell of persons and are not needed to count.
    "keep": {"Beskrivning": False, "Rapporterad av": False},
}

UNITS: dict[str, object] = {
    "fields": {
        "Enhetskod": "code",
        "Enhetsnamn": "name",
        "Enhetstyp": "kind",
        "Överordnad enhetskod": "parent",
        "Gäller från": "valid_from",
        "Gäller till": "valid_to",
    },
}
