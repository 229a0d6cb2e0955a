# Where we go: events of other servers that we want to take part in.

join-title = Where we go
join-about = Events of other servers that you registered for from here. Only you and whoever invites there see it.
join-none = You have not registered anywhere yet. Events of other servers that make it possible have a button for it.
join-to-events = To the calendar
join-ahead = What is to come
join-none-ahead = Nothing at present.
join-former = Over, declined or taken back
join-event = Event
join-organizer = Invites
join-ours = Who takes part
join-state = State
join-asked-at = Asked
join-asked-again-at = Asked once more
join-answered-at = Answered
join-reason = Reason
join-consequences = This happens

join-state-asked = asked
join-state-tentative = waiting list
join-state-accepted = registered
join-state-rejected = declined
join-state-unconfirmed = not confirmed
join-state-left = taken back
join-about-asked = The request is with the other server. Some decide by hand, which may take a while. Without an answer for a day, we ask once more.
join-about-tentative = There is no place yet. You are on the waiting list; when there is one, it says so here.
join-about-accepted = You have a place.
join-about-rejected = Whoever invites has declined. You can ask again.
join-about-unconfirmed = Nobody has confirmed this so far, so do not count on a place. Should the answer still come, it is shown here. Otherwise it is best to ask them yourself.
join-about-left = You have taken back your registration.
join-event-erased = erased
join-is-off = This event does not take place.
join-home = Page of the event
join-way-in = Your registration at the organizer’s
join-back = All registrations
join-back-to-event = Back to the event

join-event-button = Take part from here
join-ask-title = Take part in this event
join-ask-about = This event is held on another server. You can register your association from here, without an account there.
join-standing = How it stands
join-ask-told = Whoever invites learns that your association wants to take part, and answers.
join-ask-private = Nobody else does: it is on no public page and in no feed.
join-ask-answer = The answer is shown in the working area under “Where we go”. You can take the registration back at any time.
join-ask-as = To be registered: { $name }
join-ask-button = Ask to take part
join-leave = Not take part after all
join-leave-about = Whoever invites learns of it, and the place becomes free. If you ask again later, you are at the end of the line.
join-leave-button = Take the registration back
join-done-asked = Asked. The answer will appear here.
join-done-left = Taken back. The other server is told.
join-desk-off = { $count ->
    [one] An event you registered for does not take place.
   *[other] { $count } events you registered for do not take place.
}
join-desk-to-joins = Look

join-own-event = This is an event of this instance. People register on its page.
join-not-taken = Nobody can register for this event from another server. See its page for how it is done.
join-coordinators-only = Those with the role “Coordinator” ask to take part.
join-asked-by-all = Every association here has asked already.
join-event-over = This event is over or cancelled.
join-event-gone = This event does not exist there any more.
join-host-unreachable = The other server is not answering at the moment. Please try again later.
join-asked-already = This association is registered already, or has asked.
join-left-already = There is nothing left to take back here.
join-too-many = This instance cannot keep any more registrations at other servers.
