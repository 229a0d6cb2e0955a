# Berichte: was bei einem Termin herausgekommen ist.

report-title = Bericht
report-list = Berichte
report-none = Noch kein Bericht.
report-feed = Berichte: { $name }
report-title-of = Bericht: { $title }
report-published = Veröffentlicht:
report-changed = geändert:
report-to-event = Zum Termin
report-read = Bericht lesen
report-read-at = Zum Bericht bei { $host }
report-preview = So wird der Bericht aussehen. Noch sieht ihn nur, wer hier arbeitet.
report-preview-back = Zurück zum Bearbeiten

report-goals = Ziele
report-groups = Ergebnisse der Kleingruppen
report-materials = Materialien
report-recordings = Aufzeichnungen
report-transcript = Transkript
report-label-question = Frage
report-label-host = Leitung
report-label-findings = Ergebnisse
report-label-open = Offen

report-answer-reached = erreicht
report-answer-partly = teilweise
report-answer-not-reached = nicht erreicht
report-answer-open = offen

report-licence-cc0 = CC0 1.0
report-licence-cc-by = CC BY 4.0
report-licence-cc-by-sa = CC BY-SA 4.0
report-licence-cc-by-nd = CC BY-ND 4.0
report-licence-cc-by-nc = CC BY-NC 4.0
report-licence-cc-by-nc-sa = CC BY-NC-SA 4.0
report-licence-cc-by-nc-nd = CC BY-NC-ND 4.0
report-licence-all-rights-reserved = Alle Rechte vorbehalten

report-medium-audio = Podcast
report-medium-video = Video

report-state-draft = Entwurf
report-state-published = Öffentlich
report-state-withdrawn = Zurückgezogen

# Was an einem Bericht nicht stimmt
report-summary-missing = Bitte sagen Sie das Ergebnis in einem Satz.
report-summary-too-long = Das Ergebnis in einem Satz darf höchstens 300 Zeichen haben.
report-text-missing = Bitte schreiben Sie einen Text. Ein Bericht, der nur aus Anlagen besteht, ist nicht für alle lesbar.
report-text-too-long = Der Text darf höchstens 40 000 Zeichen haben.
report-transcript-missing = Zu einer Aufzeichnung fehlt das Transkript: als Link in ihrer Zeile oder hier als Text.
report-transcript-too-long = Das Transkript darf höchstens 150 000 Zeichen haben. Bitte verlinken Sie ein längeres.
report-line-too-long = Eine Zeile darf höchstens 500 Zeichen haben.
report-link-wrong = Ein Link beginnt mit https:// oder http://.
report-goal-unreadable = Bitte schreiben Sie je Zeile: Ziel | erreicht, teilweise, nicht erreicht oder offen | ein Satz dazu.
report-goal-nameless = In einer Zeile fehlt das Ziel.
report-answer-unknown = Ein Ziel ist erreicht, teilweise, nicht erreicht oder offen.
report-too-many-goals = Höchstens 20 Ziele.
report-group-nameless = Jede Gruppe beginnt mit ihrem Namen in einer eigenen Zeile.
report-group-empty = Eine Gruppe hat weder Ergebnisse noch offene Punkte.
report-too-many-points = Höchstens 50 Ergebnisse und 50 offene Punkte je Gruppe.
report-too-many-groups = Höchstens 30 Gruppen.
report-material-unreadable = Bitte schreiben Sie je Zeile: Titel | Link | Lizenz | von wem.
report-material-nameless = In einer Zeile fehlt der Titel des Materials.
report-licence-missing = Bitte geben Sie zu jedem Material eine Lizenz an, sonst weiß niemand, was erlaubt ist.
report-licence-unknown = Diese Lizenz kennen wir nicht. Beispiele: CC BY 4.0, Alle Rechte vorbehalten
report-too-many-materials = Höchstens 50 Materialien.
report-recording-unreadable = Bitte schreiben Sie je Zeile: Titel | Podcast oder Video | Link | Sprache | Link zum Transkript.
report-recording-nameless = In einer Zeile fehlt der Titel der Aufzeichnung.
report-medium-unknown = Eine Aufzeichnung ist ein Podcast oder ein Video.
report-spoken-language-wrong = Diese Sprache konnten wir nicht lesen. Beispiele: de, en, gsg
report-too-many-recordings = Höchstens 20 Aufzeichnungen.
report-not-written = Es gibt noch keinen Bericht.
report-is-public-already = Der Bericht ist schon öffentlich.
report-is-not-public = Der Bericht ist nicht öffentlich.
report-event-is-cancelled = Der Termin ist abgesagt und hat nicht stattgefunden.
report-event-is-postponed = Der Termin ist verschoben und hat noch nicht stattgefunden.
report-event-has-not-begun = Einen Bericht gibt es erst, wenn der Termin begonnen hat.

# Im Arbeitsbereich
report-desk-saved = Gespeichert. Öffentlich ist es noch nicht.
report-desk-changed = Geändert. Alle, die den Bericht haben, bekommen die neue Fassung.
report-desk-published = Veröffentlicht.
report-desk-withdrawn = Zurückgezogen.
report-desk-not-due = Einen Bericht gibt es, sobald ein veröffentlichter Termin begonnen hat.
report-desk-coordinators-change = Was öffentlich ist, ändert die Koordination.
report-missing = Bericht fehlt
report-missing-lead = Diese Termine sind vorbei, und noch steht nirgends, was herausgekommen ist.
report-write = Bericht schreiben

report-form-result = Ergebnis
report-form-results = Ziele und Gruppen
report-form-media = Materialien und Aufzeichnungen
report-form-save = Entwurf speichern
report-form-change = Änderung veröffentlichen
report-form-late = Jemand hat diesen Bericht gerade geändert. Wenn Sie noch einmal speichern, gilt Ihre Fassung.
report-field-title = Titel
report-field-summary = Ergebnis in einem Satz
report-field-summary-hint = Das lesen Folgende zuerst, auch auf Mastodon. Zum Veröffentlichen nötig.
report-field-language = Sprache
report-field-text = Text
report-field-easy-text = In Leichter Sprache
report-field-easy-text-hint = Fünf bis zehn Sätze genügen.
report-field-goals-hint = Je Zeile: Ziel | erreicht, teilweise, nicht erreicht oder offen | ein Satz dazu
report-field-groups-hint = Zuerst der Name der Gruppe, darunter Zeilen mit „Frage:“, „Leitung:“ (Organisation und Rolle), „Ergebnisse:“ und „Offen:“, die Punkte darunter mit einem Strich. Zwischen zwei Gruppen steht eine leere Zeile.
report-field-materials-hint = Je Zeile: Titel | Link | Lizenz | von wem. Lizenzen: { $licences }
report-field-recordings-hint = Je Zeile: Titel | Podcast oder Video | Link | Sprache | Link zum Transkript
report-field-transcript-hint = Was in den Aufzeichnungen gesagt wird, die kein verlinktes Transkript haben. Ohne Transkript wird nicht veröffentlicht: Wer nicht hört, liest mit.

report-publish = Bericht veröffentlichen
report-publish-question = Bericht veröffentlichen?
report-publish-tells = Alle, die dem Verband folgen, bekommen ihn: als Artikel, und als Beitrag am Termin mit dem Ergebnis in einem Satz.
report-publish-later = Sie können ihn danach ändern und zurückziehen.
report-publish-late = Jemand hat den Bericht gerade geändert. Bitte sehen Sie ihn noch einmal an.
report-withdraw = Bericht zurückziehen
report-withdraw-question = Bericht zurückziehen?
report-withdraw-page = Seine Seite sagt, dass es ihn nicht mehr gibt.
report-withdraw-tells = Andere Server werden gebeten, ihn und den Beitrag am Termin zu löschen.
report-withdraw-later = Der Text bleibt hier. Sie können ihn ändern und neu veröffentlichen.

# Auf anderen Servern
report-wire-note = Bericht zu „{ $title }“: { $summary }
