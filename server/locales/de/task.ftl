# Aufgaben eines Workstreams. Nur wer mitarbeitet, weiß davon.

task-list = Aufgaben
task-about = Nur wer mitarbeitet, sieht die Aufgaben; auch Mitglieder anderer Server bekommen sie, solange sie mitarbeiten.
task-none = Noch gibt es keine Aufgaben.
task-one = Aufgabe
task-assignee = Wer
task-due = Bis
task-state = Stand
task-open = offen
task-late = überfällig
task-done = erledigt
task-done-on = erledigt am { $day }
task-add = Aufgabe hinzufügen
task-finish = Erledigt
task-reopen = Doch offen
task-remove = Entfernen
task-did-add = Hinzugefügt.
task-did-finish = Erledigt.
task-did-reopen = Wieder offen.
task-did-remove = Entfernt.
task-nameless = Bitte sagen Sie, was zu tun ist.
task-text-too-long = Bitte fassen Sie sich kürzer: höchstens 150 Zeichen.
task-too-many = Mehr Aufgaben passen nicht zu einem Workstream.
