# Other servers with which ours shares all that is public, because both agreed.

peer-title = Peers
peer-about = Two servers that are peers share all that their associations publish, what was published long ago too: events and reports of one are in the calendar of the other, with their origin. Both sides have to agree, and each can end it.
peer-address = Address of the other server
peer-address-hint = Its name, or the address of any page there.
peer-ask = Ask
peer-asking = Who would like to be a peer
peer-list = Other servers
peer-none = No other server is a peer yet.
peer-server = Server
peer-state = State
peer-since = Since
peer-state-asked = asked
peer-state-waiting = waits for you
peer-state-agreed = peer
peer-state-declined = declined by them
peer-state-rejected = declined by you
peer-state-ended = ended by you
peer-state-left = ended by them
peer-reading = What was published before
peer-reading-on = Being read, so far { $count ->
    [one] one message
   *[other] { $count } messages
}
peer-reading-over = All read: { $count ->
    [0] nothing that was not here already
    [one] one message
   *[other] { $count } messages
}
peer-reading-cut = Read as far as we read: { $count ->
    [one] one message
   *[other] { $count } messages
}. There is more.
peer-reading-broken = Not all could be read. Taken in: { $count ->
    [one] one message
   *[other] { $count } messages
}
peer-why = Reason
peer-asks = { $host } would like to share all that is public with your server.
peer-consequences = What happens
peer-accept-theirs = If you agree, all public events and reports from there are shown here too, earlier ones included, and change with them.
peer-accept-ours = The other server gets all that your associations publish, earlier things included.
peer-accept-private = Who takes part, protected places and drafts stay here.
peer-accept-again = You can end it at any time.
peer-reason = Reason, if you decline
peer-reason-hint = Goes to the other server.
peer-accept = Accept as a peer
peer-reject = Decline
peer-back = All servers
peer-end = End it
peer-withdraw = Withdraw the request
peer-end-question = Be peers with { $host } no longer?
peer-end-events = Events from there disappear from your calendar. Nobody would tell you any more when they change or are called off.
peer-end-followed = Events of those there whom your associations follow stay.
peer-end-ours = What your associations publish goes only to accounts there that follow them.
peer-end-told = The other server is told.
peer-end-again = You can ask again at any time.
peer-done-asked = Asked. As soon as the other server answers, it will be shown here.
peer-done-accepted = Agreed. As soon as the other server confirms it, what it has published is read.
peer-done-rejected = Declined.
peer-done-ended = Ended.

peer-address-missing = Please type the address of a server.
peer-address-wrong = This is no address of a server. It looks like this: server.example
peer-own = This is this very server.
peer-blocked = This server is blocked here.
peer-no-such-server = There is no such server. Please check the spelling.
peer-other-software = There is no server there that could be a peer. You can follow single accounts there all the same.
peer-agreed-already = This server is a peer already.
peer-asked-already = You have asked this server already. If it does not answer, you can ask again after a day.
peer-too-many = There is no room for more peers.
peer-answered-already = This server no longer waits for an answer.
peer-not-agreed = There is nothing to end with this server.
peer-reason-too-long = Please be briefer: at most 500 characters.
peer-mail-subject = A server would like to be a peer
peer-mail-waiting = These servers wait for your answer: { $hosts }. In all: { $count }.
peer-mail-answer = Look and answer
peer-reading-already = This server is being read.
peer-read-again = Read again
peer-read-again-about = Is something missing from there? Then all this server has said in public is read once more.
peer-done-read = The server is being read once more.
