# Das Protokoll: wer hier was getan hat.

audit-log = Protokoll
audit-lead = Wer was getan hat, das Neueste zuerst. Einträge kann niemand ändern, auch die Leitung nicht: Jeder enthält die Prüfsumme des vorigen.
audit-at = Wann
audit-who = Wer
audit-what = Was
audit-subject = Woran
audit-command-line = Befehlszeile
audit-closed-account = geschlossenes Konto
audit-check = Auf Lücken und Änderungen prüfen
audit-intact = { $count ->
    [one] Ein Eintrag geprüft: unverändert.
   *[other] { $count } Einträge geprüft: lückenlos und unverändert.
}
audit-newest = Prüfsumme des neuesten Eintrags. Wer sie woanders aufbewahrt, bemerkt auch, wenn das Ende fehlt:
audit-broken = Eintrag { $entry } wurde verändert, oder davor fehlt einer.

audit-account-close = Konto geschlossen
audit-account-link = Link zum Anmelden erzeugt
audit-account-open = Konto angelegt
audit-account-password = Passwort geändert
audit-account-rename = Name geändert
audit-account-role = Rolle geändert
audit-account-sign-in = Angemeldet
audit-account-sign-out = Abgemeldet
audit-agenda-release = Programm freigegeben
audit-agenda-revise = Programm geändert
audit-association-found = Verband angelegt
audit-association-keys = Schlüssel des Verbands erneuert
audit-association-revise = Profil des Verbands geändert
audit-block-add = Server oder Konto gesperrt
audit-block-remove = Sperre aufgehoben
audit-delivery-retry = Erneut gesendet
audit-mail-retry = E-Mails erneut versucht
audit-event-cancel = Termin abgesagt
audit-event-draft = Termin angelegt
audit-event-erase = Termin gelöscht
audit-event-postpone = Termin verschoben
audit-event-publish = Termin veröffentlicht
audit-event-revise = Termin geändert
audit-event-schedule = Veröffentlichung geplant
audit-follow-end = Folgen beendet
audit-follow-request = Folgen angefragt
audit-follower-accept = Folgekonto angenommen
audit-follower-reject = Folgekonto abgelehnt
audit-import-renew = Importierten Termin aktualisiert
audit-import-take = Termin importiert
audit-participation-approve = Anmeldung angenommen
audit-participation-check-in = Eingecheckt
audit-participation-decline = Anmeldung abgelehnt
audit-participation-enter = Jemanden angemeldet
audit-participation-export = Liste der Teilnehmenden heruntergeladen
audit-participation-import = Anmeldung importiert
audit-participation-leave = Jemanden abgemeldet
audit-participation-link = Link einer Anmeldung erneuert
audit-participation-merge = Anmeldungen zusammengeführt
audit-participation-view = Bedarf einer Person angesehen
audit-participation-paper = Teilnehmende gedruckt
audit-participation-write = Nachricht an Teilnehmende
audit-report-publish = Bericht veröffentlicht
audit-report-withdraw = Bericht zurückgezogen
audit-report-write = Bericht geschrieben
audit-session-end = Auf einem anderen Gerät abgemeldet
audit-token-create = Zugangsschlüssel erzeugt
audit-token-revoke = Zugangsschlüssel widerrufen
