# Was aus anderen Programmen kommt: was daran fraglich ist, und was nicht gelesen werden konnte.

# Was man ansehen sollte, bevor man einen Termin übernimmt
import-doubt-all-day = Hier stehen Tage ohne Uhrzeit. Eingetragen ist 0:00 bis 23:59 Uhr.
import-doubt-end-missing = Das Ende fehlt. Eingetragen ist eine Stunde.
import-doubt-place-missing = Der Ort fehlt. Bitte ergänzen Sie ihn, bevor Sie veröffentlichen.
import-place-open = Ort noch offen
import-doubt-end-before-start = Das Ende liegt vor dem Beginn: { $said }. Eingetragen ist eine Stunde.
import-doubt-end-unreadable = Das Ende konnten wir nicht lesen: „{ $said }“. Eingetragen ist eine Stunde.
import-doubt-zone-unknown = Die Zeitzone „{ $said }“ kennen wir nicht. Bitte prüfen Sie die Uhrzeiten.
import-doubt-time-moved = Diese Uhrzeit gibt es nicht, weil die Uhr vorgestellt wird: { $said }. Eingetragen ist eine Stunde später.
import-doubt-hour-twice = In dieser Nacht wird die Uhr zurückgestellt, und die Stunde kommt zweimal. Eingetragen ist die Weltzeit (UTC), damit es eindeutig bleibt.
import-doubt-language-unknown = Für diese Sprache gibt es hier keine Felder: { $said }. Die Texte stehen in der Hauptsprache.
import-doubt-shortened = Dieser Text war zu lang und ist gekürzt.
import-doubt-topics-left = Diese Themen sind zu viele oder zu lang und fehlen: { $said }
import-doubt-coordinates-wrong = Diese Koordinaten ergeben keinen Ort: { $said }
import-doubt-place-guessed = Die Adresse stand in einer Zeile: „{ $said }“. Bitte prüfen Sie, ob alles im richtigen Feld steht.
import-doubt-room-left = Der Link zum Online-Raum ist nicht übernommen und aus den Texten genommen, weil diese öffentlich werden: { $said } Tragen Sie ihn im Entwurf als Online-Raum ein; den sehen nur Angemeldete. Bitte prüfen Sie auch, ob noch ein Kennwort im Text steht.
import-doubt-cancelled = Dort ist der Termin abgesagt.
import-doubt-postponed = Dort ist der Termin auf unbestimmte Zeit verschoben.
import-doubt-rescheduled = Dort ist der Termin auf eine andere Zeit verschoben.
import-doubt-tentative = Dort steht der Termin noch nicht fest.
import-doubt-private = Dort ist der Termin nicht öffentlich. Bitte übernehmen Sie ihn nur, wenn er es sein darf.
import-doubt-not-taken = Dafür gibt es hier kein Feld, es ist nicht übernommen: { $said }
import-doubt-sessions-left = Diese Programmpunkte passen nicht ins Programm und fehlen: { $said }
import-doubt-formula = Am Anfang standen Zeichen, die eine Tabelle als Formel ausführen würde. Sie sind entfernt: { $said }

# Wo es steht
import-at-whole = Insgesamt
import-at-named = „{ $said }“
import-at-nth = Eintrag { $said }
import-at-row = Zeile { $said }

# Warum etwas nicht gelesen wurde
import-reason-too-large = Das ist zu groß. Wir lesen bis zu 1 MiB auf einmal.
import-reason-unknown-format = Dieses Format lesen wir nicht. Wir lesen Kalenderdateien (ICS), Seiten mit Termindaten, The Events Calendar, pretalx und Termine aus dem Fediverse.
import-reason-broken = Das ist beschädigt oder nicht vollständig.
import-reason-too-deep = Diese Seite ist tiefer verschachtelt, als wir lesen.
import-reason-nothing = Darin steht kein Termin.
import-reason-registrations = Das ist eine Liste von Personen. Anmeldungen lesen Sie beim Termin ein.
import-reason-letters-guessed = Einige Buchstaben ließen sich nicht sicher lesen. Bitte prüfen Sie Umlaute.
import-reason-too-many-events = Das sind mehr Einträge, als wir auf einmal lesen. Dieser und alle weiteren fehlen.
import-reason-too-much-text = Alle Texte zusammen sind zu lang.
import-reason-too-many-faults = Noch mehr konnte nicht gelesen werden; wir zählen es nicht einzeln auf.
import-reason-start-missing = Der Beginn fehlt.
import-reason-start-unreadable = Den Beginn konnten wir nicht lesen: „{ $said }“.
import-reason-twice = Das steht hier mehr als einmal. Übernommen ist der neueste Stand.
import-reason-not-an-event = Das ist kein Termin: { $said }
import-reason-rule-unreadable = Die Wiederholung konnten wir nicht lesen: „{ $said }“. Bitte legen Sie die Termine einzeln an.
import-reason-rule-too-fine = So oft wiederholt sich kein Treffen: „{ $said }“. Bitte legen Sie die Termine einzeln an.
import-reason-rule-too-long = Die Wiederholung geht noch weiter. Gelesen sind Termine bis zum { $said }.
import-reason-rule-past = Die Wiederholung begann schon früher. Gelesen sind Termine ab dem { $said }.
import-reason-more-pages = Die Liste hat weitere Seiten. Die nächste: { $said }
import-reason-column-missing = Diese Spalte fehlt: { $said }
import-reason-row-broken = Diese Zeile ist beschädigt.
import-reason-row-without-email = Hier fehlt die E-Mail-Adresse.
import-reason-email-unreadable = Das ist keine E-Mail-Adresse: „{ $said }“
import-reason-row-cancelled = Diese Anmeldung ist dort storniert.

# Was man lesen kann
import-format-calendar = Kalender
import-format-page = Seite mit Termindaten
import-format-the-events-calendar = The Events Calendar
import-format-schedule = Tagungsprogramm
import-format-object = Fediverse

# Warum eine Adresse nicht gelesen wurde
import-address-unreadable = Das ist keine Adresse. Beispiel: https://verein.example/termine
import-address-forbidden = Diese Adresse lesen wir nicht. Sie muss mit https:// beginnen und im öffentlichen Internet liegen.
import-address-blocked = Dieser Server ist hier gesperrt.
import-address-unresolvable = Diesen Server gibt es nicht. Bitte prüfen Sie die Adresse.
import-address-unreachable = Dieser Server ist nicht zu erreichen.
import-address-timed-out = Dieser Server hat nicht rechtzeitig geantwortet.
import-address-redirects = Diese Adresse leitet zu oft weiter.
import-address-gone = Das gibt es dort nicht mehr.
import-address-closed = Diese Adresse ist nicht öffentlich.
import-address-missing = Unter dieser Adresse gibt es nichts.
import-address-refused = Dieser Server hat mit einem Fehler geantwortet.

# Was sich nicht übernehmen lässt
import-there-already = Dieser Termin ist schon da, nicht aus dieser Quelle: gleicher Beginn, gleicher Titel.
import-cancelled = Findet statt
import-cancelled-not-here = ja
import-is-ours = Das ist ein Termin dieser Instanz.
import-gone = Das steht an der Quelle nicht mehr.
import-nothing-chosen = Bitte nennen Sie eine Adresse, wählen Sie eine Datei oder fügen Sie einen Text ein.
import-nothing-ticked = Bitte kreuzen Sie an, was Sie übernehmen möchten.
import-takes-a-coordinator = Der Termin ist kein Entwurf mehr. Ändern darf ihn die Koordination.

# Die Seiten
import-title = Importieren
import-about = Termine aus anderen Programmen übernehmen. Zuerst sehen Sie, was gefunden wurde; was Sie ankreuzen, wird zum Entwurf. Wenn Sie dieselbe Quelle später noch einmal lesen, sehen Sie nur, was sich geändert hat.
import-field-address = Adresse
import-field-address-hint = Eine Seite mit Terminen, ein Kalender (ICS), ein Termin bei Mobilizon oder Gancio, das Programm einer Tagung (schedule.json)
import-field-file = Datei
import-field-file-hint = ICS, HTML oder JSON, höchstens 1 MiB
import-field-text = Text
import-field-text-hint = Der Inhalt einer solchen Datei
import-read = Lesen
import-done = Übernommen: { $new ->
    [one] 1 neuer Entwurf
   *[other] { $new } neue Entwürfe
}, { $changed ->
    [one] 1 Termin aktualisiert
   *[other] { $changed } Termine aktualisiert
}.
import-to-events = Zu den Terminen
import-again = Noch einmal lesen
import-again-about = Von diesen Adressen haben Sie schon Termine übernommen.
import-again-last = Zuletzt übernommen
import-again-read = Lesen
import-reading-title = Gefunden
import-reading-about = Nichts davon ist übernommen. Kreuzen Sie an, was Sie haben möchten; neue Termine werden Entwürfe.
import-not-read = Das konnten wir nicht lesen oder nicht ganz:
import-standing-new = neu
import-standing-changed = geändert
import-standing-same = schon da
import-standing-twice = doppelt
import-standing-refused = geht nicht
import-sessions = { $count ->
    [one] 1 Programmpunkt
   *[other] { $count } Programmpunkte
}
import-changes = Was sich an der Quelle geändert hat
import-here = Hier
import-there = An der Quelle
import-contested = Hier wurde das seither geändert. Es bleibt, wie es hier steht.
import-overwrite = Den Stand der Quelle nehmen
import-event-here = Termin ansehen
import-is-public = Dieser Termin ist kein Entwurf mehr. Wenn er öffentlich ist, erfahren die Änderung alle, die ihm folgen.
import-take = Übernehmen
import-take-all = Angekreuztes übernehmen
import-same = { $count ->
    [one] 1 Termin ist schon da und unverändert
   *[other] { $count } Termine sind schon da und unverändert
}
import-back = Anderes lesen

# Die Liste eines anderen Anmeldesystems
import-list = Anmeldeliste importieren
import-list-about = Übernehmen Sie, wer sich in einem anderen System angemeldet hat. Wer hier schon steht, kommt nicht doppelt; wer hier abgesagt hat, bleibt abgemeldet.
import-list-file-hint = CSV aus pretix: Teilnehmende oder Bestellungen, höchstens 1 MiB und 5 000 Zeilen
import-list-text-hint = Der Inhalt einer solchen Datei, mit der Zeile der Überschriften
import-products = So nehmen teil, die das gebucht haben:
import-product = Gebucht
import-product-none = ohne Angabe
import-guest-known = Steht hier schon: { $state }
import-guest-twice = Diese Adresse steht weiter oben schon, mit demselben Namen oder ohne. Ist es jemand anderes, tragen Sie diese Person bitte einzeln mit ihrem Namen ein.
import-tell = Diesen Personen schreiben
import-tell-hint = Mit Bestätigung, Änderungen und Erinnerung. Ohne das Kreuz bekommen sie von hier keine Mails; dann schreibt ihnen nur das andere System.
