# Events: what they are, and what is wrong with them.

event-state-draft = Draft
event-state-scheduled = Publication planned
event-state-published = Published
event-state-rescheduled = Rescheduled
event-state-postponed = Postponed, no new date yet
event-state-cancelled = Cancelled

event-kind-denkwerkstatt = Think tank workshop
event-kind-innovationswerkstatt = Innovation workshop
event-kind-begleitworkshop = Accompanying workshop
event-kind-briefing = Briefing
event-kind-fachveranstaltung = Conference
event-kind-webkonferenz = Web conference
event-kind-other = Event

event-attendance-in-person = In person
event-attendance-online = Online
event-attendance-hybrid = In person and online

event-access-step-free = Step-free access
event-access-sign-language = German Sign Language
event-access-captions = Live captions
event-access-easy-language = Plain language

event-online = online
event-place-and-online = { $place }, and online

# On the way to other servers
event-wire-cancelled-title = Cancelled: { $title }
event-wire-cancelled = CANCELLED
event-wire-postponed = POSTPONED, new date to follow
event-wire-rescheduled = NEW DATE
event-wire-register = Register on the page
event-wire-access = Accessibility: { $marks }
event-wire-contact = Contact: { $contact }
event-note-time = New date for “{ $title }”: { $when } · { $where }
event-note-place = New place for “{ $title }”: { $where } · { $when }
event-note-postponed = “{ $title }” is postponed. There is no new date yet.
event-note-cancelled = Cancelled: “{ $title }” ({ $when }) will not take place.

# What is wrong with a draft
event-title-missing = Please enter a title.
event-title-too-short = The title needs at least 3 characters.
event-title-too-long = The title may have at most 200 characters.
event-summary-too-long = The short text may have at most 300 characters.
event-description-too-long = The text may have at most 20,000 characters.
event-line-too-long = This entry is too long.
event-language-unknown = There is no such language here: de, en or de-simple.
event-kind-unknown = There is no such kind of event.
event-attendance-unknown = Please choose: in person, online or both.
event-zone-unknown = There is no such time zone. Example: Europe/Berlin
event-date-missing = Please enter a day.
event-date-unreadable = We could not read this day. Example: 2026-11-13
event-time-missing = Please enter a time.
event-time-unreadable = We could not read this time. Example: 10:00
event-time-does-not-exist = There is no such time on that day: the clocks go forward.
event-ends-before-it-starts = The end lies before the start.
event-lasts-too-long = An event lasts a year at most here.
event-too-far-ahead = The event lies more than ten years ahead.
event-place-missing = Please enter a place, or choose “Online”.
event-country-unknown = Please enter the country as two letters. Example: DE
event-latitude-wrong = Latitude lies between −90 and 90.
event-longitude-wrong = Longitude lies between −180 and 180.
event-coordinates-half = Please enter latitude and longitude, or neither.
event-too-many-topics = Ten topics at most.
event-topic-too-long = A topic may have at most 60 characters.
event-picture-alt-missing = Please describe the picture for everybody who does not see it.
event-picture-unknown = There is no such picture.
event-registration-url-wrong = Please enter a complete address that begins with https://.
event-publication-in-the-past = This moment lies in the past.
event-is-public-already = This event is published already.
event-is-not-public = This event is not published yet.
event-is-cancelled = This event is cancelled and can no longer be changed.
event-is-over = This event is over already.

# The public pages
event-list = Events
event-list-description = All events of { $name }: list, calendar and feed.
event-list-views = View
event-list-as-list = List
event-list-as-month = Month
event-list-count = { $count ->
    [0] No upcoming events
    [one] One upcoming event
   *[other] { $count } upcoming events
}
event-list-page = Page { $number } of { $pages }
event-list-past = Past events
event-list-empty = No events yet. Be the first to hear:
event-list-empty-for = There are no upcoming events for this choice: { $chosen }
event-list-elsewhere = Also as:
event-filter = Filter events
event-filter-any = any
event-filter-association = Who invites
event-filter-topic = Topic
event-filter-kind = Kind
event-filter-place = Attendance
event-filter-servers = Servers
event-filter-all-servers = all servers
event-filter-own = only from here
event-filter-show = Show
event-filter-all = Show all events
event-month = Events in { $month }
event-month-description = All events in { $month } on one calendar page.
event-month-turn = Turn the pages
event-month-today = Today
event-month-is-today = today
event-month-leaf = Calendar page
event-month-empty = There are no events in this month.
event-topic = Topic
event-topic-description = Events about “{ $topic }”.
event-page-from = from { $host }
event-page-over = over
event-page-cancelled = Cancelled. This event does not take place.
event-page-postponed = Postponed. There is no new date yet; you will find it here as soon as there is one.
event-page-moved = Moved to
event-page-planned = Originally planned for:
event-page-date-open = New date to follow
event-page-languages = Languages of this text
event-page-easy-language = German in easy-to-read language
event-page-facts = At a glance
event-page-when = When
event-page-where = Where
event-page-and-online = and online
event-page-route = Plan a route (opens OpenStreetMap)
event-page-who = Who invites
event-page-access = Accessibility
event-page-contact = Contact
event-page-remember = Take part and remember
event-page-register = Register
event-page-register-at = Registration is on another site: { $host }
event-page-to-home = Go to the organisers’ page
event-page-home = This event comes from { $host }. The latest version is always there.
event-page-to-calendar = Add to calendar
event-page-follow = Follow from the fediverse
event-page-credit = Picture: { $who }
event-page-about = What it is about
event-page-topics = Topics
