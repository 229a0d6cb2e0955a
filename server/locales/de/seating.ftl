# Wer in einem Programmpunkt an welchem Tisch sitzt.

seating-title = Tische
seating-about = Wer angemeldet ist, wählt über den eigenen Link einen Tisch, bis der Programmpunkt beginnt. Hier sehen Sie, wer wo sitzt, und setzen um. Mehr als ein Tisch fasst, sitzen dort nie.
seating-table = Tisch
seating-taken = Besetzt
seating-people = Wer dort sitzt
seating-nowhere = Noch an keinem Tisch
seating-person = Wer
seating-assign = An diesen Tisch setzen
seating-host = Gastgebende
seating-note-taker = Protokoll
seating-paper = Listen je Tisch
seating-none-here = In der veröffentlichten Fassung des Programms gibt es keinen Programmpunkt, für den Tische gewählt werden.
seating-to-agenda = Zum Programm
seating-choose = Tische wählen
seating-own-title = Ihre Tische
seating-own-about = Wählen Sie für jeden Programmpunkt einen Tisch. Bis er beginnt, können Sie wechseln oder den Platz wieder freigeben.
seating-none = Zurzeit gibt es nichts zu wählen.
seating-free = { $count ->
    [0] kein Platz frei
    [one] ein Platz frei
   *[other] { $count } Plätze frei
}
seating-own = Ihr Tisch
seating-take = Hier sitzen
seating-leave = Tisch wieder freigeben
seating-done = Gespeichert.
seating-back = Zu Ihrer Anmeldung

seating-no-such-table = Diesen Tisch gibt es nicht mehr. Bitte wählen Sie einen anderen.
seating-not-let-in = Einen Tisch wählt, wer einen Platz bei der Veranstaltung hat.
seating-other-day = Für diesen Tag gilt die Anmeldung nicht.
seating-begun = Dieser Programmpunkt hat begonnen. Fragen Sie bitte vor Ort.
seating-full = An diesem Tisch ist kein Platz mehr. Bitte wählen Sie einen anderen.
