# Warum etwas nicht als PDF zu haben ist.

print-too-long = Dieser Text ist zu lang für ein PDF. Auf der Seite steht er ganz.
print-too-deep = In diesem Text liegen Listen, Zitate oder Tabellen zu tief ineinander für ein PDF. Auf der Seite steht er ganz.
print-too-wide = Eine Tabelle hat zu viele Spalten für eine Seite.
print-letters = Für zu viele Zeichen dieses Textes hat das PDF keine Schrift. Auf der Seite steht er ganz.
print-failed = Aus diesem Text lässt sich kein PDF machen. Auf der Seite steht er ganz.
