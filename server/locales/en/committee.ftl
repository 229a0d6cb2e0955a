# Committees: seats, deputies, motions, remarks and minutes.

committee-kind-unknown = There is no such kind.
committee-ends-before-it-starts = This day is before the beginning, or over.
committee-too-long = A term lasts at most ten years.
committee-seat-twice = A group has exactly one seat.
committee-seats-too-many = A committee has at most 30 seats.
committee-without-seats = Please name the groups that have a seat.
committee-too-many = There are too many committees already.
committee-template-unknown = There is no such committee.
committee-slug-stays = The address does not change any more.
committee-seat-was-held = A seat that somebody held stays.
committee-terms-reach-further = Somebody’s term begins earlier or ends later.
committee-part-unknown = There is no such part.
committee-adviser-has-no-seat = Whoever advises has no seat.
committee-term-before-it = The committee begins later.
committee-term-beyond-it = The committee ends earlier.
committee-email-wrong = This e-mail address is not right.
committee-language-unknown = Please give “de” or “en”.
committee-holders-too-many = At most 300 people have been on one committee.
committee-seat-unknown = There is no such seat.
committee-seat-held = Somebody holds this seat in that time already.
committee-term-over = This term is not running.
committee-no-email = No e-mail address is entered.
committee-members-only = Only members can do that.
committee-absence-from-missing = Please name the first day.
committee-absence-wrong = The last day is before the first, or after the term.
committee-not-sitting = The committee does not sit at that time.
committee-motions-too-many = There are too many motions.
committee-motion-over = This motion is not voted on any more.
committee-motion-unknown = There is no such motion here.
committee-deputies-too-late = This moment is after the end.
committee-quorum-wrong = Please give a number from 0 up to the number of seats.
committee-voice-unknown = Please vote yes, no or abstain.
committee-no-seat = Whoever advises speaks and does not vote.
committee-not-your-seat = This is not your seat.
committee-voted-already = Your vote is cast.
committee-member-voted = The member has voted.
committee-deputy-not-yet = The deputy votes when the member is away, or has not voted by the time named.
committee-deputy-absence-only = The deputy votes when the member is away.
committee-deputy-approves-not-yet = The deputy approves of minutes when the member is away, or the seat has none.
committee-remarks-too-many = There are too many remarks already.
committee-about-unknown = The committee cannot remark on this here.
committee-minutes-too-many = A committee has at most 200 minutes.
committee-minutes-fixed = The minutes are approved and stay as they are.
committee-minutes-submitted-already = The minutes have been submitted already.
committee-has-voted = has voted
committee-minutes-changed-meanwhile = The minutes were changed meanwhile. Please read them once more.
committee-too-many-of-host = Too many committees of this server are kept here already.
committee-minutes-not-asked = These minutes are not up for approval.
committee-approved-already = This seat has approved of the minutes already.
committee-adviser-by-link = Whoever advises gets a link by mail.
committee-email-or-address = Either a link by mail, or an association elsewhere.
committee-address-is-here = This association is here. Please name an e-mail address.
committee-no-association = There is no association at this address that could take a seat.
committee-address-sits-already = This association has a seat in this committee in that time already, or is asked.
committee-not-appeared = This committee has no address yet. Please try again in a few minutes.
committee-vote-public = What is said for a seat must not be sent to everybody.
committee-word-stale = It is no more, or was said already.
committee-word-unknown = The committee does not know what to do with that.
committee-closed = This committee was closed with its association.

committee-one = Committee
committee-list = Committees
committee-list-lead = Who accompanies and decides, and for which stakeholder group.
committee-list-empty = There is no committee here yet.
committee-feed = Committees: { $name }
committee-follow-box = Follow this committee
committee-follow-about = Whoever wants to follow asks. Those who look after the committee decide.
committee-wire-note = New committee: “{ $name }”, { $days }. Follow: { $address }
committee-wire-seat = Seat: { $name }
committee-wire-deputy = Deputy: { $name }
committee-former-ones = Past committees
committee-is-over = The term of this committee is over.
committee-over-tag = over
committee-public-tag = public
committee-kind = Kind
committee-kind-standing = standing
committee-kind-ad-hoc = ad hoc
committee-organizer = Committee of
committee-term = Term
committee-starts = First day
committee-ends = Last day
committee-empty-today = Empty for today.
committee-ends-hint = Empty for one year. Rights end by themselves with this day.
committee-purpose = Purpose
committee-name-hint = Such as “Dialogue committee 2026/2027”.
committee-slug-hint = Empty for one made of the name. It does not change any more.
committee-cycle-hint = With a cycle, the committee accompanies the workstreams of that cycle only.
committee-form-new = Create a committee
committee-form-edit = Change the committee
committee-form-about = A committee has a seat for each group, with a member and a deputy. Another committee can be its template.
committee-as-template = Use as a template
committee-seats = Seats
committee-seats-hint = The stakeholder groups, one a line.
committee-seat = Seat
committee-seat-hint = Whoever advises has none.
committee-no-seat-option = no seat
committee-stakeholder = Stakeholder group
committee-vacant = vacant
committee-vacancies = { $count ->
    [one] One seat is vacant
   *[other] { $count } seats are vacant
 }
committee-until = until { $day }
committee-part = Part
committee-part-member = Member
committee-part-deputy = Deputy
committee-part-adviser = Adviser
committee-people = Who is in office
committee-advisers = Advisers
committee-advisers-hint = They speak and do not vote.
committee-former = Formerly on this committee
committee-seat-somebody = Fill a seat
committee-seat-about = With an e-mail address, a personal link is sent at once. It is all that is needed to vote, remark and approve, without an account.
committee-holder-name-hint = Such as “Association A, board”. Everybody can read it.
committee-holder-starts-hint = Empty for today, or the first day of the committee.
committee-holder-ends-hint = Empty for the last day of the committee.
committee-email = E-mail address
committee-email-hint = For the link and for reminders only. Nobody else sees it.
committee-address = Association on another server
committee-address-hint = For example @verein@verband.example. The seat is offered to the association; it says who takes it, and votes from there. Nobody is in office before. Name and e-mail address stay empty then.
committee-asked-tag = asked
committee-elsewhere-tag = from { $host }
committee-declined = Declined or given back
committee-language = Language of mails
committee-link-anew = Send a new link
committee-end = End the term
committee-absent = away

committee-motion = Motion
committee-motions = Motions
committee-motions-none = No motion yet.
committee-motion-new = Put a motion
committee-motion-about = Everybody on the committee is written to. Members vote; the rule says when deputies do. Until the end the member can override that.
committee-motion-title = What about
committee-motion-text = Reasons
committee-motion-put = Put to the vote
committee-motion-withdraw = Withdraw
committee-motion-until = until { $until }
committee-motion-public = Everybody can read the motion
committee-motion-public-hint = After the end the result is on the page of the committee, without the votes of single seats.
committee-deputies-on = Deputies vote from
committee-deputies-at = Time for that
committee-deputies-hint = From this day for members who have not voted. Empty: only where the member is away, or the seat has none.
committee-deputies-from-then = Deputies vote from { $from } for members who have not voted.
committee-quorum-hint = So many seats have to vote. Empty for none.
committee-outcome-open = open
committee-outcome-withdrawn = withdrawn
committee-outcome-without-quorum = too few votes
committee-outcome-adopted = adopted
committee-outcome-rejected = rejected
committee-count-yes = { $count } yes
committee-count-no = { $count } no
committee-count-abstain = { $count ->
    [one] one abstention
   *[other] { $count } abstentions
 }
committee-count-by-deputies = { $count ->
    [one] one of these votes by a deputy
   *[other] { $count } of these votes by deputies
 }
committee-voice-yes = Yes
committee-voice-no = No
committee-voice-abstain = Abstain
committee-standing-own = in person
committee-standing-vacancy = the seat has no member
committee-standing-absence = the member is away
committee-standing-silence = the member had not voted
committee-overridden = overridden by the member
committee-vote-once = Your vote counts at once and cannot be changed.
committee-vote-overrides = The deputy has voted. Your vote takes its place.

committee-not-in-office = This term is not running. You can read, and do nothing.
committee-office-ahead = This term begins on { $from }. From then on you read here what is going on, and take part.
committee-own-link = This page is yours alone. Please do not pass the link on.
committee-absence = Absence
committee-absence-about = On these days your deputy votes. You can override that until the end. Empty: you are there.
committee-absent-from = Away from
committee-absent-until = Away until

committee-remarks = Remarks of committees
committee-remark-new = Make a remark
committee-remark-about = On a workstream or a motion. A remark is no vote.
committee-remark-nothing = There is nothing to remark on at the moment.
committee-remark-on = On what
committee-remark-text = Remark
committee-remark-public = Everybody can read it
committee-remark-public-hint = It stands on the page of the workstream then, with your group. Otherwise only you read it, and those who look after the committee here. On motions only the committee reads it.
committee-remark-send = Remark
committee-remark-drop = Remove
committee-remarks-own = What you remarked
committee-checkpoint = Occasion
committee-checkpoint-hint = Such as “interim report”.

committee-minutes = Minutes
committee-minutes-new = Write minutes
committee-minutes-about = Once more than half of the seats that have a member or a deputy approve, the minutes stay as they are.
committee-minutes-anew = These minutes have been submitted. If you change them they are a draft again, and nobody has approved of them.
committee-minutes-title = Title
committee-minutes-held-on = Sitting of
committee-minutes-text = Minutes
committee-minutes-public = Everybody can read them once they are approved
committee-minutes-edit = Change
committee-minutes-read = Read
committee-minutes-submit = Submit for approval
committee-minutes-draft = draft
committee-minutes-submitted = submitted
committee-minutes-approved = approved
committee-approve = Approve
committee-approvals = { $count ->
    [one] one seat has approved
   *[other] { $count } seats have approved
 }

committee-done-seated = The seat is filled.
committee-done-ended = The term has ended. The rights are gone.
committee-done-link-sent = A new link is on its way. The former one opens nothing any more.
committee-done-put = The motion is put to the vote.
committee-done-withdrawn = Withdrawn.
committee-done-submitted = Submitted. All seats are written to.
committee-done-removed = Removed.
committee-done-voted = Your vote is cast.
committee-done-noted = Saved.
committee-done-said = Your remark is made.
committee-done-approved = Approved.

committee-mail-link-subject = Your way in: { $name }
committee-mail-link = You are on “{ $name }” ({ $part }), from { $from } to { $until }. With this link you vote and make remarks, without an account. It is yours alone; please do not pass it on. After the last day it only lets you read.
committee-mail-link-action = To my page
committee-mail-motion-subject = Vote: { $about }
committee-mail-motion = “{ $name }” votes: { $title }. Please vote by { $until }.
committee-mail-motion-deputy = “{ $name }” votes: { $title }. Votes are taken until { $until }. As a deputy you vote when the member is away, or has not voted by { $from }. Your page says whether it is so.
committee-mail-motion-deputy-absence = “{ $name }” votes: { $title }. Votes are taken until { $until }. As a deputy you vote when the member is away, or the seat has none. Your page says whether it is so.
committee-mail-motion-adviser = “{ $name }” votes: { $title }, until { $until }. You can make a remark.
committee-mail-motion-action = To the motion
committee-mail-stepped-back-subject = Seat no longer taken: { $name }
committee-mail-stepped-back = { $who } ({ $part }) has declined the seat in “{ $name }” or given it back. { $reason }
committee-mail-stood-in-subject = Your deputy has voted: { $about }
committee-mail-stood-in = In “{ $name }” your deputy has voted on “{ $title }”: { $voice } ({ $why }). Until { $until } you can vote yourself; then your vote alone counts.
committee-mail-minutes-subject = Minutes to approve: { $name }
committee-mail-minutes = The minutes “{ $title }” of “{ $name }” wait for your approval.
committee-mail-minutes-deputy = The minutes “{ $title }” of “{ $name }” are up for approval. As a deputy you approve when the member is away, or the seat has none.
committee-mail-minutes-action = To the minutes
committee-mail-ending-subject = Your term ends: { $name }
committee-mail-ending = Your term on “{ $name }” ends on { $until }. After that you can do nothing there any more; you can still read.
committee-mail-ending-desk-subject = { $count ->
    [one] A term ends: { $name }
   *[other] { $count } terms end: { $name }
 }
committee-mail-ending-desk = { $count ->
    [one] On “{ $name }” a term ends on { $until }: { $who }. The rights end by themselves then.
   *[other] On “{ $name }” { $count } terms end on { $until }: { $who }. The rights end by themselves then.
 }
committee-mail-ending-desk-action = To the committee
