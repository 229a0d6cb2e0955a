# Abstimmungen zwischen Verbänden: eine Stimme je Verband, über Server hinweg.

question-question-missing = Bitte schreiben Sie, worüber abgestimmt wird.
question-text-too-long = Dieser Text ist zu lang.
question-options-wrong = Bitte 2 bis 20 Möglichkeiten, eine je Zeile.
question-option-twice = Eine Möglichkeit steht zweimal da.
question-word-unknown = Dieses Wort kennen wir hier nicht.
question-electors-wrong = Bitte wählen Sie 2 bis 100 Verbände aus, die abstimmen.
question-elector-unknown = Einen dieser Verbände kennt diese Instanz nicht. Zur Wahl stehen die eigenen, die, denen wir folgen, und die unserer Partner-Server.
question-elector-gone = Einen der ausgewählten Verbände gibt es nicht mehr. Bitte bearbeiten Sie die Abstimmung.
question-organizer-gone = Der Verband, der fragt, ist nicht mehr zu erreichen. Die Stimme wurde nicht abgeschickt.
question-quorum-wrong = Bitte eine Zahl von 0 bis zur Zahl der Verbände, die abstimmen.
question-not-a-draft = Die Abstimmung ist schon eröffnet und bleibt, wie sie ist.
question-not-open = Die Abstimmung ist nicht offen.
question-not-over = Die Frist läuft noch, und es haben noch nicht alle abgestimmt.
question-ends-too-soon = Dieser Zeitpunkt ist schon vorbei.
question-ends-too-late = Eine Abstimmung dauert höchstens ein Jahr.
question-is-over = Die Abstimmung ist vorbei. Es werden keine Stimmen mehr angenommen.
question-choice-missing = Bitte wählen Sie eine der Möglichkeiten.
question-cast-too-often = Diese Stimme wurde schon sehr oft geändert und bleibt jetzt, wie sie ist.

question-no-over = Die Frist war vorbei, als die Stimme ankam.
question-no-called-off = Die Abstimmung wurde abgesagt. Es wird nichts gezählt.
question-no-not-entitled = Dieser Verband steht nicht im Wählerverzeichnis.
question-no-unknown-option = Diese Möglichkeit steht nicht zur Wahl.
question-no-unproven = In einer offenen Abstimmung braucht jede Stimme einen gültigen Nachweis (FEP-8b32) des Verbands.
question-no-without-digest = In einer geheimen Abstimmung braucht jede Stimme eine Prüfsumme (digestMultibase).
question-no-digest-taken = Diese Prüfsumme gehört schon zu einer anderen Stimme.
question-no-older = Diese Stimme ist älter als die, die schon zählt.
question-no-public = Die Stimme war öffentlich adressiert. Sie darf nur an den gehen, der fragt.

question-state = Stand
question-state-draft = Entwurf
question-state-open = läuft
question-state-closed = ausgezählt
question-state-called-off = abgesagt
question-secrecy = Geheimhaltung
question-secrecy-open = offen
question-secrecy-secret = geheim
question-trust = Was der Gastgeber sieht:
question-trust-open = Der Server, der fragt, sieht jede Stimme sofort. Nach dem Ende liest jeder, wer wie gestimmt hat, mit der Unterschrift jedes Verbands.
question-trust-secret = Der Server, der fragt, kann lesen, wie jeder Verband stimmt, und zählt aus. Nach dem Ende wird veröffentlicht, wer abgestimmt hat, und getrennt davon jede Stimme mit einer Prüfsumme: Jeder kann nachzählen, jeder Verband findet seine Zeile. Wer will, kann seine Zeile anderen zeigen. Wo das nicht geht, stimmen Sie auf Papier ab.
question-vote-sent = abgeschickt
question-vote-counted = angenommen
question-vote-refused = abgelehnt
question-receipt-found = in der Auszählung gefunden
question-receipt-missing = fehlt in der Auszählung
question-receipt-changed = steht anders in der Auszählung
question-receipt-unpublished = Einzelne Stimmen wurden nicht veröffentlicht

question-list = Abstimmungen unter Verbänden
question-list-about = Ein Verband, eine Stimme: unter den Verbänden dieser Instanz und denen anderer Server. Wer einzeln abstimmt, tut das bei einer Auswahl.
question-list-asked = Hier gefragt
question-list-asked-none = Zurzeit fragt niemand einen Verband dieser Instanz.
question-list-ours = Von uns gefragt
question-list-ours-none = Wir haben noch niemanden gefragt.
question-public-list = Abstimmungen unter Verbänden
question-public-about = Was Verbände gemeinsam entschieden haben, mit Ergebnis und Einzelstimmen zum Nachzählen.
question-public-none = Es ist noch keine Abstimmung ausgezählt.
question-form-new = Verbände fragen
question-form-edit = Abstimmung bearbeiten
question-form-about = Niemand erfährt davon, bis Sie eröffnen. Danach ändern sich weder die Möglichkeiten noch, wer abstimmt.
question-form-what = Worum es geht
question-form-how = Wie abgestimmt wird
question-question = Frage
question-about = Erläuterung
question-options = Möglichkeiten
question-options-hint = 2 bis 20, eine je Zeile.
question-option = Möglichkeit
question-abstention = Enthaltung
question-abstention-hint = Wie eine Enthaltung heißt. Leer, wenn es keine geben soll. Sie zählt für das Quorum mit.
question-abstention-name = Enthaltung
question-quorum = Quorum
question-quorum-hint = Wie viele Verbände mindestens abstimmen müssen. Leer für beliebig viele.
question-quorum-total = { $count ->
    [one] eine Stimme
   *[other] { $count } Stimmen
 }
question-quorum-reached = erreicht
question-quorum-missed = nicht erreicht
question-ends-on = Letzter Tag
question-ends-at = Uhrzeit
question-ends-hint = Es gilt die Uhr dieses Servers. Ohne Uhrzeit zählt der ganze Tag.
question-electors = Wer abstimmt
question-electors-hint = Verbände dieser Instanz, solche, denen wir folgen, und die unserer Partner-Server. Jeder hat eine Stimme.
question-elector = Verband
question-organizer = Wer fragt
question-until = Frist
question-votes-cast = Stimmen
question-votes = { $count ->
    [one] eine Stimme
   *[other] { $count } Stimmen
 }
question-turnout = { $votes ->
    [one] Ein Verband von { $electors } hat abgestimmt.
   *[other] { $votes } von { $electors } Verbänden haben abgestimmt.
 }
question-result = Ergebnis
question-result-page = Ergebnis für alle
question-recounted = nachgezählt: stimmt
question-recounted-wrong = nachgezählt: stimmt nicht
question-vote-of = Stimme von { $association }
question-vote = Abstimmen
question-vote-anew = Stimme ändern
question-choice = Ihre Stimme
question-choice-hint = Bis zur Frist können Sie sie ändern; die letzte zählt.
question-not-voted = Noch nicht abgestimmt.
question-refused = „{ $choice }“ wurde abgelehnt:
question-digest = Prüfsumme
question-coordinators-only = Abstimmen kann, wer koordiniert.
question-open-it = Eröffnen
question-open-hint = Jeder der Verbände erhält die Frage, sonst niemand. Danach lässt sich nichts mehr ändern.
question-discard = Entwurf wegwerfen
question-close-it = Auszählen
question-close-hint = Am Ende der Frist wird von selbst ausgezählt. Früher geht es erst, wenn alle abgestimmt haben.
question-call-off = Absagen
question-call-off-hint = Es wird nichts gezählt, und die Stimmen werden hier gelöscht. Wer abstimmen konnte, erfährt es mit dem Grund, sonst niemand.
question-call-off-reason = Grund der Absage
question-reason-missing = Bitte nennen Sie den Grund.
question-called-off-because = Abgesagt:
question-wire-called-off = Abgesagt: { $reason }
question-done-called-off = Abgesagt. Wer abstimmen konnte, erfährt es.
question-mail-called-off-subject = Abstimmung abgesagt
question-mail-called-off = Die Abstimmung „{ $question }“ wurde abgesagt: { $reason } Es wird nichts gezählt.
question-sentence = Ergebnis in einem Satz
question-sentence-hint = Leer lassen, dann steht dort, was am meisten gewählt wurde.
question-has-voted = hat abgestimmt
question-roll = Wer abgestimmt hat
question-lines = Einzelstimmen
question-for-programs = Für Programme, zum Nachzählen:
question-done-discarded = Der Entwurf ist weg.
question-done-opened = Die Abstimmung ist eröffnet. Jeder Verband wurde gefragt.
question-done-closed = Die Abstimmung ist ausgezählt.
question-done-voted = Die Stimme ist abgeschickt. Ob sie zählt, steht bei der Stimme.

question-said-leading = { $count ->
    [one] Die meisten Stimmen (eine) hat „{ $option }“.
   *[other] Die meisten Stimmen ({ $count }) hat „{ $option }“.
 }
question-said-tie = { $count ->
    [one] Gleichstand mit je einer Stimme: { $option }.
   *[other] Gleichstand mit je { $count } Stimmen: { $option }.
 }
question-said-nothing = Es wurde keine Möglichkeit gewählt.
question-said-no-quorum = Das Quorum ist nicht erreicht: { $votes } von { $quorum } nötigen Stimmen.
question-wire-until = Frist: { $until }. Je Verband eine Stimme; bis dahin kann sie geändert werden.

question-mail-reminder-subject = Ihre Stimme fehlt noch: { $question }
question-mail-reminder = Bei „{ $question }“ fehlt noch die Stimme von: { $associations }.
    Die Frist endet { $until }.
question-mail-reminder-action = Abstimmen
question-desk-waiting = { $count ->
    [one] Eine Abstimmung wartet auf Ihre Stimme.
   *[other] { $count } Abstimmungen warten auf Ihre Stimme.
 }
question-desk-to-questions = Zu den Abstimmungen
question-cycle = Zyklus
question-cycle-hint = Dann wird aus seinen Ideen gewählt: Tragen Sie bei den Möglichkeiten ihre Nummern ein, oder lassen Sie sie leer für alle vorgeschlagenen.
question-cycle-none = Keiner: eigene Möglichkeiten
question-chosen = Gewählt
question-chosen-none = Keine der Ideen wurde gewählt.
question-decide = Ergebnis festhalten
question-decide-hint = Sagen Sie, welche Ideen gewählt sind. Das geht einmal. Für jede wird ein Workstream vorbereitet; wer die anderen eingebracht hat, erfährt es.
question-done-decided = Festgehalten. Wer die Ideen eingebracht hat, erfährt davon.
question-without-cycle = Diese Abstimmung geht nicht über Ideen eines Zyklus.
question-not-counted = Die Abstimmung ist noch nicht ausgezählt.
question-decided-already = Was gewählt ist, steht schon fest.
question-option-no-idea = Bitte nennen Sie Nummern von Ideen, die in diesem Zyklus vorgeschlagen sind, jede einmal.
question-idea-over = Eine der Ideen ist nicht mehr vorgeschlagen. Bitte bearbeiten Sie den Entwurf.
question-feed = Abstimmungen unter Verbänden: { $name }
