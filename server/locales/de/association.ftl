# Verbände und ihr Profil.

association-field-website = Website
association-field-contact = Kontakt
association-field-imprint = Impressum

association-handle-missing = Bitte geben Sie ein Kürzel an.
association-handle-wrong = Das Kürzel darf nur aus kleinen Buchstaben, Ziffern, „-“ und „_“ bestehen, höchstens 30 Zeichen.
association-handle-taken = Dieses Kürzel ist schon vergeben.
association-name-missing = Bitte geben Sie einen Namen an.
association-name-too-long = Der Name darf höchstens 100 Zeichen haben.
association-summary-too-long = Der Text darf höchstens 2 000 Zeichen haben.
association-email-wrong = Das ist keine E-Mail-Adresse.
association-website-wrong = Bitte geben Sie eine vollständige Adresse an, die mit https:// beginnt.
association-picture-alt-missing = Bitte beschreiben Sie das Bild für alle, die es nicht sehen.
association-picture-unknown = Dieses Bild gibt es nicht.
association-none-yet = Auf dieser Instanz gibt es noch keinen Verband. Bitte legen Sie zuerst einen an.
association-unknown = Diesen Verband gibt es hier nicht.
