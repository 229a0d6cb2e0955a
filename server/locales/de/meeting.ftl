# Treffen eines Workstreams. Dass sie stattfinden, wissen alle; der Zugang ist nur für Mitglieder.

meeting-list = Treffen
meeting-about = Öffentlich steht, wann und wo Sie sich treffen. Den Zugang zum Online-Raum bekommen nur Mitglieder.
meeting-none = Noch gibt es keine Treffen.
meeting-title = Titel
meeting-when = Wann
meeting-day = Tag
meeting-starts = Beginn
meeting-ends = Ende
meeting-place = Ort
meeting-online = online
meeting-link = Online-Raum
meeting-link-hint = Nur Mitglieder lesen diese Adresse.
meeting-add = Treffen hinzufügen
meeting-remove = Absagen
meeting-did-add = Hinzugefügt. Mitglieder anderer Server erfahren davon.
meeting-did-remove = Abgesagt.
meeting-nameless = Bitte geben Sie dem Treffen einen Titel.
meeting-nowhere = Bitte nennen Sie einen Ort oder einen Online-Raum.
meeting-ends-first = Das Ende liegt vor dem Beginn.
meeting-too-many = Mehr Treffen passen nicht zu einem Workstream.
