# Welche Organisationen an einem Workstream beteiligt sind, weil sie es selbst gesagt haben.

involvement-part = Beteiligung
involvement-part-lead = federführend
involvement-part-contribute = arbeitet mit
involvement-part-follow = begleitet

involvement-state = Stand
involvement-state-offered = angefragt
involvement-state-accepted = zugesagt
involvement-state-rejected = abgelehnt
involvement-state-unconfirmed = nicht bestätigt

involvement-title = Beteiligung an Workstreams
involvement-about = Hier fragen andere, ob Ihre Organisation sich an einem Workstream beteiligt, oder ob ihre es an Ihrem darf. Öffentlich steht eine Organisation erst dabei, wenn sie selbst zugesagt hat.
involvement-asking = Anfragen an Sie
involvement-nobody-asks = Zurzeit fragt niemand.
involvement-offers = { $organisation } wird um Beteiligung gebeten: { $part }.
involvement-requests = { $organisation } möchte sich beteiligen: { $part }.
involvement-accept-hint = Sagen Sie zu, steht die Organisation öffentlich beim Workstream, hier und auf anderen Servern. Zurücknehmen können Sie es jederzeit.
involvement-accept = Zusagen
involvement-reject = Ablehnen
involvement-reason = Grund für eine Absage
involvement-reason-hint = Geht nur an die, die fragen.
involvement-ours = Wo Sie beteiligt sind
involvement-organisation = Organisation
involvement-action = Aktion
involvement-end = Beenden
involvement-ask = Beteiligung anfragen
involvement-ask-hint = Ihre Anfrage ist zugleich Ihre Zusage: Nimmt der Workstream sie an, stehen Sie öffentlich dabei. Wer die Adresse der Anfrage kennt, kann sie lesen.
involvement-ask-button = Anfragen
involvement-of-one = Beteiligte Organisationen
involvement-of-one-about = Bitten Sie andere Organisationen um Beteiligung. Genannt werden sie erst, wenn sie zugesagt haben; bis dahin sehen nur Sie die Anfrage.
involvement-none = Noch ist niemand gefragt.
involvement-to-answer = Beantworten
involvement-offer = Eine Organisation fragen
involvement-offer-button = Fragen
involvement-word = Zusage
involvement-desk-asked =
    { $count ->
        [one] Eine Anfrage zu einer Beteiligung an einem Workstream wartet.
       *[other] { $count } Anfragen zu Beteiligungen an Workstreams warten.
    }
involvement-done-offered = Gefragt. Die Antwort erscheint hier.
involvement-done-asked = Angefragt. Die Antwort erscheint hier.
involvement-done-accepted = Zugesagt.
involvement-done-rejected = Abgelehnt.
involvement-done-ended = Beendet. Alle, die davon wussten, erfahren es.

involvement-not-open = Dieser Workstream ist noch nicht ausgewählt oder schon abgeschlossen.
involvement-is-lead = Diese Organisation führt den Workstream schon.
involvement-no-organisation = Unter dieser Adresse ist keine Organisation zu finden.
involvement-no-workstream = Unter dieser Adresse ist kein Workstream zu finden.
involvement-offered-already = Diese Anfrage läuft schon.
involvement-agreed-already = Diese Organisation ist schon beteiligt.
involvement-answered-already = Diese Anfrage ist schon beantwortet.
involvement-too-many = Mehr Organisationen passen nicht zu einem Workstream.
involvement-part-unknown = Diese Beteiligung gibt es nicht.
