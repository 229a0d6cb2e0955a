# Wenn etwas nicht ging: was geschehen ist und was man jetzt tun kann.

error-code = Fehler { $code }
error-number = Wenn Sie sich deswegen an uns wenden, nennen Sie bitte die Nummer dieser Anfrage:
error-to-start = Zur Startseite
error-to-events = Zu den Terminen
error-sign-in = Anmelden
error-wait = { $seconds ->
    [one] Bitte warten Sie eine Sekunde.
   *[other] Bitte warten Sie { $seconds } Sekunden.
}

error-request = Damit konnten wir nichts anfangen.
error-request-advice = Die Anfrage war unvollständig oder nicht lesbar. Bitte gehen Sie einen Schritt zurück und versuchen Sie es noch einmal.
error-forbidden = Das ist nur für Mitglieder.
error-forbidden-advice = Bitte melden Sie sich mit einem Konto an, das hierfür berechtigt ist.
error-not-found = Diese Seite gibt es nicht (mehr).
error-not-found-advice = Vielleicht hat sich die Adresse geändert, oder es fehlt ein Zeichen.
error-conflict = Jemand war schneller.
error-conflict-advice = Der Eintrag wurde inzwischen geändert. Ihre Änderung ist noch nicht gespeichert; bitte vergleichen Sie beide Fassungen.
error-gone = Das wurde gelöscht.
error-gone-advice = Hier stand einmal etwas. Es wurde entfernt und kommt nicht wieder.
error-erased = Hier stand ein Termin. Er wurde am { $date } gelöscht und kommt nicht wieder.
error-too-large = Das ist zu groß.
error-too-large-advice = Bitte wählen Sie eine kleinere Datei oder kürzen Sie den Text.
error-refused = So geht es noch nicht.
error-refused-advice = Bitte prüfen Sie Ihre Angaben und senden Sie sie noch einmal.
error-too-many = Das war zu oft hintereinander.
error-too-many-advice = Bitte warten Sie ein wenig und versuchen Sie es dann noch einmal.
error-internal = Bei uns ist etwas schiefgegangen.
error-internal-advice = Der Fehler liegt nicht bei Ihnen, und er ist vermerkt. Bitte versuchen Sie es in ein paar Minuten noch einmal.
error-unavailable = Gerade nicht erreichbar.
error-unavailable-advice = Wir arbeiten am Server oder er ist überlastet. Bitte versuchen Sie es in ein paar Minuten noch einmal.
error-method = So geht das hier nicht.
error-method-advice = Diese Adresse kennt die Art der Anfrage nicht. Was sie kennt, steht in der Kopfzeile „Allow“.
error-media-type = Das ist nicht in der Form, die hier gelesen wird.
error-media-type-advice = Bitte senden Sie JSON und nennen Sie es so: Content-Type: application/json.
error-not-json = Das ist kein JSON-Objekt. Zu lesen war es bis Zeile { $line }, Spalte { $column }.
