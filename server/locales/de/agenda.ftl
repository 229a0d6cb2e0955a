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
agenda-speaker-link-wrong = Ein Link beginnt mit https:// oder http://.
agenda-too-many-speakers = Höchstens 20 Mitwirkende je Programmpunkt.
agenda-table-unreadable = Bitte schreiben Sie je Zeile: Tisch | Plätze | Gastgebende | Protokoll.
agenda-table-nameless = Bitte geben Sie jedem Tisch einen Namen.
agenda-table-capacity-wrong = Ein Tisch hat 1 bis 10 000 Plätze.
agenda-too-many-tables = Höchstens 40 Tische je Programmpunkt.
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
