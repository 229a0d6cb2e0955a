# Wo jemand von hier in Workstreams anderer Server mitarbeitet.

membership-title = Mitarbeit anderswo
membership-about = Wer von hier in einem Workstream eines anderen Servers mitarbeitet. Dort erscheint, wer fragt, mit Organisation und Rolle; ohne die Bestätigung Ihres Verbands wird dort niemand aufgenommen.
membership-none = Noch arbeitet niemand von hier anderswo mit.
membership-table = Workstreams anderer Server mit Stand
membership-person = Organisation und Rolle
membership-association = Verband
membership-address = Adresse des Workstreams
membership-address-hint = Zum Beispiel @ws-leitfaden@verein.example oder die Adresse seiner Seite.
membership-ask = Mitarbeit anfragen
membership-ask-button = Anfragen
membership-ask-told = Der andere Server liest Organisation, Rolle und Verband, sonst nichts.
membership-confirm = Für den Verband bestätigen
membership-confirm-about = Bestätigt der Verband nicht, wird dort niemand aufgenommen.
membership-coordinators-only = Bestätigen kann, wer koordiniert.
membership-disown = Bestätigung zurücknehmen
membership-disown-about = Wer nicht mehr für den Verband handelt: Alle Rechte dort enden damit.
membership-leave = Nicht mehr mitarbeiten
membership-speak = Beitrag senden
membership-text = Beitrag
membership-text-hint = Nur wer dort arbeitet, liest ihn. Höchstens 5 000 Zeichen, mit Markdown.
membership-state-asked = noch nicht bestätigt
membership-state-confirmed = angefragt
membership-state-accepted = aufgenommen
membership-state-rejected = abgelehnt
membership-state-left = gegangen
membership-state-ended = beendet
membership-done-asked = Angefragt. Jetzt fehlt die Bestätigung des Verbands.
membership-done-confirmed = Bestätigt. Der andere Server entscheidet.
membership-done-disowned = Zurückgenommen. Die Rechte dort sind beendet.
membership-done-left = Beendet; der andere Server erfährt es.
membership-done-said = Der Beitrag ist unterwegs.
membership-done-ticked = Gemeldet. Es steht hier, sobald der andere Server es bestätigt.
membership-no-workstream = Unter dieser Adresse gibt es keinen Workstream.
membership-too-many = Mehr Anfragen werden hier nicht aufbewahrt.
membership-confirmed-already = Das ist schon bestätigt oder vorbei.
membership-not-confirmed = Hier ist nichts bestätigt.
membership-is-over = Das ist schon vorbei.
membership-may-not = Dort darf im Moment nichts beigetragen werden.
membership-text-missing = Bitte schreiben Sie einen Beitrag.
membership-text-too-long = Ein Beitrag hat höchstens 5 000 Zeichen.
membership-desk-waiting =
    { $count ->
        [one] Eine Mitarbeit anderswo wartet auf die Bestätigung Ihres Verbands.
       *[other] { $count } Mitarbeiten anderswo warten auf die Bestätigung Ihres Verbands.
    }
