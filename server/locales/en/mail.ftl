# E-mails to people with and without an account, and what is wrong with an address.

mail-address-missing = Please enter your e-mail address.
mail-address-too-long = This e-mail address is too long.
mail-address-several = Please enter one e-mail address only, without a name and without spaces.
mail-address-unreadable = Our server cannot use what stands before the @. Example: m.muster@example.org
mail-address-domain-unknown = What stands after the @ does not look like a domain. Example: m.muster@example.org

# In every e-mail
mail-who = For
mail-what = What
mail-when = When
mail-days = Your days
mail-place = Where
mail-attendance = Taking part
mail-manage = View, change or cancel your registration
mail-event-page = To the page of the event
mail-because = Reason: { $reason }
mail-calendar-enclosed = The event is enclosed for your calendar.
mail-calendar-file = event.ics
mail-ticket = Your code for the door: { $code }
mail-erase = Erase my data
mail-unsubscribe = Unsubscribe

# Please confirm: six lines, one link
mail-confirm-subject = Please confirm: { $title } on { $day }
mail-confirm-why = Somebody registered this address for an event. Was it you?
mail-confirm-action = Confirm that you take part
mail-confirm-until = The link is valid until { $until }.
mail-confirm-not-you = If it was not you, there is nothing to do: without a confirmation we erase the data.

mail-registered-subject = Registered: { $title } on { $day }
mail-registered = You are registered.

mail-changed-subject = Changed: { $title } on { $day }
mail-changed = This event has changed.
mail-changed-stays = Your registration still stands. If it no longer suits you, please cancel.
mail-changed-standing = You still stand like this: { $standing }. If it no longer suits you, please cancel.
mail-title-new = Title, new
mail-title-old = Title, old
mail-when-new = When, new
mail-when-old = When, old
mail-place-new = Where, new
mail-place-old = Where, old
mail-attendance-new = Taking part, new
mail-attendance-old = Taking part, old

mail-cancelled-subject = Cancelled: { $title } on { $day }
mail-cancelled = This event does not take place. There is nothing more for you to do.

mail-left-subject = Registration cancelled: { $title } on { $day }
mail-left = Your registration is cancelled. Thank you for letting us know.
mail-left-again = Able to come after all? Register again here

mail-taken-out-subject = Registration ended: { $title } on { $day }
mail-taken-out = The organisers have ended your registration. If you have questions about it, answer this e-mail.

mail-lapsed-subject = Offer expired: { $title } on { $day }
mail-lapsed = The place we kept for you has gone to the next person on the list. You are no longer on the waiting list.

mail-waiting-subject = Waiting list: { $title } on { $day }
mail-waiting = All places are taken. You are on the waiting list, place { $place }.
mail-waiting-next = As soon as there is a place for you, we write to you. There is nothing to do.
mail-waiting-leave = Stop waiting

mail-offered-subject = A place is free: { $title } on { $day }
mail-offered = There is a place for you now. We keep it for you until { $until }.
mail-offered-accept = Take the place
mail-offered-lapses = After that we offer it to the next person on the list.

mail-reminder-subject = Reminder: { $title } on { $day }
mail-reminder = It is not long now. You are registered.
mail-reminder-unable = Unable to come after all? Please cancel, so that somebody else gets the place.

mail-pending-subject = Received: { $title } on { $day }
mail-pending = We have received your registration. The organisers look at it and let you know.

mail-declined-subject = Not accepted: { $title } on { $day }
mail-declined = Unfortunately the organisers could not accept your registration.

mail-organizers-subject = { $title }: { $subject }
mail-organizers-why = The organisers write this to everybody who registered for “{ $title }”.

# Why an e-mail did not arrive
mail-reason-off = Sending e-mails has not been set up yet.
mail-reason-unreachable = Our mail server cannot be reached.
mail-reason-timed-out = Our mail server did not answer in time.
mail-reason-unencrypted = There was no secure connection to our mail server.
mail-reason-sign-in = Our mail server does not let us in: are name and password right?
mail-reason-sender = Our mail server does not accept our sender address.
mail-reason-later = The server asks for patience.
mail-reason-refused = The server does not accept this e-mail.
mail-reason-broken = The connection broke off.
mail-reason-folder = The folder for e-mails cannot be written to.

# Whether mails leave is asked with "verbund mail test"
mail-test-subject = Test: e-mails from { $name }
mail-test = This e-mail is a test. If it arrives, sending works.
