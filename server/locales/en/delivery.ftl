# What goes to other servers, and what was not taken from them.

delivery-title = Deliveries
delivery-counts = All deliveries
delivery-count-parked = { $count ->
    [0] nothing given up
   *[other] { $count } given up
}
delivery-count-pending = { $count ->
    [0] nothing under way
   *[other] { $count } under way
}
delivery-count-delivered = { $count } delivered
delivery-hosts = Servers that do not answer
delivery-hosts-hint = We try again by ourselves, for two weeks. If a server speaks to us, it goes on at once.
delivery-rows = Deliveries
delivery-parts = Which deliveries
delivery-undone = Not done yet
delivery-all = All
delivery-none = Nothing has been sent yet.
delivery-all-done = Everything has arrived.
delivery-newest = These are the newest { $count }.
delivery-host = Server
delivery-what = What
delivery-since = Since
delivery-state = State
delivery-attempts = Tries
delivery-next = Next try
delivery-soon = in a moment
delivery-asleep = asleep
delivery-action = Action
delivery-retry = Send again
delivery-retry-all = Send again everything not done
delivery-sent-again = { $count ->
    [0] There was nothing left to send.
    [one] One delivery goes out again in a moment.
   *[other] { $count } deliveries go out again in a moment.
}
delivery-delivered = delivered
delivery-pending = under way
delivery-repeated = being repeated
delivery-refused = refused
delivery-given-up = given up
delivery-withdrawn = withdrawn

delivery-said-create = Published
delivery-said-update = Changed
delivery-said-delete = Deleted
delivery-said-announce = Passed on
delivery-said-follow = Follow request
delivery-said-accept = Follower accepted
delivery-said-reject = Follower rejected
delivery-said-undo = Unfollow
delivery-said-other = Message

delivery-reason-unresolvable = There is no server of this name.
delivery-reason-unreachable = The server cannot be reached.
delivery-reason-timed-out = The server did not answer in time.
delivery-reason-not-now = The server asks for patience.
delivery-reason-not-allowed = The server does not let us.
delivery-reason-missing = There is no such inbox.
delivery-reason-not-accepted = The server does not understand it.
delivery-reason-redirected = The inbox has moved.
delivery-reason-forbidden-address = The address is not on the public internet.
delivery-reason-withdrawn = It was deleted in the meantime.
delivery-reason-no-sender = The account that said it is no more.
delivery-reason-unsignable = It could not be signed.

delivery-refusals = Requests of other servers that were turned away
delivery-refusals-hint = Since the last start. A few are normal; many at once come from a server that is misconfigured or means harm.
delivery-reason = Reason
delivery-requests = Requests
delivery-refusal-unsigned = Not signed
delivery-refusal-half-signed = Not everything signed that has to be
delivery-refusal-bad-signature = Signature or checksum does not fit
delivery-refusal-time = Too old, expired or from the future
delivery-refusal-wrong-host = Meant for another server
delivery-refusal-key = Unsuitable key or method
delivery-refusal-proof = Enclosed proof not valid
delivery-refusal-unknown-key = Unknown key
delivery-refusal-key-unreachable = Key could not be fetched just then
delivery-refusal-blocked = Sender blocked here
delivery-refusal-not-theirs = Spoke for somebody else
delivery-refusal-not-ours = Not meant for us
delivery-refusal-not-allowed = Refused by a rule
delivery-refusal-too-large = Too large or nested too deep
delivery-refusal-too-slow = Sent too slowly
delivery-refusal-too-many = Too many at once
delivery-refusal-closed = This instance was not connected yet
delivery-refusal-busy = We were overloaded
delivery-refusal-malformed = Not readable

delivery-mails = E-mails that have not arrived
delivery-mails-hint = To whom they go and what they say is not shown here. What waits is tried for three days.
delivery-mails-counts = All e-mails
delivery-mails-failed = { $count ->
    [one] one given up
   *[other] { $count } given up
}
delivery-mails-pending = { $count ->
    [one] one waits
   *[other] { $count } wait
}
delivery-mails-retry = Try waiting ones now
delivery-mails-retried = { $count ->
    [0] There was nothing to try.
    [one] One e-mail is tried again in a moment.
   *[other] { $count } e-mails are tried again in a moment.
}
delivery-mail-written = Written
delivery-mail-waits = waits
delivery-mail-failed = given up
