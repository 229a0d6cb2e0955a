# Eine Datei zu einem Bericht
attached-file = Datei hinzufügen
attached-pdf = PDF-Datei
attached-hint = Sie wird beim Speichern eingetragen. Muss etwas anderes verbessert werden, bleibt sie erhalten.
attached-title = Titel der Datei
attached-licence = Lizenz der Datei
attached-nameless = Bitte geben Sie der Datei einen Titel und wählen Sie sie noch einmal aus.
attached-without-licence = Bitte geben Sie die Lizenz der Datei an und wählen Sie sie noch einmal aus.
