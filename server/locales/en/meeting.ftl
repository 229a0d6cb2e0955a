# Meetings of a workstream. That they take place everybody knows; the way in is for members alone.

meeting-list = Meetings
meeting-about = When and where you meet is public. Only members get the way into the online room.
meeting-none = There are no meetings yet.
meeting-title = Title
meeting-when = When
meeting-day = Day
meeting-starts = Start
meeting-ends = End
meeting-place = Place
meeting-online = online
meeting-link = Online room
meeting-link-hint = Only members read this address.
meeting-add = Add a meeting
meeting-remove = Call off
meeting-did-add = Added. Members on other servers hear of it.
meeting-did-remove = Called off.
meeting-nameless = Please give the meeting a title.
meeting-nowhere = Please name a place or an online room.
meeting-ends-first = The end is before the start.
meeting-too-many = A workstream has no room for more meetings.
