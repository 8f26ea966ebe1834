"""What managers write beside their answers: comments, reasons and underlag. All of it made up."""

# Perspective → what is written where little is in place, and where much is.
COMMENTS = {
    "risk": (
        (
            "Vi pratar om riskerna när något har hänt. Någon lista har vi inte.",
            "Senaste genomgången gjordes av förra chefen och jag hittar den inte.",
            "Vi har tänkt göra en riskgenomgång till våren, tillsammans med grannenheten.",
            "Riskerna för arbetsmiljön har vi ordning på. Informationen har vi inte tagit upp.",
        ),
        (
            "Riskerna är en punkt på planeringsdagen i augusti. Varje åtgärd har ett namn.",
            "Vi gick igenom listan i september och tog bort tre risker som inte längre finns.",
            "Två åtgärder är klara sedan i våras. Den tredje väntar på kontoret.",
            "Vi använder kommunens mall. Den räcker för oss.",
        ),
    ),
    "klassning": (
        (
            "Vi vet på ett ungefär vad som är känsligt, men inget är nedskrivet.",
            "Klassningen från 2021 gäller ett system som vi inte längre använder.",
            "Osäkert vem av oss som är informationsägare. Behöver stöd av samordnaren.",
            "Elevernas uppgifter hanterar vi varsamt. Resten har vi inte bedömt.",
        ),
        (
            "Verksamhetssystemet och närarkivet är klassade. Vi såg över båda i våras.",
            "Klassningen gjordes i en workshop med systemförvaltaren. Tog en förmiddag.",
            "Vi klassade om efter att e-tjänsten öppnade. Konfidentialitet gick upp ett steg.",
            "Bedömningen finns i klassningslistan, med skäl för varje del.",
        ),
    ),
    "incident": (
        (
            "Personalen säger till mig, sedan är det oklart vart det ska.",
            "Vi hade två felskickade brev i våras. Inget av dem anmäldes.",
            "Vikarierna vet inte hur man anmäler.",
            "Vi löser det som händer, men vi går inte igenom det efteråt.",
        ),
        (
            "Blanketten ligger på startsidan och alla har provat den en gång.",
            "Vi anmälde fyra händelser i år. Efter den tredje ändrade vi rutinen för utskick.",
            "Händelserna tas upp på arbetsplatsträffen varje månad, utan namn.",
            "Jouren har en egen lathund med tiderna 24 och 72 timmar.",
        ),
    ),
    "upphandling": (
        (
            "Två appar togs i bruk utan att någon frågade om avtal.",
            "Avtalet är från 2017. Vi vet inte om det finns ett personuppgiftsbiträdesavtal.",
            "Vi får besked när systemet redan är köpt.",
        ),
        (
            "Kravmallen användes vid senaste köpet. Leverantören fick svara skriftligt.",
            "Vi har ett årligt möte med leverantören och går igenom avvikelser.",
            "Personuppgiftsbiträdesavtal finns för alla våra system. Listan är från i maj.",
        ),
    ),
    "kompetens": (
        (
            "Ungefär hälften har gått den digitala utbildningen. Timanställda är inte med.",
            "Nya får lära sig av den som råkar arbeta samma pass.",
            "Det är svårt att få tid till utbildning på schemat.",
            "Vi har inte haft uppe ämnet på något möte i år.",
        ),
        (
            "Alla fast anställda har gått grundkursen. Vikarier får en sida att läsa första dagen.",
            "Vi tar en fråga om informationssäkerhet på varje arbetsplatsträff.",
            "Efter övningen med falska mejl hade vi en extra genomgång. Färre klickade nästa gång.",
            "Checklistan för nyanställda har en egen rad om det här.",
        ),
    ),
    "uppfoljning": (
        (
            "Förra årets åtgärder har ingen tittat på sedan dess.",
            "Vi följer upp ekonomi och sjukfrånvaro, men inte det här.",
            "Handlingsplanen finns på kontoret. Vi har inte fått den.",
        ),
        (
            "Vi går igenom åtgärderna i mars och oktober, samtidigt som budgeten.",
            "Två åtgärder blev försenade. Skäl och nytt datum står i planen.",
            "Jag redovisar läget för ledningsgruppen varje tertial.",
        ),
    ),
    "kontinuitet": (
        (
            "Vi har en pärm, men listorna i den är från förra året.",
            "Vid avbrottet i februari skrev vi på lösa papper. Det tog en vecka att föra in.",
            "Planen gäller strömavbrott. Längre stopp i systemet har vi inte tänkt igenom.",
            "Vi litar på att IT-centrum löser det.",
        ),
        (
            "Vi övade ett dygn utan verksamhetssystem i maj. Pappersmallarna är omgjorda efter det.",
            "Plan B finns i pärm på tre ställen och byts ut varje kvartal.",
            "Planen prövades på riktigt under avbrottet i november och höll.",
            "Nyckelpersoner och ersättare är namngivna. Listan gicks igenom i juni.",
        ),
    ),
    "atkomst": (
        (
            "Gamla vikarier låg kvar i gruppmappen när vi tittade efter.",
            "Vi delar en inloggning i receptionen. Det ska bort.",
            "Ingen vet säkert hur många nycklar till arkivet som är ute.",
        ),
        (
            "Behörigheterna gicks igenom i september. Fem togs bort.",
            "Checklistan när någon slutar används varje gång.",
            "Loggarna kontrolleras stickprovsvis en gång i månaden.",
        ),
    ),
}

NOT_APPLICABLE = {
    "upphandling": (
        "Vi köper inget själva. Allt går genom kontoret.",
        "Enheten har inga egna avtal eller system.",
        "Inköp görs av verksamheten, inte av oss.",
    ),
    "kontinuitet": (
        "Vi har inget system som arbetet står och faller med.",
        "Verksamheten kan stängas en dag utan att någon drabbas.",
    ),
}

UNKNOWN = (
    "Jag är ny som chef och vet inte hur det ser ut.",
    "Behöver fråga min företrädare.",
    "Det sköts av någon annan, osäkert hur.",
)

# Perspective → names of documents; {year} is the year of the round.
EVIDENCE = {
    "risk": ("Risklista {year}", "Minnesanteckningar från planeringsdagen {year}", "Riskgenomgång, dnr {dnr}"),
    "klassning": ("Klassningslista {year}", "Klassning av verksamhetssystem, dnr {dnr}"),
    "incident": ("Sammanställning av händelser {year}", "Rutin för händelser, version {year}"),
    "upphandling": ("Personuppgiftsbiträdesavtal, dnr {dnr}", "Avtalslista {year}"),
    "kompetens": ("Deltagarlista, grundkurs {year}", "Anteckningar från arbetsplatsträff {year}"),
    "uppfoljning": ("Handlingsplan {year}", "Uppföljning av handlingsplan, dnr {dnr}"),
    "kontinuitet": ("Plan B, fastställd {year}", "Övningsrapport {year}"),
    "atkomst": ("Behörighetslista {year}", "Genomgång av behörigheter, dnr {dnr}"),
}

# The municipality's own comments in the self-assessment, by question and year.
ORGANISATION_COMMENTS = {
    ("roller_1", 2023): "Samordnaren har 40 procent av en tjänst. Det räcker till det mest brådskande.",
    ("roller_1", 2024): "Heltid sedan mars. Uppdraget är skrivet och beslutat av kommundirektören.",
    ("styrdokument_1", 2023): "Programmet är beslutat av fullmäktige, med mål för perioden.",
    ("risk_1", 2024): "Metoden är beslutad. Elva verksamheter har använt den i år.",
    ("incident_1", 2023): "Vägen för anmälan finns, men två kontor har inte anmält något alls.",
    ("incident_2", 2025): "Prövades i övning i maj. Kvällsjouren visste vem som skulle ringas.",
    ("kontinuitet_1", 2023): "Vård och omsorg har planer. De andra har påbörjat.",
    ("kontinuitet_1", 2026): "Alla kritiska verksamheter har en plan. Den senaste kom på plats i juni.",
    ("ledning_1", 2024): "En lägesbild i maj och en i november. Ledningsgruppen bad om fler jämförelser.",
    ("kompetens_1", 2024): "Ingår i introduktionen sedan januari. Vikarier är ännu inte med.",
    ("kompetens_1", 2025): "Närmare nio av tio nyanställda gick utbildningen.",
    ("klassning_2", 2025): "Det mesta som är verksamhetskritiskt är klassat, men flera bedömningar är äldre än ett år.",
    ("leverantor_1", 2026): "Krav finns i de nya köpen. Äldre avtal tas när de går ut.",
    ("leverantor_2", 2025): "Vi har rätt till kontroll i avtalen, men har bara använt den en gång.",
    ("uppfoljning_1", 2025): "Kommunstyrelsen hade sin första samlade genomgång i mars.",
    ("atgarder_2", 2026): "Ungefär tre av fyra åtgärder blev klara i tid.",
}

ORGANISATION_EVIDENCE = {
    ("styrdokument_1", 2023): "Program för informationssäkerhet, dnr KS 2022/318",
    ("roller_1", 2024): "Uppdragsbeskrivning, dnr KS 2024/77",
    ("risk_1", 2024): "Metod för riskhantering, dnr KS 2024/152",
    ("incident_2", 2025): "Övningsrapport, dnr KS 2025/201",
    ("uppfoljning_1", 2025): "Kommunstyrelsens protokoll, dnr KS 2025/96",
    ("kontinuitet_1", 2026): "Förteckning över kontinuitetsplaner, dnr KS 2026/188",
}
