# Positionspapiere: gemeinsam geschrieben, Absatz für Absatz.

paper-too-many = Mehr Papiere sind hier nicht möglich.
paper-kind-unknown = Diese Art von Papier gibt es nicht.
paper-language-unknown = Diese Sprache kennen wir nicht.
paper-licence-unknown = Diese Lizenz kennen wir nicht.
paper-signed-before-comments = Die Zeichnung endet vor den Rückmeldungen.
paper-due-before-sent = Die Antwort wäre fällig, bevor das Papier versandt ist.
paper-answered-before-sent = Die Antwort liegt vor dem Versand.
paper-answered-unsent = Wann wurde das Papier versandt?
paper-sent-to-nobody = An wen wurde das Papier versandt?
paper-source-link-wrong = Die Adresse einer Quelle beginnt mit https://.
paper-sources-too-many = Ein Papier nennt höchstens 200 Quellen.
paper-relation-unreadable = Bitte schreiben Sie je Zeile: renews, replaces oder implements, dann einen senkrechten Strich und das frühere Papier.
paper-relation-unknown = Dieses frühere Papier haben wir nicht gefunden.
paper-relations-too-many = Ein Papier bezieht sich auf höchstens 50 andere.
paper-clause-empty = Bitte schreiben Sie eine Überschrift oder einen Text.
paper-clause-too-long = Ein Absatz ist länger als 20.000 Zeichen. Bitte teilen Sie ihn.
paper-clause-depth-wrong = Die Ebene ist 1, 2 oder 3.
paper-clauses-too-many = Ein Papier hat höchstens 500 Absätze.
paper-text-too-long = Ein Papier hat höchstens 600.000 Zeichen, das sind etwa 200 Seiten.
paper-version-unreadable = Diese Fassung des Absatzes gibt es nicht.
paper-way-unknown = Ein Absatz rückt nach oben (up) oder nach unten (down).
paper-clause-at-the-end = Weiter kann der Absatz nicht rücken.
paper-manuscript-split-unknown = Diese Aufteilung kennen wir nicht.
paper-manuscript-mode-unknown = Bitte wählen Sie: anfügen oder ersetzen.
paper-manuscript-empty = In diesem Text steht nichts, was ein Absatz wäre.
paper-file-unreadable = Diese Datei können wir nicht lesen. Möglich sind .docx, .odt und einfacher Text.
paper-file-too-large = Diese Datei ist zu groß für ein Papier von 200 Seiten.
paper-amendment-answer-unknown = Bitte wählen Sie: annehmen, zusammenführen oder ablehnen.
paper-amendment-unchanged = Der Vorschlag sagt dasselbe wie der Absatz.
paper-amendment-answered-already = Über diesen Vorschlag ist schon entschieden.
paper-stance-unknown = Bitte wählen Sie: Zustimmung oder Widerspruch.
paper-said-too-much = Zu diesem Absatz ist schon so viel gesagt, dass nichts mehr dazukommt.
paper-nobody-is-asked = Rückmeldungen sind gerade nicht möglich.
paper-state-unknown = Diesen Stand gibt es nicht.
paper-state-is-that = Das Papier ist schon auf diesem Stand.
paper-nothing-to-consult-on = Das Papier hat noch keinen Absatz, zu dem sich jemand äußern könnte.
paper-role-unknown = Diese Rolle gibt es nicht.
paper-account-unknown = Zu dieser Adresse gibt es hier kein Konto.
paper-last-lead = Jemand muss federführend bleiben. Bitte benennen Sie zuerst eine andere Person.
paper-contributors-too-many = An einem Papier arbeiten höchstens 200 Personen.
paper-nothing-to-name = Das Papier hat noch keinen Absatz.
paper-revision-unchanged = Seit der letzten Fassung hat sich nichts geändert.
paper-revisions-too-many = Ein Papier hat höchstens 500 Fassungen.

paper-confirmation-differs = Das ist nicht der letzte Teil der Adresse dieses Papiers.

paper-list-empty = Sie arbeiten noch an keinem Papier. Hier beginnen Sie eines, oder jemand lädt Sie ein.
paper-form-new = Neues Papier
paper-form-about = Das Papier sehen nur die Personen, die Sie dazu einladen.
paper-form-edit = Angaben ändern
paper-not-public = Nicht öffentlich: nur wer unten genannt ist, sieht dieses Papier.
paper-organizer = Federführend
paper-title = Titel
paper-kind = Art
paper-kind-position-paper = Positionspapier
paper-kind-joint-declaration = Gemeinsame Erklärung
paper-kind-recommendation = Empfehlung
paper-kind-guide = Leitfaden
paper-kind-material = Material
paper-kind-report = Bericht
paper-occasion = Anlass
paper-occasion-hint = Warum jetzt, in einer Zeile.
paper-summary = Zusammenfassung
paper-summary-hint = Was darin steht, in einfachen Worten.
paper-key-sentence = Kernsatz
paper-key-sentence-hint = Der eine Satz, der weitergesagt wird.
paper-easy-text = In Leichter Sprache
paper-language = Sprache
paper-licence = Lizenz
paper-comments-until = Rückmeldung bis
paper-sign-until = Zeichnung bis
paper-sources = Quellen
paper-sources-hint = Eine je Zeile: Titel | https://…
paper-relations = Frühere Papiere
paper-relations-hint = Eines je Zeile: renews (erneuert), replaces (ersetzt) oder implements (setzt um), dann | und der letzte Teil der Adresse eines Papiers hier, oder | https://… | Titel.
paper-relation-renews = Erneuert
paper-relation-replaces = Ersetzt
paper-relation-implements = Setzt um
paper-relation-renewed-by = Erneuert durch
paper-relation-replaced-by = Ersetzt durch
paper-relation-implemented-by = Umgesetzt durch
paper-follow-up = Was daraus wird
paper-addressee = Adressat
paper-sent-on = Versandt am
paper-due-on = Antwort erbeten bis
paper-answered-on = Beantwortet am
paper-answer = Antwort
paper-answer-yes = beantwortet
paper-answer-waiting = noch keine Antwort
paper-answer-silent = ohne Antwort geblieben

paper-state-drafting = Entwurf
paper-state-consultation = Konsultation
paper-consult = Konsultation beginnen
paper-redraft = Zurück zum Entwurf
paper-discard = Papier verwerfen
paper-discard-about = Alles geht verloren, auch was dazu gesagt ist.
paper-discard-confirm = Zur Bestätigung
paper-discard-hint = Bitte schreiben Sie: { $slug }

paper-clauses = Absätze
paper-clauses-empty = Noch kein Text. Schreiben Sie Absatz für Absatz, oder übernehmen Sie einen Text.
paper-clause-one = Absatz
paper-clause-number = Absatz { $number }
paper-clause-new = Absatz schreiben
paper-clause-heading = Überschrift
paper-clause-text = Text
paper-clause-depth = Ebene
paper-clause-depth-hint = 1, 2 oder 3: so wird gezählt, 1, 1.1 oder 1.1.1.
paper-clause-change = Absatz ändern
paper-clause-now = So steht der Absatz jetzt
paper-clause-then = Bisher
paper-clause-proposed = Vorschlag
paper-clause-up = Nach oben
paper-clause-down = Nach unten
paper-clause-remove = Absatz entfernen
paper-open-amendments = { $count ->
    [one] 1 Vorschlag offen
   *[other] { $count } Vorschläge offen
}
paper-open-comments = { $count ->
    [one] 1 Kommentar offen
   *[other] { $count } Kommentare offen
}
paper-agree = { $count ->
    [one] 1 Zustimmung
   *[other] { $count } Zustimmungen
}
paper-dissent = { $count ->
    [one] 1 Widerspruch
   *[other] { $count } Widersprüche
}

paper-comments = Kommentare
paper-comments-empty = Noch kein Kommentar.
paper-comment = Ihr Kommentar
paper-comment-say = Kommentieren
paper-comment-settle = Erledigt
paper-comment-settled = erledigt

paper-amendment = Änderungsvorschlag
paper-amendments = Änderungsvorschläge
paper-amendments-empty = Noch kein Vorschlag.
paper-amendment-to = Änderungsvorschlag zu Absatz { $number }
paper-amendment-reason = Begründung
paper-amendment-answer = Entscheidung
paper-amendment-answer-hint = Ein Satz: Warum so?
paper-amendment-open = offen
paper-amendment-accepted = angenommen
paper-amendment-merged = zusammengeführt
paper-amendment-declined = abgelehnt
paper-amendment-overtaken = Der Absatz hat sich seit diesem Vorschlag geändert. Annehmen würde das überschreiben; bitte führen Sie beides zusammen oder lehnen Sie ab.
paper-amendment-strikes = Der Vorschlag streicht den Absatz.
paper-side-by-side = Bisher und Vorschlag nebeneinander
paper-propose = Änderung vorschlagen
paper-proposed-text = Neuer Text
paper-proposed-hint = Leer heißt: Der Absatz soll entfallen.
paper-accept = Annehmen
paper-decline = Ablehnen
paper-merge = Zusammenführen
paper-merge-legend = Oder beides zusammenführen: So soll der Absatz lauten

paper-positions = Zustimmung und Widerspruch
paper-positions-empty = Noch hat sich keine Organisation geäußert.
paper-position-earlier = zu einer früheren Fassung
paper-position-for-hint = Leer für die eigene. Federführende tragen ein, was andere gesagt haben.
paper-stance = Haltung
paper-stance-agrees = Zustimmung
paper-stance-dissents = Widerspruch
paper-why = Warum
paper-why-hint = Bei Widerspruch bitte mit Begründung.
paper-stand = Eintragen

paper-revision = Fassung
paper-revisions = Fassungen
paper-revisions-empty = Noch keine Fassung festgehalten.
paper-revision-name = Name der Fassung
paper-revision-name-hint = Zum Beispiel: Entwurf für die Vorstände.
paper-revision-note = Was sich geändert hat
paper-revision-at = Festgehalten am
paper-revision-keep = Fassung festhalten
paper-difference = Unterschiede
paper-difference-to-now = Unterschiede zu jetzt
paper-difference-to-before = zur Fassung davor
paper-now = jetziger Stand
paper-number-before = bisher { $number }
paper-inserted = neu
paper-deleted = gestrichen
paper-fate-same = unverändert
paper-fate-changed = geändert
paper-fate-added = neu
paper-fate-removed = entfallen
paper-print = Druckansicht mit Zeilennummern
paper-print-confidential = Nicht öffentlich

paper-manuscript = Text übernehmen
paper-manuscript-about = Aus der Textverarbeitung oder als Markdown. Überschriften, Nummern, Listen und Fußnoten werden erkannt. Sie sehen zuerst, was daraus wird.
paper-manuscript-preview = { $count ->
    [one] Daraus wird 1 Absatz
   *[other] Daraus werden { $count } Absätze
}
paper-manuscript-text = Text
paper-manuscript-hint = Hier einfügen. Mit einer Datei steht danach ihr Text hier.
paper-manuscript-look = Ansehen
paper-manuscript-take = Übernehmen
paper-file = Datei
paper-file-hint = .docx, .odt oder einfacher Text. Was unter nachverfolgten Änderungen gelöscht ist, und Kommentare, bleiben draußen.
paper-split = Ein Absatz ist
paper-split-paragraph = jeder Absatz des Textes, oder was eine eigene Nummer hat
paper-split-heading = alles unter einer Überschrift
paper-mode = Die Absätze
paper-mode-append = hinten anfügen
paper-mode-replace = anstelle der jetzigen
paper-mode-replace-hint = Absätze mit gleicher Überschrift oder gleichem Text behalten, was zu ihnen gesagt ist.

paper-contributors = Wer mitarbeitet
paper-contributor = Name
paper-organisation = Organisation
paper-role = Rolle
paper-role-lead = federführend
paper-role-editor = schreibt mit
paper-role-commenter = gibt Rückmeldung
paper-invite = Einladen
paper-invite-email = E-Mail-Adresse
paper-invite-hint = Die Adresse eines Kontos auf diesem Server.
paper-dismiss = Entfernen

paper-log = Verlauf
paper-log-begun = Papier begonnen
paper-log-revised = Angaben geändert
paper-log-text-taken = Text übernommen, jetzt { $about } Absätze
paper-log-clause-added = Absatz { $about } geschrieben
paper-log-clause-changed = Absatz { $about } geändert
paper-log-clause-moved = Absatz { $about } gerückt
paper-log-clause-removed = Absatz { $about } entfernt
paper-log-amendment-accepted = Vorschlag zu Absatz { $about } angenommen
paper-log-amendment-merged = Vorschlag zu Absatz { $about } zusammengeführt
paper-log-amendment-declined = Vorschlag zu Absatz { $about } abgelehnt
paper-log-consulted = Konsultation begonnen
paper-log-redrafted = Zurück zum Entwurf
paper-log-revision-named = Fassung „{ $about }“ festgehalten
paper-log-contributor-invited = Eingeladen für: { $about }
paper-log-contributor-dismissed = Nicht mehr dabei für: { $about }

paper-done-consulted = Die Konsultation hat begonnen. Alle Eingeladenen können sich jetzt äußern.
paper-done-redrafted = Das Papier ist wieder ein Entwurf.
paper-done-invited = Die Person arbeitet jetzt mit.
paper-done-discarded = Das Papier ist verworfen.
paper-done-dismissed = Die Person arbeitet nicht mehr mit.
paper-done-named = Die Fassung ist festgehalten.
paper-done-taken = Der Text ist übernommen.
paper-done-added = Der Absatz steht jetzt am Ende.
paper-done-removed = Der Absatz ist entfernt.
paper-done-moved = Der Absatz ist gerückt.
paper-done-commented = Ihr Kommentar steht jetzt dabei.
paper-done-settled = Der Kommentar ist erledigt.
paper-done-proposed = Ihr Vorschlag steht jetzt dabei.
paper-done-answered = Über den Vorschlag ist entschieden.
paper-done-stood = Die Haltung ist eingetragen.
