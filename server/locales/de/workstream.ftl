# Workstreams: woran ein paar Monate lang gemeinsam gearbeitet wird.

workstream-name-missing = Bitte geben Sie einen Namen an.
workstream-question-missing = Bitte schreiben Sie, welche Frage beantwortet werden soll.
workstream-text-too-long = Dieser Text ist zu lang.
workstream-product-unknown = Dieses Ergebnis gibt es nicht zur Auswahl.
workstream-duration-unusual = Üblich sind drei bis neun Monate. Bitte schreiben Sie, warum es hier anders ist.
workstream-end-wrong = Das Ende muss nach dem Beginn liegen, höchstens fünf Jahre danach.
workstream-extension-not-later = Das neue Ende muss nach dem bisherigen liegen.
workstream-reason-missing = Bitte schreiben Sie, warum.
workstream-report-changed-meanwhile = Der Bericht wurde inzwischen geändert. Bitte sehen Sie ihn noch einmal durch.
workstream-too-many-of-host = Von diesem Server werden hier schon zu viele Workstreams geführt.
workstream-not-worked-on = Das geht nur, solange am Workstream gearbeitet wird.
workstream-step-not-now = Dieser Schritt ist jetzt nicht möglich.
workstream-step-unknown = Diesen Schritt gibt es nicht.
workstream-is-over = Dieser Workstream ist beendet und wird nicht mehr geändert.

workstream-state = Stand
workstream-state-proposed = vorgeschlagen
workstream-state-declined = nicht ausgewählt
workstream-state-selected = ausgewählt
workstream-state-active = in Arbeit
workstream-state-presented = Ergebnis liegt vor
workstream-state-archived = abgeschlossen
workstream-state-withdrawn = zurückgezogen

workstream-product = Gewünschtes Ergebnis
workstream-product-study = Studie
workstream-product-concept = Konzept
workstream-product-guide = Leitfaden
workstream-product-laboratory = Reallabor
workstream-product-software = IT-Umsetzung
workstream-product-other = anderes

# Was andere Server lesen
workstream-wire-question = Frage: { $question }
workstream-wire-about = Ergebnis: { $product }. Dauer: { $months ->
    [0] unter einem Monat
    [one] ein Monat
   *[other] { $months } Monate
 }.
workstream-wire-archived = Dieser Workstream ist abgeschlossen. Was er gesagt hat, bleibt hier lesbar.
workstream-wire-withdrawn = Dieser Workstream wurde zurückgezogen: { $reason }
workstream-wire-note = Neuer Workstream: „{ $name }“. { $question } Folgen: { $address }
workstream-feed = Workstreams: { $name }

# Die öffentlichen Seiten
workstream-list = Workstreams
workstream-list-lead = Fragen, an denen Menschen aus mehreren Organisationen drei bis neun Monate lang gemeinsam arbeiten.
workstream-none = Hier gibt es noch keinen Workstream.
workstream-one = Workstream
workstream-what = Worum es geht
workstream-when = Wann woran gearbeitet wird
workstream-table = Alle Workstreams mit Stand und Tagen
workstream-picture = Zeitleiste der Workstreams
workstream-picture-desc = Ein Balken für jeden Workstream, vom { $first } bis zum { $last }; die senkrechte Linie ist heute. Dieselben Angaben stehen in der Tabelle darunter.
workstream-starts = Beginn
workstream-ends = Geplantes Ende
workstream-planned = zuerst geplant: { $day }
workstream-months = Monate
workstream-lead = Federführend
workstream-question = Frage
workstream-home = von { $host }
workstream-at-home = Auf dem eigenen Server ansehen
workstream-follow-box = Diesem Workstream folgen

# Im Arbeitsbereich
workstream-overdue = überfällig seit { $day }
workstream-done-proposed = Vorgeschlagen. Noch weiß niemand davon.
workstream-done-changed = Gespeichert. Wer dem Workstream folgt, bekommt das neue Profil.
workstream-done-extended = Verlängert. Wer dem Workstream folgt, bekommt das neue Ende.
workstream-done-stepped = Erledigt.
workstream-form-new = Workstream vorschlagen
workstream-form-about = Ein Workstream beantwortet in drei bis neun Monaten eine Frage. Ausgewählt bekommt er eine eigene Adresse, der man folgen kann, und am Ende steht ein Ergebnisbericht.
workstream-form-handle-hint = Beginnt mit „ws-“; danach kleine Buchstaben, Ziffern, „-“ und „_“. Zusammen mit { $host } die Adresse im Fediverse. Ändert sich nie.
workstream-form-ends-hint = Leer: ein halbes Jahr nach dem Beginn.
workstream-form-why = Warum es kürzer oder länger dauert
workstream-form-why-hint = Nur bei weniger als drei oder mehr als neun Monaten.
workstream-form-save = Workstream speichern
workstream-form-propose = Workstream vorschlagen
workstream-form-edit = Bearbeiten
workstream-step-select = Auswählen
workstream-step-decline = Nicht auswählen
workstream-step-start = Arbeit beginnen
workstream-step-present = Ergebnis liegt vor
workstream-step-archive = Abschließen
workstream-step-withdraw = Zurückziehen
workstream-then-select = Der Workstream wird öffentlich und bekommt eine eigene Adresse. Wer dem Verband folgt, liest davon.
workstream-then-start = Die Arbeit beginnt; wer folgt, sieht den neuen Stand.
workstream-then-present = Wer dem Verband oder dem Workstream folgt, liest davon, und das Ergebnis liegt vor.
workstream-then-archive = Der Workstream ist abgeschlossen. Folgende und alles Gesagte bleiben.
workstream-then-end = Das lässt sich nicht rückgängig machen.
workstream-extend = Verlängern
workstream-new-end = Neues Ende
workstream-why-extended = Warum es länger dauert
workstream-end-it = Nicht weiterführen
workstream-reason = Grund
workstream-reason-hint = Ein Satz; er steht öffentlich beim Workstream, sobald dieser öffentlich ist.
workstream-cycle-unknown = Diesen Zyklus gibt es hier nicht.
workstream-idea-unknown = Diese Idee gibt es hier nicht.
workstream-cycle = Zyklus
workstream-origin-at = Ansehen bei { $host }
workstream-no-cycle = keiner
workstream-all-cycles = alle Zyklen
workstream-show-cycle = Anzeigen

# Meilensteine
workstream-milestone = Meilenstein
workstream-milestones = Meilensteine
workstream-milestone-due = Fällig
workstream-milestone-reached = Erreicht
workstream-milestone-open = offen
workstream-milestone-add = Meilenstein hinzufügen
workstream-milestone-reach = Erreicht
workstream-milestone-drop = Entfernen
workstream-milestone-told = Im Fediverse melden
workstream-milestone-told-hint = Ein kurzer Beitrag an alle, die dem Workstream folgen, sobald er erreicht ist.
workstream-milestone-nameless = Bitte schreiben Sie, was erreicht werden soll.
workstream-milestones-too-many = Ein Workstream hat höchstens 30 Meilensteine.
workstream-milestone-is-reached = Dieser Meilenstein ist schon erreicht.
workstream-wire-reached = „{ $name }“: Erreicht ist „{ $milestone }“.
workstream-done-milestone-added = Hinzugefügt; andere Server haben den Meilenstein auch.
workstream-done-milestone-reached = Erreicht.
workstream-done-milestone-dropped = Entfernt.

# Der Ergebnisbericht
workstream-report = Ergebnisbericht
workstream-report-about = Der Bericht steht als Text auf der Seite, damit alle ihn lesen können; Dateien kommen als Produkte dazu.
workstream-result = Ergebnis
workstream-read-report = Ergebnisbericht lesen
workstream-report-language = Sprache des Berichts
workstream-sentence = Ergebnis in einem Satz
workstream-summary = Zusammenfassung
workstream-summary-hint = Höchstens 2 000 Zeichen.
workstream-page-text = Bericht
workstream-page-text-hint = Der ganze Bericht als Text, mit Markdown.
workstream-recommendations = Empfehlungen
workstream-products = Produkte
workstream-products-hint = Eines je Zeile: Titel | Art | Link | Lizenz | Quelltext. Der Quelltext kann fehlen.
workstream-contributors = Mitwirkende
workstream-contributors-hint = Eine je Zeile, mit Organisation und Rolle: „Verein A, Redaktion | ja“. Ohne das „ja“ wird niemand öffentlich genannt.
workstream-easy = In Leichter Sprache
workstream-easy-hint = Fünf bis zehn Sätze.
workstream-open-points = Was offen blieb
workstream-one-a-line = Einer je Zeile.
workstream-repository = Quelltext
workstream-report-save = Bericht speichern
workstream-report-publish = Bericht veröffentlichen
workstream-done-report-published = Veröffentlicht. Das Ergebnis liegt vor, und wer folgt, liest davon.
workstream-sentence-missing = Bitte schreiben Sie das Ergebnis in einem Satz.
workstream-summary-missing = Bitte fassen Sie das Ergebnis zusammen.
workstream-page-text-missing = Bitte schreiben Sie den Bericht als Text. Eine Datei allein können nicht alle lesen.
workstream-lines-too-many = Höchstens 50 Zeilen mit je 300 Zeichen.
workstream-product-nameless = Jedes Produkt braucht einen Titel und eine Art.
workstream-product-without-link = Jedes Produkt braucht einen Link, der mit https beginnt.
workstream-product-without-licence = Jedes Produkt braucht eine Lizenz.
workstream-consent-unclear = Hinter dem Strich steht „ja“ oder nichts.
workstream-report-not-written = Es gibt noch keinen Bericht.
workstream-report-is-public = Der Bericht ist schon öffentlich.
workstream-report-not-public = Das Ergebnis liegt vor, sobald der Bericht veröffentlicht ist.
workstream-slot = Ergebnis: { $name }
workstream-mail-subject = Ergebnisbericht: { $name }
workstream-mail-due = Der Ergebnisbericht des Workstreams „{ $name }“ ist am { $day } fällig.
workstream-mail-write = Bericht schreiben

# Wie ein Ergebnis entstand
workstream-trace = Von der Idee zum Ergebnis
workstream-trace-of = Von der Idee zum Ergebnis: { $name }
workstream-trace-lead = Woher die Frage kommt, was erreicht ist, und wo das Ergebnis vorgestellt wird.
workstream-trace-idea = Idee
workstream-trace-slot = Vorstellung
workstream-trace-planned = geplant

workstream-phases = Phasen
workstream-phases-hint = Eine je Zeile, mit dem Tag, an dem sie beginnt: „2027-01-15 Interviews“.
workstream-phase-from = ab { $day }
workstream-phase-now = läuft
workstream-phase-unreadable = Bitte je Zeile einen Tag und einen Namen: „2027-01-15 Interviews“.
workstream-phases-too-many = Bitte höchstens zwölf Phasen.
workstream-trace-vote = Abstimmung
workstream-report-pdf = PDF (barrierefrei)
workstream-report-pdf-easy = PDF in Leichter Sprache (barrierefrei)
workstream-report-preview = Vorschau
workstream-report-four-eyes = Sie haben diesen Bericht geschrieben. Bitte lassen Sie jemand anderen aus der Koordination darauf sehen und ihn veröffentlichen.
workstream-report-withdraw = Bericht zurückziehen
workstream-report-withdraw-hint = Alle, die den Bericht haben, erfahren davon. Auf seiner Seite steht dann, wann und warum er zurückgezogen wurde; der Text bleibt nur hier.
workstream-report-withdrawn-on = Der Bericht wurde am { $day } zurückgezogen.
workstream-report-withdrawn-because = Grund: { $reason }
workstream-done-report-withdrawn = Der Bericht ist zurückgezogen.

workstream-maturity = Reifegrad
workstream-maturity-idea = Idee
workstream-maturity-trial = in Erprobung
workstream-maturity-in-use = in Nutzung
workstream-maturity-discontinued = eingestellt
workstream-maturity-since = { $maturity } seit { $day }
workstream-maturity-unsaid = kein Reifegrad angegeben
workstream-maturity-set = Reifegrad eines Produkts
workstream-maturity-about = Wie weit ein Produkt ist, ändert sich auch lange nach dem Bericht. Was vorher galt, bleibt lesbar.
workstream-maturity-which = Produkt
workstream-maturity-on = Seit
workstream-maturity-on-hint = Leer für heute.
workstream-maturity-sentence = Was das heißt, in einem Satz
workstream-maturity-save = Reifegrad speichern
workstream-maturity-before = Vorher
workstream-maturity-product = Dieses Produkt steht nicht im Bericht.
workstream-maturity-unknown = Diesen Reifegrad gibt es nicht.
workstream-maturity-day-wrong = Bitte geben Sie einen Tag an, der nicht in der Zukunft liegt.
workstream-maturity-sentence-missing = Bitte sagen Sie in einem Satz, was das heißt.
workstream-milestone-change = Ändern
workstream-milestone-save = Meilenstein speichern
