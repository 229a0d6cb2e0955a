# Arbeitsgruppen: ohne Enddatum, mit dem, was sie gemacht haben.

working-group-too-many = Mehr Arbeitsgruppen sind nicht möglich.
working-group-outputs-too-many = Eine Arbeitsgruppe zeigt höchstens 300 Ergebnisse.
working-group-kind-unknown = Diese Art gibt es nicht.
working-group-link-wrong = Bitte geben Sie eine Adresse an, die mit https:// beginnt.

working-group-one = Arbeitsgruppe
working-group-list = Arbeitsgruppen
working-group-list-lead = Wer dauerhaft an einer Sache arbeitet, und was dabei entsteht.
working-group-list-empty = Hier gibt es noch keine Arbeitsgruppe.
working-group-closed = Hier arbeitet niemand mehr.
working-group-closed-ones = Beendete Arbeitsgruppen
working-group-closed-tag = beendet
working-group-open-tag = arbeitet
working-group-about = Wer woran arbeitet
working-group-contact = Ansprechstelle
working-group-contact-hint = Organisation und Rolle, oder eine Adresse. Alle können es lesen.
working-group-outputs = Ergebnisse
working-group-outputs-empty = Noch kein Ergebnis.
working-group-output = Titel
working-group-output-add = Ergebnis eintragen
working-group-output-drop = Entfernen
working-group-kind = Art
working-group-kind-information = Information
working-group-kind-guide = Leitfaden
working-group-kind-study = Studie
working-group-kind-software = Software
working-group-kind-other = Anderes
working-group-link = Adresse
working-group-published-on = Erschienen
working-group-form-new = Arbeitsgruppe anlegen
working-group-form-about = Eine Arbeitsgruppe hat kein Enddatum und eine eigene Seite mit ihren Ergebnissen.
working-group-form-closed = Hier arbeitet niemand mehr
working-group-done-added = Eingetragen.
working-group-done-removed = Entfernt.
working-group-feed = Arbeitsgruppen: { $name }
