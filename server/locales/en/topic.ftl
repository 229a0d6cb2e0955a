# Topics and what became of them.

topic-successors-too-many = A topic goes over into at most 20 others.
topic-successor-unknown = There is no such topic.
topic-own-successor = A topic does not go over into itself.
