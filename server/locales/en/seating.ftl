# Who sits at which table of a session.

seating-title = Tables
seating-about = Whoever is registered chooses a table by their own link until the session begins. Here you see who sits where, and give them another. No table ever seats more than it holds.
seating-table = Table
seating-taken = Taken
seating-people = Who sits there
seating-nowhere = At no table yet
seating-person = Who
seating-assign = Seat at this table
seating-host = Host
seating-note-taker = Notes
seating-paper = Lists by table
seating-none-here = The released version of the agenda has no session for which tables are chosen.
seating-to-agenda = To the agenda
seating-choose = Choose tables
seating-own-title = Your tables
seating-own-about = Choose a table for each session. Until it begins you can change it, or give the seat back.
seating-none = There is nothing to choose at present.
seating-free = { $count ->
    [0] no seat left
    [one] one seat left
   *[other] { $count } seats left
}
seating-own = Your table
seating-take = Sit here
seating-leave = Give the seat back
seating-done = Saved.
seating-back = To your registration

seating-now-subject = Your table in the new agenda
seating-now-renamed = { $title }: your table “{ $table }” is now called “{ $to }”.
seating-now-gone = { $title }: your table “{ $table }” does not exist any more.
seating-now-full = { $title }: your table “{ $table }” has fewer seats, and others chose it before you.
seating-now-choose = On your page you see where you sit, and can choose another table.
seating-displaced = Tables that somebody chose
seating-displaced-about = With this version these people no longer sit where they chose. They hear of it once it is released.
seating-displaced-renamed = { $title }: “{ $table }” is now called “{ $to }”
seating-displaced-gone = { $title }: “{ $table }” does not exist any more
seating-displaced-full = { $title }: “{ $table }” has too few seats
seating-lost = Without a table since the agenda changed
seating-lost-about = These tables are not in the agenda any more. The people know.

seating-hidden = Who is here stays among themselves: no list has names.

seating-no-such-table = This table does not exist any more. Please choose another.
seating-not-let-in = A table is chosen by those who have a place at the event.
seating-other-day = The registration is not for this day.
seating-begun = This session has begun. Please ask on site.
seating-full = There is no seat left at this table. Please choose another.
