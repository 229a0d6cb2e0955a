# Events in calendars and feeds.

feed-title-with-state = { $state }: { $title }
feed-registration = Register: { $url }
feed-page-unknown = The list does not have that many pages; the first is number 1.
