# Reihen und ihre Ausgaben.

series-name-missing = Bitte geben Sie einen Namen an.
series-name-too-long = Der Name darf höchstens 100 Zeichen haben.
series-summary-too-long = Diese Zeile darf höchstens 300 Zeichen haben.
series-description-too-long = Der Text darf höchstens 5 000 Zeichen haben.
series-cadence-unknown = Diesen Rhythmus gibt es nicht.
series-months-wrong = Bitte geben Sie eine Zahl von Monaten an, von 1 bis 120.
series-language-unknown = Bitte wählen Sie Deutsch oder Englisch.
series-picture-credit-missing = Bitte geben Sie an, von wem das Bild ist.
series-copy-without-day = Dieser Termin gehört zu keiner Reihe mit einem Rhythmus. Bitte geben Sie einen Tag an.

series-cadence = Rhythmus
series-cadence-none = kein fester Rhythmus
series-cadence-monthly = monatlich
series-cadence-quarterly = vierteljährlich
series-cadence-half-yearly = halbjährlich
series-cadence-yearly = jährlich
series-cadence-months = eigene Zahl von Monaten
series-every-months = alle { $months } Monate

series-period-half-year = { $number }. Halbjahr { $year }
series-period-quarter = { $number }. Quartal { $year }
series-period-months = { $first } bis { $last }
series-gap = „{ $series }“ hat noch keine Ausgabe: { $period }.

# Die öffentlichen Seiten
series-list = Reihen
series-list-lead = Was wiederkommt, und wem man einzeln folgen kann.
series-list-empty = Hier gibt es noch keine Reihe.
series-one = Reihe
series-follow-box = Dieser Reihe folgen
series-upcoming = Nächste Ausgaben
series-upcoming-empty = Gerade ist keine Ausgabe angekündigt.
series-past = Frühere Ausgaben

# Im Arbeitsbereich
series-to-series = Zu den Reihen
series-done-founded = Angelegt. Ab jetzt kann man dieser Reihe folgen.
series-done-changed = Gespeichert. Wer der Reihe folgt, bekommt das neue Profil.
series-form-new = Reihe anlegen
series-form-about = Eine Reihe hält nummerierte Ausgaben zusammen und hat eine eigene Adresse: Wer nur die Innovationswerkstatt will, folgt ihr allein.
series-form-coordinators-only = Eine Reihe ändert, wer die Rolle „Koordination“ hat.
series-form-what = Was es ist
series-form-name-de = Name auf Deutsch
series-form-name-en = Name auf Englisch
series-form-editions = Ihre Ausgaben
series-form-cadence-hint = Danach richten sich der Vorschlag für die nächste Ausgabe und der Hinweis, wenn eine fehlt.
series-form-months = Monate von einer Ausgabe zur nächsten
series-form-months-hint = Nur bei einer eigenen Zahl von Monaten.
series-form-picture = Bild
series-form-picture-hint = Steht auf der Seite der Reihe und in ihrem Profil auf anderen Servern.
series-form-picture-credit-hint = Wer hat es gemacht, unter welcher Lizenz? Nötig, wenn ein Bild dabei ist.
series-form-save = Reihe speichern
series-form-found = Reihe anlegen
series-new-edition = Neue Ausgabe
series-copy = Kopieren
series-copy-next = Nächste Ausgabe anlegen
series-copy-what = Das entsteht
series-copy-taken = Ein Entwurf mit denselben Texten, demselben Ort und denselben Einstellungen zur Teilnahme; in einer Reihe mit der nächsten Nummer. Uhrzeiten bleiben, alle Tage rücken mit.
series-copy-agenda = Das Programm als Entwurf, ohne die Namen derer, die sprechen oder einen Tisch leiten.
series-copy-planned = E-Mails und Aufgaben, die ab dem Beginn zählen; die Aufgaben sind wieder offen.
series-copy-left = Nicht kopiert werden Anmeldungen, der Untertitel und eine geplante Veröffentlichung.
series-copy-day-hint = Der Vorschlag folgt dem Rhythmus der Reihe: derselbe Wochentag in derselben Woche des Monats, der zweite Donnerstag bleibt ein zweiter Donnerstag.
series-copy-make = Entwurf anlegen
series-done-renewed = Die Schlüssel sind neu. Wer der Reihe folgt, bekommt sie.
series-done-closed = Die Reihe ist geschlossen.
series-keys-about = Mit ihren Schlüsseln unterschreibt die Reihe, was sie weitersagt. Neue braucht sie nur, wenn jemand Fremdes die alten kennen könnte.
series-closing = Reihe schließen
series-closing-about = Wenn sie nicht wiederkommt: Wer ihr folgt, erfährt es. Ihre Ausgaben bleiben.
series-closing-question = „{ $name }“ schließen?
series-closing-close = Endgültig schließen
series-closing-followers = { $followers ->
    [0] Andere Server erfahren, dass es die Reihe nicht mehr gibt.
    [one] Eine Person, die ihr folgt, erfährt, dass es die Reihe nicht mehr gibt.
   *[other] { $followers } Personen, die ihr folgen, erfahren, dass es die Reihe nicht mehr gibt.
}
series-closing-editions = Ihre Ausgaben bleiben Termine des Verbands, mit ihrer Nummer, aber ohne Reihe.
series-closing-handle-stays = Ihre Adresse wird nie wieder vergeben, und niemand kann ihr mehr folgen.
series-closing-handle = Zur Bestätigung: die Adresse „{ $handle }“ noch einmal
series-closing-handle-wrong = Bitte geben Sie genau die Adresse der Reihe ein, die geschlossen werden soll.
