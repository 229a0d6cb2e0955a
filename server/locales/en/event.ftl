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
event-wire-register-until = Register by { $until }: on the page, or reply “count me in”
event-wire-register-or-reply = Register: on the page, or reply “count me in”
event-wire-access = Accessibility: { $marks }
event-wire-access-note = What to know beforehand: { $note }
event-wire-contact = Contact: { $contact }
event-note-time = New date for “{ $title }”: { $when } · { $where }
event-note-place = New place for “{ $title }”: { $where } · { $when }
event-note-postponed = “{ $title }” is postponed. There is no new date yet.
event-note-cancelled = Cancelled: “{ $title }” ({ $when }) will not take place.
event-reason-said = Reason: { $reason }

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
event-date-out-of-reach = This day is too far away. Years from 1970 to 2200 are possible.
event-date-unreadable = We could not read this day. Example: 2026-11-13
event-time-missing = Please enter a time.
event-end-missing = Please enter the time at which it ends.
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
event-room-url-wrong = Please enter a complete address that begins with https://.
event-registration-unknown = There is no such way of registering.
event-registration-twice = Registration is either here or on another site, not on both.
event-registration-ends-late = Registration has to end before the event starts.
event-seats-wrong = Please enter a number from 1 to 20000, or leave the field empty.
event-agenda-names-the-place = The released agenda names this place or the online room. Please change the agenda first.
event-report-names-the-place = The published report names this place or the online room. Please change the report first.
event-address-names-the-place = The address of this event names the place, and it is public already. Please create the event anew.
event-names-the-place = This says what only those are to hear who are registered: the protected place or the online room.
event-text-unfilled = The description still holds a line of the template with “…”. Please fill it in, or delete it.
event-locality-missing = Please enter the town: it is all that is public of a protected place.
event-group-unreadable = One line cannot be read. Write it like “Research: 10 until 30.10.2026”.
event-group-twice = A group stands there twice, with different details. Please leave one line.
event-groups-too-many = Please name 20 groups at most.
event-groups-keep-too-much = More places are kept for the groups than there are on site, or online where only those are limited.
event-question-empty = In one line the question is missing.
event-question-without-purpose = Please say what each question is for, after a vertical bar.
event-question-kept-too-long = Answers can be kept for 365 days after the event at most.
event-question-outlives = Registrations are deleted earlier here, and answers with them. After how many days stands on the privacy page: please give that many at most.
event-questions-too-many = Please ask 10 questions of your own at most.
event-publication-in-the-past = This moment lies in the past.
event-is-public-already = This event is published already.
event-is-not-public = This event is not published yet.
event-is-cancelled = This event is cancelled and can no longer be changed.
event-is-postponed-already = This event is postponed already. Enter a new day as soon as there is one.
event-is-over = This event is over already.
event-reason-too-long = Please give a briefer reason: at most 300 characters.

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
event-filter-q = Search
event-filter-asked = search for “{ $words }”
event-filter-region = Region
event-filter-town = Place
event-filter-language = Language
event-filter-access = Access
event-filter-too-long = A search may have at most 200 characters, and so may a topic or a place.
event-filter-without-words = This needs at least one letter or digit.
event-filter-language-unreadable = The language cannot be read. It works like this: de, en or de-simple.
event-filter-servers-unknown = “servers” takes only “own” for the events from here, or nothing.
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
event-page-informed = Stay informed
event-page-register = Register
event-page-registration-open = Registration open
event-page-register-at = Registration is on another site: { $host }
event-page-take-part = Take part
event-page-registration-closed = Registration has ended.
event-page-place-after-registration = You will be told the exact place once you have registered.
event-page-to-home = Go to the organisers’ page
event-page-home = This event comes from { $host }. The latest version is always there.
event-page-to-calendar = Add to calendar
event-page-follow = Follow from the fediverse
event-page-credit = Picture: { $who }
event-page-about = What it is about
event-page-topics = Topics

# On the desk: list, form, preview, and everything that can be done with an event
event-language-de = German
event-language-en = English
event-language-de-simple = Easy German

event-desk-title = Events
event-desk-parts = Which events
event-desk-coming = Coming and drafts ({ $count })
event-desk-past = Past ({ $count })
event-desk-none = No event yet. The first draft takes two minutes, and nobody sees it until you publish it.
event-desk-none-past = No event is over yet.
event-desk-first = Create the first event
event-desk-event = Event
event-desk-when = When
event-desk-state = State
event-desk-actions = Actions
event-desk-edit = Edit
event-desk-preview = Preview
event-desk-over = Over
event-desk-saved = Saved. Only you and those who work here can see it.
event-desk-published = Published. The page is public, and the posts are on their way.
event-desk-scheduled = Scheduled. The event publishes itself at the chosen time.
event-desk-changed = Changed. Everybody who has the event gets the change.
event-desk-postponed = Postponed. As soon as you enter a new day, everybody hears of it.
event-desk-cancelled = Cancelled. The page, calendars and other servers say so.
event-desk-deleted = Deleted.

event-stand-page = View the page
event-stand-organizer = Who invites
event-stand-reason = Reason
event-stand-publishes-at = Publishes itself on
event-stand-published-at = Published on
event-stand-address = Address
event-stand-servers = Delivery to each server
event-stand-table = Servers and how they stand
event-stand-no-servers = Nobody on another server follows you yet. Those who do so later find what you publish now on your profile.
event-stand-delivered = { $delivered } of { $servers } servers have the latest.
event-stand-all-delivered = { $servers ->
    [one] The server of your followers has the latest.
   *[other] All { $servers } servers have the latest.
}
event-stand-reload = Reload
event-stand-deliveries = See all deliveries

event-step-consequences = What happens
event-step-back = Go back
event-step-publish = Publish
event-step-publish-question = Publish now?
event-step-page = The page becomes public: { $url }
event-step-post = { $followers ->
    [0] A post is ready. Nobody follows you yet who would get it at once.
    [one] A post goes to 1 account on { $servers } server.
   *[other] A post goes to { $followers } followers on { $servers ->
        [one] one server.
       *[other] { $servers } servers.
    }
}
event-step-feeds = Calendar and feed show the event at once.
event-step-schedule = Publish later
event-step-schedule-question = When shall the event publish itself?
event-step-schedule-waits = Until then it stays a draft and can be changed.
event-step-schedule-post = { $followers ->
    [0] Then page, calendar and feed become public by themselves.
    [one] Then page, calendar and feed become public by themselves, and a post goes to 1 account on { $servers } server.
   *[other] Then page, calendar and feed become public by themselves, and a post goes to { $followers } followers on { $servers ->
        [one] one server.
       *[other] { $servers } servers.
    }
}
event-step-postpone = Postpone
event-step-postpone-question = Postpone without a new date?
event-step-postpone-page = The page stays and says that a new date will follow. Calendars show the event as tentative.
event-step-postpone-later = Once the new day is settled, enter it under “Edit”. If it is settled already, do that right away: you do not need this page.
event-step-tell = { $followers ->
    [0] Nobody follows you yet who would have to be told.
    [one] The change and a short post go to 1 account on { $servers } server.
   *[other] The change and a short post go to { $followers } followers on { $servers ->
        [one] one server.
       *[other] { $servers } servers.
    }
}
event-step-cancel = Call off
event-step-cancel-question = Call this event off?
event-step-cancel-page = The page stays where people look for it, and says “Cancelled”.
event-step-cancel-calendars = Subscribed calendars strike the event out.
event-step-reason = Reason
event-step-reason-hint = One sentence that everybody reads: on the page, in mails, in calendars and on other servers. At most 300 characters.
event-step-for-good = This cannot be undone.
event-step-registered = { $count ->
    [one] One person has registered and is told automatically.
   *[other] { $count } registered people are told automatically. You need not write to them yourself.
}
event-step-delete = Delete
event-step-delete-question = Delete this event?
event-step-delete-draft = The draft goes. Nobody but those who work here has seen it.
event-step-delete-page = The page goes. In its place it says that something was deleted.
event-step-delete-tell = { $followers ->
    [0] Nobody follows you yet who would have it.
    [one] 1 account on { $servers } server is asked to delete it as well.
   *[other] { $followers } followers on { $servers ->
        [one] one server are
       *[other] { $servers } servers are
    } asked to delete it as well.
}
event-step-delete-rather-cancel = Is the event not taking place? Then rather call it off: people who had a deleted event in their calendar hear nothing of it.

event-form-new = New event
event-form-edit = Edit “{ $title }”
event-form-what = What
event-form-organizer = Who invites?
event-form-kind = Kind
event-form-templates = Begin with the template of a kind. Whatever it fills in can be changed.
event-own-kinds = Own kinds
event-own-kinds-about = A kind of your own stands in the form beside the known ones and fills it with its template. When it is renamed, events that are there keep the old name.
event-own-kinds-coordinators-only = A kind is defined by those with the role “Coordinator”.
event-own-kind-name = What it is called
event-own-kind-name-de = Name in German
event-own-kind-name-en = Name in English
event-own-kind-template = What a new event begins with
event-own-kind-days = How many days
event-own-kind-days-hint = A new event takes so long, if nobody says when it ends.
event-own-kind-days-wrong = Please give a number from 1 to 14.
event-own-kind-remove = Remove kind
event-own-kind-remove-hint = Events that are there keep the name.
event-own-kind-agenda-de = Agenda in German
event-own-kind-agenda-en = Agenda in English
event-own-kind-agenda-hint = Lines like “18:10 Impulse”. They are there already when an empty agenda is pasted into.
event-own-kind-save = Save the kind
event-own-kind-name-missing = Please enter a name.
event-own-kind-name-too-long = The name may have at most 60 characters.
event-own-kind-taken = There is a kind with this name already.
event-own-kinds-too-many = There are 100 own kinds already, which is the most.
event-form-series = Series
event-form-series-closed = closed series
event-form-series-none = none
event-form-series-one = { $name } (last edition { $last })
event-form-edition = Edition
event-form-edition-hint = Leave empty for the next number.
event-form-subtitle = Subtitle of the edition
event-form-subtitle-hint = What it is about this time.
event-edition = Edition { $number }
event-edition-wrong = An edition has a number from 1 to 9999.
event-edition-taken = Another edition of the series has this number.
event-edition-without-series = Number and subtitle belong to a series. Please choose one.
event-series-unknown = This association has no such series.
event-series-is-told = Once an event is public, its series cannot be changed.
event-wire-edition = Edition { $number } of the series { $series }
event-page-edition = Edition { $number } of the series
event-page-part-of-series = Part of the series
event-page-editions = Editions of the series
event-page-edition-before = Before:
event-page-edition-after = After:
event-form-title = Title
event-form-title-de = Title in German
event-form-title-en = Title in English
event-form-title-de-simple = Title in easy German
event-form-summary = Short text
event-form-summary-hint = One sentence, 300 characters at most. It stands in the post that other servers show.
event-form-summary-de = Short text in German
event-form-summary-en = Short text in English
event-form-summary-de-simple = Short text in easy German
event-form-description = Description
event-form-description-hint = An empty line between paragraphs. **bold**, *italic*, - list, [word](https://…)
event-form-description-de = Description in German
event-form-description-en = Description in English
event-form-description-de-simple = Description in easy German
event-form-when-and-where = When and where
event-form-starts-on = Start: day
event-form-starts-at = Start: time
event-form-ends-on = End: day
event-form-ends-on-hint = Leave empty if it is the same day.
event-form-ends-on-longer = Longer by its template: { $kinds }.
event-form-days = { $days } days
event-form-ends-at = End: time
event-form-date-example = DD.MM.YYYY
event-form-time-example = 10:00
event-form-attendance = How do people take part?
event-form-place-name = Name of the place
event-form-place-name-hint = For example: Alte Kantine Wedding
event-form-street = Street and number
event-form-postal-code = Postal code
event-form-region = State or region
event-form-locality = Town
event-form-more-place = Another time zone, another country, coordinates
event-form-zone = Time zone
event-form-zone-hint = Leave empty for { $zone }.
event-form-country = Country
event-form-country-hint = Two letters: DE, AT, CH
event-form-latitude = Latitude
event-form-longitude = Longitude
event-form-access-and-people = Access and people
event-form-access = This is certain to be there
event-form-access-note = What to know beforehand
event-form-access-note-hint = The way from the platform, lift, quiet room, assistance, what is still missing
event-form-contact = Contact for questions
event-form-contact-hint = E-mail address or telephone number. Shown in public.
event-form-registration-url = Registration on another site
event-form-registration-url-hint = Only where people register elsewhere. The complete address.
event-form-registration-group = Taking part
event-form-registration = Registration
event-form-registration-none = No registration here
event-form-registration-open = Open: whoever registers takes part, as long as there are places
event-form-registration-approval = With approval: you decide on each registration
event-form-seats-in-person = Places on site
event-form-seats-online = Places online
event-form-seats-hint = Leave empty if they are not limited.
event-form-waiting-list = Keep a waiting list
event-form-waiting-list-hint = When a place becomes free, it is offered to whoever has waited longest.
event-form-more-registration = Deadline, groups, own questions, access
event-form-registration-ends-on = Registration ends on
event-form-registration-ends-at = Registration ends at
event-form-groups = Stakeholder groups
event-form-groups-hint = One a line, with places on site kept for it, if any: “Research: 10 until 30.10.2026”.
event-form-questions = Own questions
event-form-questions-hint = One a line: question | what it is for | for how many days after the event the answers stay (14 if not said).
event-form-room-url = Address of the online room
event-form-room-url-hint = Only those who are registered hear of it.
event-form-venue-note = Notes for those who are registered
event-form-venue-note-hint = For example entrance, doorbell or directions. Not public.
event-form-place-protected = Protect the place
event-form-place-protected-hint = Only the town is public then. Name and address are told to those who are registered.
event-form-topics = Topics
event-form-topics-hint = Separated by commas, ten at most: digital violence, volunteering
event-form-languages-and-picture = Languages and picture
event-form-language = Main language
event-form-language-hint = Title and texts above are in this language.
event-form-also = Also: { $language }
event-form-picture = Picture
event-form-picture-hint = JPEG, PNG, WebP or GIF. Stands on the page and in the post.
event-form-picture-one = a picture
event-form-picture-other = another picture
event-form-picture-alt = Description of the picture
event-form-picture-credit = Picture credit
event-form-picture-credit-hint = Who made it, under which licence?
event-form-nothing = (empty)
event-form-yes = yes
event-form-no = no
event-form-then = And now?
event-form-then-public = See the changes and send them
event-form-then-public-hint = This event is public. You see first what changes and who hears of it.
event-form-review = Next: see the changes
event-form-reach = { $followers ->
    [0] Publishing makes the page public and puts the event into calendar and feed. Nobody on another server follows you yet.
    [one] Publishing makes the page public, puts the event into calendar and feed and sends a post to 1 account on { $servers } server.
   *[other] Publishing makes the page public, puts the event into calendar and feed and sends a post to { $followers } followers on { $servers ->
        [one] one server.
       *[other] { $servers } servers.
    }
}
event-form-coordinators-publish = Publishing is for those with the role “Coordinator”.
event-form-save = Save as draft
event-form-unschedule = Unschedule and save as draft
event-form-preview = Preview
event-form-later = Publish at a later time
event-form-publish-on = Publish on
event-form-publish-at = Time
event-form-schedule = Publish at the chosen time

event-compare-field = Field
event-conflict-title = Somebody was faster
event-conflict-about = While you were writing, somebody else saved this event. Nothing is lost: below is what you typed, as you typed it. If you save it, it replaces the other version.
event-conflict-saved = Saved now
event-conflict-typed = What you typed
event-conflict-drop = Discard what I typed and open the saved version

event-review-title = What changes
event-review-nothing = You changed nothing.
event-review-before = Before
event-review-after = New
event-review-page = Page, calendar and feed show the change at once.
event-review-hidden = Page, calendar and feed stay as they are: only those who take part are told.
event-review-tell = { $followers ->
    [0] Nobody follows you yet who would be sent it.
    [one] It goes to 1 account on { $servers } server.
   *[other] It goes to { $followers } followers on { $servers ->
        [one] one server.
       *[other] { $servers } servers.
    }
}
event-review-overbooked = { $way }: { $people } people have a place then, but there are only { $seats }. Nobody loses theirs, and until they are fewer none is given.
event-review-note = As time or place change, a short post goes out with it: some servers show no changes otherwise.
event-review-back = Back to the form
event-review-send = Publish the changes
event-clash-title = { $count ->
    [one] One event at the same time
   *[other] { $count } events at the same time
}
event-clash-lead = This may be for the same people. You can publish all the same.
event-clash-draft = not public yet
event-clash-organizer = by the same organizer
event-clash-topic = topic: { $name }
event-clash-group = both for “{ $name }”
event-clash-region = also in the region { $name }
event-clash-town = also in { $name }
event-clash-kind = the same kind of event
event-clash-line = At the same time: { $title }, { $when } ({ $url }) – { $shared }

event-preview-title = Preview: { $title }
event-preview-tabs = Where people see it
event-preview-web = Web page
event-preview-mastodon = Mastodon
event-preview-mastodon-hint = This is the post in a timeline. Other programs show more.
event-preview-alt = Description of the picture: { $alt }
event-preview-mail = E-mail
event-preview-mail-hint = Plain text, without pictures from foreign servers.
event-preview-mail-from = From
event-preview-mail-subject = Subject
event-preview-calendar = Calendar
event-preview-calendar-hint = This is the event in subscribed calendars.
event-preview-calendar-title = Entry
event-preview-calendar-place = Place
event-preview-calendar-notes = Notes
event-preview-zone = Time zone { $zone }

# The e-mail that announces an event
event-mail-subject = { $title } on { $day }
event-mail-when = When: { $when }
event-mail-where = Where: { $where }
event-mail-more = More: { $url }

# Days that are counted from the start
event-countdown-days = Days
event-countdown-hint = Counted from the start; 0 is the first day itself.
event-countdown-side = Before or after
event-countdown-side-before = before the event
event-countdown-side-after = after the event
event-countdown-side-unknown = Please choose: before or after.
event-countdown-wrong = Please enter a number of days: 400 before at most, 60 after at most.
event-countdown-before = { $days ->
    [0] on the first day
    [one] 1 day before
   *[other] { $days } days before
}
event-countdown-after = { $days ->
    [one] 1 day after
   *[other] { $days } days after
}

# What is to be done
event-task-list = Tasks for the event
event-task-about = Only those who work here see them. The day counts from the start: when the event moves, it moves along, and a copy takes the tasks into the next edition, all of them open again.
event-task-too-many = An event has no room for more than 100 tasks.
