# Rechtliches. Was hier steht, muss zu dem passen, was das Programm wirklich tut.

legal-incomplete = Diese Angaben sind noch nicht vollständig. Die Instanz ist im Aufbau.
legal-email = E-Mail
legal-phone = Telefon

legal-imprint = Impressum
legal-imprint-basis = Angaben nach § 5 des Digitale-Dienste-Gesetzes (DDG).
legal-represented-by = Vertreten durch: { $who }
legal-contact = Kontakt
legal-contact-page = Kontaktformular
legal-register = Registergericht und Nummer
legal-vat-id = Umsatzsteuer-Identifikationsnummer
legal-responsible = Verantwortlich für den Inhalt (§ 18 Abs. 2 MStV)
legal-report = Rechtswidrige Inhalte melden
legal-report-text = Die Kontaktadresse oben ist auch unsere zentrale Kontaktstelle für Behörden und Nutzende nach Art. 11 und 12 des Gesetzes über digitale Dienste (DSA). Sie können uns auf Deutsch und auf Englisch schreiben. Nennen Sie bitte die Adresse der Seite und sagen Sie, warum der Inhalt rechtswidrig ist.

legal-privacy = Datenschutz
legal-privacy-summary = Sie können hier alles Öffentliche lesen, ohne etwas über sich zu sagen. Gespeichert wird nur, was für einen Zweck nötig ist, und nur so lange.
legal-controller = Wer verantwortlich ist
legal-officer = Datenschutzbeauftragte Person: { $who }

legal-visit = Wenn Sie eine Seite aufrufen
legal-visit-address = Ihr Gerät übermittelt seine IP-Adresse, sonst könnte der Server nicht antworten. Er benutzt sie dafür und um zu zählen, ob aus einem Netz ungewöhnlich viele Anfragen kommen. Dieser Zähler steht nur im Arbeitsspeicher.
legal-visit-log = Das Programm führt kein Verzeichnis der Aufrufe. In das Protokoll schreibt es, wenn etwas schiefgeht: den Zeitpunkt, eine Nummer, die Seite ohne Suchbegriffe, das Ergebnis und die Ursache, aber keine IP-Adresse und keine Namen. Wer nach einem Fehler sucht, kann auch abgewiesene Anfragen so vermerken lassen. Grundlage ist Art. 6 Abs. 1 Buchst. f DSGVO: Wir haben ein berechtigtes Interesse daran, dass die Seite sicher läuft.
legal-visit-others = Es werden keine Inhalte von anderen Servern geladen, keine Besuche ausgewertet und keine Profile gebildet.

legal-cookies = Cookies
legal-cookies-when = Ohne Ihr Zutun setzen wir keine Cookies. Es gibt nur diese drei:
legal-cookie-for = Wofür
legal-cookie-when = Wann
legal-cookie-until = Bis wann
legal-cookie-session = Anmeldung
legal-cookie-session-when = wenn Sie sich mit einem Konto anmelden
legal-cookie-session-until = { $days ->
    [one] bis Sie sich abmelden, längstens einen Tag ohne Benutzung
   *[other] bis Sie sich abmelden, längstens { $days } Tage ohne Benutzung
}
legal-cookie-lang = Sprache
legal-cookie-theme = Darstellung hell oder dunkel
legal-cookie-choice-when = wenn Sie sie wählen
legal-cookie-choice-until = ein Jahr
legal-cookies-basis = Diese Cookies sind für das nötig, was Sie ausdrücklich wünschen (§ 25 Abs. 2 Nr. 2 TDDDG). Darum fragt diese Seite nicht um Erlaubnis.

legal-accounts = Wenn Sie hier ein Konto haben
legal-accounts-what = Gespeichert sind Ihr Name, Ihre E-Mail-Adresse, mit der Sie sich anmelden, Ihre Rolle, Ihr Passwort und Ihre Zugangsschlüssel in unumkehrbar verschlüsselter Form und Ihre offenen Sitzungen. Grundlage ist Art. 6 Abs. 1 Buchst. b DSGVO. Mit dem Konto werden diese Angaben gelöscht.
legal-accounts-audit = { $days ->
    [one] Wer was wann geändert hat, steht einen Tag lang in einem Änderungsverzeichnis.
   *[other] Wer was wann geändert hat, steht { $days } Tage lang in einem Änderungsverzeichnis.
} Grundlage ist Art. 6 Abs. 1 Buchst. f DSGVO: Änderungen im Namen eines Verbands müssen nachvollziehbar sein.

legal-participations = Teilnahme an Terminen
legal-participations-what = Wer sich zu einem Termin anmeldet, gibt eine E-Mail-Adresse an und, wenn er oder sie mag, Name, Organisation, gesellschaftliche Gruppe und was nötig ist, um gut teilzunehmen. Das sehen nur die Veranstaltenden. Was nötig ist, die Antworten auf eigene Fragen und Nachrichten, die mit einer Anmeldung kommen, liegen verschlüsselt in der Datenbank. Wer sich aus dem Fediverse anmeldet, ist mit seiner Adresse dort verzeichnet.
legal-participations-kept = Anmeldungen werden { $days } Tage nach dem Termin gelöscht, unbestätigte nach 7 Tagen. Was nötig ist und was jemand aus dem Fediverse mit der Anmeldung schreibt, wird 14 Tage nach dem Termin gelöscht; bei eigenen Fragen steht die Frist im Formular. In jeder E-Mail nach der ersten steht ein Link, mit dem alles sofort gelöscht wird.
legal-participations-joins = Wer über einen anderen Server zu- oder absagt, tut das in einer Nachricht zwischen den beiden Servern: Dort steht die Antwort der Veranstaltenden, hier die Anmeldung. Gehen Verbände von hier zu Terminen anderer Server, weiß es deren Server, sonst niemand.
legal-participations-mail = E-Mails gehen über den Mailserver, den der Betrieb dieser Instanz eingerichtet hat. Ihr Inhalt wird gelöscht, sobald sie zugestellt sind. Sie laden nichts nach und zählen nicht, ob sie gelesen werden.
legal-participations-basis = Rechtsgrundlage ist die Teilnahme, um die Sie bitten (Art. 6 Abs. 1 Buchst. b DSGVO), für freiwillige Angaben Ihre Einwilligung (Art. 6 Abs. 1 Buchst. a, Art. 9 Abs. 2 Buchst. a DSGVO).

legal-federation = Austausch mit anderen Servern (Fediverse)
legal-federation-what = Diese Instanz ist mit anderen Servern verbunden. Dafür gilt:
legal-federation-in = Wenn Sie von einem anderen Server aus einem Verband hier folgen oder einen Termin teilen, speichern wir Ihre öffentliche Adresse, den Namen und das Bild Ihres Profils und was Sie getan haben.
legal-federation-out = Öffentliche Termine und Profile der Verbände hier schicken wir an die Server derer, die ihnen folgen. Wer folgt, veröffentlichen wir nicht.
legal-federation-elsewhere = Was auf einem anderen Server angekommen ist, verantwortet dessen Betreiber. Wird hier etwas gelöscht, bitten wir die anderen Server, es auch zu löschen; erzwingen können wir das nicht.
legal-federation-kept = Profile und Termine anderer Server löschen wir { $remote ->
    [one] einen Tag
   *[other] { $remote } Tage
}, nachdem niemand hier mehr mit ihnen zu tun hat. Dass eine Nachricht eingegangen ist, merken wir uns { $activities ->
    [one] einen Tag
   *[other] { $activities } Tage
} lang.
legal-deliveries-kept = { $days ->
    [one] Zustellprotokolle bewahren wir einen Tag auf.
   *[other] Zustellprotokolle bewahren wir { $days } Tage auf.
}
legal-federation-basis = Grundlage ist Art. 6 Abs. 1 Buchst. b und f DSGVO: Folgen und Teilen geht nur, wenn beide Server davon wissen.

legal-recipients = Wer sonst noch mit den Daten zu tun hat
legal-recipients-hosting = Der Server steht bei: { $who }.
legal-recipients-bound = Mit dem Betrieb Beauftragte sind nach Art. 28 DSGVO verpflichtet. Darüber hinaus geben wir nichts weiter, es sei denn, ein Gesetz verlangt es.
legal-backups = { $days ->
    [one] Sicherungskopien werden nach einem Tag überschrieben.
   *[other] Sicherungskopien werden nach { $days } Tagen überschrieben.
} Bis dahin steht in ihnen noch, was inzwischen gelöscht wurde.

legal-rights = Ihre Rechte
legal-rights-what = Sie können Auskunft verlangen, Ihre Daten mitnehmen, sie berichtigen, löschen oder ihre Verarbeitung einschränken lassen und der Verarbeitung widersprechen (Art. 15 bis 21 DSGVO).
legal-rights-how = Schreiben Sie dafür einfach an:
legal-authority = Sie können sich auch bei der Aufsichtsbehörde beschweren: { $who }
legal-authority-any = Sie können sich auch bei einer Datenschutz-Aufsichtsbehörde beschweren, zum Beispiel bei der Ihres Bundeslandes.

legal-accessibility = Erklärung zur Barrierefreiheit
legal-accessibility-aim = { $name } möchte, dass alle diese Seiten benutzen können. Maßstab sind die Web Content Accessibility Guidelines (WCAG) 2.2, Stufe AA, und damit EN 301 549 und die BITV 2.0.
legal-accessibility-state = Stand
legal-accessibility-built = Die Seiten kommen ohne Skripte aus, lassen sich ganz mit der Tastatur bedienen, bleiben bei 400 Prozent Vergrößerung lesbar und haben in heller und dunkler Darstellung ausreichende Kontraste. Das wird bei jeder Änderung des Programms maschinell geprüft.
legal-accessibility-reviewed = Zuletzt haben Menschen diese Seiten am { $date } geprüft.
legal-accessibility-unreviewed = Eine Prüfung dieser Instanz durch Menschen steht noch aus.
legal-gaps = Was noch nicht barrierefrei ist
legal-gap-remote = Termine, die von anderen Servern kommen: Bei Bildern kann die Beschreibung fehlen, und Texte können schwer verständlich sein. Darauf haben wir keinen Einfluss.
legal-gap-sign-language = Videos in Deutscher Gebärdensprache gibt es noch nicht.
legal-gap-instead = Was Sie nicht lesen oder bedienen können, schicken oder erklären wir Ihnen gern auf einem Weg, der für Sie passt.
legal-barrier = Barriere melden
legal-barrier-how = Schreiben Sie uns, auf welcher Seite Sie nicht weiterkommen und was Sie benutzen. Wir antworten innerhalb eines Monats.
legal-barrier-subject = Barriere melden
legal-arbitration = Schlichtungsstelle
legal-arbitration-when = Sind Sie mit unserer Antwort nicht zufrieden, oder haben Sie innerhalb eines Monats keine bekommen? Bei öffentlichen Stellen des Bundes hilft kostenlos die Schlichtungsstelle nach § 16 des Behindertengleichstellungsgesetzes; einen Anwalt brauchen Sie dafür nicht. In den Ländern gibt es eigene Stellen.
legal-arbitration-name = Schlichtungsstelle nach dem Behindertengleichstellungsgesetz

legal-easy = Leichte Sprache
legal-easy-what = Was ist das für eine Internet-Seite?
legal-easy-name = Die Internet-Seite heißt: { $name }.
legal-easy-find = Das finden Sie hier:
legal-easy-find-events = Termine von Vereinen und Verbänden.
legal-easy-find-associations = Infos über diese Vereine und Verbände.
legal-easy-event = Was ist ein Termin?
legal-easy-event-what = Bei einem Termin treffen sich Menschen. Zum Beispiel in einem Haus. Oder im Internet.
legal-easy-event-page = Jeder Termin hat eine eigene Seite. Dort steht:
legal-easy-event-when = Wann ist der Termin?
legal-easy-event-where = Wo ist der Termin?
legal-easy-event-access = Gibt es Hilfen? Zum Beispiel eine Rampe. Oder Gebärden-Sprache.
legal-easy-use = So benutzen Sie die Internet-Seite
legal-easy-use-top = Oben stehen Wörter zum Anklicken. Das Wort „Termine“ führt zu allen Terminen. Das Wort „Verbände“ führt zu allen Verbänden.
legal-easy-use-bottom = Unten steht, wer diese Seite macht. Das Wort dafür ist „Impressum“.
legal-easy-use-colours = Unten können Sie auch wählen: Soll die Seite hell sein? Oder dunkel?
legal-easy-data = Ihre Daten
legal-easy-data-what = Sie müssen nichts über sich sagen. Sie können einfach lesen.
legal-easy-help = Brauchen Sie Hilfe?
legal-easy-help-what = Verstehen Sie etwas nicht? Oder geht etwas nicht? Dann schreiben Sie uns. Oder rufen Sie uns an. Wir helfen Ihnen.

legal-about = Über { $name }
legal-about-lead = Hier kündigen Verbände ihre Termine an, und wer möchte, folgt ihnen von überall her.
legal-about-who = Betrieben wird diese Instanz von: { $who }.
legal-about-network = Ein Server unter vielen
legal-about-network-what = Diese Instanz spricht mit anderen Servern über ActivityPub, ein offenes Verfahren des W3C. So erscheinen Termine von hier auch bei Mastodon, Mobilizon, GoToSocial und vielen anderen, und deren Termine hier. Niemand braucht dafür ein Konto auf diesem Server.
legal-about-network-follow = Kalender, Feed oder Fediverse, Sie haben die Wahl:
legal-about-source = Programm und Quelltext
legal-about-software = Diese Seite läuft mit Verbund, Version { $version }.
legal-about-licence = Verbund ist freie Software unter der GNU Affero General Public License, Version 3 oder neuer: Sie dürfen das Programm benutzen, untersuchen, ändern und weitergeben.
legal-about-source-here = Den Quelltext dieser Instanz finden Sie hier:
legal-about-source-ask = Den Quelltext dieser Instanz bekommen Sie kostenlos auf Anfrage:
legal-about-others = Schrift und Zeichen
