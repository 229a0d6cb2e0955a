# Wer nutzt, was in einem Workstream entstanden ist, weil die Organisation es selbst sagt.

adoption-title = Genutzte Ergebnisse
adoption-about = Hier sagen Sie, welche Ergebnisse Ihre Organisation nutzt, und sehen, was andere über Ihre melden. Jede Organisation spricht für sich: Zurücknehmen kann eine Meldung nur, wer sie gemacht hat.
adoption-used-by = Wer das nutzt
adoption-how = Ihre Organisation nutzt das auch? Sagen Sie es auf Ihrem eigenen Server unter „Genutzte Ergebnisse“, mit der Adresse dieser Seite.
adoption-whole = das ganze Ergebnis
adoption-line = { $product }, seit { $day } ({ $origin })
adoption-word = Meldung
adoption-see = So wird es genutzt
adoption-trace = Nutzung

adoption-state = Stand
adoption-state-offered = gemeldet
adoption-state-accepted = wird gezeigt
adoption-state-rejected = wird nicht gezeigt

adoption-waiting = Meldungen zu Ihren Berichten
adoption-nothing-waits = Zurzeit wartet keine Meldung.
adoption-accept = Beim Bericht zeigen
adoption-accept-hint = Gezeigt wird die Organisation mit Datum, Server und dem, was sie dazu schreibt.
adoption-reject = Nicht zeigen
adoption-reason = Warum nicht
adoption-reason-hint = Geht nur an die Organisation, die es gemeldet hat.
adoption-ours = Was Sie nutzen
adoption-adopter = Organisation
adoption-since = Seit
adoption-withdraw = Zurücknehmen
adoption-announce = Sagen, dass Sie etwas nutzen
adoption-report = Adresse des Berichts
adoption-report-hint = Wie sie im Browser steht, von hier oder von einem anderen Server.
adoption-product = Produkt
adoption-product-hint = So, wie es im Bericht heißt. Leer, wenn Sie das ganze Ergebnis nutzen.
adoption-note = Wofür Sie es nutzen
adoption-note-hint = In einem Satz; er steht öffentlich beim Bericht.
adoption-link = Link dazu
adoption-link-hint = Wo andere sehen, wie Sie es nutzen.
adoption-announce-hint = Auf der Seite des Berichts können es alle lesen. Auf einem anderen Server erscheint es, sobald dort jemand zustimmt.
adoption-announce-button = Melden
adoption-desk-waiting =
    { $count ->
        [one] Eine Organisation meldet, dass sie ein Ergebnis von Ihnen nutzt.
       *[other] { $count } Meldungen über genutzte Ergebnisse warten.
    }
adoption-done-announced = Gemeldet.
adoption-done-accepted = Die Organisation steht jetzt beim Bericht.
adoption-done-rejected = Wird nicht gezeigt.
adoption-done-withdrawn = Zurückgenommen. Der Server des Berichts erfährt es.

adoption-report-missing = Bitte geben Sie die ganze Adresse des Berichts an, mit https.
adoption-no-report = Unter dieser Adresse ist kein öffentlicher Ergebnisbericht zu finden.
adoption-product-unknown = Ein Produkt mit diesem Namen steht nicht im Bericht.
adoption-note-too-long = Bitte höchstens 300 Zeichen.
adoption-link-wrong = Bitte geben Sie einen Link an, der mit https beginnt.
adoption-announced-already = Das ist schon gemeldet.
adoption-too-many = Mehr Meldungen sind für eine Organisation nicht möglich.
adoption-answered-already = Diese Meldung ist schon beantwortet.
adoption-not-ours = Zurücknehmen kann das nur die Organisation, die es gemeldet hat.
