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

# Die öffentlichen Seiten
association-list = Verbände
association-list-lead = Wer hier zu Terminen einlädt, und wem wir auf anderen Servern folgen.
association-list-ours = Auf dieser Seite
association-list-others = Auf anderen Servern
association-list-others-hint = Deren Termine erscheinen auch hier im Kalender.
association-list-empty = Hier stellt sich bald ein Verband vor.
association-upcoming = Nächste Termine
association-upcoming-empty = Gerade sind keine Termine geplant.
association-past = Vergangene Termine
association-all-events = Alle Termine
association-facts = Über { $name }
association-follow-box = Folgen
association-follow = Aus dem Fediverse folgen
association-handle = Adresse im Fediverse
association-handle-hint = In die Suche Ihrer App einfügen, zum Beispiel bei Mastodon.
association-calendar = Kalender
association-feed = Atom-Feed
