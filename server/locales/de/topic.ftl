# Themen und was aus ihnen wurde.

topic-successors-too-many = Ein Thema geht in höchstens 20 andere über.
topic-successor-unknown = Dieses Thema gibt es nicht.
topic-own-successor = Ein Thema geht nicht in sich selbst über.
topic-too-many = Mehr Themen sind nicht möglich.

topic-list = Themen
topic-list-lead = Was wir beobachten, und was wir tun.
topic-list-empty = Hier gibt es noch keine Themen.
topic-closed = Unter diesem Namen arbeitet niemand mehr daran.
topic-closed-ones = Abgeschlossene Themen
topic-closed-tag = abgeschlossen
topic-open-tag = offen
topic-observed = Was wir beobachten
topic-done = Was wir tun
topic-successors = Ging über in
topic-predecessors = Kam aus
topic-upcoming = Kommende Termine
topic-upcoming-empty = Zu diesem Thema steht gerade kein Termin an.
topic-past = Vergangene Termine
topic-no-programme = keines
topic-form-new = Thema anlegen
topic-form-about = Ein Thema hat eine eigene Seite. Termine, die es unter ihren Themen nennen, stehen dort von selbst.
topic-form-closed = Unter diesem Namen arbeitet niemand mehr daran
topic-slug-hint = Leer für eine aus dem Namen. Termine finden hierher, wenn ihr Thema so heißt. Die alte Adresse führt weiter.
topic-successors-hint = Die Adressen der Themen, jede in einer Zeile: digitale-gewalt
