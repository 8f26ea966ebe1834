"""What happens in the made-up municipality. Titles and accounts name no person and no product."""

PERSONAL, INFORMATION, IT = "Personuppgiftsincident", "Informationssäkerhetsincident", "IT-säkerhetsincident"

# Kind → the beginning of a unit's code → title, account. The empty beginning fits every unit.
EVENTS = {
    PERSONAL: {
        "": (
            ("Mejl till fel mottagare", "Ett mejl med namn och adresser gick till en mottagare med liknande adress."),
            ("Lista kvar i skrivaren", "En utskrift med personuppgifter låg kvar i skrivaren över natten."),
            ("Synliga mottagare i massutskick", "Mottagarna kunde se varandras adresser."),
            ("Tappad telefon", "En tjänstetelefon tappades på bussen. Den hade kodlås och spärrades samma dag."),
            ("För vid behörighet i gemensam mapp", "Fler än de som behövde kunde läsa mappen."),
        ),
        "101": (("Diarium visade namn som skulle döljas", "Rättades efter påpekande från en läsare."),),
        "103": (("Löneuppgift till fel chef", "En sammanställning skickades till fel kontor."),),
        "2": (("Foto publicerat utan samtycke", "Bilden togs bort när enheten fick veta."),),
        "22": (
            ("Omdöme till fel vårdnadshavare", "Ett skriftligt omdöme publicerades för fel familj."),
            ("Klasslista med skyddad uppgift", "En lista med en uppgift som skulle ha varit dold delades i klassen."),
        ),
        "31": (
            ("Fel brukares genomförandeplan i brev", "Två kuvert förväxlades vid utskick."),
            ("Arbetslista glömd hos brukare", "En lista med adresser glömdes kvar efter ett besök."),
        ),
        "32": (("Signeringslista borttappad", "Listan hittades efter två dagar i ett förråd."),),
        "34": (("Journal läst utan vårdrelation", "Upptäcktes vid månadens loggkontroll."),),
        "4": (
            ("Beslut skickat till gammal adress", "Den som flyttat in öppnade brevet och ringde."),
            ("Akt lämnad i samtalsrum", "Akten låg framme under en timme."),
        ),
        "410": (("Orosanmälan till fel handläggare", "Anmälan gick till en annan kommun och återlämnades."),),
        "51": (("Handling utlämnad utan maskning", "Telefonnummer till grannar syntes i en utlämnad handling."),),
        "6": (("Deltagarlista publicerad", "Listan låg öppen på webbsidan under en förmiddag."),),
        "8": (("Avi till fel hyresgäst", "Två avier förväxlades i en trappuppgång."),),
    },
    INFORMATION: {
        "": (
            ("Dokument raderat av misstag", "Återställdes från säkerhetskopia dagen efter."),
            ("Fel version av rutin användes", "Den gamla rutinen låg kvar på gruppens sida."),
            ("Obehörig i låst arkivrum", "Dörren var uppställd under en leverans."),
            ("Beslutsunderlag med felaktiga siffror", "Felet upptäcktes innan beslutet verkställdes."),
        ),
        "32": (("Gammal medicinlista följde med", "Upptäcktes av sjuksköterskan före delning."),),
        "51": (("Ritning lämnades ut utan prövning", "Mottagaren ombads förstöra kopian."),),
        "521": (("Felaktiga mätvärden från pumpstation", "Givaren byttes, värdena märktes som osäkra."),),
    },
    IT: {
        "": (
            ("Falskt mejl öppnat", "En medarbetare lämnade sitt lösenord. Kontot spärrades inom en timme."),
            ("Avbrott i verksamhetssystem", "Systemet var nere under förmiddagen."),
            ("Skadlig kod stoppad på dator", "Datorn isolerades och installerades om."),
            ("Konto använt från ovanlig plats", "Inloggningen stoppades och lösenordet byttes."),
            ("Nätverket nere i en byggnad", "En växel gick sönder och byttes."),
        ),
        "22": (("Överbelastning av lärplattformen", "Tjänsten gick trögt under två lektioner."),),
        "31": (("Trygghetslarm fördröjda", "Larmen kom fram flera minuter för sent under en kväll."),),
        "521": (("Larm från vattenverket nådde inte jouren", "Reservvägen användes tills felet var rättat."),),
    },
}
# Both kinds at once: what happened in the systems reached personal data.
BOTH = (
    (
        "Falskt mejl öppnat, brevlådan läst",
        "Någon obehörig kunde läsa brevlådan i två timmar. Den innehöll personuppgifter.",
    ),
    ("Felaktig uppdatering visade fel uppgifter", "Inloggade såg varandras uppgifter tills tjänsten stängdes."),
)

REPORTERS = ("Medarbetare", "Chef", "Systemförvaltare", "Jourhavande", "Leverantör", "Registrator")
