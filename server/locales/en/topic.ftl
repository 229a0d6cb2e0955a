# Topics and what became of them.

topic-successors-too-many = A topic goes over into at most 20 others.
topic-successor-unknown = There is no such topic.
topic-own-successor = A topic does not go over into itself.
topic-too-many = There can be no more topics.

topic-list = Topics
topic-list-lead = What we observe, and what we do.
topic-list-empty = There are no topics here yet.
topic-closed = Nobody works on it under this name any more.
topic-closed-ones = Closed topics
topic-closed-tag = closed
topic-open-tag = open
topic-observed = What we observe
topic-done = What we do
topic-successors = Went over into
topic-predecessors = Came from
topic-upcoming = Upcoming events
topic-upcoming-empty = There is no upcoming event on this topic.
topic-past = Past events
topic-no-programme = none
topic-form-new = Found a topic
topic-form-about = A topic has a page of its own. Events that name it among their topics appear there by themselves.
topic-form-closed = Nobody works on it under this name any more
topic-slug-hint = Empty for one made of the name. Events lead here if their topic is called so. The former address leads on.
topic-successors-hint = The addresses of the topics, one in each line: digital-violence
