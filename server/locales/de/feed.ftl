# Termine im Kalender und im Feed.

feed-title-with-state = { $state }: { $title }
feed-registration = Anmeldung: { $url }
feed-page-unknown = So viele Seiten hat die Liste nicht; die erste hat die Nummer 1.
