# Wem wir folgen und wer uns folgt.

following-title = Folgen
following-about = Folgen Sie anderen Verbänden, und ihre Termine stehen auch in Ihrem Kalender: mit ihrer Herkunft, und immer so, wie sie dort gerade gelten.
following-as = Für welchen Verband?
following-address = Adresse im Fediverse
following-address-hint = Wie eine E-Mail-Adresse mit einem @ davor. Sie steht auf dem Profil des anderen Verbands.
following-look = Suchen
following-follow = Folgen
following-profile = Profil auf { $host } ansehen
following-approves = Dieses Konto entscheidet selbst, wer ihm folgen darf. Bis zur Antwort steht hier „angefragt“.
following-list = Wem Sie folgen
following-none = Noch niemandem. Suchen Sie oben nach einem Verband, dessen Termine Sie zeigen möchten.
following-name = Name
following-state = Stand
following-since = Seit
following-action = Aktion
following-requested = angefragt
following-accepted = angenommen
following-rejected = abgelehnt
following-end = Nicht mehr folgen
following-end-question = { $name } nicht mehr folgen?
following-end-consequences = Das geschieht
following-end-events = Termine von dort verschwinden aus Ihrem Kalender. Ohne zu folgen, erführen Sie nicht, wenn sie sich ändern oder ausfallen.
following-end-told = Der andere Server erfährt, dass Sie nicht mehr folgen.
following-end-again = Sie können jederzeit wieder folgen. Dann kommen neue Termine, und die zuletzt veröffentlichten wieder.
following-end-back = Abbrechen
following-waiting = Wer Ihnen folgen möchte
following-wants = Möchte folgen
following-accept = Annehmen
following-reject = Ablehnen
following-followers = Wer Ihnen folgt
following-relay = { $address }: alle Termine dieses Servers
following-count = { $count ->
    [0] noch niemand
    [one] 1 Konto
   *[other] { $count } Konten
}
following-done-requested = Angefragt. Sobald der andere Server antwortet, steht es hier.
following-done-ended = Sie folgen nicht mehr.
following-done-accepted = Angenommen.
following-done-rejected = Abgelehnt.

following-address-missing = Bitte geben Sie eine Adresse ein.
following-address-wrong = Das ist keine Adresse, der man folgen kann. Sie sieht so aus: @name@server.example
following-own = Das ist ein Konto dieser Instanz. Seine Termine stehen schon in Ihrem Kalender.
following-already = Diesem Konto folgen Sie schon, oder Sie haben darum gebeten.
following-closed = Diese Instanz verbindet sich noch nicht mit anderen Servern: Impressum und Datenschutz sind nicht vollständig.
following-no-such-server = Diesen Server gibt es nicht. Bitte prüfen Sie, was nach dem letzten @ steht.
following-unreachable = Dieser Server antwortet gerade nicht. Bitte versuchen Sie es später noch einmal.
following-server-trouble = Dieser Server hat gerade selbst Schwierigkeiten. Bitte versuchen Sie es später noch einmal.
following-forbidden-address = Zu dieser Adresse verbinden wir uns nicht: Sie liegt nicht im öffentlichen Internet.
following-not-found = Dieses Konto gibt es dort nicht. Bitte prüfen Sie die Schreibweise.
following-not-allowed = Dieser Server gibt uns keine Auskunft. Vielleicht blockiert er diese Instanz.
following-no-actor = Dort ist etwas, aber nichts, dem man folgen kann.
following-blocked = Dieses Konto oder sein Server ist hier gesperrt.
