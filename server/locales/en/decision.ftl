# Votes: the selection of a cycle, the ballot and what was decided.

decision-question-missing = Please write what the vote is about.
decision-text-too-long = This text is too long.
decision-event-missing = Please name the event whose attendees vote.
decision-points-wrong = Please give a number: 1 to 100 points, or 1 to 20 places.
decision-each-wrong = Please give a number from 1 up to all points of a ballot.
decision-options-too-many = There can be 2,000 options at most.
decision-option-twice = An option is listed twice.
decision-word-unknown = We do not know this word here.
decision-quorum-wrong = Please give a number from 0 to 20000.
decision-not-a-draft = The vote has been opened and stays as it is.
decision-not-open = The vote is not open.
decision-ends-too-soon = This moment is over.
decision-without-options = There is nothing to choose from: the cycle has no open idea, and no option is entered.
decision-without-electors = Nobody can vote: nobody has been checked in at the event yet, or no organisation is named.
decision-sentence-missing = Please write the result in one sentence.
decision-option-unknown = A number is not among the options.
decision-mark-unreadable = An entry cannot be read.
decision-too-many-for-one = An option has too many or too few points.
decision-too-many-points = You have given more points than you have.
decision-no-such-place = There is no such place.
decision-place-twice = A place is given twice.
decision-objection-missing = Please write what speaks against it.
decision-ballot-empty = The ballot is empty. If you want to abstain, press “Abstain”.
decision-votes-on-paper = This ballot was handed out on paper and counts only there.
decision-ballot-not-found = Your ballot is cast and counts. It cannot be changed any more, because the database was restored from a backup.
decision-is-over = The vote is over. Ballots are no longer accepted.
decision-code-unknown = No open vote knows this code.
decision-has-voted = This code has been used to vote online.
decision-receipt-unknown = This receipt belongs to no ballot on paper.
decision-group-unknown = There is no such group here.
decision-no-paper-left = All ballots handed out to this group have been entered.
decision-choices-unreadable = Please write “number:points” with commas between, such as “12:3, 15:2”.
decision-quorum-missed = Too few have voted to choose anything. It can only be closed without a choice.

decision-subject-cycle = Cycle
decision-state = Status
decision-state-draft = draft
decision-state-open = open
decision-state-closed = closed
decision-method = Method
decision-method-dots = Dot voting
decision-method-ranking = Ranking
decision-method-consent = Consent
decision-method-yes-no = Yes or no
decision-secrecy = Secrecy
decision-secrecy-secret = secret
decision-secrecy-open = open
decision-voters = Who votes
decision-voters-people = everybody who is there
decision-voters-associations = each association that is there, with one vote
decision-results = Interim result
decision-results-hidden = hidden until the end
decision-results-shown = shown once three have voted
decision-way-room = in the room
decision-way-stream = online
decision-way-paper = on paper
decision-way-remote = from another server

decision-how-dots = { $points ->
    [one] One point
   *[other] { $points } points
 }, at most { $each } for one option.
decision-how-ranking = { $places ->
    [one] One place
   *[other] { $places } places
 }: 1 for what matters most, then 2 and so on. Place 1 counts most.
decision-how-consent = Agree if you have no serious objection. If you have one, write it down.
decision-how-yes-no = Yes or no to each option.
decision-given-points = { $points ->
    [one] { $points } point
   *[other] { $points } points
 }
decision-given-consent = { $yes } agree, { $no ->
    [one] { $no } objection
   *[other] { $no } objections
 }
decision-given-yes-no = { $yes } yes, { $no } no
decision-turnout = { $ballots } of { $electors } have voted

decision-list = Votes
decision-list-empty = No vote yet. A vote belongs to a cycle and is opened on the day of the selection.
decision-none = Nothing has been voted on here yet.
decision-feed = Votes: { $cycle }
decision-question = Question
decision-question-hint = Such as “Which ideas become workstreams?”
decision-about = What it is about, and the criteria
decision-options = Options
decision-options-hint = One a line. Empty for all open ideas of the cycle.
decision-option = Option
decision-points = Points or places of a ballot
decision-points-hint = For dot voting and ranking. Empty for 5.
decision-each = At most for one option
decision-each-hint = For dot voting only. Empty for 3.
decision-event = Event whose attendees vote
decision-event-hint = Who has been checked in there is recorded when the vote is opened. Nobody is added afterwards.
decision-quorum = Quorum
decision-quorum-hint = So many ballots in all. Empty for none.
decision-quorum-total = At least { $count } ballots.
decision-group-quorum = Quorum of each group
decision-group-quorum-hint = So many ballots of each stakeholder group, or all of it where it is smaller.
decision-quorum-groups = At least { $count } of each group, or all of it where it is smaller.
decision-quorum-reached = reached
decision-quorum-not-reached = not reached
decision-ends-on = Voting until
decision-ends-at = Time
decision-letters = Send everybody with an e-mail address the way to the ballot
decision-until = Voting until
decision-until-then = Until { $until }.
decision-form-new = Prepare a vote
decision-form-edit = Change the vote
decision-form-what = What about
decision-form-how = How
decision-form-who = Who and when
decision-votes-cast = Turnout
decision-done-discarded = The draft is deleted.
decision-done-opened = The vote is open.
decision-done-closed = The vote is closed and counted.
decision-done-handed-out = The ballot on paper is handed out.
decision-done-entered = The ballot is entered.
decision-open-it = Open the vote
decision-open-hint = From now on it is settled who votes and on what: everybody checked in at the event, and all open ideas.
decision-discard = Delete the draft
decision-close-it = Close the vote and count
decision-close-hint = After that no ballot is accepted, and nothing leads from a ballot to a person any more. The result goes to everybody who follows the association.
decision-sentence = Result in one sentence
decision-sentence-hint = Such as “The guide to voting software and the living lab for clubs were chosen.”
decision-chosen = chosen
decision-chosen-numbers = Numbers of the ideas chosen
decision-chosen-hint = With commas between. A workstream is prepared for each; the other ideas become “not chosen”, and their authors hear of it. Empty where nothing is chosen.
decision-declined = Other ideas were chosen: { $sentence }
decision-objections = Objections
decision-objections-hint = What was said against it, without names. Part of the record.
decision-review-on = Look at again on
decision-review-hint = Those who coordinate are reminded on this day.

decision-vote = Vote
decision-vote-how = Whoever votes has a link of their own, by e-mail, on the page of their registration or as a QR code on paper. The code of six characters does the same.
decision-vote-by-code = Vote with a code
decision-code = Code
decision-code-lead = The code is on your slip or in your e-mail.
decision-code-hint = Six characters; upper or lower case does not matter.
decision-code-go = To the ballot
decision-ballot-of = The ballot of { $name }. The last one cast counts.
decision-read-idea = Read the idea
decision-count = Add up
decision-left = { $count ->
    [one] One point left
   *[other] { $count } points left
 }
decision-over = { $count ->
    [one] One point too many
   *[other] { $count } points too many
 }
decision-less = One less: { $title }
decision-more = One more: { $title }
decision-consent = Agree
decision-object = Object
decision-no-mark = neither
decision-objection = What speaks against it
decision-objection-hint = Without your name. Those who coordinate read it and sum it up in the record.
decision-cast-it = Cast the ballot
decision-cast-again = Cast the changed ballot
decision-abstain = Abstain
decision-cast = Your ballot is cast. You can change it here until the end.
decision-cast-abstained = You have abstained.
decision-receipt = Receipt:
decision-receipt-hint = Please write it down: with this code you find your ballot in the public file after the end.
decision-receipt-correct = Only to correct a ballot that has been entered.
decision-to-result = To the result
decision-to-ballot = Vote: { $question }

decision-result = Result
decision-result-all = All options
decision-place = Place
decision-given = Result
decision-given-by = Ballots
decision-group = Group
decision-group-none = not given
decision-group-others = other groups
decision-groups-small = Groups of which fewer than three have voted are counted together.
decision-hidden = The interim result stays hidden until the end.
decision-too-few-yet = The interim result appears once { $count } have voted.
decision-others = Other votes of this cycle
decision-screen = Display for the room
decision-screen-refreshed = This page loads itself anew every five seconds.
decision-screen-still = Stop that
decision-trust = Who can see what
decision-trust-secret = No ballot says whose it is. Apart from it only who has voted is recorded. While the vote is open your link leads to your ballot, so that you can change it; that is deleted when the vote is closed, and it is in no backup.
decision-trust-host = Whoever runs this server could still read along who chooses what while the vote is open. Whoever shows their receipt shows their choice with it. Where that is not enough, vote on paper.
decision-trust-open = This vote is open: the server records who chose what. The public file names nobody.
decision-recount = Everybody can recount: with the file of ballots, the record and a short program.
decision-file = Ballots without names (CSV)
decision-record = Record and result (JSON)
decision-script = Program to recount with (Python)
decision-digest = Digest of the file (SHA-256):
decision-wire-digest = Digest of the ballots (SHA-256): { $digest }

decision-paper = Hand out a ballot on paper
decision-paper-hint = Of the person who votes on paper. They cannot vote online then.
decision-hand-out = Handed out
decision-enter = Enter a ballot from paper
decision-choices = Chosen
decision-choices-hint = Number and points or place, such as “12:3, 15:2”; for yes and no “12:yes, 15:no”. Empty for an abstention.
decision-roll = Who can vote
decision-roll-hint = Who has voted is here; what, is nowhere.
decision-slips = Slips with code and QR code
decision-slips-hint = To cut out. Whoever has a slip can vote with it: please give it to the person named, and to nobody else.
decision-slip-qr = QR code to ballot { $code }
decision-without-name = without a name
decision-erased = erased
decision-page = Page { $number }

decision-mail-ballot-subject = Vote: { $question }
decision-mail-ballot = You can vote now: { $question }
decision-mail-until = Voting is possible until { $until }.
decision-mail-code = Your code: { $code }
decision-mail-yours = The link is for you alone. You can change your ballot until the end.
decision-mail-ballot-action = To the ballot
decision-mail-review-subject = Look at again: { $question }
decision-mail-review = The decision “{ $sentence }” on “{ $question }” was to be looked at again on { $day }.
decision-mail-review-action = To the record
decision-secret-is-hidden = In a secret vote the standing stays hidden until the end: else each step up would give a ballot away.
decision-organisations = Which associations have a vote
decision-organisations-hint = This is how those who are there wrote their association. Two spellings of one association count once if both have the same name. Whoever has no vote gets a reason instead of a name.
decision-organisation-people = { $people ->
    [one] one person
   *[other] { $people } people
}
decision-organisation-new = not confirmed yet
decision-counts-as = Counts as
decision-left-out-reason = Why without a vote
decision-organisations-confirm = Confirm the associations
decision-done-confirmed = The associations are confirmed.
decision-organisations-unconfirmed = First confirm which associations have a vote: there are spellings nobody has said this of yet.
decision-organisations-too-many = These are too many associations.
decision-spelling-once = Every spelling stands there exactly once.
decision-spelling-unknown = Nobody who is there wrote an association like this.
decision-left-out-why = Whoever has no vote needs a reason.
decision-not-of-associations = In this vote every person has a vote.
