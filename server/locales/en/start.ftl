# The start page.

start-lead = Associations announce their events here. Read along, follow from anywhere, and join in.
start-next = Next events
start-all = All events
start-empty = No events yet. Be the first to hear:
start-subscribe = Subscribe
start-subscribe-lead = New events and changes come to you by themselves, without an account and without an e-mail address.
start-follow = Follow from the fediverse
start-calendar = As a calendar
start-feed = As an Atom feed
start-reports = What came of it
start-all-reports = All reports
