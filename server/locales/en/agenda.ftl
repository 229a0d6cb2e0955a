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
agenda-speaker-link-wrong = A link begins with https:// or http://.
agenda-too-many-speakers = At most 20 speakers in a session.
agenda-table-unreadable = Please write on each line: table | places | host | note taker.
agenda-table-nameless = Please give each table a name.
agenda-table-capacity-wrong = A table has 1 to 10,000 places.
agenda-too-many-tables = At most 40 tables in a session.
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
