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
association-field-half = Eine Zeile braucht einen Namen und einen Inhalt.
association-line-too-long = Diese Zeile darf höchstens 500 Zeichen haben.
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

# Im Arbeitsbereich
association-done-founded = Angelegt. Ab jetzt kann man diesem Verband folgen.
association-done-changed = Gespeichert. Wer dem Verband folgt, bekommt das neue Profil.
association-done-renewed = Die Schlüssel sind neu. Wer dem Verband folgt, bekommt sie.
association-form-new = Verband anlegen
association-form-about = Ein Verband lädt zu Terminen ein und hat eine Adresse, unter der man ihm folgen kann, auf anderen Instanzen von Verbund ebenso wie mit Mastodon.
association-form-all = Verbände dieser Instanz
association-form-another = Weiteren Verband anlegen
association-form-owners-only = Dieses Profil ändert, wer die Rolle „Leitung“ hat.
association-form-address = Adresse zum Folgen
association-form-page = Öffentliches Profil
association-form-who = Wer Sie sind
association-form-handle = Kürzel
association-form-handle-hint = Steht vor @{ $host } und lässt sich nie mehr ändern. Kleine Buchstaben und Ziffern, etwa: dialog
association-form-name = Name
association-form-summary = Über den Verband
association-form-summary-hint = Wer Sie sind und was Sie tun, in wenigen Sätzen. Absätze durch eine leere Zeile.
association-form-contact = Wie man Sie erreicht
association-form-email = E-Mail-Adresse
association-form-website = Website
association-form-website-hint = Vollständige Adresse. Verweist die Website mit rel=me zurück, zeigt Mastodon einen grünen Haken.
association-form-fields = Zwei weitere Zeilen im Profil
association-form-fields-hint = Zum Beispiel „Gegründet“ und „2016“. Website, Kontakt und Impressum stehen von selbst da.
association-form-field-1-name = Erste Zeile: Name
association-form-field-1-value = Erste Zeile: Inhalt
association-form-field-2-name = Zweite Zeile: Name
association-form-field-2-value = Zweite Zeile: Inhalt
association-form-picture = Profilbild
association-form-picture-hint = Am besten quadratisch. JPEG, PNG, WebP oder GIF.
association-form-save = Profil speichern
association-form-found = Verband anlegen
association-keys = Schlüssel
association-keys-about = Mit seinen Schlüsseln unterschreibt der Verband alles, was er an andere Server schickt. Neue braucht er nur, wenn jemand Fremdes die alten kennen könnte, etwa nach einem Einbruch oder einer verlorenen Sicherung.
association-keys-renew = Schlüssel erneuern
association-keys-question = Schlüssel erneuern?
association-keys-consequences = Das geschieht
association-keys-new = Der Verband bekommt neue Schlüssel. Was mit den alten unterschrieben wird, gilt ab sofort nicht mehr.
association-keys-told = { $followers ->
    [0] Noch folgt niemand, der die neuen Schlüssel bekommen müsste.
    [one] Ein Folgekonto bekommt die neuen Schlüssel.
   *[other] { $followers } Folgende bekommen die neuen Schlüssel.
}
association-keys-late = Manche Server merken es erst nach Stunden und weisen bis dahin Beiträge ab. Diese werden von selbst noch einmal geschickt.
association-keys-backup = Ältere Sicherungen enthalten die alten Schlüssel. Legen Sie danach eine neue an.
association-keys-back = Abbrechen
