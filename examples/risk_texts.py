"""What the risks of the made-up municipality are about, and the remarks beside them."""

# The beginning of a unit's code → title, category of consequence, likelihood and consequence (1–4) as first judged.
# The empty beginning fits every unit.
TITLES = {
    "": (
        ("Behörigheter tas inte bort när någon slutar", "Brott mot lag", 3, 3),
        ("Mejl med personuppgifter skickas till fel mottagare", "Brott mot lag", 4, 2),
        ("Ingen plan B när verksamhetssystemet ligger nere", "Avbrott i verksamheten", 2, 4),
        ("Dokument finns bara på en medarbetares egen yta", "Avbrott i verksamheten", 3, 2),
        ("Personuppgiftsbiträdesavtal saknas med leverantör", "Brott mot lag", 2, 3),
        ("Medarbetare luras att lämna ut sitt lösenord", "Ekonomisk förlust", 3, 3),
        ("Delad inloggning gör att det inte går att se vem som gjort vad", "Brott mot lag", 3, 2),
        ("Bara en person kan sköta systemet", "Avbrott i verksamheten", 3, 2),
        ("Mobiltelefon utan kodlås tappas bort", "Brott mot lag", 2, 2),
        ("Känsliga papper ligger framme i gemensamma lokaler", "Skada för andra", 3, 2),
        ("Gratistjänst på nätet används för intern information", "Brott mot lag", 3, 2),
        ("Gallring görs inte enligt beslut", "Brott mot lag", 2, 2),
    ),
    "101": (
        ("Allmän handling lämnas ut utan sekretessprövning", "Brott mot lag", 2, 3),
        ("Diariet saknar handlingar från äldre system", "Brott mot lag", 2, 2),
    ),
    "102": (
        ("Utbetalning till falskt kontonummer", "Ekonomisk förlust", 2, 4),
        ("Avtal om it-tjänst skrivs utan krav på säkerhet", "Ekonomisk förlust", 3, 3),
    ),
    "103": (("Lönekörningen går inte att genomföra i tid", "Avbrott i verksamheten", 2, 4),),
    "104": (
        ("Webbplatsen ändras av någon obehörig", "Skada för kommunens anseende", 2, 3),
        ("Växeln går inte att nå vid en större händelse", "Skada för andra", 2, 4),
    ),
    "105": (("Krisledningens kontaktlistor är inaktuella", "Skada för samhället", 2, 3),),
    "2": (
        ("Foton på barn sprids utan samtycke", "Skada för andra", 3, 2),
        ("Skyddade personuppgifter syns i listor", "Personskada", 2, 4),
        ("Appar tas i bruk utan bedömning", "Brott mot lag", 4, 2),
    ),
    "21": (("Närvarolistor går inte att nå vid utrymning", "Personskada", 2, 3),),
    "22": (
        ("Lärplattformen ligger nere under nationella prov", "Avbrott i verksamheten", 2, 3),
        ("Elevdatorer saknar kryptering", "Brott mot lag", 3, 2),
        ("Frånvaro registreras fel när systemet byts", "Skada för andra", 2, 2),
    ),
    "23": (("Betyg ändras av obehörig", "Skada för kommunens anseende", 1, 4),),
    "240": (("Elevhälsans anteckningar läses av obehöriga", "Brott mot lag", 2, 4),),
    "3": (
        ("Vikarier får för vida behörigheter", "Brott mot lag", 4, 3),
        ("Journal läses utan vårdrelation", "Brott mot lag", 2, 3),
    ),
    "31": (
        ("Nycklar till brukares hem kommer bort", "Personskada", 2, 3),
        ("Planeringen av besök går inte att nå", "Avbrott i verksamheten", 3, 3),
        ("Surfplattor uppdateras inte", "Avbrott i verksamheten", 3, 2),
        ("Trygghetslarm når inte fram till jouren", "Personskada", 2, 4),
    ),
    "32": (
        ("Signeringslistor går inte att nå vid avbrott", "Personskada", 2, 4),
        ("Fel läkemedelslista lämnas vid överflytt", "Personskada", 2, 4),
    ),
    "33": (("Genomförandeplaner förvaras öppet i personalrum", "Skada för andra", 3, 2),),
    "34": (("Ordinationer går inte att läsa ute hos patient", "Personskada", 2, 4),),
    "4": (
        ("Skyddad adress röjs i beslut", "Personskada", 2, 4),
        ("Akter förvaras olåst under arbetsdagen", "Brott mot lag", 2, 3),
        ("Samtal i öppna lokaler kan höras av andra", "Brott mot lag", 3, 2),
    ),
    "410": (("Orosanmälan skickas till fel mottagare", "Skada för andra", 2, 4),),
    "430": (("Utbetalning av stöd stannar vid systemfel", "Skada för andra", 2, 3),),
    "51": (
        ("Ritningar över skyddsvärda anläggningar lämnas ut", "Skada för samhället", 2, 4),
        ("Handlingar försvinner vid systembyte", "Brott mot lag", 2, 2),
        ("Kartdatabasen saknar prövad säkerhetskopia", "Avbrott i verksamheten", 2, 3),
    ),
    "521": (
        ("Styrsystemet i vattenverket kan nås utifrån", "Miljö och hälsa", 2, 4),
        ("Larm från pumpstationer når inte jouren", "Miljö och hälsa", 3, 3),
        ("Mätvärden från ledningsnätet blir felaktiga", "Miljö och hälsa", 2, 3),
    ),
    "522": (("Kunders förbrukning visas för fel person", "Brott mot lag", 2, 2),),
    "530": (("Styrningen av belysning och signaler är föråldrad", "Avbrott i verksamheten", 2, 2),),
    "540": (
        ("Passersystemet i fastigheterna är föråldrat", "Ekonomisk förlust", 3, 2),
        ("Styrning av värme och ventilation går att nå utifrån", "Avbrott i verksamheten", 2, 3),
    ),
    "550": (("Uppgiftslämnare röjs i tillsynsärende", "Skada för andra", 2, 3),),
    "61": (
        ("Låntagares uppgifter sparas för länge", "Brott mot lag", 2, 2),
        ("Publika datorer används för att nå det interna nätet", "Avbrott i verksamheten", 2, 3),
    ),
    "620": (("Elevregister delas för brett", "Brott mot lag", 2, 2),),
    "630": (("Bokningssystemet för hallar ligger nere", "Avbrott i verksamheten", 2, 1),),
    "8": (
        ("Hyresgästers uppgifter lämnas ut per telefon", "Brott mot lag", 2, 2),
        ("Nycklar och passerbrickor följs inte upp", "Ekonomisk förlust", 2, 2),
    ),
}

REMARKS = (
    "Tas upp igen vid nästa ledningsgrupp.",
    "Väntar på nytt avtal.",
    "Åtgärden är beställd av IT-centrum.",
    "Delvis klar, utbildning återstår.",
    "Samma åtgärd löser två risker.",
    "Kostnaden behöver in i budgeten.",
    "Bedömningen gjordes tillsammans med grannenheten.",
)
