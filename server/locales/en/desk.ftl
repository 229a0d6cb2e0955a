# The desk: the overview and what its pages say alike.

desk-attention = What needs attention
desk-all-well = Nothing. All is well.
desk-legal-missing = Imprint and privacy notice are incomplete. Until then nothing goes to other servers. Missing in the settings under [legal]: { $settings }
desk-found-association = Found an association
desk-parked = { $count ->
    [one] One delivery was given up or refused.
   *[other] { $count } deliveries were given up or refused.
}
desk-failing = { $count ->
    [one] One server does not answer at present.
   *[other] { $count } servers do not answer at present.
}
desk-waiting = { $count ->
    [one] Somebody wants to follow you and waits for an answer.
   *[other] { $count } accounts want to follow you and wait for an answer.
}
desk-peers = { $count ->
    [one] A server would like to be a peer and waits for an answer.
   *[other] { $count } servers would like to be peers and wait for an answer.
}
desk-asked = { $count ->
    [one] Somebody would like to host an event with you and waits for an answer.
   *[other] { $count } requests to host an event together wait for an answer.
}
desk-requested = { $count ->
    [one] One registration for “{ $title }” waits for your answer.
   *[other] { $count } registrations for “{ $title }” wait for your answer.
}
desk-to-requested = To the registrations
desk-to-deliveries = To the deliveries
desk-to-following = See and decide
desk-drafts = Drafts
desk-no-drafts = No draft.
desk-coming = Next events
desk-none-coming = No event is coming.
desk-all-events = All events
desk-closed = Nothing goes out yet: as long as imprint and privacy notice are incomplete, all posts wait. Then they are delivered by themselves.

desk-picture = Choose a picture
desk-picture-another = Choose another picture
desk-picture-away = Remove this picture
desk-picture-alt = Description of the picture
desk-picture-alt-hint = What is to be seen? Needed if there is a picture.
desk-reason-for-yes = A reason belongs to a refusal. Please decline, or leave this field empty.
desk-somebody-was-faster = Somebody else has changed this meanwhile. What you wrote still stands here; sent again, it counts.
