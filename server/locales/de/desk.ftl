# Der Arbeitsbereich: Überblick und was seine Seiten gemeinsam sagen.

desk-attention = Was Aufmerksamkeit braucht
desk-all-well = Nichts. Alles läuft.
desk-legal-missing = Impressum und Datenschutz sind nicht vollständig. Bis dahin geht nichts an andere Server. In den Einstellungen fehlt unter [legal]: { $settings }
desk-found-association = Verband anlegen
desk-parked = { $count ->
    [one] Eine Zustellung wurde aufgegeben oder abgelehnt.
   *[other] { $count } Zustellungen wurden aufgegeben oder abgelehnt.
}
desk-failing = { $count ->
    [one] Ein Server antwortet zurzeit nicht.
   *[other] { $count } Server antworten zurzeit nicht.
}
desk-waiting = { $count ->
    [one] Jemand möchte Ihnen folgen und wartet auf Antwort.
   *[other] { $count } Konten möchten Ihnen folgen und warten auf Antwort.
}
desk-peers = { $count ->
    [one] Ein Server möchte in Ihren Verbund und wartet auf Antwort.
   *[other] { $count } Server möchten in Ihren Verbund und warten auf Antwort.
}
desk-asked = { $count ->
    [one] Jemand möchte mit Ihnen veranstalten und wartet auf Antwort.
   *[other] { $count } Anfragen, gemeinsam zu veranstalten, warten auf Antwort.
}
desk-requested = { $count ->
    [one] Eine Anmeldung zu „{ $title }“ wartet auf Ihre Antwort.
   *[other] { $count } Anmeldungen zu „{ $title }“ warten auf Ihre Antwort.
}
desk-to-requested = Zu den Anmeldungen
desk-to-deliveries = Zur Zustellung
desk-to-following = Ansehen und entscheiden
desk-drafts = Entwürfe
desk-no-drafts = Kein Entwurf.
desk-coming = Nächste Termine
desk-none-coming = Kein Termin steht bevor.
desk-all-events = Alle Termine
desk-closed = Noch geht nichts hinaus: Solange Impressum und Datenschutz nicht vollständig sind, warten alle Beiträge. Danach werden sie von selbst zugestellt.

desk-picture = Bild auswählen
desk-picture-another = Anderes Bild auswählen
desk-picture-away = Dieses Bild entfernen
desk-picture-alt = Beschreibung des Bildes
desk-picture-alt-hint = Was ist zu sehen? Nötig, wenn ein Bild dabei ist.
desk-reason-for-yes = Ein Grund gehört zu einer Ablehnung. Bitte lehnen Sie ab, oder lassen Sie das Feld leer.
desk-somebody-was-faster = Jemand anderes hat das inzwischen geändert. Was Sie geschrieben haben, steht noch hier; wenn Sie es noch einmal abschicken, gilt es.
