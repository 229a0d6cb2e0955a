# Gremien: Sitze, Stellvertretung, Anträge, Anmerkungen und Protokolle.

committee-kind-unknown = Diese Art gibt es nicht.
committee-ends-before-it-starts = Dieser Tag liegt vor dem Beginn oder ist vorbei.
committee-too-long = Eine Amtszeit dauert höchstens zehn Jahre.
committee-seat-twice = Eine Gruppe hat genau einen Sitz.
committee-seats-too-many = Ein Gremium hat höchstens 30 Sitze.
committee-without-seats = Bitte nennen Sie die Gruppen, die einen Sitz haben.
committee-too-many = Mehr Gremien sind nicht möglich.
committee-template-unknown = Dieses Gremium gibt es nicht.
committee-slug-stays = Die Adresse ändert sich nicht mehr.
committee-seat-was-held = Ein Sitz, der besetzt war, bleibt.
committee-terms-reach-further = Ein Amt beginnt früher oder endet später.
committee-part-unknown = Diese Aufgabe gibt es nicht.
committee-adviser-has-no-seat = Wer berät, hat keinen Sitz.
committee-term-before-it = Das Gremium beginnt später.
committee-term-beyond-it = Das Gremium endet früher.
committee-email-wrong = Diese E-Mail-Adresse stimmt nicht.
committee-language-unknown = Bitte geben Sie „de“ oder „en“ an.
committee-holders-too-many = In einem Gremium waren höchstens 300 Personen.
committee-seat-unknown = Diesen Sitz gibt es nicht.
committee-seat-held = In dieser Zeit ist der Sitz so schon besetzt.
committee-term-over = Diese Amtszeit läuft nicht.
committee-no-email = Es ist keine E-Mail-Adresse eingetragen.
committee-members-only = Das können nur Mitglieder.
committee-absence-from-missing = Bitte nennen Sie den ersten Tag.
committee-absence-wrong = Der letzte Tag liegt vor dem ersten oder nach der Amtszeit.
committee-not-sitting = Das Gremium tagt in dieser Zeit nicht.
committee-motions-too-many = Es sind zu viele Anträge.
committee-motion-over = Über diesen Antrag wird nicht mehr abgestimmt.
committee-motion-unknown = Diesen Antrag gibt es hier nicht.
committee-deputies-too-late = Dieser Zeitpunkt liegt nach dem Ende.
committee-quorum-wrong = Bitte geben Sie eine Zahl von 0 bis zur Zahl der Sitze an.
committee-voice-unknown = Bitte stimmen Sie mit Ja, Nein oder Enthaltung.
committee-no-seat = Wer berät, spricht mit und stimmt nicht ab.
committee-not-your-seat = Das ist nicht Ihr Sitz.
committee-voted-already = Ihre Stimme ist abgegeben.
committee-member-voted = Das Mitglied hat selbst abgestimmt.
committee-deputy-not-yet = Die Stellvertretung stimmt ab, wenn das Mitglied abwesend ist oder bis zum genannten Zeitpunkt nicht abgestimmt hat.
committee-deputy-absence-only = Die Stellvertretung stimmt ab, wenn das Mitglied abwesend ist.
committee-deputy-approves-not-yet = Die Stellvertretung genehmigt ein Protokoll, wenn das Mitglied abwesend ist oder der Sitz keines hat.
committee-remarks-too-many = Mehr Anmerkungen sind nicht möglich.
committee-about-unknown = Dazu kann das Gremium hier nichts anmerken.
committee-minutes-too-many = Ein Gremium hat höchstens 200 Protokolle.
committee-minutes-fixed = Das Protokoll ist genehmigt und bleibt, wie es ist.
committee-minutes-submitted-already = Das Protokoll ist schon vorgelegt.
committee-has-voted = hat abgestimmt
committee-minutes-changed-meanwhile = Das Protokoll wurde inzwischen geändert. Bitte lesen Sie es noch einmal.
committee-too-many-of-host = Von diesem Server werden hier schon zu viele Gremien geführt.
committee-minutes-not-asked = Dieses Protokoll steht nicht zur Genehmigung.
committee-approved-already = Für diesen Sitz ist das Protokoll schon genehmigt.
committee-adviser-by-link = Wer berät, bekommt einen Link per E-Mail.
committee-email-or-address = Entweder ein Link per E-Mail oder ein Verband anderswo.
committee-address-is-here = Dieser Verband ist hier. Bitte nennen Sie eine E-Mail-Adresse.
committee-no-association = Unter dieser Adresse gibt es keinen Verband, der einen Sitz übernehmen kann.
committee-address-sits-already = Dieser Verband hat in dieser Zeit schon einen Sitz in diesem Gremium, oder er ist gefragt.
committee-not-appeared = Dieses Gremium hat noch keine Adresse. Bitte versuchen Sie es in einigen Minuten noch einmal.
committee-vote-public = Was für einen Sitz gesagt wird, darf nicht öffentlich verschickt werden.
committee-word-stale = Das gibt es nicht mehr, oder es wurde schon gesagt.
committee-word-unknown = Damit kann das Gremium nichts anfangen.
committee-closed = Dieses Gremium ist mit seinem Verband geschlossen.

committee-one = Gremium
committee-list = Gremien
committee-list-lead = Wer für welche gesellschaftliche Gruppe begleitet und mitentscheidet.
committee-list-empty = Hier gibt es noch kein Gremium.
committee-feed = Gremien: { $name }
committee-follow-box = Diesem Gremium folgen
committee-follow-about = Wer folgen will, fragt an. Wer das Gremium betreut, entscheidet.
committee-wire-note = Neues Gremium: „{ $name }“, { $days }. Folgen: { $address }
committee-wire-seat = Sitz: { $name }
committee-wire-deputy = Stellvertretung: { $name }
committee-former-ones = Frühere Gremien
committee-is-over = Die Amtszeit dieses Gremiums ist vorbei.
committee-over-tag = vorbei
committee-public-tag = öffentlich
committee-kind = Art
committee-kind-standing = ständig
committee-kind-ad-hoc = aus Anlass
committee-organizer = Gremium von
committee-term = Amtszeit
committee-starts = Erster Tag
committee-ends = Letzter Tag
committee-empty-today = Leer für heute.
committee-ends-hint = Leer für ein Jahr. Rechte enden mit diesem Tag von selbst.
committee-purpose = Aufgabe
committee-name-hint = Zum Beispiel „Dialogkomitee 2026/2027“.
committee-slug-hint = Leer für eine aus dem Namen. Sie ändert sich nicht mehr.
committee-cycle-hint = Mit einem Zyklus begleitet das Gremium nur dessen Workstreams.
committee-form-new = Gremium anlegen
committee-form-edit = Gremium ändern
committee-form-about = Ein Gremium hat für jede Gruppe einen Sitz mit Mitglied und Stellvertretung. Ein anderes Gremium kann Vorlage sein.
committee-as-template = Als Vorlage verwenden
committee-seats = Sitze
committee-seats-hint = Die gesellschaftlichen Gruppen, jede in einer Zeile.
committee-seat = Sitz
committee-seat-hint = Wer berät, hat keinen.
committee-no-seat-option = kein Sitz
committee-stakeholder = Gesellschaftliche Gruppe
committee-vacant = nicht besetzt
committee-vacancies = { $count ->
    [one] Ein Sitz ist nicht besetzt
   *[other] { $count } Sitze sind nicht besetzt
 }
committee-until = bis { $day }
committee-part = Aufgabe
committee-part-member = Mitglied
committee-part-deputy = Stellvertretung
committee-part-adviser = Beratung
committee-people = Wer im Amt ist
committee-advisers = Beratung
committee-advisers-hint = Spricht mit, stimmt nicht ab.
committee-former = Früher in diesem Gremium
committee-seat-somebody = Sitz besetzen
committee-seat-about = Mit einer E-Mail-Adresse kommt sofort ein eigener Link. Damit wird ohne Konto abgestimmt, angemerkt und genehmigt.
committee-holder-name-hint = Zum Beispiel „Verein A, Vorstand“. Alle können es lesen.
committee-holder-starts-hint = Leer für heute oder den ersten Tag des Gremiums.
committee-holder-ends-hint = Leer für den letzten Tag des Gremiums.
committee-email = E-Mail-Adresse
committee-email-hint = Nur für den Link und für Erinnerungen. Niemand sonst sieht sie.
committee-address = Verband auf einem anderen Server
committee-address-hint = Zum Beispiel @verein@verband.example. Dem Verband wird der Sitz angeboten; er nennt, wer ihn übernimmt, und stimmt von dort aus ab. Vorher ist niemand im Amt. Name und E-Mail-Adresse bleiben dann leer.
committee-asked-tag = angefragt
committee-elsewhere-tag = von { $host }
committee-declined = Abgelehnt oder zurückgegeben
committee-language = Sprache der Mails
committee-link-anew = Neuen Link schicken
committee-end = Amt beenden
committee-absent = abwesend

committee-motion = Antrag
committee-motions = Anträge
committee-motions-none = Noch kein Antrag.
committee-motion-new = Antrag stellen
committee-motion-about = Alle im Gremium werden angeschrieben. Mitglieder stimmen ab; wann die Stellvertretung abstimmt, sagt die Regel. Das Mitglied kann das bis zum Ende ändern.
committee-motion-title = Worüber
committee-motion-text = Begründung
committee-motion-put = Zur Abstimmung stellen
committee-motion-withdraw = Zurückziehen
committee-motion-until = bis { $until }
committee-motion-public = Alle können den Antrag lesen
committee-motion-public-hint = Das Ergebnis erscheint nach dem Ende auf der Seite des Gremiums, ohne die Stimmen der einzelnen Sitze.
committee-deputies-on = Stellvertretungen stimmen ab
committee-deputies-at = Uhrzeit dafür
committee-deputies-hint = Von diesem Tag an für Mitglieder, die noch nicht abgestimmt haben. Leer: nur bei Abwesenheit oder wenn der Sitz kein Mitglied hat.
committee-deputies-from-then = Stellvertretungen stimmen ab { $from } für Mitglieder ab, die noch nicht abgestimmt haben.
committee-quorum-hint = So viele Sitze müssen abstimmen. Leer für keine Mindestzahl.
committee-outcome-open = offen
committee-outcome-withdrawn = zurückgezogen
committee-outcome-without-quorum = zu wenige Stimmen
committee-outcome-adopted = angenommen
committee-outcome-rejected = abgelehnt
committee-count-yes = { $count } ja
committee-count-no = { $count } nein
committee-count-abstain = { $count ->
    [one] eine Enthaltung
   *[other] { $count } Enthaltungen
 }
committee-count-by-deputies = { $count ->
    [one] davon eine Stimme durch Stellvertretung
   *[other] davon { $count } Stimmen durch Stellvertretung
 }
committee-voice-yes = Ja
committee-voice-no = Nein
committee-voice-abstain = Enthaltung
committee-standing-own = selbst
committee-standing-vacancy = der Sitz hat kein Mitglied
committee-standing-absence = das Mitglied ist abwesend
committee-standing-silence = das Mitglied hatte noch nicht abgestimmt
committee-overridden = vom Mitglied geändert
committee-vote-once = Ihre Stimme gilt sofort und lässt sich nicht ändern.
committee-vote-overrides = Die Stellvertretung hat abgestimmt. Ihre Stimme ersetzt das.

committee-not-in-office = Diese Amtszeit läuft nicht. Sie können lesen, aber nichts tun.
committee-office-ahead = Diese Amtszeit beginnt am { $from }. Ab dann lesen Sie hier, worum es geht, und stimmen mit ab.
committee-own-link = Diese Seite gehört nur Ihnen. Bitte geben Sie den Link nicht weiter.
committee-absence = Abwesenheit
committee-absence-about = An diesen Tagen stimmt Ihre Stellvertretung ab. Sie können deren Stimme bis zum Ende ändern. Leer: Sie sind da.
committee-absent-from = Abwesend ab
committee-absent-until = Abwesend bis

committee-remarks = Anmerkungen der Gremien
committee-remark-new = Etwas anmerken
committee-remark-about = Zu einem Workstream oder einem Antrag. Eine Anmerkung ist keine Stimme.
committee-remark-nothing = Es gibt gerade nichts, wozu etwas angemerkt werden kann.
committee-remark-on = Wozu
committee-remark-text = Anmerkung
committee-remark-public = Alle können es lesen
committee-remark-public-hint = Dann steht es mit Ihrer Gruppe auf der Seite des Workstreams. Sonst lesen es nur Sie und wer das Gremium hier betreut. Zu Anträgen liest es nur das Gremium.
committee-remark-send = Anmerken
committee-remark-drop = Entfernen
committee-remarks-own = Was Sie angemerkt haben
committee-checkpoint = Anlass
committee-checkpoint-hint = Zum Beispiel „Zwischenbericht“.

committee-minutes = Protokolle
committee-minutes-new = Protokoll schreiben
committee-minutes-about = Wenn mehr als die Hälfte der Sitze genehmigt hat, die ein Mitglied oder eine Stellvertretung haben, bleibt das Protokoll, wie es ist.
committee-minutes-anew = Das Protokoll ist vorgelegt. Wenn Sie es ändern, ist es wieder ein Entwurf, und niemand hat es genehmigt.
committee-minutes-title = Titel
committee-minutes-held-on = Sitzung am
committee-minutes-text = Protokoll
committee-minutes-public = Nach der Genehmigung können alle es lesen
committee-minutes-edit = Ändern
committee-minutes-read = Lesen
committee-minutes-submit = Zur Genehmigung vorlegen
committee-minutes-draft = Entwurf
committee-minutes-submitted = vorgelegt
committee-minutes-approved = genehmigt
committee-approve = Genehmigen
committee-approvals = { $count ->
    [one] ein Sitz hat genehmigt
   *[other] { $count } Sitze haben genehmigt
 }

committee-done-seated = Besetzt.
committee-done-ended = Beendet. Die Rechte sind erloschen.
committee-done-link-sent = Ein neuer Link ist unterwegs. Der alte öffnet nichts mehr.
committee-done-put = Der Antrag steht zur Abstimmung.
committee-done-withdrawn = Zurückgezogen.
committee-done-submitted = Vorgelegt. Alle Sitze werden angeschrieben.
committee-done-removed = Entfernt.
committee-done-voted = Ihre Stimme ist abgegeben.
committee-done-noted = Gespeichert.
committee-done-said = Angemerkt.
committee-done-approved = Genehmigt.

committee-mail-link-subject = Ihr Zugang: { $name }
committee-mail-link = Sie gehören zu „{ $name }“ ({ $part }), von { $from } bis { $until }. Mit diesem Link stimmen Sie ab und merken etwas an, ohne Konto. Er gehört nur Ihnen; bitte geben Sie ihn nicht weiter. Nach dem letzten Tag öffnet er nur noch die Ansicht.
committee-mail-link-action = Zu meiner Seite
committee-mail-motion-subject = Abstimmung: { $about }
committee-mail-motion = In „{ $name }“ wird abgestimmt: { $title }. Bitte stimmen Sie bis { $until } ab.
committee-mail-motion-deputy = In „{ $name }“ wird abgestimmt: { $title }, bis { $until }. Sie stimmen als Stellvertretung ab, wenn das Mitglied abwesend ist oder bis { $from } nicht abgestimmt hat. Ihre Seite sagt, ob es so weit ist.
committee-mail-motion-deputy-absence = In „{ $name }“ wird abgestimmt: { $title }, bis { $until }. Sie stimmen als Stellvertretung ab, wenn das Mitglied abwesend ist oder der Sitz keines hat. Ihre Seite sagt, ob es so weit ist.
committee-mail-motion-adviser = In „{ $name }“ wird abgestimmt: { $title }, bis { $until }. Sie können etwas dazu anmerken.
committee-mail-motion-action = Zum Antrag
committee-mail-stepped-back-subject = Sitz nicht mehr besetzt: { $name }
committee-mail-stepped-back = { $who } ({ $part }) hat den Sitz in „{ $name }“ abgelehnt oder zurückgegeben. { $reason }
committee-mail-stood-in-subject = Ihre Stellvertretung hat abgestimmt: { $about }
committee-mail-stood-in = In „{ $name }“ hat Ihre Stellvertretung über „{ $title }“ abgestimmt: { $voice } ({ $why }). Bis { $until } können Sie selbst abstimmen; dann zählt nur Ihre Stimme.
committee-mail-minutes-subject = Protokoll zur Genehmigung: { $name }
committee-mail-minutes = Das Protokoll „{ $title }“ von „{ $name }“ wartet auf Ihre Genehmigung.
committee-mail-minutes-deputy = Das Protokoll „{ $title }“ von „{ $name }“ liegt zur Genehmigung vor. Sie genehmigen es als Stellvertretung, wenn das Mitglied abwesend ist oder der Sitz keines hat.
committee-mail-minutes-action = Zum Protokoll
committee-mail-ending-subject = Ihre Amtszeit endet: { $name }
committee-mail-ending = Ihre Amtszeit in „{ $name }“ endet am { $until }. Danach können Sie dort nichts mehr tun; lesen können Sie weiter.
committee-mail-ending-desk-subject = { $count ->
    [one] Eine Amtszeit endet: { $name }
   *[other] { $count } Amtszeiten enden: { $name }
 }
committee-mail-ending-desk = { $count ->
    [one] In „{ $name }“ endet am { $until } eine Amtszeit: { $who }. Die Rechte enden dann von selbst.
   *[other] In „{ $name }“ enden am { $until } { $count } Amtszeiten: { $who }. Die Rechte enden dann von selbst.
 }
committee-mail-ending-desk-action = Zum Gremium
