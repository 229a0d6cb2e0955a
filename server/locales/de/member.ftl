# Mitglieder: wer in einem Workstream mitarbeitet, von hier und von anderen Servern.

member-title = Mitglieder
member-about = Wer von einem anderen Server kommt, fragt an; der Verband dort bestätigt, dass die Person für ihn handelt; dann entscheiden Sie. Nimmt einer der drei sein Wort zurück, enden die Rechte sofort. Öffentlich ist nur, wie viele mitarbeiten.
member-waiting = Anfragen
member-list = Mitarbeitende
member-table = Mitarbeitende mit Rolle und letztem Tag
member-former = Frühere und abgelehnte
member-contributions = Beiträge von anderen Servern
member-none = Noch arbeitet niemand mit.
member-name = Organisation und Rolle
member-name-hint = Zum Beispiel „Verein A, Redaktion“.
member-role = Darf
member-role-visit = mitlesen
member-role-report = Beiträge schreiben
member-role-write = mitschreiben
member-role-maintain = koordinieren
member-until = Bis
member-until-hint = Leer: solange am Workstream gearbeitet wird.
member-home = Handelt für { $home }.
member-no-home = Nennt keinen Verband, für den gehandelt wird.
member-unconfirmed-hint = Der Verband dort hat noch nicht bestätigt, dass die Person für ihn handelt. Bis dahin kann niemand aufgenommen werden.
member-state-unconfirmed = nicht bestätigt
member-state-confirmed = bestätigt, wartet auf Sie
member-state-accepted = arbeitet mit
member-state-rejected = abgelehnt
member-state-left = gegangen
member-state-ended = beendet
member-accept = Aufnehmen
member-reject = Ablehnen
member-remove = Entfernen
member-reason = Grund
member-enter = Jemanden von hier eintragen
member-done-entered = Eingetragen.
member-done-accepted = Aufgenommen. Die Person und ihr Verband erfahren es.
member-done-rejected = Abgelehnt. Die Person und ihr Verband erfahren es.
member-done-removed = Entfernt. Die Rechte sind beendet.
member-nameless = Bitte geben Sie Organisation und Rolle an.
member-name-too-long = Organisation und Rolle haben zusammen höchstens 150 Zeichen.
member-role-unknown = Diese Rolle gibt es nicht zur Auswahl.
member-role-not-asked = Mehr als angefragt wurde, kann nicht gewährt werden.
member-until-wrong = Bitte geben Sie einen Tag an, zum Beispiel 15.05.2027.
member-until-over = Der letzte Tag liegt in der Vergangenheit.
member-reason-too-long = Der Grund hat höchstens 500 Zeichen.
member-not-worked-on = Das geht nur, solange am Workstream gearbeitet wird.
member-not-confirmed = Der Verband dort hat noch nicht bestätigt, dass die Person für ihn handelt.
member-answered-already = Diese Anfrage ist schon beantwortet.
member-is-none = Diese Person arbeitet nicht mit.
member-too-many = Ein Workstream hat höchstens 300 Mitglieder.
member-count = Mitarbeitende
member-desk-waiting =
    { $count ->
        [one] Eine Person wartet darauf, in einem Workstream mitzuarbeiten.
       *[other] { $count } Personen warten darauf, in einem Workstream mitzuarbeiten.
    }
