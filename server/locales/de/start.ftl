# Die Startseite.

start-lead = Hier kündigen Verbände ihre Termine an. Lesen Sie mit, folgen Sie von überall her, und kommen Sie dazu.
start-next = Nächste Termine
start-all = Alle Termine
start-empty = Noch keine Termine. Als Erste davon erfahren:
start-subscribe = Abonnieren
start-subscribe-lead = Neue Termine und Änderungen kommen von selbst zu Ihnen, ohne Konto und ohne E-Mail-Adresse.
start-follow = Aus dem Fediverse folgen
start-calendar = Als Kalender
start-feed = Als Atom-Feed
start-reports = Was dabei herauskam
start-all-reports = Alle Berichte
