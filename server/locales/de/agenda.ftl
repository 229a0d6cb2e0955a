# Das Programm eines Termins: was darin steht, was daran nicht stimmt, was beim Einfügen unklar ist.

agenda-kind-impulse = Impuls
agenda-kind-panel = Podium
agenda-kind-workshop = Workshop
agenda-kind-plenary = Plenum
agenda-kind-talk = Vortrag
agenda-kind-break = Pause

agenda-access-sign-language = Deutsche Gebärdensprache
agenda-access-captions = Schriftdolmetschung
agenda-access-stream = Stream
agenda-access-quiet-room = Ruhiger Raum

agenda-rule-no-recording = Keine Aufnahmen
agenda-rule-no-attribution = Gesagtes wird niemandem zugeschrieben
agenda-rule-list-hidden = Teilnahmeliste nicht sichtbar

agenda-room-everywhere = Alle
agenda-empty = Noch kein Programm.

# Was an einem Entwurf nicht stimmt
agenda-title-missing = Bitte geben Sie einen Titel an.
agenda-title-too-long = Der Titel darf höchstens 200 Zeichen haben.
agenda-description-too-long = Der Text darf höchstens 5 000 Zeichen haben.
agenda-line-too-long = Diese Angabe ist zu lang.
agenda-kind-unknown = Diese Art von Programmpunkt gibt es nicht.
agenda-day-unreadable = Diesen Tag konnten wir nicht lesen. Beispiel: 13.11.2026
agenda-day-not-of-the-event = An diesem Tag findet der Termin nicht statt.
agenda-time-missing = Bitte geben Sie an, wann es beginnt.
agenda-time-unreadable = Diese Uhrzeit konnten wir nicht lesen. Beispiel: 10:00
agenda-time-does-not-exist = Diese Uhrzeit gibt es an diesem Tag nicht: Die Uhr wird vorgestellt.
agenda-ends-before-it-starts = Das Ende liegt vor dem Beginn.
agenda-lasts-too-long = Ein Programmpunkt dauert hier höchstens 24 Stunden.
agenda-speaker-unreadable = Bitte schreiben Sie je Zeile: Name | Organisation | Link.
agenda-speaker-nameless = Bitte geben Sie einen Namen oder eine Organisation an.
agenda-speaker-link-wrong = Ein Link beginnt mit https:// oder http://, oder es ist eine Adresse im Fediverse wie @verein@verband.example.
agenda-too-many-speakers = Höchstens 20 Mitwirkende je Programmpunkt.
agenda-table-unreadable = Bitte schreiben Sie je Zeile: Tisch | Plätze | Gastgebende | Protokoll.
agenda-table-nameless = Bitte geben Sie jedem Tisch einen Namen.
agenda-table-capacity-wrong = Ein Tisch hat 1 bis 10 000 Plätze.
agenda-too-many-tables = Höchstens 40 Tische je Programmpunkt.
agenda-sign-up-without-tables = Wer einen Tisch wählen soll, braucht Tische. Bitte tragen Sie sie ein.
agenda-table-twice = Zwei Tische heißen gleich. Wer wählt, muss sie unterscheiden können.
agenda-too-many-sessions = Höchstens 300 Programmpunkte.
agenda-paste-too-long = Der Text ist zu lang: höchstens 2 000 Zeilen und 200 000 Byte. Bitte fügen Sie ihn in Teilen ein.

# Warum eine eingefügte Zeile geprüft werden sollte
agenda-doubt-too-long = Die Zeile ist zu lang oder passt nicht mehr zum Programmpunkt.
agenda-doubt-no-time = Die Zeile nennt keine Uhrzeit und gehört zu keinem Programmpunkt.
agenda-doubt-time-impossible = Diese Uhrzeit gibt es nicht.
agenda-doubt-no-beginning = Die Zeile nennt nur ein Ende.
agenda-doubt-time-inside = In der Zeile steht eine Uhrzeit oder ein Tag. Ist sie ein eigener Programmpunkt?
agenda-doubt-time-or-day = Ist das eine Uhrzeit oder ein Tag?
agenda-doubt-end-unclear = Ende und Dauer passen nicht zusammen.
agenda-doubt-out-of-order = Die Zeile beginnt vor der Zeile darüber.
agenda-doubt-hour-comes-twice = Diese Stunde gibt es an diesem Tag zweimal: Die Uhr wird zurückgestellt. Gelesen ist die erste.
agenda-doubt-time-taken = Die Zeile nennt keine Uhrzeit; übernommen ist die darüber.
agenda-doubt-day-guessed = Keine Zeile nennt den Tag; er ist geraten.
agenda-doubt-day-unclear = Der Tag ist nicht eindeutig.
agenda-doubt-day-named = Der Name des Tages wird nicht übernommen.
agenda-doubt-weekday-differs = Wochentag und Datum passen nicht zusammen.
agenda-doubt-people-unclear = Stehen im Titel Mitwirkende, oder ist unter den Mitwirkenden etwas anderes?
agenda-doubt-cell-unclear = Wohin gehören alle Angaben dieser Zeile?
agenda-doubt-apart = Eine Leerzeile trennt die Zeile vom Programmpunkt darüber.

# Was sich gegenüber der vorigen Fassung geändert hat
agenda-change-added = Neu: { $when }: { $title }
agenda-change-removed = Entfällt: { $when }: { $title }
agenda-change-moved = { $from } → { $to }: { $title }
agenda-change-renamed = „{ $from }“ heißt jetzt „{ $title }“.
agenda-change-room = { $from } → { $to }: { $title }
agenda-change-speakers = Andere Mitwirkende: { $title }
agenda-change-access = Andere Angaben zur Barrierefreiheit: { $title }
agenda-change-tables = Tische von „{ $title }“: { $tables }
agenda-change-tables-removed = entfällt: { $tables }
agenda-change-tables-added = neu: { $tables }
agenda-change-tables-resized = andere Platzzahl: { $tables }
agenda-change-rules = Andere Regeln: { $title }
agenda-change-text = Andere Beschreibung oder Einordnung: { $title }

# Fassungen
agenda-version-told = Wie { $host } sie angibt, Stand { $date }
agenda-version-of = Fassung { $number } vom { $date }
agenda-version-draft = Entwurf Fassung { $number }
agenda-nothing-to-release = Es gibt keinen Entwurf, der freigegeben werden könnte.
agenda-nothing-changed = Der Entwurf sagt dasselbe wie die geltende Fassung.
agenda-names-the-place = Ein Programmpunkt nennt den geschützten Ort oder den Online-Raum. Das Programm liest jede und jeder.
agenda-days-left-behind = Ein Programmpunkt liegt an einem Tag, an dem der Termin nicht mehr stattfindet.

# Die öffentlichen Seiten
agenda-title = Programm
agenda-title-of = Programm: { $title }
agenda-page-old = Diese Fassung gilt nicht mehr.
agenda-page-left-behind = Der Termin findet inzwischen an anderen Tagen statt. Dieses Programm ist noch das alte.
agenda-desk-left-behind = Ändern Sie ihn, oder nehmen Sie ihn heraus, und geben Sie das Programm neu frei.
agenda-page-newest = Zur geltenden Fassung
agenda-page-changes = Was sich geändert hat
agenda-page-whole = Ganzes Programm
agenda-page-day-calendar = Diesen Tag in den Kalender übernehmen
agenda-page-forms = Das Programm für Kalender und Apps
agenda-form-calendar = Kalender (.ics)
agenda-form-text = Text (.txt)
agenda-form-xml = schedule.xml
agenda-form-json = schedule.json
agenda-form-track = Kalender: { $track }
agenda-filter = Nur Programmpunkte mit
agenda-filter-show = Anzeigen
agenda-filter-all = Alle anzeigen
agenda-filter-none = Kein Programmpunkt hat alle diese Merkmale.
agenda-table-places = { $count ->
    [one] 1 Platz
   *[other] { $count } Plätze
}
agenda-changes-of = Änderungen am Programm: { $title }
agenda-changes-title = Änderungen
agenda-changes-first = Die erste Fassung.
agenda-changes-small = Nur Texte, Regeln oder Angaben zu Tischen wurden geändert.

# Im Arbeitsbereich
agenda-back-to-event = Zum Termin
agenda-desk-saved = Gespeichert. Öffentlich wird es mit der nächsten Fassung.
agenda-desk-deleted = Gelöscht. Öffentlich wird das mit der nächsten Fassung.
agenda-desk-taken = Übernommen, als Entwurf: Andere sehen es, sobald die nächste Fassung freigegeben ist.
agenda-desk-released = Freigegeben.
agenda-desk-public = Öffentliche Seite
agenda-desk-coordinators-release = Freigegeben wird das Programm von der Koordination.
agenda-desk-empty-hint = Am schnellsten geht es so: das Programm aus einer Mail oder einem Dokument kopieren und hier einfügen.
agenda-form-new = Programmpunkt hinzufügen
agenda-form-edit = Programmpunkt bearbeiten
agenda-form-what = Was
agenda-form-when-and-where = Wann und wo
agenda-form-marks = Merkmale und Regeln
agenda-form-rules = Regeln
agenda-form-clock = Über Mitternacht oder in der Nacht der Zeitumstellung
agenda-form-save = Speichern
agenda-form-late = Jemand anderes hat diesen Programmpunkt inzwischen geändert. Ihre Angaben stehen noch im Formular; wenn Sie jetzt speichern, gelten Ihre.
agenda-field-title = Titel
agenda-field-kind = Art
agenda-field-speakers = Personen
agenda-field-speakers-hint = Je Zeile: Name | Organisation | Link oder @verein@verband.example. Jeder Teil darf fehlen, zum Beispiel: | Verein B
agenda-field-description = Beschreibung
agenda-field-day = Tag
agenda-field-starts-at = Beginn
agenda-field-ends-at = Ende
agenda-field-ends-at-hint = Ohne Angabe: bis der nächste Programmpunkt beginnt.
agenda-field-ends-on = Endet am
agenda-field-starts-in-second-hour = Der Beginn liegt in der zweiten der beiden gleichen Stunden
agenda-field-ends-in-second-hour = Das Ende liegt in der zweiten der beiden gleichen Stunden
agenda-field-room = Raum
agenda-field-track = Programmstrang
agenda-field-tables = Tische
agenda-field-tables-hint = Je Zeile: Tisch | Plätze | Gastgebende | Protokoll. Nur der Name des Tisches muss sein.
agenda-field-sign-up = Teilnehmende wählen vorher einen Tisch
agenda-field-sign-up-hint = Angemeldete wählen über ihren Link, solange am Tisch Platz ist, sobald diese Fassung veröffentlicht ist.
agenda-delete = Löschen
agenda-delete-question = Diesen Programmpunkt löschen?
agenda-delete-about = Er fehlt ab der nächsten Fassung. Bisherige Fassungen bleiben, wie sie sind.
agenda-paste-title = Programm einfügen
agenda-paste-about = Fügen Sie die Zeilen so ein, wie sie in einer Mail, einem Dokument oder einer Tabelle stehen. Sie sehen danach, was verstanden wurde, und können alles verbessern.
agenda-field-programme = Zeilen
agenda-field-programme-hint = Zum Beispiel: „Freitag, 13.11.“, darunter „10:00 Uhr – Begrüßung, Dialogkomitee“ und „10:30–11:30 Ergebnisse der Workstreams (Plenum)“
agenda-paste-in-place = Das bisherige Programm ersetzen
agenda-paste-in-place-hint = Programmpunkte mit gleichem Titel bleiben dieselben und behalten ihre Merkmale.
agenda-paste-read = Zeilen lesen
agenda-paste-nothing = Bitte kreuzen Sie wenigstens einen Programmpunkt an.
agenda-reading-title = Gelesene Zeilen
agenda-reading-about = Über jedem Programmpunkt steht die Zeile, aus der er gelesen wurde. Verbessern Sie, was nicht stimmt.
agenda-reading-late = Jemand anderes hat den Entwurf inzwischen geändert. Ihre Angaben stehen noch hier; wenn Sie jetzt übernehmen, treten sie an die Stelle auch dieser Änderungen.
agenda-reading-doubtful = { $count ->
    [one] Bei 1 Zeile sind wir nicht sicher. Sie ist mit „Bitte prüfen“ gekennzeichnet.
   *[other] Bei { $count } Zeilen sind wir nicht sicher. Sie sind mit „Bitte prüfen“ gekennzeichnet.
}
agenda-reading-check = Bitte prüfen
agenda-reading-take = Übernehmen
agenda-reading-take-all = Angekreuzte übernehmen
agenda-reading-back = Zurück zu den Zeilen
agenda-read-day = Tag
agenda-read-room = Raum
agenda-read-columns = Kopf der Tabelle
agenda-read-title = gehört zum Titel darüber
agenda-read-description = gehört zur Beschreibung
agenda-read-speakers = gehört zu den Personen
agenda-read-session-room = Raum des Programmpunkts
agenda-read-table = Tisch des Programmpunkts
agenda-release = Fassung { $number } freigeben
agenda-release-question = Fassung { $number } freigeben?
agenda-release-first = { $count ->
    [one] Die erste Fassung, mit 1 Programmpunkt.
   *[other] Die erste Fassung, mit { $count } Programmpunkten.
}
agenda-release-public = Sie ist sofort öffentlich: auf der Seite, in Kalendern und Apps. Bisherige Fassungen bleiben nachlesbar.
agenda-release-with-event = Sie wird öffentlich, sobald der Termin veröffentlicht ist.
agenda-release-late = Jemand anderes hat den Entwurf inzwischen geändert. Das sind die Änderungen jetzt.
agenda-nothing-to-discard = Es gibt keinen Entwurf, der sich verwerfen ließe.
agenda-discard = Entwurf verwerfen
agenda-discard-question = Entwurf von Fassung { $number } verwerfen?
agenda-discard-about = Was seit der letzten Fassung geändert wurde, geht verloren. Freigegebene Fassungen bleiben, wie sie sind.
agenda-desk-discarded = Entwurf verworfen.
agenda-release-tell = { $count ->
    [one] Die angemeldete Person benachrichtigen
   *[other] { $count } Angemeldete benachrichtigen
}
agenda-release-tell-hint = Eine E-Mail an alle, die dabei sind, mit der Liste der Änderungen; wer nur ein Konto im Fediverse angegeben hat, bekommt einen Beitrag dorthin.
agenda-news-subject = Programm, Fassung { $number }
agenda-news-first = Das Programm steht fest.
agenda-news-lead = Das Programm hat sich geändert:
agenda-news-more = … und { $count } weitere Änderungen
agenda-news-page = Das ganze Programm: { $url }
agenda-page-time = Zeit
agenda-page-rooms = { $day }, nach Räumen
