# E-Mails an Menschen mit und ohne Konto, und was an einer Adresse nicht stimmt.

mail-address-missing = Bitte geben Sie Ihre E-Mail-Adresse an.
mail-address-too-long = Diese E-Mail-Adresse ist zu lang.
mail-address-several = Bitte geben Sie nur eine E-Mail-Adresse an, ohne Namen und Leerzeichen.
mail-address-unreadable = Was vor dem @ steht, kann unser Server nicht verwenden. Beispiel: m.muster@example.org
mail-address-domain-unknown = Was nach dem @ steht, sieht nicht wie eine Domain aus. Beispiel: m.muster@example.org

# In jeder E-Mail
mail-who = Für
mail-what = Was
mail-when = Wann
mail-days = Ihre Tage
mail-place = Wo
mail-attendance = Teilnahme
mail-manage = Anmeldung ansehen, ändern oder absagen
mail-event-page = Zur Seite der Veranstaltung
mail-because = Begründung: { $reason }
mail-calendar-enclosed = Der Termin für Ihren Kalender liegt bei.
mail-calendar-file = termin.ics
mail-ticket = Ihr Code für den Einlass: { $code }
mail-erase = Meine Angaben löschen
mail-unsubscribe = Abbestellen

# Bitte bestätigen: sechs Zeilen, ein Link
mail-confirm-subject = Bitte bestätigen: { $title } am { $day }
mail-confirm-why = Jemand hat diese Adresse für eine Veranstaltung angemeldet. Waren Sie das?
mail-confirm-action = Teilnahme bestätigen
mail-confirm-until = Der Link gilt bis { $until }.
mail-confirm-not-you = Waren Sie es nicht, müssen Sie nichts tun: Ohne Bestätigung löschen wir die Angaben.

mail-registered-subject = Angemeldet: { $title } am { $day }
mail-registered = Sie sind angemeldet.

mail-changed-subject = Geändert: { $title } am { $day }
mail-changed = Diese Veranstaltung hat sich geändert.
mail-changed-stays = Ihre Anmeldung gilt weiter. Passt es Ihnen so nicht mehr, sagen Sie bitte ab.
mail-changed-standing = Ihr Stand bleibt: { $standing }. Passt es Ihnen so nicht mehr, sagen Sie bitte ab.
mail-title-new = Titel, neu
mail-title-old = Titel, alt
mail-when-new = Wann, neu
mail-when-old = Wann, alt
mail-place-new = Wo, neu
mail-place-old = Wo, alt
mail-attendance-new = Teilnahme, neu
mail-attendance-old = Teilnahme, alt

mail-cancelled-subject = Abgesagt: { $title } am { $day }
mail-cancelled = Diese Veranstaltung findet nicht statt. Sie müssen nichts weiter tun.

mail-left-subject = Abgemeldet: { $title } am { $day }
mail-left = Sie sind abgemeldet. Danke, dass Sie Bescheid gegeben haben.
mail-left-again = Doch Zeit? Hier können Sie sich neu anmelden

mail-taken-out-subject = Anmeldung beendet: { $title } am { $day }
mail-taken-out = Die Veranstaltenden haben Ihre Anmeldung beendet. Haben Sie Fragen dazu, antworten Sie auf diese E-Mail.

mail-lapsed-subject = Angebot abgelaufen: { $title } am { $day }
mail-lapsed = Der Platz, den wir für Sie frei gehalten haben, ist an die nächste Person auf der Liste gegangen. Sie stehen nicht mehr auf der Warteliste.

mail-waiting-subject = Warteliste: { $title } am { $day }
mail-waiting = Alle Plätze sind vergeben. Sie stehen auf der Warteliste, Platz { $place }.
mail-waiting-next = Wird ein Platz für Sie frei, schreiben wir Ihnen. Sie müssen nichts tun.
mail-waiting-leave = Nicht mehr warten

mail-offered-subject = Ein Platz ist frei: { $title } am { $day }
mail-offered = Für Sie ist ein Platz frei geworden. Wir halten ihn bis { $until } für Sie frei.
mail-offered-accept = Platz annehmen
mail-offered-lapses = Danach bieten wir ihn der nächsten Person auf der Liste an.

mail-reminder-subject = Erinnerung: { $title } am { $day }
mail-reminder = Bald ist es so weit. Sie sind angemeldet.
mail-reminder-unable = Doch verhindert? Bitte sagen Sie ab, damit jemand anderes den Platz bekommt.

mail-pending-subject = Eingegangen: { $title } am { $day }
mail-pending = Ihre Anmeldung ist eingegangen. Die Veranstaltenden sehen sie sich an und geben Ihnen Bescheid.

mail-declined-subject = Nicht angenommen: { $title } am { $day }
mail-declined = Die Veranstaltenden konnten Ihre Anmeldung leider nicht annehmen.

mail-organizers-subject = { $title }: { $subject }
mail-organizers-why = Das schreiben die Veranstaltenden allen, die sich zu „{ $title }“ angemeldet haben.

# Warum eine E-Mail nicht angekommen ist
mail-reason-off = Der Versand von E-Mails ist noch nicht eingerichtet.
mail-reason-unreachable = Unser Mailserver ist nicht erreichbar.
mail-reason-timed-out = Unser Mailserver hat nicht rechtzeitig geantwortet.
mail-reason-unencrypted = Mit unserem Mailserver kam keine sichere Verbindung zustande.
mail-reason-sign-in = Unser Mailserver lässt uns nicht hinein: Stimmen Name und Passwort?
mail-reason-sender = Unser Mailserver nimmt unseren Absender nicht an.
mail-reason-later = Der Server bittet um Geduld.
mail-reason-refused = Der Server nimmt diese E-Mail nicht an.
mail-reason-broken = Die Verbindung brach ab.
mail-reason-folder = Der Ordner für E-Mails lässt sich nicht beschreiben.

# Ob Mails hinauskommen, fragt man mit „verbund mail test“
mail-test-subject = Probe: E-Mails von { $name }
mail-test = Diese E-Mail ist eine Probe. Kommt sie an, funktioniert der Versand.
