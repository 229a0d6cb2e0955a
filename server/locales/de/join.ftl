# Wohin wir gehen: Termine anderer Server, an denen wir teilnehmen möchten.

join-title = Wohin wir gehen
join-about = Termine anderer Server, zu denen Sie sich von hier aus angemeldet haben. Das sehen nur Sie und wer dort einlädt.
join-none = Noch haben Sie sich nirgends angemeldet. Bei Terminen anderer Server, die das möglich machen, steht dafür ein Knopf.
join-to-events = Zum Kalender
join-ahead = Was bevorsteht
join-none-ahead = Zurzeit nichts.
join-former = Vorbei, abgelehnt oder abgesagt
join-event = Termin
join-organizer = Lädt ein
join-ours = Wer teilnimmt
join-state = Stand
join-asked-at = Angefragt
join-asked-again-at = Noch einmal angefragt
join-answered-at = Beantwortet
join-reason = Grund
join-consequences = Das geschieht

join-state-asked = angefragt
join-state-tentative = Warteliste
join-state-accepted = angemeldet
join-state-rejected = abgelehnt
join-state-unconfirmed = nicht bestätigt
join-state-left = zurückgenommen
join-about-asked = Die Anfrage ist beim anderen Server. Manche entscheiden von Hand, das kann dauern. Kommt einen Tag lang keine Antwort, fragen wir noch einmal.
join-about-tentative = Noch ist kein Platz frei. Sie stehen auf der Warteliste; wird einer frei, steht es hier.
join-about-accepted = Sie haben einen Platz.
join-about-rejected = Wer einlädt, hat abgelehnt. Sie können noch einmal anfragen.
join-about-unconfirmed = Bisher hat das niemand bestätigt, rechnen Sie nicht mit einem Platz. Kommt die Antwort noch, steht sie hier. Sonst fragen Sie am besten selbst nach.
join-about-left = Sie haben Ihre Anmeldung zurückgenommen.
join-event-erased = gelöscht
join-is-off = Dieser Termin findet nicht statt.
join-home = Seite des Termins
join-way-in = Eigene Anmeldung beim Veranstalter
join-back = Alle Anmeldungen
join-back-to-event = Zurück zum Termin

join-event-button = Von hier aus teilnehmen
join-ask-title = An diesem Termin teilnehmen
join-ask-about = Dieser Termin findet auf einem anderen Server statt. Sie können Ihren Verband von hier aus anmelden, ohne Konto dort.
join-standing = Wie es steht
join-ask-told = Wer einlädt, erfährt, dass Ihr Verband teilnehmen möchte, und antwortet.
join-ask-private = Sonst erfährt es niemand: Es steht auf keiner öffentlichen Seite und in keinem Feed.
join-ask-answer = Die Antwort steht im Arbeitsbereich unter „Wohin wir gehen“. Sie können die Anmeldung jederzeit zurücknehmen.
join-ask-as = Angemeldet wird: { $name }
join-ask-button = Teilnahme anfragen
join-leave = Doch nicht teilnehmen
join-leave-about = Wer einlädt, erfährt es, und der Platz wird frei. Fragen Sie danach noch einmal an, stehen Sie hinten.
join-leave-button = Anmeldung zurücknehmen
join-done-asked = Angefragt. Die Antwort erscheint hier.
join-done-left = Zurückgenommen. Der andere Server erfährt es.
join-desk-off = { $count ->
    [one] Ein Termin, zu dem Sie sich angemeldet haben, findet nicht statt.
   *[other] { $count } Termine, zu denen Sie sich angemeldet haben, finden nicht statt.
}
join-desk-to-joins = Ansehen

join-own-event = Das ist ein Termin dieser Instanz. Anmelden kann man sich auf seiner Seite.
join-not-taken = Zu diesem Termin kann man sich von anderen Servern aus nicht anmelden. Sehen Sie auf seiner Seite nach, wie es geht.
join-coordinators-only = Die Teilnahme fragt an, wer die Rolle „Koordination“ hat.
join-asked-by-all = Es gibt hier keinen Verband mehr, der nicht schon angefragt hat.
join-event-over = Dieser Termin ist vorbei oder abgesagt.
join-event-gone = Diesen Termin gibt es dort nicht mehr.
join-host-unreachable = Der andere Server antwortet gerade nicht. Bitte versuchen Sie es später noch einmal.
join-asked-already = Dieser Verband ist schon angemeldet oder hat schon angefragt.
join-left-already = Hier gibt es nichts mehr zurückzunehmen.
join-too-many = Mehr Anmeldungen bei anderen Servern kann diese Instanz nicht aufheben.
