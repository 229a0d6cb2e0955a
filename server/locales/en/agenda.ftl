# The agenda of an event: what is in it, what is wrong with it, what is unclear when it is pasted.

agenda-kind-impulse = Impulse
agenda-kind-panel = Panel
agenda-kind-workshop = Workshop
agenda-kind-plenary = Plenary
agenda-kind-talk = Talk
agenda-kind-break = Break

agenda-access-sign-language = German Sign Language
agenda-access-captions = Live captions
agenda-access-stream = Stream
agenda-access-quiet-room = Quiet room

agenda-rule-no-recording = No recording
agenda-rule-no-attribution = Nothing said is attributed to anybody
agenda-rule-list-hidden = List of participants hidden

agenda-room-everywhere = Everybody
agenda-empty = No agenda yet.

# What is wrong with a draft
agenda-title-missing = Please enter a title.
agenda-title-too-long = The title may have at most 200 characters.
agenda-description-too-long = The text may have at most 5,000 characters.
agenda-line-too-long = This entry is too long.
agenda-kind-unknown = There is no such kind of session.
agenda-day-unreadable = We could not read this day. Example: 2026-11-13
agenda-day-not-of-the-event = The event does not take place on this day.
agenda-time-missing = Please enter when it begins.
agenda-time-unreadable = We could not read this time. Example: 10:00
agenda-time-does-not-exist = There is no such time on that day: the clocks go forward.
agenda-ends-before-it-starts = The end lies before the start.
agenda-lasts-too-long = A session lasts 24 hours at most here.
agenda-speaker-unreadable = Please write on each line: name | organisation | link.
agenda-speaker-nameless = Please enter a name or an organisation.
agenda-speaker-link-wrong = A link begins with https:// or http://, or it is an address in the Fediverse like @association@union.example.
agenda-too-many-speakers = At most 20 speakers in a session.
agenda-table-unreadable = Please write on each line: table | places | host | note taker.
agenda-table-nameless = Please give each table a name.
agenda-table-capacity-wrong = A table has 1 to 10,000 places.
agenda-too-many-tables = At most 40 tables in a session.
agenda-sign-up-without-tables = To choose a table, there must be tables. Please enter them.
agenda-table-twice = Two tables have the same name. Whoever chooses must be able to tell them apart.
agenda-too-many-sessions = At most 300 sessions.
agenda-paste-too-long = The text is too long: at most 2,000 lines and 200,000 bytes. Please paste it in parts.

# Why somebody should look at a pasted line
agenda-doubt-too-long = The line is too long, or its session can hold no more.
agenda-doubt-no-time = The line has no time and belongs to no session.
agenda-doubt-time-impossible = There is no such time.
agenda-doubt-no-beginning = The line says only when it ends.
agenda-doubt-time-inside = There is a time or a day inside the line. Is it a session of its own?
agenda-doubt-time-or-day = Is this a time or a day?
agenda-doubt-end-unclear = End and length do not agree.
agenda-doubt-out-of-order = The line begins before the one above.
agenda-doubt-hour-comes-twice = This hour comes twice on that day: the clocks go back. The first was taken.
agenda-doubt-time-taken = The line has no time; that of the line above was taken.
agenda-doubt-day-guessed = No line says which day it is; it is a guess.
agenda-doubt-day-unclear = It is not clear which day is meant.
agenda-doubt-day-named = The name of the day is not kept.
agenda-doubt-weekday-differs = Weekday and date do not agree.
agenda-doubt-people-unclear = Are there speakers in the title, or is something else among the speakers?
agenda-doubt-cell-unclear = Where does everything in this line belong?
agenda-doubt-apart = An empty line separates this line from the session above.

# What has changed since the version before
agenda-change-added = New: { $when }: { $title }
agenda-change-removed = Dropped: { $when }: { $title }
agenda-change-moved = { $from } → { $to }: { $title }
agenda-change-renamed = “{ $from }” is now called “{ $title }”.
agenda-change-room = { $from } → { $to }: { $title }
agenda-change-speakers = Other speakers: { $title }
agenda-change-access = Other access marks: { $title }
agenda-change-tables = Tables of “{ $title }”: { $tables }
agenda-change-tables-removed = dropped: { $tables }
agenda-change-tables-added = new: { $tables }
agenda-change-tables-resized = another number of seats: { $tables }
agenda-change-rules = Other rules: { $title }
agenda-change-text = Another description or classification: { $title }

# Versions
agenda-version-told = As { $host } gives it, as of { $date }
agenda-version-of = Version { $number } of { $date }
agenda-version-draft = Draft of version { $number }
agenda-nothing-to-release = There is no draft that could be released.
agenda-nothing-changed = The draft says the same as the version in force.
agenda-names-the-place = A session names the protected place or the online room. Everybody reads the agenda.
agenda-days-left-behind = A session lies on a day on which the event no longer takes place.

# The public pages
agenda-title = Agenda
agenda-title-of = Agenda: { $title }
agenda-page-old = This version is no longer in force.
agenda-page-left-behind = The event takes place on other days by now. This agenda is still the old one.
agenda-desk-left-behind = Change it or take it out, and release the agenda anew.
agenda-page-newest = To the version in force
agenda-page-changes = What has changed
agenda-page-whole = Whole agenda
agenda-page-day-calendar = Add this day to your calendar
agenda-page-forms = The agenda for calendars and apps
agenda-form-calendar = Calendar (.ics)
agenda-form-text = Text (.txt)
agenda-form-xml = schedule.xml
agenda-form-json = schedule.json
agenda-form-track = Calendar: { $track }
agenda-filter = Only sessions with
agenda-filter-show = Show
agenda-filter-all = Show all
agenda-filter-none = No session has all of these marks.
agenda-table-places = { $count ->
    [one] 1 place
   *[other] { $count } places
}
agenda-changes-of = Changes of the agenda: { $title }
agenda-changes-title = Changes
agenda-changes-first = The first version.
agenda-changes-small = Only texts, rules or details of tables were changed.

# In the working area
agenda-back-to-event = To the event
agenda-desk-saved = Saved. It becomes public with the next version.
agenda-desk-deleted = Deleted. This becomes public with the next version.
agenda-desk-taken = Taken over, as a draft: others see it once the next version is released.
agenda-desk-released = Released.
agenda-desk-public = Public page
agenda-desk-coordinators-release = Coordinators release the agenda.
agenda-desk-empty-hint = The quickest way: copy the programme from a mail or a document and paste it here.
agenda-form-new = Add a session
agenda-form-edit = Edit the session
agenda-form-what = What
agenda-form-when-and-where = When and where
agenda-form-marks = Marks and rules
agenda-form-rules = Rules
agenda-form-clock = Past midnight, or in the night the clocks change
agenda-form-save = Save
agenda-form-late = Somebody else has changed this session in the meantime. What you typed is still in the form; if you save now, yours counts.
agenda-field-title = Title
agenda-field-kind = Kind
agenda-field-speakers = People
agenda-field-speakers-hint = On each line: name | organisation | link or @association@union.example. Each part may be missing, for example: | Association B
agenda-field-description = Description
agenda-field-day = Day
agenda-field-starts-at = Start
agenda-field-ends-at = End
agenda-field-ends-at-hint = If empty: until the next session begins.
agenda-field-ends-on = Ends on
agenda-field-starts-in-second-hour = It starts in the second of the two hours that are the same
agenda-field-ends-in-second-hour = It ends in the second of the two hours that are the same
agenda-field-room = Room
agenda-field-track = Track
agenda-field-tables = Tables
agenda-field-tables-hint = On each line: table | places | host | note taker. Only the name of the table is needed.
agenda-field-sign-up = Participants choose a table beforehand
agenda-field-sign-up-hint = Whoever is registered chooses by their link, as long as the table has room, once this version is released.
agenda-delete = Delete
agenda-delete-question = Delete this session?
agenda-delete-about = It is missing from the next version on. Earlier versions stay as they are.
agenda-paste-title = Paste a programme
agenda-paste-about = Paste the lines as they stand in a mail, a document or a table. You will then see what was understood, and can correct everything.
agenda-field-programme = Lines
agenda-field-programme-hint = For example: “Friday, 13 November”, below it “10:00 – Welcome, committee” and “10:30–11:30 Results of the workstreams (plenary)”
agenda-paste-in-place = Replace the agenda there is
agenda-paste-in-place-hint = Sessions of the same title stay the same and keep their marks.
agenda-paste-read = Read the lines
agenda-paste-nothing = Please tick at least one session.
agenda-reading-title = Lines that were read
agenda-reading-about = Above each session stands the line it was read from. Correct what is wrong.
agenda-reading-late = Somebody else has changed the draft in the meantime. What you entered is still here; if you take it over now, it replaces those changes too.
agenda-reading-doubtful = { $count ->
    [one] We are not sure about 1 line. It is marked “Please check”.
   *[other] We are not sure about { $count } lines. They are marked “Please check”.
}
agenda-reading-check = Please check
agenda-reading-take = Take over
agenda-reading-take-all = Take over what is ticked
agenda-reading-back = Back to the lines
agenda-read-day = day
agenda-read-room = room
agenda-read-columns = head of the table
agenda-read-title = belongs to the title above
agenda-read-description = belongs to the description
agenda-read-speakers = belongs to the people
agenda-read-session-room = room of the session
agenda-read-table = table of the session
agenda-release = Release version { $number }
agenda-release-question = Release version { $number }?
agenda-release-first = { $count ->
    [one] The first version, with 1 session.
   *[other] The first version, with { $count } sessions.
}
agenda-release-public = It is public at once: on the page, in calendars and apps. Earlier versions can still be read.
agenda-release-with-event = It becomes public as soon as the event is published.
agenda-release-late = Somebody else has changed the draft in the meantime. These are the changes now.
agenda-nothing-to-discard = There is no draft to discard.
agenda-discard = Discard the draft
agenda-discard-question = Discard the draft of version { $number }?
agenda-discard-about = What was changed since the last version is lost. Versions that were released stay as they are.
agenda-desk-discarded = Draft discarded.
agenda-release-tell = { $count ->
    [one] Tell the one person who registered
   *[other] Tell { $count } people who registered
}
agenda-release-tell-hint = One mail to everybody who comes, with the list of changes; who gave only an account in the Fediverse gets a post there.
agenda-news-subject = Agenda, version { $number }
agenda-news-first = The agenda is ready.
agenda-news-lead = The agenda has changed:
agenda-news-more = … and { $count } more changes
agenda-news-page = The whole agenda: { $url }
agenda-page-time = Time
agenda-page-rooms = { $day }, by room
