# What comes from other programs: what is doubtful about it, and what could not be read.

# What to look at before taking over an event
import-doubt-all-day = There are days here without times. We entered 0:00 to 23:59.
import-doubt-end-missing = The end is missing. We entered one hour.
import-doubt-place-missing = The place is missing. Please add it before you publish.
import-place-open = Place to be announced
import-doubt-end-before-start = The end lies before the start: { $said }. We entered one hour.
import-doubt-end-unreadable = We could not read the end: “{ $said }”. We entered one hour.
import-doubt-zone-unknown = We do not know the time zone “{ $said }”. Please check the times.
import-doubt-time-moved = There is no such time, because the clocks go forward: { $said }. We entered one hour later.
import-doubt-hour-twice = The clocks go back that night, and the hour comes twice. We entered universal time (UTC) to keep it clear.
import-doubt-language-unknown = There are no fields here for this language: { $said }. The texts stand in the main language.
import-doubt-shortened = This text was too long and has been shortened.
import-doubt-topics-left = These topics are too many or too long and are missing: { $said }
import-doubt-coordinates-wrong = These coordinates make no place: { $said }
import-doubt-place-guessed = The address was one line: “{ $said }”. Please check that everything is in the right field.
import-doubt-room-left = The link to the online room has not been taken over and was cut from the texts, because these become public: { $said } Enter it in the draft as the online room, which only those who registered see. Please check as well whether a password is left in the text.
import-doubt-cancelled = The event is cancelled there.
import-doubt-postponed = The event is postponed there, with no new date.
import-doubt-rescheduled = The event has been moved to another time there.
import-doubt-tentative = The event is not yet certain there.
import-doubt-private = The event is not public there. Please take it over only if it may be.
import-doubt-not-taken = There is no field for this here, and it has not been taken over: { $said }
import-doubt-sessions-left = These sessions do not fit into the agenda and are missing: { $said }
import-doubt-formula = It began with signs that a spreadsheet would run as a formula. They have been removed: { $said }

# Where it stands
import-at-whole = Overall
import-at-named = “{ $said }”
import-at-nth = Entry { $said }
import-at-row = Row { $said }

# Why something was not read
import-reason-too-large = This is too large. We read up to 1 MiB at a time.
import-reason-unknown-format = We do not read this format. We read calendar files (ICS), pages with event data, The Events Calendar, pretalx and events of the Fediverse.
import-reason-broken = This is damaged or not complete.
import-reason-too-deep = This page is nested deeper than we read.
import-reason-nothing = There is no event in it.
import-reason-registrations = This is a list of people. Registrations are read at the event.
import-reason-letters-guessed = Some letters could not be read with certainty. Please check accented letters.
import-reason-too-many-events = These are more entries than we read at a time. This one and all that follow are missing.
import-reason-too-much-text = All texts together are too long.
import-reason-too-many-faults = Even more could not be read; we do not list it one by one.
import-reason-start-missing = The start is missing.
import-reason-start-unreadable = We could not read the start: “{ $said }”.
import-reason-twice = This stands here more than once. We took the newest.
import-reason-not-an-event = This is no event: { $said }
import-reason-rule-unreadable = We could not read the recurrence: “{ $said }”. Please enter the events one by one.
import-reason-rule-too-fine = No meeting recurs this often: “{ $said }”. Please enter the events one by one.
import-reason-rule-too-long = The recurrence goes on. We read events up to { $said }.
import-reason-rule-past = The recurrence began earlier. We read events from { $said }.
import-reason-more-pages = The list has more pages. The next one: { $said }
import-reason-column-missing = This column is missing: { $said }
import-reason-row-broken = This row is damaged.
import-reason-row-without-email = The e-mail address is missing here.
import-reason-email-unreadable = This is no e-mail address: “{ $said }”
import-reason-row-cancelled = This registration is cancelled there.

# What can be read
import-format-calendar = Calendar
import-format-page = Page with event data
import-format-the-events-calendar = The Events Calendar
import-format-schedule = Conference schedule
import-format-object = Fediverse

# Why an address was not read
import-address-unreadable = This is no address. Example: https://verein.example/events
import-address-forbidden = We do not read this address. It has to begin with https:// and to be on the public internet.
import-address-blocked = This server is blocked here.
import-address-unresolvable = There is no such server. Please check the address.
import-address-unreachable = This server cannot be reached.
import-address-timed-out = This server did not answer in time.
import-address-redirects = This address leads on too often.
import-address-gone = It is no longer there.
import-address-closed = This address is not public.
import-address-missing = There is nothing at this address.
import-address-refused = This server answered with an error.

# What cannot be taken over
import-there-already = This event is here already, not from this source: same start, same title.
import-cancelled = Takes place
import-cancelled-not-here = yes
import-is-ours = This is an event of this instance.
import-gone = The source no longer has this.
import-nothing-chosen = Please name an address, choose a file or paste a text.
import-nothing-ticked = Please tick what you want to take over.
import-takes-a-coordinator = This event is no draft any more. Coordinators may change it.

# The pages
import-title = Import
import-about = Take over events from other programs. First you see what was found; what you tick becomes a draft. When you read the same source again later, you see only what has changed.
import-field-address = Address
import-field-address-hint = A page with events, a calendar (ICS), an event on Mobilizon or Gancio, the schedule of a conference (schedule.json)
import-field-file = File
import-field-file-hint = ICS, HTML or JSON, at most 1 MiB
import-field-text = Text
import-field-text-hint = What such a file contains
import-read = Read
import-done = Taken over: { $new ->
    [one] 1 new draft
   *[other] { $new } new drafts
}, { $changed ->
    [one] 1 event brought up to date
   *[other] { $changed } events brought up to date
}.
import-to-events = To the events
import-again = Read again
import-again-about = You have taken over events from these addresses before.
import-again-last = Last taken over
import-again-read = Read
import-reading-title = Found
import-reading-about = Nothing of it has been taken over. Tick what you want to have; new events become drafts.
import-not-read = We could not read this, or not all of it:
import-standing-new = new
import-standing-changed = changed
import-standing-same = already here
import-standing-twice = twice
import-standing-refused = not possible
import-sessions = { $count ->
    [one] 1 session
   *[other] { $count } sessions
}
import-changes = What has changed at the source
import-here = Here
import-there = At the source
import-contested = This was changed here since. It stays as it is here.
import-overwrite = Take what the source says
import-event-here = View the event
import-is-public = This event is no draft any more. If it is public, everybody who follows it hears of the change.
import-take = Take over
import-take-all = Take over what is ticked
import-same = { $count ->
    [one] 1 event is already here and unchanged
   *[other] { $count } events are already here and unchanged
}
import-back = Read something else

# The list of another registration system
import-list = Import a list of registrations
import-list-about = Take over who registered in another system. Who is here already is not entered twice; who cancelled here stays cancelled.
import-list-file-hint = CSV from pretix: attendees or orders, at most 1 MiB and 5,000 rows
import-list-text-hint = What such a file contains, with the row of headings
import-products = This is how those take part who booked:
import-product = Booked
import-product-none = not stated
import-guest-known = Is here already: { $state }
import-guest-twice = This address stands further up already, with the same name or without one. If it is somebody else, please enter that person singly, with their name.
import-tell = Write to these people
import-tell-hint = With confirmation, changes and a reminder. Without the tick they get no mail from here; then only the other system writes to them.
