# Konten: wer hier arbeitet, und wie man hineinkommt.

# Was an einer Eingabe nicht stimmt
account-name-missing = Bitte geben Sie einen Namen an.
account-name-too-long = Der Name darf höchstens 100 Zeichen haben.
account-name-unreadable = Der Name enthält Zeichen, die man nicht sieht. Bitte tippen Sie ihn neu ein.
account-email-missing = Bitte geben Sie eine E-Mail-Adresse an.
account-email-unreadable = Das ist keine einzelne E-Mail-Adresse. Beispiel: post@verein.example
account-email-taken = Für diese E-Mail-Adresse gibt es schon ein Konto.
account-password-too-short = Das Passwort braucht mindestens 12 Zeichen. Am besten sind mehrere Wörter.
account-password-too-long = Das Passwort darf höchstens 256 Zeichen haben.
account-password-too-simple = Dieses Passwort ist leicht zu erraten. Bitte wählen Sie ein anderes.
account-sign-in-refused = E-Mail-Adresse und Passwort passen nicht zusammen. Bitte prüfen Sie beides.
account-last-owner = Das ist das letzte Konto mit der Rolle „Leitung“. Geben Sie zuerst jemand anderem diese Rolle.
account-token-name-missing = Bitte schreiben Sie dazu, wofür der Schlüssel ist.
account-token-name-too-long = Der Zweck darf höchstens 100 Zeichen haben.
account-token-too-many = Mehr als 50 Schlüssel kann ein Konto nicht haben. Bitte widerrufen Sie zuerst einen.
