# Teilnahme: Anmelden, die eigene Seite, die Liste

participation-register = Anmeldung
participation-name = Name
participation-name-hint = Nur die Veranstaltenden sehen ihn. Melden Sie mit derselben E-Mail-Adresse noch jemanden an? Dann geben Sie bitte jeweils den Namen an.
participation-nameless = Ohne Namen
participation-email = E-Mail
participation-email-hint = An diese Adresse schicken wir Bestätigung, Änderungen und eine Erinnerung. Sonst nutzen wir sie zu nichts.
participation-handle = Konto
participation-way = Teilnahme
participation-days = Tage
participation-organisation = Organisation
participation-group = Gesellschaftliche Gruppe
participation-language = Sprache der Mails
participation-language-hint = In dieser Sprache schreiben wir der Person.
participation-language-unknown = Diese Sprache gibt es hier nicht: „de“ oder „en“.
participation-group-hint = Hilft den Veranstaltenden, alle Gruppen zu beteiligen.
participation-group-none = keine Angabe
participation-needs = Was brauchen Sie, um gut teilnehmen zu können?
participation-needs-hint = Zum Beispiel Gebärdensprache, Platz für einen Rollstuhl, Kinderbetreuung. Wird 14 Tage nach dem Termin gelöscht.
participation-question-hint = Wozu: { $purpose }. Wird { $days } Tage nach dem Termin gelöscht.
participation-privacy = Ihre Angaben sehen nur die Veranstaltenden. Sie werden nicht veröffentlicht und an keinen anderen Server geschickt.
participation-send = Anmelden
participation-send-again = Erneut senden
participation-to-event = Zum Termin
participation-left = { $count ->
    [0] ausgebucht
    [one] noch 1 Platz
   *[other] noch { $count } Plätze
}
participation-left-waiting = Warteliste möglich
participation-left-kept = { $count ->
    [one] noch 1 Platz für { $group }
   *[other] noch { $count } Plätze für { $group }
}
participation-almost = Fast geschafft
participation-mail-sent = Wir haben eine E-Mail an { $address } geschickt. Der Link darin gilt 7 Tage.
participation-mail-missing = Nichts bekommen? Sehen Sie im Spam-Ordner nach, oder senden Sie das Formular unten erneut.
participation-email-missing = Bitte geben Sie Ihre E-Mail-Adresse an.
participation-email-wrong = Diese E-Mail-Adresse können wir nicht verwenden. Beispiel: name@example.org
participation-attendance-missing = Bitte wählen Sie, wie Sie teilnehmen.
participation-group-unknown = Diese Gruppe steht nicht zur Wahl.
participation-day-unknown = An diesem Tag findet die Veranstaltung nicht statt.
participation-answers-too-many = Es sind mehr Antworten als Fragen.
participation-mail-off = Diese Instanz kann noch keine E-Mails senden. Bitte melden Sie sich bei den Veranstaltenden.
participation-closed = Die Anmeldung ist nicht offen.
participation-not-here = Für diesen Termin meldet man sich nicht hier an.
participation-nobody = Bitte geben Sie einen Namen oder eine E-Mail-Adresse an.
participation-known = Diese Adresse ist schon angemeldet.
participation-full = Alle Plätze sind vergeben.
participation-is-over = Diese Anmeldung ist schon beendet.
participation-no-place-there = Dort ist kein Platz mehr frei. Ihre bisherige Anmeldung bleibt bestehen.
participation-offer-lapsed = Das Angebot ist abgelaufen.
participation-confirm-lapsed = Die sieben Tage sind um. Bitte melden Sie sich noch einmal an.
participation-not-requested = Über diese Anmeldung ist schon entschieden.
participation-not-let-in = Nur wer angenommen ist, kann eingecheckt werden.
participation-merge-impossible = Diese beiden lassen sich nicht zusammenführen.
participation-text-too-long = Der Text darf höchstens 2000 Zeichen haben.
participation-state-unknown = Bitte wählen Sie, an wen die Nachricht geht.
participation-message-unknown = Das ist keine Kennung. Gebraucht wird eine ULID oder nichts.
participation-subject-missing = Bitte geben Sie einen Betreff an.
participation-text-missing = Bitte schreiben Sie einen Text.

participation-state-unconfirmed = unbestätigt
participation-state-requested = angefragt
participation-state-accepted = angemeldet
participation-state-tentative = vielleicht
participation-state-waiting = Warteliste
participation-state-offered = Platz angeboten
participation-state-declined = nicht angenommen
participation-state-cancelled = abgemeldet
participation-origin-form = Formular
participation-origin-staff = Telefon oder Papier
participation-origin-join = Fediverse (Zusage)
participation-origin-answer = Fediverse (Antwort)
participation-origin-reply = Fediverse (Beitrag)
participation-origin-import = Import
participation-quiet = Bekommt von hier keine Mails von selbst

participation-own-unconfirmed = Noch sind Sie nicht angemeldet. Mit einem Klick bestätigen Sie, dass die Adresse Ihre ist.
participation-confirm = Teilnahme bestätigen
participation-own-until = Möglich bis { $until }.
participation-own-accepted = Sie sind angemeldet.
participation-own-requested = Ihre Anmeldung ist eingegangen. Die Veranstaltenden sehen sie sich an und geben Ihnen Bescheid.
participation-own-waiting = Alle Plätze sind vergeben. Sie stehen auf der Warteliste, Platz { $place }.
participation-own-offered = Für Sie ist ein Platz frei. Wir halten ihn bis { $until }.
participation-take = Platz annehmen
participation-own-tentative = Sie haben „vielleicht“ gesagt. Ein Platz ist damit nicht belegt.
participation-own-declined = Ihre Anmeldung konnte nicht angenommen werden.
participation-own-cancelled = Sie sind abgemeldet.
participation-way-in = So kommen Sie hinein
participation-room = Online-Raum
participation-note = Hinweise
participation-code = Code
participation-qr = QR-Code für den Einlass: { $code }
participation-change = Anmeldung ändern
participation-save = Änderung speichern
participation-leave = Absagen
participation-news = Nachrichten der Veranstaltenden
participation-news-on = Die Veranstaltenden können Ihnen zu diesem Termin schreiben, zum Beispiel wenn sich das Programm ändert.
participation-news-stop = Abbestellen
participation-news-off = Sie bekommen keine Nachrichten an alle mehr. Angemeldet bleiben Sie; was Ihre Anmeldung betrifft, schreiben wir Ihnen weiter.
participation-news-start = Wieder bekommen
participation-unreached-mail = Mail kam nicht an
participation-erase = Meine Angaben löschen
participation-erase-question = Ihre Anmeldung und alles, was Sie dazu angegeben haben, wird gelöscht. Das lässt sich nicht zurücknehmen.
participation-erased = Gelöscht
participation-erased-now = Ihre Anmeldung und Ihre Angaben sind gelöscht.
participation-back = Zurück
participation-door = Einlass
participation-door-show = Bitte zeigen Sie diesen Code am Empfang.
participation-door-other-day = Heute findet diese Veranstaltung nicht statt.
participation-door-not-today = Für heute ist diese Person nicht angemeldet.
participation-check-in = Einchecken
participation-checked-in = eingecheckt
participation-check-out = Einchecken zurücknehmen
participation-not-that-day = An diesem Tag findet die Veranstaltung nicht statt. Bitte nennen Sie einen ihrer Tage.
participation-how-unknown = Bitte wählen Sie: im Raum, im Stream oder auf Papier.
participation-was-there = Da war
participation-there-on = Tag
participation-there-how = Wie
participation-there-none = Einchecken geht an den Tagen der Veranstaltung und danach.
participation-how-room = im Raum
participation-how-stream = im Stream
participation-how-paper = auf Papier

participation-list = Teilnehmende
participation-standing = Stand
participation-origin = Woher
participation-all = Alle: { $count }
participation-there = Da { $how }
participation-door-open = Einlass: { $code }
participation-none = Noch hat sich niemand angemeldet.
participation-done = Gespeichert.
participation-enter = Jemanden eintragen
participation-enter-about = Für Anmeldungen per Telefon oder auf Papier. Mit einer E-Mail-Adresse geht eine Bestätigung hinaus. Nach dem Ende: wer auf Papier unterschrieben hat und hier noch fehlt.
participation-correct = Anmeldung berichtigen
participation-correct-about = Für Hör- und Tippfehler. Wer einen Platz hat, behält ihn. Ändern sich Name, Adresse, Weg oder Tage, schreiben wir der Person, wie ihre Anmeldung jetzt lautet.
participation-correct-email-hint = An eine andere Adresse geht ein neuer Link. Der alte öffnet dann nichts mehr.
participation-correct-save = Berichtigen
participation-correct-back = Zur Anmeldung
participation-said = Nachricht mit der Anmeldung
participation-csv = Liste als CSV
participation-approve = Annehmen
participation-decline = Ablehnen
participation-take-out = Abmelden
participation-erase-here = Anmeldung und Angaben löschen
participation-erase-here-hint = Auf Wunsch der Person: Die Anmeldung und alles, was sie dazu angegeben hat, wird gelöscht, ihr Platz weitergegeben. Sie bekommt keine E-Mail, und es lässt sich nicht zurücknehmen.
participation-renew-link = Link erneuern
participation-reason = Begründung
participation-reason-hint = Geht mit der Ablehnung an diese Person und wird nicht aufgehoben.
participation-merge = Mit einer anderen Anmeldung zusammenführen
participation-merge-other = Code der anderen Anmeldung
participation-merge-hint = Sechs Zeichen, wie in der Liste. Die Anmeldung mit dem besseren Stand bleibt und übernimmt, was in der anderen mehr steht; die andere wird gelöscht.
participation-message = Nachricht schreiben
participation-message-to = An alle, die so stehen
participation-message-all = alle
participation-message-subject = Betreff
participation-message-text = Text
participation-message-there = Auch an Konten im Fediverse, wenn es keine E-Mail-Adresse gibt
participation-message-there-hint = Deren Server lesen mit. Schreiben Sie dann nichts hinein, was nur die Teilnehmenden wissen dürfen.
participation-message-send = Senden
participation-written = { $count ->
    [one] Die Nachricht geht an eine Person.
   *[other] Die Nachricht geht an { $count } Personen.
}
participation-unreached = { $count ->
    [one] Eine Person erreicht sie nicht: Sie hat keine E-Mail-Adresse angegeben oder Nachrichten abbestellt.
   *[other] { $count } Personen erreicht sie nicht: Sie haben keine E-Mail-Adresse angegeben oder Nachrichten abbestellt.
}
participation-venue-new = steht auf Ihrer Seite, Link unten
participation-venue-old = gilt nicht mehr

participation-poll = „{ $title }“: Wie nehmen Sie teil?
participation-poll-in-person = Vor Ort
participation-poll-online = Online
participation-poll-not = Doch nicht
participation-note-accepted = Sie sind angemeldet (vor Ort): „{ $title }“, { $when }. Ihr Name ist nur für die Veranstaltenden sichtbar.
    Ansehen, ändern, absagen: { $link }
participation-note-accepted-online = Sie sind angemeldet (online): „{ $title }“, { $when }. Ihr Name ist nur für die Veranstaltenden sichtbar.
    Ansehen, ändern, absagen: { $link }
participation-note-requested = Ihre Anmeldung zu „{ $title }“ ist eingegangen. Die Veranstaltenden geben Ihnen Bescheid.
    Ansehen, ändern, absagen: { $link }
participation-note-waiting = Warteliste für „{ $title }“, Platz { $place }.
    Ansehen, ändern, absagen: { $link }
participation-note-way-open = Ihr Server konnte nicht sagen, ob Sie vor Ort oder online kommen. Wählen Sie es unter diesem Link; bis dahin gilt, was hier steht.
participation-note-declined = Ihre Anmeldung zu „{ $title }“ konnte nicht angenommen werden: { $url }
participation-note-changed = „{ $title }“ hat sich geändert: { $when }.
    Ansehen, ändern, absagen: { $link }
participation-note-reminder = Bald ist es so weit: „{ $title }“, { $when }. Sie sind angemeldet.
    Ansehen, ändern, absagen: { $link }
participation-note-days = { $when } (Ihre Tage: { $days })
participation-note-said = Die Veranstaltenden von „{ $title }“ schreiben: { $subject }
participation-note-own = Ansehen, ändern, absagen: { $link }
participation-note-left = Sie sind abgemeldet von „{ $title }“: { $url }
participation-note-taken-out = Die Veranstaltenden haben Ihre Anmeldung zu „{ $title }“ beendet: { $url }
participation-note-merged = Ihre Anmeldung zu „{ $title }“ von diesem Konto ist mit Ihrer anderen Anmeldung zusammengelegt. Dort gilt sie weiter: { $url }
participation-note-closed = Die Anmeldung zu „{ $title }“ ist geschlossen: { $url }
participation-note-late = Ihre Antwort zu „{ $title }“ zählt nicht mehr: Sie kam zu spät, oder der Termin ist inzwischen ein anderer. Antworten Sie noch einmal mit „dabei“, oder melden Sie sich hier an: { $url }
participation-note-lapsed = Der Platz bei „{ $title }“, den wir für Sie frei gehalten haben, ist weitergegeben: { $url }
participation-note-called-off = „{ $title }“ findet nicht statt: { $url }

participation-overbooked = { $way }: { $people } haben einen Platz, es gibt aber nur { $seats }. Der Termin wurde geändert. Bis es weniger sind, wird kein Platz vergeben.

participation-turnout-title = Wie viele kamen
participation-turnout-since = Die Anmeldungen sind seit { $date } gelöscht. Aufgehoben sind nur diese Zahlen.
participation-turnout-registered = Angemeldet
participation-turnout-there = Da
participation-turnout-groups = Nach gesellschaftlichen Gruppen
participation-turnout-others = Ohne Angabe und Gruppen unter fünf Personen

participation-search = Suchen
participation-search-hint = Name, Organisation oder Code
participation-paper = Drucken
participation-paper-hint = Nur wer einen Platz hat. Gedruckt wird ohne diesen Kopf; am Bildschirm sehen Sie, was aufs Papier kommt. Bitte vernichten Sie die Listen danach.
participation-paper-all-days = Alle Tage
participation-paper-all-ways = Vor Ort und online
participation-paper-list = Einlassliste
participation-paper-sheet = Unterschriftenliste
participation-paper-badges = Namensschilder
participation-paper-certificates = Bestätigungen
participation-paper-here = Da
participation-paper-number = Nr.
participation-paper-signature = Unterschrift
participation-paper-nobody-seen = Noch wurde niemand eingelassen. Eine Bestätigung bekommt, wer da war.
participation-paper-certificate = Teilnahmebestätigung
participation-paper-took-part = hat teilgenommen an
participation-way-open = Weg offen
participation-set-way-to = Kommt
participation-set-way = Weg festlegen
