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
event-wire-register-until = Anmelden bis { $until }: auf der Seite oder mit „dabei“ antworten
event-wire-register-or-reply = Anmelden: auf der Seite oder mit „dabei“ antworten
event-wire-access = Barrierefreiheit: { $marks }
event-wire-access-note = Was man vorher wissen sollte: { $note }
event-wire-contact = Kontakt: { $contact }
event-note-time = Neuer Termin für „{ $title }“: { $when } · { $where }
event-note-place = Neuer Ort für „{ $title }“: { $where } · { $when }
event-note-postponed = „{ $title }“ ist verschoben. Ein neuer Termin steht noch nicht fest.
event-note-cancelled = Abgesagt: „{ $title }“ ({ $when }) findet nicht statt.
event-reason-said = Begründung: { $reason }

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
event-date-out-of-reach = Dieser Tag liegt zu weit weg. Möglich sind die Jahre 1970 bis 2200.
event-date-unreadable = Diesen Tag konnten wir nicht lesen. Beispiel: 13.11.2026
event-time-missing = Bitte geben Sie eine Uhrzeit an.
event-end-missing = Bitte geben Sie an, um welche Zeit es endet.
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
event-room-url-wrong = Bitte geben Sie eine vollständige Adresse an, die mit https:// beginnt.
event-registration-unknown = Diese Art der Anmeldung gibt es nicht.
event-registration-twice = Die Anmeldung läuft entweder hier oder auf einer anderen Seite, nicht auf beiden.
event-registration-ends-late = Die Anmeldung muss vor dem Beginn enden.
event-seats-wrong = Bitte geben Sie eine Zahl von 1 bis 20000 an, oder lassen Sie das Feld leer.
event-agenda-names-the-place = Das veröffentlichte Programm nennt diesen Ort oder den Online-Raum. Bitte ändern Sie zuerst das Programm.
event-report-names-the-place = Der veröffentlichte Bericht nennt diesen Ort oder den Online-Raum. Bitte ändern Sie zuerst den Bericht.
event-address-names-the-place = Die Adresse dieser Veranstaltung nennt den Ort, und sie ist schon öffentlich. Bitte legen Sie die Veranstaltung neu an.
event-names-the-place = Hier steht, was nur Angemeldete erfahren sollen: der geschützte Ort oder der Online-Raum.
event-text-unfilled = In der Beschreibung steht noch eine Zeile aus der Vorlage mit „…“. Bitte füllen Sie sie aus, oder löschen Sie sie.
event-locality-missing = Bitte geben Sie die Stadt an: Sie ist das Einzige, was vom geschützten Ort öffentlich ist.
event-group-unreadable = Eine Zeile ist nicht zu lesen. So geht es: „Wissenschaft: 10 bis 30.10.2026“.
event-group-twice = Eine Gruppe steht zweimal da, mit verschiedenen Angaben. Bitte lassen Sie eine Zeile stehen.
event-groups-too-many = Bitte nennen Sie höchstens 20 Gruppen.
event-groups-keep-too-much = Für die Gruppen sind mehr Plätze freigehalten, als es vor Ort gibt, oder online, wo nur dort die Plätze begrenzt sind.
event-question-empty = In einer Zeile fehlt die Frage.
event-question-without-purpose = Bitte sagen Sie zu jeder Frage hinter einem senkrechten Strich, wozu sie dient.
event-question-kept-too-long = Antworten können höchstens 365 Tage nach dem Termin aufgehoben werden.
event-question-outlives = Anmeldungen werden hier früher gelöscht, und Antworten mit ihnen. Nach wie vielen Tagen, steht auf der Datenschutzseite: Bitte geben Sie höchstens so viele an.
event-questions-too-many = Bitte stellen Sie höchstens 10 eigene Fragen.
event-publication-in-the-past = Dieser Zeitpunkt liegt in der Vergangenheit.
event-is-public-already = Dieser Termin ist schon veröffentlicht.
event-is-not-public = Dieser Termin ist noch nicht veröffentlicht.
event-is-cancelled = Dieser Termin ist abgesagt und kann nicht mehr geändert werden.
event-is-postponed-already = Dieser Termin ist schon verschoben. Tragen Sie einen neuen Tag ein, sobald es ihn gibt.
event-is-over = Dieser Termin ist schon vorbei.
event-reason-too-long = Bitte fassen Sie die Begründung kürzer: höchstens 300 Zeichen.

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
event-filter-q = Suchen
event-filter-asked = Suche nach „{ $words }“
event-filter-region = Region
event-filter-town = Ort
event-filter-language = Sprache
event-filter-access = Zugang
event-filter-too-long = Eine Suche darf höchstens 200 Zeichen haben, ein Thema oder ein Ort ebenso.
event-filter-without-words = Hier braucht es mindestens einen Buchstaben oder eine Ziffer.
event-filter-language-unreadable = Die Sprache ist nicht lesbar. So geht es: de, en oder de-simple.
event-filter-servers-unknown = Bei „Server“ geht nur „own“ für die Termine von hier, oder nichts.
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
event-page-informed = Auf dem Laufenden bleiben
event-page-register = Anmelden
event-page-registration-open = Anmeldung offen
event-page-register-at = Die Anmeldung läuft über eine andere Seite: { $host }
event-page-take-part = Teilnehmen
event-page-registration-closed = Die Anmeldung ist beendet.
event-page-place-after-registration = Den genauen Ort erfahren Sie nach der Anmeldung.
event-page-to-home = Zur Seite der Veranstaltenden
event-page-home = Dieser Termin kommt von { $host }. Dort steht immer der neueste Stand.
event-page-to-calendar = In den Kalender
event-page-follow = Aus dem Fediverse folgen
event-page-credit = Bild: { $who }
event-page-about = Worum es geht
event-page-topics = Themen

# Im Arbeitsbereich: Liste, Formular, Vorschau und alles, was man mit einem Termin tun kann
event-language-de = Deutsch
event-language-en = Englisch
event-language-de-simple = Leichte Sprache

event-desk-title = Termine
event-desk-parts = Welche Termine
event-desk-coming = Kommende und Entwürfe ({ $count })
event-desk-past = Vergangene ({ $count })
event-desk-none = Noch kein Termin. Der erste Entwurf ist in zwei Minuten geschrieben, und niemand sieht ihn, bis Sie ihn veröffentlichen.
event-desk-none-past = Noch kein Termin ist vorbei.
event-desk-first = Ersten Termin anlegen
event-desk-event = Termin
event-desk-when = Wann
event-desk-state = Stand
event-desk-actions = Aktionen
event-desk-edit = Bearbeiten
event-desk-preview = Vorschau
event-desk-over = Vorbei
event-desk-saved = Gespeichert. Das sehen nur Sie und alle, die hier mitarbeiten.
event-desk-published = Veröffentlicht. Die Seite ist öffentlich, und die Beiträge sind unterwegs.
event-desk-scheduled = Geplant. Der Termin veröffentlicht sich zum gewählten Zeitpunkt selbst.
event-desk-changed = Geändert. Wer den Termin schon hat, bekommt die Änderung.
event-desk-postponed = Verschoben. Sobald Sie einen neuen Tag eintragen, erfahren ihn alle.
event-desk-cancelled = Abgesagt. Seite, Kalender und andere Server zeigen es an.
event-desk-deleted = Gelöscht.

event-stand-page = Seite ansehen
event-stand-organizer = Wer lädt ein
event-stand-reason = Begründung
event-stand-publishes-at = Veröffentlicht sich am
event-stand-published-at = Veröffentlicht am
event-stand-address = Adresse
event-stand-servers = Zustellung je Server
event-stand-table = Server und ihr Stand
event-stand-no-servers = Noch folgt Ihnen niemand auf einem anderen Server. Termine, die Sie jetzt veröffentlichen, sehen spätere Folgende auf Ihrer Profilseite.
event-stand-delivered = { $delivered } von { $servers } Servern haben den neuesten Stand.
event-stand-all-delivered = { $servers ->
    [one] Der Server Ihrer Folgenden hat den neuesten Stand.
   *[other] Alle { $servers } Server haben den neuesten Stand.
}
event-stand-reload = Neu laden
event-stand-deliveries = Alle Zustellungen ansehen

event-step-consequences = Das geschieht
event-step-back = Abbrechen
event-step-publish = Veröffentlichen
event-step-publish-question = Jetzt veröffentlichen?
event-step-page = Die Seite wird öffentlich: { $url }
event-step-post = { $followers ->
    [0] Ein Beitrag steht bereit. Noch folgt Ihnen niemand, der ihn gleich bekommt.
    [one] Ein Beitrag geht an 1 Konto auf { $servers } Server.
   *[other] Ein Beitrag geht an { $followers } Folgende auf { $servers ->
        [one] einem Server.
       *[other] { $servers } Servern.
    }
}
event-step-feeds = Kalender und Feed zeigen den Termin sofort.
event-step-schedule = Später veröffentlichen
event-step-schedule-question = Wann soll sich der Termin veröffentlichen?
event-step-schedule-waits = Bis dahin bleibt er ein Entwurf und lässt sich noch ändern.
event-step-schedule-post = { $followers ->
    [0] Dann werden Seite, Kalender und Feed von selbst öffentlich.
    [one] Dann werden Seite, Kalender und Feed von selbst öffentlich, und ein Beitrag geht an 1 Konto auf { $servers } Server.
   *[other] Dann werden Seite, Kalender und Feed von selbst öffentlich, und ein Beitrag geht an { $followers } Folgende auf { $servers ->
        [one] einem Server.
       *[other] { $servers } Servern.
    }
}
event-step-postpone = Verschieben
event-step-postpone-question = Auf unbestimmte Zeit verschieben?
event-step-postpone-page = Die Seite bleibt und sagt, dass ein neuer Termin folgt. Kalender zeigen ihn als unsicher.
event-step-postpone-later = Steht der neue Tag fest, tragen Sie ihn über „Bearbeiten“ ein. Steht er schon fest, tun Sie das gleich und brauchen diese Seite nicht.
event-step-tell = { $followers ->
    [0] Noch folgt Ihnen niemand, dem es gesagt werden müsste.
    [one] Die Änderung und ein kurzer Beitrag gehen an 1 Konto auf { $servers } Server.
   *[other] Die Änderung und ein kurzer Beitrag gehen an { $followers } Folgende auf { $servers ->
        [one] einem Server.
       *[other] { $servers } Servern.
    }
}
event-step-cancel = Absagen
event-step-cancel-question = Diesen Termin absagen?
event-step-cancel-page = Die Seite bleibt, wo alle sie suchen, und zeigt „Abgesagt“.
event-step-cancel-calendars = Abonnierte Kalender streichen den Termin durch.
event-step-reason = Begründung
event-step-reason-hint = Ein Satz, den alle lesen: auf der Seite, in Mails, Kalendern und auf anderen Servern. Höchstens 300 Zeichen.
event-step-for-good = Das lässt sich nicht rückgängig machen.
event-step-registered = { $count ->
    [one] Eine Person ist angemeldet und bekommt von selbst Bescheid.
   *[other] { $count } Angemeldete bekommen von selbst Bescheid. Sie müssen ihnen nicht eigens schreiben.
}
event-step-delete = Löschen
event-step-delete-question = Diesen Termin löschen?
event-step-delete-draft = Der Entwurf verschwindet. Außer allen, die hier mitarbeiten, hat ihn niemand gesehen.
event-step-delete-page = Die Seite verschwindet. An ihrer Stelle steht, dass etwas gelöscht wurde.
event-step-delete-tell = { $followers ->
    [0] Noch folgt Ihnen niemand, der ihn schon hätte.
    [one] 1 Konto auf { $servers } Server wird gebeten, ihn ebenfalls zu löschen.
   *[other] { $followers } Folgende auf { $servers ->
        [one] einem Server werden
       *[other] { $servers } Servern werden
    } gebeten, ihn ebenfalls zu löschen.
}
event-step-delete-rather-cancel = Findet der Termin nicht statt? Dann sagen Sie ihn lieber ab: Wer gelöschte Termine im Kalender hatte, erfährt nichts davon.

event-form-new = Neuer Termin
event-form-edit = „{ $title }“ bearbeiten
event-form-what = Was
event-form-organizer = Wer lädt ein?
event-form-kind = Art
event-form-templates = Mit der Vorlage einer Art beginnen. Was dann im Formular steht, lässt sich ändern.
event-own-kinds = Eigene Arten
event-own-kinds-about = Eine eigene Art steht im Formular neben den bekannten und füllt es mit ihrer Vorlage. Wird sie umbenannt, behalten vorhandene Termine den alten Namen.
event-own-kinds-coordinators-only = Eine eigene Art legt an, wer die Rolle „Koordination“ hat.
event-own-kind-name = Wie sie heißt
event-own-kind-name-de = Name auf Deutsch
event-own-kind-name-en = Name auf Englisch
event-own-kind-template = Womit ein neuer Termin beginnt
event-own-kind-days = Wie viele Tage
event-own-kind-days-hint = So lange dauert ein neuer Termin, wenn niemand angibt, wann er endet.
event-own-kind-days-wrong = Bitte eine Zahl von 1 bis 14.
event-own-kind-remove = Art entfernen
event-own-kind-remove-hint = Vorhandene Termine heißen weiter so.
event-own-kind-agenda-de = Programm auf Deutsch
event-own-kind-agenda-en = Programm auf Englisch
event-own-kind-agenda-hint = Zeilen wie „18:10 Impuls“. Sie stehen schon da, wenn ein leeres Programm eingefügt wird.
event-own-kind-save = Art speichern
event-own-kind-name-missing = Bitte geben Sie einen Namen an.
event-own-kind-name-too-long = Der Name darf höchstens 60 Zeichen haben.
event-own-kind-taken = Eine Art mit diesem Namen gibt es schon.
event-own-kinds-too-many = Es gibt schon 100 eigene Arten, mehr werden es nicht.
event-form-series = Reihe
event-form-series-closed = geschlossene Reihe
event-form-series-none = keine
event-form-series-one = { $name } (zuletzt Ausgabe { $last })
event-form-edition = Ausgabe
event-form-edition-hint = Leer lassen für die nächste Nummer.
event-form-subtitle = Untertitel der Ausgabe
event-form-subtitle-hint = Worum es dieses Mal geht.
event-edition = { $number }. Ausgabe
event-edition-wrong = Eine Ausgabe hat eine Nummer von 1 bis 9999.
event-edition-taken = Diese Nummer hat schon eine andere Ausgabe der Reihe.
event-edition-without-series = Nummer und Untertitel gehören zu einer Reihe. Bitte wählen Sie eine.
event-series-unknown = Diese Reihe gibt es bei diesem Verband nicht.
event-series-is-told = Zu welcher Reihe ein Termin gehört, lässt sich nicht mehr ändern, wenn er öffentlich ist.
event-wire-edition = { $number }. Ausgabe der Reihe { $series }
event-page-edition = { $number }. Ausgabe der Reihe
event-page-part-of-series = Teil der Reihe
event-page-editions = Ausgaben der Reihe
event-page-edition-before = Davor:
event-page-edition-after = Danach:
event-form-title = Titel
event-form-title-de = Titel auf Deutsch
event-form-title-en = Titel auf Englisch
event-form-title-de-simple = Titel in Leichter Sprache
event-form-summary = Kurztext
event-form-summary-hint = Ein Satz, höchstens 300 Zeichen. Er steht im Beitrag, den andere Server zeigen.
event-form-summary-de = Kurztext auf Deutsch
event-form-summary-en = Kurztext auf Englisch
event-form-summary-de-simple = Kurztext in Leichter Sprache
event-form-description = Beschreibung
event-form-description-hint = Absätze durch eine leere Zeile. **fett**, *kursiv*, - Liste, [Wort](https://…)
event-form-description-de = Beschreibung auf Deutsch
event-form-description-en = Beschreibung auf Englisch
event-form-description-de-simple = Beschreibung in Leichter Sprache
event-form-when-and-where = Wann und wo
event-form-starts-on = Beginn: Tag
event-form-starts-at = Beginn: Uhrzeit
event-form-ends-on = Ende: Tag
event-form-ends-on-hint = Leer lassen, wenn es derselbe Tag ist.
event-form-ends-on-longer = Nach der Vorlage länger: { $kinds }.
event-form-days = { $days } Tage
event-form-ends-at = Ende: Uhrzeit
event-form-date-example = TT.MM.JJJJ
event-form-time-example = 10:00
event-form-attendance = Wie nimmt man teil?
event-form-place-name = Name des Ortes
event-form-place-name-hint = Zum Beispiel: Alte Kantine Wedding
event-form-street = Straße und Hausnummer
event-form-postal-code = Postleitzahl
event-form-region = Land oder Region, z. B. Bundesland
event-form-locality = Stadt
event-form-more-place = Andere Zeitzone, anderes Land, Koordinaten
event-form-zone = Zeitzone
event-form-zone-hint = Leer lassen für { $zone }.
event-form-country = Land
event-form-country-hint = Zwei Buchstaben: DE, AT, CH
event-form-latitude = Geografische Breite
event-form-longitude = Geografische Länge
event-form-access-and-people = Barrierefreiheit und Menschen
event-form-access = Das ist sicher vorhanden
event-form-access-note = Was man vorher wissen sollte
event-form-access-note-hint = Weg vom Bahnsteig, Aufzug, ruhiger Raum, Assistenz, was noch fehlt
event-form-contact = Kontakt für Fragen
event-form-contact-hint = E-Mail-Adresse oder Telefonnummer. Wird öffentlich gezeigt.
event-form-registration-url = Anmeldung auf einer anderen Seite
event-form-registration-url-hint = Nur, wenn man sich woanders anmeldet. Vollständige Adresse.
event-form-registration-group = Teilnahme
event-form-registration = Anmeldung
event-form-registration-none = Ohne Anmeldung hier
event-form-registration-open = Offen: Wer sich anmeldet, ist dabei, solange Plätze frei sind
event-form-registration-approval = Mit Freigabe: Sie entscheiden über jede Anmeldung
event-form-seats-in-person = Plätze vor Ort
event-form-seats-online = Plätze online
event-form-seats-hint = Leer lassen, wenn sie nicht begrenzt sind.
event-form-waiting-list = Warteliste führen
event-form-waiting-list-hint = Wird ein Platz frei, bekommt ihn angeboten, wer am längsten wartet.
event-form-more-registration = Anmeldeschluss, Gruppen, eigene Fragen, Zugang
event-form-registration-ends-on = Anmeldeschluss
event-form-registration-ends-at = Uhrzeit des Anmeldeschlusses
event-form-groups = Gesellschaftliche Gruppen
event-form-groups-hint = Eine je Zeile, mit freigehaltenen Plätzen vor Ort, wenn es welche gibt: „Wissenschaft: 10 bis 30.10.2026“.
event-form-questions = Eigene Fragen
event-form-questions-hint = Eine je Zeile: Frage | wozu sie dient | wie viele Tage nach dem Termin die Antworten bleiben (sonst 14).
event-form-room-url = Adresse des Online-Raums
event-form-room-url-hint = Nur wer angemeldet ist, erfährt sie.
event-form-venue-note = Hinweise für Angemeldete
event-form-venue-note-hint = Zum Beispiel Einlass, Klingel oder Wegbeschreibung. Nicht öffentlich.
event-form-place-protected = Ort schützen
event-form-place-protected-hint = Öffentlich ist dann nur die Stadt. Name und Anschrift erfährt, wer angemeldet ist.
event-form-topics = Themen
event-form-topics-hint = Durch Kommas getrennt, höchstens zehn: digitale Gewalt, Ehrenamt
event-form-languages-and-picture = Sprachen und Bild
event-form-language = Hauptsprache
event-form-language-hint = In dieser Sprache stehen Titel und Texte oben.
event-form-also = Auch: { $language }
event-form-picture = Bild
event-form-picture-hint = JPEG, PNG, WebP oder GIF. Steht auf der Seite und im Beitrag.
event-form-picture-one = ein Bild
event-form-picture-other = ein anderes Bild
event-form-picture-alt = Beschreibung des Bildes
event-form-picture-credit = Bildnachweis
event-form-picture-credit-hint = Wer hat es gemacht, unter welcher Lizenz?
event-form-nothing = (leer)
event-form-yes = ja
event-form-no = nein
event-form-then = Und nun?
event-form-then-public = Änderungen ansehen und senden
event-form-then-public-hint = Dieser Termin ist öffentlich. Sie sehen zuerst, was sich ändert und wer davon erfährt.
event-form-review = Weiter: Änderungen ansehen
event-form-reach = { $followers ->
    [0] Veröffentlichen macht die Seite öffentlich und trägt den Termin in Kalender und Feed ein. Noch folgt Ihnen niemand auf einem anderen Server.
    [one] Veröffentlichen macht die Seite öffentlich, trägt den Termin in Kalender und Feed ein und schickt einen Beitrag an 1 Konto auf { $servers } Server.
   *[other] Veröffentlichen macht die Seite öffentlich, trägt den Termin in Kalender und Feed ein und schickt einen Beitrag an { $followers } Folgende auf { $servers ->
        [one] einem Server.
       *[other] { $servers } Servern.
    }
}
event-form-coordinators-publish = Veröffentlichen kann, wer die Rolle „Koordination“ hat.
event-form-save = Als Entwurf speichern
event-form-unschedule = Planung aufheben und als Entwurf speichern
event-form-preview = Vorschau
event-form-later = Zu einem späteren Zeitpunkt veröffentlichen
event-form-publish-on = Veröffentlichen am
event-form-publish-at = Uhrzeit
event-form-schedule = Zum gewählten Zeitpunkt veröffentlichen

event-compare-field = Angabe
event-conflict-title = Jemand war schneller
event-conflict-about = Während Sie schrieben, hat jemand anderes diesen Termin gespeichert. Nichts ist verloren: Unten steht Ihre Eingabe, wie Sie sie gemacht haben. Wenn Sie sie speichern, ersetzt sie die andere Fassung.
event-conflict-saved = Jetzt gespeichert
event-conflict-typed = Ihre Eingabe
event-conflict-drop = Meine Eingabe verwerfen und die gespeicherte Fassung öffnen

event-review-title = Das ändert sich
event-review-nothing = Sie haben nichts geändert.
event-review-before = Bisher
event-review-after = Neu
event-review-page = Seite, Kalender und Feed zeigen die Änderung sofort.
event-review-hidden = Seite, Kalender und Feed bleiben, wie sie sind: Das erfährt nur, wer teilnimmt.
event-review-tell = { $followers ->
    [0] Noch folgt Ihnen niemand, dem sie geschickt würde.
    [one] Sie geht an 1 Konto auf { $servers } Server.
   *[other] Sie geht an { $followers } Folgende auf { $servers ->
        [one] einem Server.
       *[other] { $servers } Servern.
    }
}
event-review-overbooked = { $way }: { $people } haben dann einen Platz, es gibt aber nur { $seats }. Niemand verliert seinen Platz, und bis es weniger sind, wird keiner vergeben.
event-review-note = Weil sich Zeit oder Ort ändern, geht dazu ein kurzer Beitrag hinaus: Manche Server zeigen Änderungen sonst nicht.
event-review-back = Zurück zum Formular
event-review-send = Änderungen veröffentlichen
event-clash-title = { $count ->
    [one] Ein Termin zur selben Zeit
   *[other] { $count } Termine zur selben Zeit
}
event-clash-lead = Das spricht vielleicht dieselben Menschen an. Sie können trotzdem veröffentlichen.
event-clash-draft = noch nicht öffentlich
event-clash-organizer = dieselbe Stelle lädt ein
event-clash-topic = Thema: { $name }
event-clash-group = beide für „{ $name }“
event-clash-region = auch in der Region { $name }
event-clash-town = auch in { $name }
event-clash-kind = gleiche Art von Termin
event-clash-line = Zur selben Zeit: { $title }, { $when } ({ $url }) – { $shared }

event-preview-title = Vorschau: { $title }
event-preview-tabs = Wo man ihn sieht
event-preview-web = Webseite
event-preview-mastodon = Mastodon
event-preview-mastodon-hint = So steht der Beitrag in der Zeitleiste. Andere Programme zeigen mehr.
event-preview-alt = Bildbeschreibung: { $alt }
event-preview-mail = E-Mail
event-preview-mail-hint = Reiner Text, ohne Bilder von fremden Servern.
event-preview-mail-from = Von
event-preview-mail-subject = Betreff
event-preview-calendar = Kalender
event-preview-calendar-hint = So steht der Termin in abonnierten Kalendern.
event-preview-calendar-title = Eintrag
event-preview-calendar-place = Ort
event-preview-calendar-notes = Notiz
event-preview-zone = Zeitzone { $zone }

# Die E-Mail, die einen Termin ankündigt
event-mail-subject = { $title } am { $day }
event-mail-when = Wann: { $when }
event-mail-where = Wo: { $where }
event-mail-more = Mehr: { $url }

# Tage, die ab dem Beginn zählen
event-countdown-days = Tage
event-countdown-hint = Ab dem Beginn gezählt; 0 ist der erste Tag selbst.
event-countdown-side = Davor oder danach
event-countdown-side-before = vor dem Termin
event-countdown-side-after = nach dem Termin
event-countdown-side-unknown = Bitte wählen Sie: davor oder danach.
event-countdown-wrong = Bitte geben Sie eine Zahl von Tagen an: höchstens 400 davor, höchstens 60 danach.
event-countdown-before = { $days ->
    [0] am ersten Tag
    [one] 1 Tag vorher
   *[other] { $days } Tage vorher
}
event-countdown-after = { $days ->
    [one] 1 Tag danach
   *[other] { $days } Tage danach
}

# Was zu tun ist
event-task-list = Aufgaben zum Termin
event-task-about = Nur wer hier arbeitet, sieht sie. Der Tag zählt ab dem Beginn: Wird der Termin verschoben, rückt er mit, und beim Kopieren kommen die Aufgaben in die nächste Ausgabe, alle wieder offen.
event-task-too-many = Mehr als 100 Aufgaben passen nicht zu einem Termin.
