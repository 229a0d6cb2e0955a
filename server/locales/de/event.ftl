# Termine: was sie sind, und was daran nicht stimmt.

event-state-draft = Entwurf
event-state-scheduled = Geplante Veröffentlichung
event-state-published = Veröffentlicht
event-state-rescheduled = Verschoben
event-state-postponed = Auf unbestimmte Zeit verschoben
event-state-cancelled = Abgesagt

event-kind-denkwerkstatt = Denkwerkstatt
event-kind-innovationswerkstatt = Innovationswerkstatt
event-kind-begleitworkshop = Begleitworkshop
event-kind-briefing = Briefing
event-kind-fachveranstaltung = Fachveranstaltung
event-kind-webkonferenz = Webkonferenz
event-kind-other = Veranstaltung

event-attendance-in-person = Vor Ort
event-attendance-online = Online
event-attendance-hybrid = Vor Ort und online

event-access-step-free = Stufenlos erreichbar
event-access-sign-language = Deutsche Gebärdensprache
event-access-captions = Schriftdolmetschung
event-access-easy-language = Einfache Sprache

event-online = online
event-place-and-online = { $place }, und online

# Auf dem Weg zu anderen Servern
event-wire-cancelled-title = Abgesagt: { $title }
event-wire-cancelled = ABGESAGT
event-wire-postponed = VERSCHOBEN, neuer Termin folgt
event-wire-rescheduled = NEUER TERMIN
event-wire-register = Anmeldung auf der Seite
event-wire-access = Barrierefreiheit: { $marks }
event-wire-contact = Kontakt: { $contact }
event-note-time = Neuer Termin für „{ $title }“: { $when } · { $where }
event-note-place = Neuer Ort für „{ $title }“: { $where } · { $when }
event-note-postponed = „{ $title }“ ist verschoben. Ein neuer Termin steht noch nicht fest.
event-note-cancelled = Abgesagt: „{ $title }“ ({ $when }) findet nicht statt.

# Was an einem Entwurf nicht stimmt
event-title-missing = Bitte geben Sie einen Titel an.
event-title-too-short = Der Titel braucht mindestens 3 Zeichen.
event-title-too-long = Der Titel darf höchstens 200 Zeichen haben.
event-summary-too-long = Der Kurztext darf höchstens 300 Zeichen haben.
event-description-too-long = Der Text darf höchstens 20 000 Zeichen haben.
event-line-too-long = Diese Angabe ist zu lang.
event-language-unknown = Diese Sprache gibt es hier nicht: de, en oder de-simple.
event-kind-unknown = Diese Art von Termin gibt es nicht.
event-attendance-unknown = Bitte wählen Sie: vor Ort, online oder beides.
event-zone-unknown = Diese Zeitzone gibt es nicht. Beispiel: Europe/Berlin
event-date-missing = Bitte geben Sie einen Tag an.
event-date-unreadable = Diesen Tag konnten wir nicht lesen. Beispiel: 13.11.2026
event-time-missing = Bitte geben Sie eine Uhrzeit an.
event-time-unreadable = Diese Uhrzeit konnten wir nicht lesen. Beispiel: 10:00
event-time-does-not-exist = Diese Uhrzeit gibt es an diesem Tag nicht: Die Uhr wird vorgestellt.
event-ends-before-it-starts = Das Ende liegt vor dem Beginn.
event-lasts-too-long = Ein Termin dauert hier höchstens ein Jahr.
event-too-far-ahead = Der Termin liegt mehr als zehn Jahre in der Zukunft.
event-place-missing = Bitte geben Sie einen Ort an, oder wählen Sie „Online“.
event-country-unknown = Bitte geben Sie das Land mit zwei Buchstaben an. Beispiel: DE
event-latitude-wrong = Die geografische Breite liegt zwischen −90 und 90.
event-longitude-wrong = Die geografische Länge liegt zwischen −180 und 180.
event-coordinates-half = Bitte geben Sie Breite und Länge an, oder keine von beiden.
event-too-many-topics = Höchstens zehn Themen.
event-topic-too-long = Ein Thema darf höchstens 60 Zeichen haben.
event-picture-alt-missing = Bitte beschreiben Sie das Bild für alle, die es nicht sehen.
event-picture-unknown = Dieses Bild gibt es nicht.
event-registration-url-wrong = Bitte geben Sie eine vollständige Adresse an, die mit https:// beginnt.
event-publication-in-the-past = Dieser Zeitpunkt liegt in der Vergangenheit.
event-is-public-already = Dieser Termin ist schon veröffentlicht.
event-is-not-public = Dieser Termin ist noch nicht veröffentlicht.
event-is-cancelled = Dieser Termin ist abgesagt und kann nicht mehr geändert werden.
event-is-over = Dieser Termin ist schon vorbei.

# Die öffentlichen Seiten
event-list = Termine
event-list-description = Alle Termine von { $name }: Liste, Kalender und Feed.
event-list-views = Ansicht
event-list-as-list = Liste
event-list-as-month = Monat
event-list-count = { $count ->
    [0] Keine kommenden Termine
    [one] Ein kommender Termin
   *[other] { $count } kommende Termine
}
event-list-page = Seite { $number } von { $pages }
event-list-past = Vergangene Termine
event-list-empty = Noch keine Termine. Als Erste davon erfahren:
event-list-empty-for = Zu dieser Auswahl gibt es keine kommenden Termine: { $chosen }
event-list-elsewhere = Auch als:
event-filter = Termine filtern
event-filter-any = alle
event-filter-association = Wer einlädt
event-filter-topic = Thema
event-filter-kind = Art
event-filter-place = Teilnahme
event-filter-servers = Server
event-filter-all-servers = alle Server
event-filter-own = nur von hier
event-filter-show = Anzeigen
event-filter-all = Alle Termine anzeigen
event-month = Termine im { $month }
event-month-description = Alle Termine im { $month } auf einem Kalenderblatt.
event-month-turn = Blättern
event-month-today = Heute
event-month-is-today = heute
event-month-leaf = Kalenderblatt
event-month-empty = In diesem Monat gibt es keine Termine.
event-topic = Thema
event-topic-description = Termine zum Thema „{ $topic }“.
event-page-from = von { $host }
event-page-over = vorbei
event-page-cancelled = Abgesagt. Diese Veranstaltung findet nicht statt.
event-page-postponed = Verschoben. Der neue Termin steht noch nicht fest; Sie finden ihn hier, sobald es ihn gibt.
event-page-moved = Verschoben auf
event-page-planned = Ursprünglich geplant:
event-page-date-open = Neuer Termin folgt
event-page-languages = Sprachen dieses Textes
event-page-easy-language = Leichte Sprache
event-page-facts = Auf einen Blick
event-page-when = Wann
event-page-where = Wo
event-page-and-online = und online
event-page-route = Route planen (öffnet OpenStreetMap)
event-page-who = Wer lädt ein
event-page-access = Barrierefreiheit
event-page-contact = Kontakt
event-page-remember = Teilnehmen und merken
event-page-register = Anmelden
event-page-register-at = Die Anmeldung läuft über eine andere Seite: { $host }
event-page-to-home = Zur Seite der Veranstaltenden
event-page-home = Dieser Termin kommt von { $host }. Dort steht immer der neueste Stand.
event-page-to-calendar = In den Kalender
event-page-follow = Aus dem Fediverse folgen
event-page-credit = Bild: { $who }
event-page-about = Worum es geht
event-page-topics = Themen
