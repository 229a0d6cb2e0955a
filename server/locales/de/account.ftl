# Konten: wer hier arbeitet, und wie man hineinkommt.

account-role = Rolle
account-role-editor = Redaktion
account-role-editor-hint = schreibt Entwürfe
account-role-coordinator = Koordination
account-role-coordinator-hint = schreibt, veröffentlicht, ändert und sagt ab; folgt anderen
account-role-owner = Leitung
account-role-owner-hint = darf alles, auch Konten, das Profil des Verbands und die Zustellung verwalten

account-name = Name
account-name-hint = So sehen Sie die anderen, die hier arbeiten. Öffentlich ist er nicht.
account-email = E-Mail-Adresse
account-save = Speichern
account-cancel = Abbrechen
account-back-to = Zurück zu { $name }

# Anmelden
account-sign-in = Anmelden
account-sign-in-with-password = Mit Passwort anmelden
account-sign-out = Abmelden
account-no-way-in = Noch kein Konto, oder das Passwort vergessen?
account-no-way-in-ask = Bitten Sie jemanden mit der Rolle „Leitung“ um einen Link. Damit melden Sie sich ohne Passwort an und können ein neues wählen.
account-no-way-in-command = Wer den Server betreibt, legt das erste Konto so an:
account-link = Willkommen
account-link-lead = Mit diesem Link melden Sie sich an. Er gilt nur einmal: Danach brauchen Sie ein Passwort oder einen neuen Link.
account-link-spent = Dieser Link gilt nicht mehr
account-link-spent-advice = Er wurde schon benutzt, ist abgelaufen oder unvollständig. Bitten Sie jemanden mit der Rolle „Leitung“ um einen neuen.

# Passwort
account-password = Passwort
account-password-choose = Passwort wählen
account-password-choose-hint = Mindestens 12 Zeichen, am besten mehrere Wörter. Ohne Passwort brauchen Sie beim nächsten Mal wieder einen Link.
account-password-current = Bisheriges Passwort
account-password-new = Neues Passwort
account-password-new-hint = Mindestens 12 Zeichen, am besten mehrere Wörter. Alle anderen Sitzungen und alle Zugangsschlüssel enden damit.
account-password-change = Passwort ändern

# Sitzungen
account-sessions = Wo Sie angemeldet sind
account-session-device = Gerät
account-session-unknown = Unbekanntes Gerät
account-session-began = Angemeldet
account-session-seen = Zuletzt benutzt
account-session-this = dieses hier
account-session-end = Abmelden
account-session-end-this = { $device } abmelden

# Zugangsschlüssel
account-token = Zugangsschlüssel
account-tokens = Zugangsschlüssel
account-tokens-lead = Mit einem Zugangsschlüssel darf ein Programm über die Schnittstelle (API), was Sie dürfen. Anmelden kann man sich damit nicht.
account-tokens-none = Kein Zugangsschlüssel.
account-token-purpose = Wofür er ist
account-token-purpose-hint = Zum Beispiel: Website des Landesverbands
account-token-make = Zugangsschlüssel erzeugen
account-token-made = Erzeugt
account-token-used = Zuletzt benutzt
account-token-never = noch nie
account-token-revoke = Widerrufen
account-token-revoke-this = „{ $name }“ widerrufen
account-token-is = Ihr neuer Zugangsschlüssel
account-token-hint = Sie sehen ihn nur jetzt. Bewahren Sie ihn wie ein Passwort auf.
account-token-use = Das Programm sendet ihn mit jeder Anfrage:

# Konten verwalten
account-pages = Konten
account-mine = Mein Konto
account-all = Alle Konten
account-invite = Jemanden einladen
account-invite-lead = Es wird ein Link erzeugt, den Sie selbst weitergeben. Von hier geht keine E-Mail hinaus.
account-invite-make = Einladen
account-invited = Einladung
account-invited-lead = Geben Sie diesen Link an { $name } ({ $email }) weiter, am besten persönlich oder am Telefon angekündigt.
account-linked = Neuer Link
account-linked-lead = Mit diesem Link kommt { $name } ({ $email }) wieder hinein. Frühere Links gelten nicht mehr.
account-link-address = Link zum Anmelden
account-link-hint = Er gilt { $hours } Stunden und nur einmal.
account-link-once = Sie sehen diesen Link nur jetzt. Wer ihn hat, kommt in das Konto.
account-link-renew = Neuen Link erzeugen
account-link-renew-lead = Wenn jemand das Passwort vergessen hat. Wer den Link öffnet, kann ein neues wählen.
account-role-change = Rolle ändern
account-role-change-lead = Alle Sitzungen und Zugangsschlüssel dieses Kontos enden damit.
account-close = Konto schließen
account-close-question = Soll das Konto von { $name } ({ $email }) geschlossen werden?
account-close-what = Name und E-Mail-Adresse werden gelöscht, alle Sitzungen und Zugangsschlüssel enden sofort. Termine und Beiträge bleiben. Das lässt sich nicht rückgängig machen.
account-leave = Mein Konto schließen
account-leave-question = Möchten Sie Ihr Konto schließen?

# Was an einer Eingabe nicht stimmt
account-name-missing = Bitte geben Sie einen Namen an.
account-name-too-long = Der Name darf höchstens 100 Zeichen haben.
account-name-unreadable = Der Name enthält Zeichen, die man nicht sieht. Bitte tippen Sie ihn neu ein.
account-email-missing = Bitte geben Sie eine E-Mail-Adresse an.
account-email-unreadable = Das ist keine einzelne E-Mail-Adresse. Beispiel: post@verein.example
account-email-taken = Für diese E-Mail-Adresse gibt es schon ein Konto.
account-password-wrong = Das ist nicht Ihr bisheriges Passwort.
account-password-too-short = Das Passwort braucht mindestens 12 Zeichen.
account-password-too-long = Das Passwort darf höchstens 256 Zeichen haben.
account-password-too-simple = Dieses Passwort ist leicht zu erraten. Bitte wählen Sie ein anderes.
account-sign-in-refused = E-Mail-Adresse und Passwort passen nicht zusammen. Bitte prüfen Sie beides.
account-last-owner = Das ist das letzte Konto mit der Rolle „Leitung“. Geben Sie zuerst jemand anderem diese Rolle.
account-token-name-missing = Bitte schreiben Sie dazu, wofür der Schlüssel ist.
account-token-name-too-long = Der Zweck darf höchstens 100 Zeichen haben.
account-token-too-many = Mehr als 50 Schlüssel kann ein Konto nicht haben. Bitte widerrufen Sie zuerst einen.
