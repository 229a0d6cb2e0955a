# Taking part: registering, one’s own page, the list

participation-register = Registration
participation-name = Name
participation-name-hint = Only the organisers see it. Do you register somebody else with the same e-mail address? Then please give the name of each.
participation-nameless = Without a name
participation-email = E-mail
participation-email-hint = We send confirmation, changes and a reminder to this address. We use it for nothing else.
participation-handle = Account
participation-way = How you come
participation-days = Days
participation-organisation = Organisation
participation-group = Stakeholder group
participation-language = Language of mails
participation-language-hint = We write to the person in this language.
participation-language-unknown = There is no such language here: “de” or “en”.
participation-group-hint = Helps the organisers to involve all groups.
participation-group-none = not stated
participation-needs = What do you need to take part well?
participation-needs-hint = For example sign language, room for a wheelchair, childcare. Deleted 14 days after the event.
participation-question-hint = What for: { $purpose }. Deleted { $days } days after the event.
participation-privacy = Only the organisers see what you enter. It is not published and sent to no other server.
participation-send = Register
participation-send-again = Send again
participation-to-event = To the event
participation-left = { $count ->
    [0] fully booked
    [one] 1 place left
   *[other] { $count } places left
}
participation-left-waiting = waiting list open
participation-left-kept = { $count ->
    [one] 1 place left for { $group }
   *[other] { $count } places left for { $group }
}
participation-almost = Almost done
participation-mail-sent = We have sent an e-mail to { $address }. The link in it works for 7 days.
participation-mail-missing = Nothing received? Look into your spam folder, or send the form below again.
participation-email-missing = Please enter your e-mail address.
participation-email-wrong = We cannot use this e-mail address. Example: name@example.org
participation-attendance-missing = Please choose how you take part.
participation-group-unknown = This group is not among the choices.
participation-day-unknown = The event does not take place on this day.
participation-answers-too-many = There are more answers than questions.
participation-mail-off = This instance cannot send e-mail yet. Please contact the organisers.
participation-closed = Registration is not open.
participation-not-here = Registration for this event is not here.
participation-nobody = Please enter a name or an e-mail address.
participation-known = This address is registered already.
participation-full = All places are taken.
participation-is-over = This registration has ended already.
participation-no-place-there = There is no place left there. Your registration stays as it was.
participation-offer-lapsed = The offer has lapsed.
participation-confirm-lapsed = The seven days are over. Please register again.
participation-not-requested = This registration has been decided already.
participation-not-let-in = Only who is accepted can be checked in.
participation-merge-impossible = These two cannot be merged.
participation-text-too-long = The text can have 2000 characters at most.
participation-state-unknown = Please choose whom the message goes to.
participation-message-unknown = This is no identifier. A ULID is needed, or nothing.
participation-subject-missing = Please enter a subject.
participation-text-missing = Please write a text.

participation-state-unconfirmed = unconfirmed
participation-state-requested = requested
participation-state-accepted = registered
participation-state-tentative = maybe
participation-state-waiting = waiting list
participation-state-offered = place offered
participation-state-declined = not accepted
participation-state-cancelled = cancelled
participation-origin-form = Form
participation-origin-staff = Telephone or paper
participation-origin-join = Fediverse (join)
participation-origin-answer = Fediverse (answer)
participation-origin-reply = Fediverse (reply)
participation-origin-import = Import
participation-quiet = Gets no mail from here by itself

participation-own-unconfirmed = You are not registered yet. With one click you confirm that the address is yours.
participation-confirm = Confirm taking part
participation-own-until = Possible until { $until }.
participation-own-accepted = You are registered.
participation-own-requested = Your registration has been received. The organisers will look at it and let you know.
participation-own-waiting = All places are taken. You are on the waiting list, place { $place }.
participation-own-offered = A place is free for you. We keep it until { $until }.
participation-take = Take the place
participation-own-tentative = You said “maybe”. That takes up no place.
participation-own-declined = Your registration could not be accepted.
participation-own-cancelled = You have cancelled.
participation-way-in = How to get in
participation-room = Online room
participation-note = Notes
participation-code = Code
participation-qr = QR code for the door: { $code }
participation-change = Change the registration
participation-save = Save the change
participation-leave = Cancel
participation-news = Messages of the organisers
participation-news-on = The organisers can write to you about this event, for example when the agenda changes.
participation-news-stop = Unsubscribe
participation-news-off = You get no more messages to everybody. You stay registered; we still write to you about your registration.
participation-news-start = Get them again
participation-unreached-mail = mail did not arrive
participation-erase = Delete what is known of me
participation-erase-question = Your registration and everything you entered will be deleted. This cannot be undone.
participation-erased = Deleted
participation-erased-now = Your registration and what you entered are deleted.
participation-back = Back
participation-door = Door
participation-door-show = Please show this code at the reception.
participation-door-other-day = This event does not take place today.
participation-door-not-today = This person has not registered for today.
participation-check-in = Check in
participation-checked-in = checked in
participation-check-out = Take the check-in back
participation-not-that-day = The event does not take place on this day. Please name one of its days.
participation-how-unknown = Please choose: in the room, by stream or on paper.
participation-was-there = Was there
participation-there-on = Day
participation-there-how = How
participation-there-none = People are checked in on the days of the event and afterwards.
participation-how-room = in the room
participation-how-stream = by stream
participation-how-paper = on paper

participation-list = Participants
participation-standing = Status
participation-origin = Where from
participation-all = All: { $count }
participation-there = There { $how }
participation-door-open = Door: { $code }
participation-none = Nobody has registered yet.
participation-done = Saved.
participation-enter = Enter somebody
participation-enter-about = For registrations by telephone or on paper. With an e-mail address a confirmation is sent. After the end: who signed the paper and is missing here.
participation-correct = Correct the registration
participation-correct-about = For what was heard or typed wrongly. Who has a place keeps it. If name, address, way or days change, we write to the person how their registration reads now.
participation-correct-email-hint = Another address is sent a new link. The old one opens nothing any more then.
participation-correct-save = Correct
participation-correct-back = To the registration
participation-said = Message with the registration
participation-csv = List as CSV
participation-approve = Accept
participation-decline = Decline
participation-take-out = Cancel for them
participation-erase-here = Erase registration and details
participation-erase-here-hint = At the person’s wish: the registration and all they said with it is erased, their place is given on. They get no e-mail, and it cannot be undone.
participation-renew-link = Replace the link
participation-reason = Reason
participation-reason-hint = Goes to this person with the refusal and is not kept.
participation-merge = Merge with another registration
participation-merge-other = Code of the other registration
participation-merge-hint = Six characters, as in the list. The registration that stands better stays and takes over what the other one says beyond it; the other is deleted.
participation-message = Write a message
participation-message-to = To all with this status
participation-message-all = all
participation-message-subject = Subject
participation-message-text = Text
participation-message-there = Also to accounts in the Fediverse where there is no e-mail address
participation-message-there-hint = Their servers read it too. Do not write then what only those may know who take part.
participation-message-send = Send
participation-written = { $count ->
    [one] The message goes to one person.
   *[other] The message goes to { $count } people.
}
participation-unreached = { $count ->
    [one] One person does not get it: they gave no e-mail address, or unsubscribed.
   *[other] { $count } people do not get it: they gave no e-mail address, or unsubscribed.
}
participation-venue-new = is on your page, link below
participation-venue-old = no longer holds

participation-poll = “{ $title }”: how will you take part?
participation-poll-in-person = On site
participation-poll-online = Online
participation-poll-not = Not after all
participation-note-accepted = You are registered (on site): “{ $title }”, { $when }. Only the organisers see your name.
    Look at it, change it, cancel: { $link }
participation-note-accepted-online = You are registered (online): “{ $title }”, { $when }. Only the organisers see your name.
    Look at it, change it, cancel: { $link }
participation-note-requested = Your registration for “{ $title }” has been received. The organisers will let you know.
    Look at it, change it, cancel: { $link }
participation-note-waiting = Waiting list for “{ $title }”, place { $place }.
    Look at it, change it, cancel: { $link }
participation-note-way-open = Your server could not say whether you come on site or online. Choose at this link; until then what stands here applies.
participation-note-declined = Your registration for “{ $title }” could not be accepted: { $url }
participation-note-changed = “{ $title }” has changed: { $when }.
    Look at it, change it, cancel: { $link }
participation-note-reminder = It is not long now: “{ $title }”, { $when }. You are registered.
    See, change, cancel: { $link }
participation-note-days = { $when } (your days: { $days })
participation-note-said = The organisers of “{ $title }” write: { $subject }
participation-note-own = Look at it, change it, cancel: { $link }
participation-note-left = Your registration for “{ $title }” is cancelled: { $url }
participation-note-taken-out = The organisers have ended your registration for “{ $title }”: { $url }
participation-note-merged = Your registration for “{ $title }” from this account has been merged with your other one. It still stands there: { $url }
participation-note-closed = Registration for “{ $title }” is closed: { $url }
participation-note-late = Your answer for “{ $title }” does not count any more: it came too late, or the event is another by now. Reply “count me in” once more, or register here: { $url }
participation-note-lapsed = The place at “{ $title }” that we kept for you has been passed on: { $url }
participation-note-called-off = “{ $title }” does not take place: { $url }

participation-overbooked = { $way }: { $people } people have a place, but there are only { $seats }. The event was changed. Until they are fewer no place is given.

participation-turnout-title = How many came
participation-turnout-since = The registrations were deleted on { $date }. Only these numbers are kept.
participation-turnout-registered = Registered
participation-turnout-there = There
participation-turnout-groups = By stakeholder group
participation-turnout-others = Not stated, and groups of fewer than five people

participation-search = Search
participation-search-hint = Name, organisation or code
participation-paper = Print
participation-paper-hint = Only those who have a place. This head is not printed; below is what comes on paper. Please destroy the lists afterwards.
participation-paper-all-days = All days
participation-paper-all-ways = In person and online
participation-paper-list = List for the door
participation-paper-sheet = Sheet to sign
participation-paper-badges = Badges
participation-paper-certificates = Certificates
participation-paper-here = Here
participation-paper-number = No.
participation-paper-signature = Signature
participation-paper-nobody-seen = Nobody has been let in yet. A certificate is for those who were there.
participation-paper-certificate = Certificate of attendance
participation-paper-took-part = took part in
participation-way-open = way open
participation-set-way-to = Comes
participation-set-way = Set the way
