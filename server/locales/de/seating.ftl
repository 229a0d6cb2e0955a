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

seating-now-subject = Ihr Tisch im neuen Programm
seating-now-renamed = { $title }: Ihr Tisch „{ $table }“ heißt jetzt „{ $to }“.
seating-now-gone = { $title }: Ihren Tisch „{ $table }“ gibt es nicht mehr.
seating-now-full = { $title }: Ihr Tisch „{ $table }“ hat weniger Plätze, und andere hatten ihn vor Ihnen gewählt.
seating-now-choose = Auf Ihrer Seite sehen Sie, wo Sie sitzen, und können einen anderen Tisch wählen.
seating-displaced = Tische, die jemand gewählt hat
seating-displaced-about = Mit dieser Fassung sitzen diese Personen nicht mehr, wo sie gewählt haben. Sie erfahren davon, sobald sie freigegeben ist.
seating-displaced-renamed = { $title }: „{ $table }“ heißt jetzt „{ $to }“
seating-displaced-gone = { $title }: „{ $table }“ gibt es nicht mehr
seating-displaced-full = { $title }: „{ $table }“ hat zu wenig Plätze
seating-lost = Ohne Tisch, seit sich das Programm geändert hat
seating-lost-about = Diese Tische stehen nicht mehr im Programm. Die Personen wissen davon.

seating-hidden = Hier bleibt unter sich, wer dabei ist: Namen stehen auf keiner Liste.

seating-no-such-table = Diesen Tisch gibt es nicht mehr. Bitte wählen Sie einen anderen.
seating-not-let-in = Einen Tisch wählt, wer einen Platz bei der Veranstaltung hat.
seating-other-day = Für diesen Tag gilt die Anmeldung nicht.
seating-begun = Dieser Programmpunkt hat begonnen. Fragen Sie bitte vor Ort.
seating-full = An diesem Tisch ist kein Platz mehr. Bitte wählen Sie einen anderen.
