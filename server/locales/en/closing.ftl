# Closing an association.

closing-question = Close “{ $name }”?
closing-close = Close for good
closing-link = Close the association
closing-about = When the association is no more: everybody who follows it is told, and its address is never given again.
closing-consequences = What happens
closing-followers = { $followers ->
    [0] Other servers are told that the association is no more, and remove what it said there.
    [one] One person who follows it and all other servers are told that the association is no more; they remove what it said there.
   *[other] { $followers } people who follow it and all other servers are told that the association is no more; they remove what it said there.
}
closing-handle-stays = All its address answers is that it is no longer in force. Nobody gets it again, not even you.
closing-series = { $count ->
    [one] Its series closes with it.
   *[other] Its { $count } series close with it.
}
closing-committees = { $count ->
    [one] Its committee closes with it: nobody is in office any more, its page stays.
   *[other] Its { $count } committees close with it: nobody is in office any more, their pages stay.
}
closing-drafts = { $count ->
    [one] One draft that nobody knows of yet is deleted.
   *[other] { $count } drafts that nobody knows of yet are deleted.
}
closing-ends = Whom it follows, where it invites with others, where it means to go and where somebody works for it: that ends, and the others are told.
closing-past = What is over can still be read on this server.
closing-coming = { $count ->
    [one] One event is not over yet
   *[other] { $count } events are not over yet
}
closing-cancel = Call off
closing-cancel-hint = Everybody who is registered gets a mail.
closing-keep = Leave as it is
closing-keep-hint = On this server alone; people can register here, but no longer from other servers.
closing-handle = To confirm: the address “{ $handle }” once more
closing-handle-wrong = Please enter exactly the address of the association that is to be closed.
closing-workstreams = The association still leads workstreams that go on. Bring these to an end first.
closing-cycles = The association holds a cycle that may still take ideas. Set a last day there first that is over: afterwards nobody could say what becomes of them.
closing-votes = The association is having people vote. Close the vote first: afterwards nobody could tell its result.
closing-too-many-events = The association has more than 500 events that are not over. Call some of them off first.
