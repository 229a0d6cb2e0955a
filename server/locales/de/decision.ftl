# Abstimmungen: die Auswahl eines Zyklus, der Stimmzettel und was entschieden wurde.

decision-question-missing = Bitte schreiben Sie, worüber abgestimmt wird.
decision-text-too-long = Dieser Text ist zu lang.
decision-event-missing = Bitte nennen Sie den Termin, dessen Anwesende abstimmen.
decision-points-wrong = Bitte eine Zahl: 1 bis 100 Punkte, oder 1 bis 20 Plätze.
decision-each-wrong = Bitte eine Zahl von 1 bis zu allen Punkten eines Stimmzettels.
decision-options-too-many = Höchstens 2000 Möglichkeiten stehen zur Wahl.
decision-option-twice = Eine Möglichkeit steht zweimal da.
decision-word-unknown = Dieses Wort kennen wir hier nicht.
decision-quorum-wrong = Bitte eine Zahl von 0 bis 20000.
decision-not-a-draft = Die Abstimmung ist schon eröffnet und bleibt, wie sie ist.
decision-not-open = Die Abstimmung ist nicht offen.
decision-ends-too-soon = Dieser Zeitpunkt ist schon vorbei.
decision-without-options = Es gibt nichts zu wählen: Der Zyklus hat keine offene Idee, und es ist keine Möglichkeit eingetragen.
decision-without-electors = Niemand kann abstimmen: Beim Termin ist noch niemand als anwesend vermerkt, oder keine Organisation ist genannt.
decision-sentence-missing = Bitte schreiben Sie das Ergebnis in einem Satz.
decision-option-unknown = Eine Nummer steht nicht zur Wahl.
decision-mark-unreadable = Ein Eintrag ist nicht lesbar.
decision-too-many-for-one = Eine Möglichkeit hat zu viele oder zu wenige Punkte.
decision-too-many-points = Sie haben mehr Punkte vergeben, als Sie haben.
decision-no-such-place = Diesen Platz gibt es nicht.
decision-place-twice = Ein Platz ist zweimal vergeben.
decision-objection-missing = Bitte schreiben Sie, was dagegen spricht.
decision-ballot-empty = Der Stimmzettel ist leer. Wenn Sie sich enthalten wollen, drücken Sie „Enthalten“.
decision-votes-on-paper = Dieser Stimmzettel wurde auf Papier ausgegeben und gilt nur dort.
decision-ballot-not-found = Ihr Stimmzettel ist abgegeben und zählt. Ändern lässt er sich nicht mehr, weil die Datenbank aus einer Sicherung wiederhergestellt wurde.
decision-is-over = Die Abstimmung ist vorbei. Es werden keine Stimmzettel mehr angenommen.
decision-code-unknown = Diesen Code kennt keine offene Abstimmung.
decision-has-voted = Mit diesem Code wurde schon online abgestimmt.
decision-receipt-unknown = Diese Quittung gehört zu keinem Stimmzettel auf Papier.
decision-group-unknown = Diese Gruppe gibt es hier nicht.
decision-no-paper-left = Von dieser Gruppe sind schon alle ausgegebenen Stimmzettel eingetragen.
decision-choices-unreadable = Bitte schreiben Sie „Nummer:Punkte“, mit Komma dazwischen, etwa „12:3, 15:2“.
decision-quorum-missed = Es haben zu wenige abgestimmt, um etwas auszuwählen. Schließen geht nur ohne Auswahl.

decision-subject-cycle = Zyklus
decision-state = Stand
decision-state-draft = Entwurf
decision-state-open = läuft
decision-state-closed = abgeschlossen
decision-method = Verfahren
decision-method-dots = Punktabfrage
decision-method-ranking = Rangfolge
decision-method-consent = Konsent
decision-method-yes-no = Ja oder Nein
decision-secrecy = Geheimhaltung
decision-secrecy-secret = geheim
decision-secrecy-open = offen
decision-voters = Wer abstimmt
decision-voters-people = jede anwesende Person
decision-voters-associations = jeder anwesende Verband mit einer Stimme
decision-results = Zwischenstand
decision-results-hidden = verborgen bis zum Schluss
decision-results-shown = sichtbar, sobald drei abgestimmt haben
decision-way-room = vor Ort
decision-way-stream = online
decision-way-paper = auf Papier
decision-way-remote = von einem anderen Server

decision-how-dots = { $points ->
    [one] Ein Punkt
   *[other] { $points } Punkte
 }, höchstens { $each } für eine Möglichkeit.
decision-how-ranking = { $places ->
    [one] Ein Platz
   *[other] { $places } Plätze
 }: 1 für das Wichtigste, dann 2 und so weiter. Platz 1 zählt am meisten.
decision-how-consent = Zustimmen kann, wer keinen schwerwiegenden Einwand hat. Wer einen hat, schreibt ihn dazu.
decision-how-yes-no = Zu jeder Möglichkeit ja oder nein.
decision-given-points = { $points ->
    [one] { $points } Punkt
   *[other] { $points } Punkte
 }
decision-given-consent = { $yes } stimmen zu, { $no ->
    [one] { $no } Einwand
   *[other] { $no } Einwände
 }
decision-given-yes-no = { $yes } ja, { $no } nein
decision-turnout = { $ballots } von { $electors } haben abgestimmt

decision-list = Abstimmungen
decision-list-empty = Noch keine Abstimmung. Eine Abstimmung gehört zu einem Zyklus und wird am Tag der Auswahl eröffnet.
decision-none = Hier wurde noch nicht abgestimmt.
decision-feed = Abstimmungen: { $cycle }
decision-question = Frage
decision-question-hint = Etwa „Welche Ideen werden Workstreams?“
decision-about = Worum es geht und nach welchen Kriterien
decision-options = Zur Wahl
decision-options-hint = Je Zeile eine. Leer für alle offenen Ideen des Zyklus.
decision-option = Möglichkeit
decision-points = Punkte oder Plätze je Stimmzettel
decision-points-hint = Bei Punktabfrage und Rangfolge. Leer für 5.
decision-each = Höchstens für eine Möglichkeit
decision-each-hint = Nur bei der Punktabfrage. Leer für 3.
decision-event = Termin, dessen Anwesende abstimmen
decision-event-hint = Beim Eröffnen wird festgehalten, wer dort als anwesend vermerkt ist. Danach kommt niemand hinzu.
decision-quorum = Mindestbeteiligung
decision-quorum-hint = So viele Stimmzettel insgesamt. Leer für keine.
decision-quorum-total = Mindestens { $count } Stimmzettel.
decision-group-quorum = Mindestbeteiligung je Gruppe
decision-group-quorum-hint = So viele Stimmzettel aus jeder gesellschaftlichen Gruppe, oder alle, wenn sie kleiner ist.
decision-quorum-groups = Aus jeder Gruppe mindestens { $count }, oder alle, wenn sie kleiner ist.
decision-quorum-reached = erreicht
decision-quorum-not-reached = nicht erreicht
decision-ends-on = Abstimmen bis
decision-ends-at = Uhrzeit
decision-letters = Allen mit E-Mail-Adresse den Weg zum Stimmzettel schicken
decision-until = Abstimmen bis
decision-until-then = Bis { $until }.
decision-form-new = Abstimmung vorbereiten
decision-form-edit = Abstimmung ändern
decision-form-what = Worüber
decision-form-how = Wie
decision-form-who = Wer und wann
decision-votes-cast = Beteiligung
decision-done-discarded = Der Entwurf ist gelöscht.
decision-done-opened = Die Abstimmung läuft.
decision-done-closed = Die Abstimmung ist abgeschlossen und ausgezählt.
decision-done-handed-out = Der Stimmzettel auf Papier ist ausgegeben.
decision-done-entered = Der Stimmzettel ist eingetragen.
decision-open-it = Abstimmung eröffnen
decision-open-hint = Ab jetzt steht fest, wer abstimmt und was zur Wahl steht: alle, die beim Termin als anwesend vermerkt sind, und alle offenen Ideen.
decision-discard = Entwurf löschen
decision-close-it = Abstimmung schließen und auszählen
decision-close-hint = Danach wird kein Stimmzettel mehr angenommen, und nichts führt mehr von einem Stimmzettel zu einer Person. Das Ergebnis geht an alle, die dem Verband folgen.
decision-sentence = Ergebnis in einem Satz
decision-sentence-hint = Etwa „Ausgewählt sind der Leitfaden Wahlsoftware und das Reallabor Vereine.“
decision-chosen = ausgewählt
decision-chosen-numbers = Nummern der ausgewählten Ideen
decision-chosen-hint = Mit Komma dazwischen. Für jede wird ein Workstream vorbereitet; die anderen Ideen bekommen den Stand „nicht ausgewählt“, und ihre Urheber:innen eine Nachricht. Leer, wenn nichts ausgewählt wird.
decision-declined = Andere Ideen wurden ausgewählt: { $sentence }
decision-objections = Einwände
decision-objections-hint = Was dagegen gesagt wurde, ohne Namen. Steht im Beschluss.
decision-review-on = Wieder ansehen am
decision-review-hint = An diesem Tag werden die Koordinierenden erinnert.

decision-vote = Abstimmen
decision-vote-how = Wer abstimmt, hat einen eigenen Link bekommen, per E-Mail, auf der Seite der eigenen Anmeldung oder als QR-Code auf Papier. Mit dem Code aus sechs Zeichen geht es genauso.
decision-vote-by-code = Mit Code abstimmen
decision-code = Code
decision-code-lead = Der Code steht auf Ihrem Zettel oder in Ihrer E-Mail.
decision-code-hint = Sechs Zeichen; Groß- und Kleinschreibung ist egal.
decision-code-go = Zum Stimmzettel
decision-ballot-of = Der Stimmzettel von { $name }. Wer ihn zuletzt abgibt, zählt.
decision-read-idea = Idee lesen
decision-count = Zusammenzählen
decision-left = { $count ->
    [one] Noch ein Punkt
   *[other] Noch { $count } Punkte
 }
decision-over = { $count ->
    [one] Ein Punkt zu viel
   *[other] { $count } Punkte zu viel
 }
decision-less = Einer weniger: { $title }
decision-more = Einer mehr: { $title }
decision-consent = Zustimmung
decision-object = Einwand
decision-no-mark = nichts davon
decision-objection = Was dagegen spricht
decision-objection-hint = Ohne Ihren Namen. Die Koordinierenden lesen es und fassen es im Beschluss zusammen.
decision-cast-it = Stimmzettel abgeben
decision-cast-again = Geänderten Stimmzettel abgeben
decision-abstain = Enthalten
decision-cast = Ihr Stimmzettel ist abgegeben. Bis zum Schluss können Sie ihn hier ändern.
decision-cast-abstained = Sie haben sich enthalten.
decision-receipt = Quittung:
decision-receipt-hint = Bitte aufschreiben: Mit diesem Code finden Sie nach dem Ende Ihren Stimmzettel in der öffentlichen Datei.
decision-receipt-correct = Nur um einen schon eingetragenen Stimmzettel zu berichtigen.
decision-to-result = Zum Ergebnis
decision-to-ballot = Abstimmen: { $question }

decision-result = Ergebnis
decision-result-all = Alle Möglichkeiten
decision-place = Platz
decision-given = Ergebnis
decision-given-by = Stimmzettel
decision-group = Gruppe
decision-group-none = ohne Angabe
decision-group-others = weitere Gruppen
decision-groups-small = Gruppen, aus denen weniger als drei abgestimmt haben, stehen zusammen.
decision-hidden = Der Zwischenstand bleibt bis zum Schluss verborgen.
decision-too-few-yet = Der Zwischenstand erscheint, sobald { $count } abgestimmt haben.
decision-others = Andere Abstimmungen dieses Zyklus
decision-screen = Anzeige für den Raum
decision-screen-refreshed = Diese Seite lädt sich alle fünf Sekunden neu.
decision-screen-still = Anhalten
decision-trust = Was wer sehen kann
decision-trust-secret = Auf keinem Stimmzettel steht, von wem er ist. Festgehalten wird getrennt davon nur, wer abgestimmt hat. Solange die Abstimmung läuft, führt Ihr Link zu Ihrem Stimmzettel, damit Sie ihn ändern können; beim Schließen wird das gelöscht, und in keiner Sicherung steht es.
decision-trust-host = Wer diesen Server betreibt, könnte während der Abstimmung trotzdem mitlesen, wer was wählt. Wer seine Quittung zeigt, zeigt damit auch seine Wahl. Wo das nicht reicht, stimmen Sie auf Papier ab.
decision-trust-open = Diese Abstimmung ist offen: Auf dem Server steht, wer was gewählt hat. Die öffentliche Datei nennt keine Namen.
decision-recount = Alle können nachzählen: mit der Datei der Stimmzettel, dem Beschluss und einem kurzen Programm.
decision-file = Stimmzettel ohne Namen (CSV)
decision-record = Beschluss und Ergebnis (JSON)
decision-script = Programm zum Nachzählen (Python)
decision-digest = Prüfsumme der Datei (SHA-256):
decision-wire-digest = Prüfsumme der Stimmzettel (SHA-256): { $digest }

decision-paper = Stimmzettel auf Papier ausgeben
decision-paper-hint = Von der Person, die auf Papier abstimmt. Online geht es für sie dann nicht mehr.
decision-hand-out = Ausgegeben
decision-enter = Stimmzettel vom Papier eintragen
decision-choices = Gewählt
decision-choices-hint = Nummer und Punkte oder Platz, etwa „12:3, 15:2“; bei Ja und Nein „12:yes, 15:no“. Leer für eine Enthaltung.
decision-roll = Wer abstimmen kann
decision-roll-hint = Wer abgestimmt hat, steht hier; was, steht nirgends.
decision-slips = Zettel mit Code und QR-Code
decision-slips-hint = Zum Ausschneiden. Wer einen Zettel hat, kann mit ihm abstimmen: bitte nur der genannten Person geben.
decision-slip-qr = QR-Code zum Stimmzettel { $code }
decision-without-name = ohne Namen
decision-erased = gelöscht
decision-page = Seite { $number }

decision-mail-ballot-subject = Abstimmung: { $question }
decision-mail-ballot = Sie können jetzt abstimmen: { $question }
decision-mail-until = Abstimmen geht bis { $until }.
decision-mail-code = Ihr Code: { $code }
decision-mail-yours = Der Link ist nur für Sie. Sie können Ihren Stimmzettel bis zum Schluss ändern.
decision-mail-ballot-action = Zum Stimmzettel
decision-mail-review-subject = Wieder ansehen: { $question }
decision-mail-review = Der Beschluss „{ $sentence }“ zur Frage „{ $question }“ sollte am { $day } wieder angesehen werden.
decision-mail-review-action = Zum Beschluss
decision-secret-is-hidden = Bei geheimer Wahl bleibt der Stand bis zum Ende verborgen: Sonst verriete jeder Zuwachs einen Stimmzettel.
decision-organisations = Welche Verbände eine Stimme haben
decision-organisations-hint = So haben die Anwesenden ihren Verband geschrieben. Zwei Schreibweisen desselben Verbands zählen als eine, wenn bei beiden derselbe Name steht. Wer keine Stimme hat, bekommt keinen Namen, sondern einen Grund.
decision-organisation-people = { $people ->
    [one] eine Person
   *[other] { $people } Personen
}
decision-organisation-new = noch nicht bestätigt
decision-counts-as = Zählt als
decision-left-out-reason = Warum ohne Stimme
decision-organisations-confirm = Verbände bestätigen
decision-done-confirmed = Die Verbände sind bestätigt.
decision-organisations-unconfirmed = Bestätigen Sie zuerst, welche Verbände eine Stimme haben: Es gibt Schreibweisen, zu denen das noch niemand gesagt hat.
decision-organisations-too-many = Das sind zu viele Verbände.
decision-spelling-once = Jede Schreibweise steht genau einmal da.
decision-spelling-unknown = So hat niemand der Anwesenden einen Verband geschrieben.
decision-left-out-why = Wer keine Stimme hat, braucht einen Grund.
decision-not-of-associations = In dieser Abstimmung hat jede Person eine Stimme.
