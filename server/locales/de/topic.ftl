# Themen und was aus ihnen wurde.

topic-successors-too-many = Ein Thema geht in höchstens 20 andere über.
topic-successor-unknown = Dieses Thema gibt es nicht.
topic-own-successor = Ein Thema geht nicht in sich selbst über.
