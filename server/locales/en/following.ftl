# Whom we follow and who follows us.

following-title = Following
following-about = Follow other associations, and their events stand in your calendar too: with where they come from, and always as they are there.
following-as = For which association?
following-address = Address in the fediverse
following-address-hint = Like an e-mail address with an @ before it. It stands on the other association’s profile.
following-look = Search
following-follow = Follow
following-profile = See the profile on { $host }
following-approves = This account decides itself who may follow it. Until it answers, “requested” stands here.
following-list = Whom you follow
following-none = Nobody yet. Search above for an association whose events you want to show.
following-name = Name
following-state = State
following-since = Since
following-action = Action
following-requested = requested
following-accepted = accepted
following-rejected = rejected
following-end = Unfollow
following-end-question = Unfollow { $name }?
following-end-consequences = What happens
following-end-events = Events from there leave your calendar. Without following, you would not hear when they change or are called off.
following-end-told = The other server is told that you no longer follow.
following-end-again = You can follow again at any time. New events come then, and those published last come back.
following-end-back = Go back
following-waiting = Who wants to follow you
following-wants = Wants to follow
following-accept = Accept
following-reject = Reject
following-followers = Who follows you
following-relay = { $address }: all events of this server
following-count = { $count ->
    [0] nobody yet
    [one] 1 account
   *[other] { $count } accounts
}
following-done-requested = Requested. It shows here as soon as the other server answers.
following-done-ended = You no longer follow.
following-done-accepted = Accepted.
following-done-rejected = Rejected.

following-address-missing = Please enter an address.
following-address-wrong = That is no address one can follow. It looks like this: @name@server.example
following-own = That is an account of this instance. Its events are in your calendar already.
following-already = You follow this account already, or have asked to.
following-closed = This instance does not connect to other servers yet: imprint and privacy notice are incomplete.
following-no-such-server = There is no such server. Please check what stands after the last @.
following-unreachable = This server does not answer at the moment. Please try again later.
following-server-trouble = This server has trouble of its own at the moment. Please try again later.
following-forbidden-address = We do not connect to this address: it is not on the public internet.
following-not-found = There is no such account. Please check how it is spelled.
following-not-allowed = This server tells us nothing. Perhaps it blocks this instance.
following-no-actor = There is something, but nothing one can follow.
following-blocked = This account or its server is blocked here.
