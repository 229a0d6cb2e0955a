# Was an andere Server geht, und was von ihnen nicht angenommen wurde.

delivery-title = Zustellung
delivery-counts = Alle Zustellungen
delivery-count-parked = { $count ->
    [0] nichts aufgegeben
   *[other] { $count } aufgegeben
}
delivery-count-pending = { $count ->
    [0] nichts unterwegs
   *[other] { $count } unterwegs
}
delivery-count-delivered = { $count } zugestellt
delivery-hosts = Server, die nicht antworten
delivery-hosts-hint = Wir versuchen es von selbst immer wieder, zwei Wochen lang. Meldet sich ein Server bei uns, geht es sofort weiter.
delivery-rows = Zustellungen
delivery-parts = Welche Zustellungen
delivery-undone = Noch offen
delivery-all = Alle
delivery-none = Noch wurde nichts verschickt.
delivery-all-done = Alles ist angekommen.
delivery-newest = Das sind die neuesten { $count }.
delivery-host = Server
delivery-what = Was
delivery-since = Seit
delivery-state = Stand
delivery-attempts = Versuche
delivery-next = Nächster Versuch
delivery-soon = gleich
delivery-asleep = schläft
delivery-action = Aktion
delivery-retry = Erneut senden
delivery-retry-all = Alles Offene erneut senden
delivery-sent-again = { $count ->
    [0] Da war nichts mehr zu senden.
    [one] Eine Zustellung geht gleich noch einmal hinaus.
   *[other] { $count } Zustellungen gehen gleich noch einmal hinaus.
}
delivery-delivered = zugestellt
delivery-pending = unterwegs
delivery-repeated = wird wiederholt
delivery-refused = abgelehnt
delivery-given-up = aufgegeben
delivery-withdrawn = zurückgezogen

delivery-said-create = Veröffentlicht
delivery-said-update = Geändert
delivery-said-delete = Gelöscht
delivery-said-announce = Weitergesagt
delivery-said-follow = Folgeanfrage
delivery-said-accept = Folgen angenommen
delivery-said-reject = Folgen abgelehnt
delivery-said-undo = Nicht mehr folgen
delivery-said-other = Nachricht

delivery-reason-unresolvable = Den Server gibt es unter diesem Namen nicht.
delivery-reason-unreachable = Der Server ist nicht erreichbar.
delivery-reason-timed-out = Der Server hat nicht rechtzeitig geantwortet.
delivery-reason-not-now = Der Server bittet um Geduld.
delivery-reason-not-allowed = Der Server lässt uns nicht.
delivery-reason-missing = Den Posteingang gibt es dort nicht.
delivery-reason-not-accepted = Der Server versteht es nicht.
delivery-reason-redirected = Der Posteingang ist umgezogen.
delivery-reason-forbidden-address = Die Adresse liegt nicht im öffentlichen Internet.
delivery-reason-withdrawn = Es wurde inzwischen gelöscht.
delivery-reason-no-sender = Das Konto, das es sagte, gibt es nicht mehr.
delivery-reason-unsignable = Es ließ sich nicht unterschreiben.

delivery-refusals = Abgewiesene Anfragen anderer Server
delivery-refusals-hint = Seit dem letzten Start. Einzelne sind normal; viele auf einmal kommen von einem falsch eingestellten oder böswilligen Server.
delivery-reason = Grund
delivery-requests = Anfragen
delivery-refusal-unsigned = Nicht unterschrieben
delivery-refusal-half-signed = Nicht alles Nötige unterschrieben
delivery-refusal-bad-signature = Unterschrift oder Prüfsumme passt nicht
delivery-refusal-time = Zu alt, abgelaufen oder aus der Zukunft
delivery-refusal-wrong-host = Für einen anderen Server bestimmt
delivery-refusal-key = Schlüssel oder Verfahren ungeeignet
delivery-refusal-proof = Beigelegter Nachweis ungültig
delivery-refusal-unknown-key = Schlüssel unbekannt
delivery-refusal-key-unreachable = Schlüssel gerade nicht abrufbar
delivery-refusal-blocked = Absender hier gesperrt
delivery-refusal-not-theirs = Sprach für andere als sich selbst
delivery-refusal-not-ours = Nicht für uns bestimmt
delivery-refusal-not-allowed = Von einer Regel abgelehnt
delivery-refusal-too-large = Zu groß oder zu verschachtelt
delivery-refusal-too-slow = Zu langsam gesendet
delivery-refusal-too-many = Zu viele auf einmal
delivery-refusal-closed = Diese Instanz war noch nicht verbunden
delivery-refusal-busy = Wir waren überlastet
delivery-refusal-malformed = Nicht lesbar

delivery-mails = E-Mails, die nicht angekommen sind
delivery-mails-hint = An wen sie gehen und was darin steht, zeigen wir hier nicht. Was wartet, wird drei Tage lang versucht.
delivery-mails-counts = Alle E-Mails
delivery-mails-failed = { $count ->
    [one] eine aufgegeben
   *[other] { $count } aufgegeben
}
delivery-mails-pending = { $count ->
    [one] eine wartet
   *[other] { $count } warten
}
delivery-mails-retry = Wartende jetzt versuchen
delivery-mails-retried = { $count ->
    [0] Da war nichts zu versuchen.
    [one] Eine E-Mail wird gleich noch einmal versucht.
   *[other] { $count } E-Mails werden gleich noch einmal versucht.
}
delivery-mail-written = Geschrieben
delivery-mail-waits = wartet
delivery-mail-failed = aufgegeben
