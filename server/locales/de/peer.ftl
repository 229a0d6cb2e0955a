# Andere Server, mit denen unserer alles Öffentliche teilt, weil beide zugestimmt haben.

peer-title = Server im Verbund
peer-about = Zwei Server im Verbund teilen alles, was ihre Verbände veröffentlichen, auch was schon länger veröffentlicht ist: Termine und Berichte des einen stehen beim anderen im Kalender, mit ihrer Herkunft. Beide Seiten müssen zustimmen, und jede kann es beenden.
peer-address = Adresse des anderen Servers
peer-address-hint = Sein Name, oder die Adresse irgendeiner Seite dort.
peer-ask = Anfragen
peer-asking = Wer in den Verbund möchte
peer-list = Andere Server
peer-none = Noch ist kein anderer Server im Verbund.
peer-server = Server
peer-state = Stand
peer-since = Seit
peer-state-asked = angefragt
peer-state-waiting = wartet auf Sie
peer-state-agreed = im Verbund
peer-state-declined = von dort abgelehnt
peer-state-rejected = von Ihnen abgelehnt
peer-state-ended = von Ihnen beendet
peer-state-left = von dort beendet
peer-reading = Früher Veröffentlichtes
peer-reading-on = Wird gelesen, bisher { $count ->
    [one] eine Meldung
   *[other] { $count } Meldungen
}
peer-reading-over = Alles gelesen: { $count ->
    [0] nichts, was nicht schon hier war
    [one] eine Meldung
   *[other] { $count } Meldungen
}
peer-reading-cut = Gelesen, so weit wir lesen: { $count ->
    [one] eine Meldung
   *[other] { $count } Meldungen
}. Es gibt dort noch mehr.
peer-reading-broken = Nicht alles ließ sich lesen. Übernommen: { $count ->
    [one] eine Meldung
   *[other] { $count } Meldungen
}
peer-why = Grund
peer-asks = { $host } möchte mit Ihrem Server alles teilen, was veröffentlicht ist.
peer-consequences = Das geschieht
peer-accept-theirs = Sagen Sie zu, stehen alle öffentlichen Termine und Berichte von dort auch bei Ihnen, auch frühere, und ändern sich mit.
peer-accept-ours = Der andere Server erhält alles, was Ihre Verbände veröffentlichen, auch Früheres.
peer-accept-private = Wer teilnimmt, geschützte Orte und Entwürfe bleiben hier.
peer-accept-again = Sie können es jederzeit beenden.
peer-reason = Grund für eine Ablehnung
peer-reason-hint = Geht an den anderen Server.
peer-accept = In den Verbund aufnehmen
peer-reject = Ablehnen
peer-back = Alle Server
peer-end = Verbund beenden
peer-withdraw = Anfrage zurückziehen
peer-end-question = Nicht mehr mit { $host } im Verbund?
peer-end-events = Termine von dort verschwinden aus Ihrem Kalender. Niemand sagte Ihnen mehr, wenn sie sich ändern oder ausfallen.
peer-end-followed = Wem Ihre Verbände dort selbst folgen, dessen Termine bleiben.
peer-end-ours = Was Ihre Verbände veröffentlichen, geht nur noch an Konten dort, die ihnen folgen.
peer-end-told = Der andere Server erfährt davon.
peer-end-again = Sie können jederzeit wieder anfragen.
peer-done-asked = Angefragt. Sobald der andere Server antwortet, steht es hier.
peer-done-accepted = Zugesagt. Sobald der andere Server es bestätigt, wird gelesen, was dort veröffentlicht ist.
peer-done-rejected = Abgelehnt.
peer-done-ended = Beendet.

peer-address-missing = Bitte geben Sie die Adresse eines Servers ein.
peer-address-wrong = Das ist keine Adresse eines Servers. Sie sieht so aus: server.example
peer-own = Das ist dieser Server selbst.
peer-blocked = Dieser Server ist hier gesperrt.
peer-no-such-server = Diesen Server gibt es nicht. Bitte prüfen Sie die Schreibweise.
peer-other-software = Dort läuft kein Server, der sich am Verbund beteiligen kann. Einzelnen Konten dort können Sie trotzdem folgen.
peer-agreed-already = Dieser Server ist schon im Verbund.
peer-asked-already = Diesen Server haben Sie schon angefragt. Antwortet er nicht, können Sie nach einem Tag noch einmal fragen.
peer-too-many = Mehr Server passen nicht in den Verbund.
peer-answered-already = Dieser Server wartet nicht mehr auf eine Antwort.
peer-not-agreed = Mit diesem Server ist nichts zu beenden.
peer-reason-too-long = Bitte fassen Sie sich kürzer: höchstens 500 Zeichen.
peer-mail-subject = Ein Server möchte zum Verbund gehören
peer-mail-waiting = Diese Server warten auf Ihre Antwort: { $hosts }. Insgesamt: { $count }.
peer-mail-answer = Ansehen und antworten
peer-reading-already = Dieser Server wird gerade gelesen.
peer-read-again = Noch einmal lesen
peer-read-again-about = Fehlt etwas von dort? Dann wird alles, was dieser Server öffentlich gesagt hat, noch einmal gelesen.
peer-done-read = Der Server wird noch einmal gelesen.
