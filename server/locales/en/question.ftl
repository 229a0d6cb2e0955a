# Votes of associations: one vote for each, across servers.

question-question-missing = Please write what the vote is about.
question-text-too-long = This text is too long.
question-options-wrong = Please give 2 to 20 options, one a line.
question-option-twice = One option is there twice.
question-word-unknown = We do not know this word here.
question-electors-wrong = Please choose 2 to 100 associations that vote.
question-elector-unknown = This instance does not know one of these associations. You can choose our own, those we follow, and those of our peers.
question-elector-gone = One of the associations you chose is no more. Please edit the vote.
question-organizer-gone = The association that asks cannot be reached any more. The vote was not sent.
question-quorum-wrong = Please give a number from 0 to the number of associations that vote.
question-not-a-draft = The vote has been opened and stays as it is.
question-not-open = The vote is not open.
question-not-over = There is still time to vote, and not everybody has.
question-ends-too-soon = This time is over already.
question-ends-too-late = A vote lasts a year at most.
question-is-over = The vote is over. No votes are taken any more.
question-choice-missing = Please choose one of the options.
question-cast-too-often = This vote was changed very often and now stays as it is.

question-no-over = The time to vote was over when the vote arrived.
question-no-called-off = The vote was called off. Nothing is counted.
question-no-not-entitled = This association is not among those who may vote.
question-no-unknown-option = This is none of the options.
question-no-unproven = In an open vote each vote needs a valid proof (FEP-8b32) of its association.
question-no-without-digest = In a secret vote each vote needs a digest (digestMultibase).
question-no-digest-taken = This digest belongs to another vote.
question-no-older = This vote is older than the one that counts.
question-no-public = The vote was addressed to the public. It may go to nobody but who asks.

question-state = State
question-state-draft = draft
question-state-open = open
question-state-closed = counted
question-state-called-off = called off
question-secrecy = Secrecy
question-secrecy-open = open
question-secrecy-secret = secret
question-trust = What the host sees:
question-trust-open = The server that asks sees each vote at once. After the end everybody reads who voted how, with the signature of each association.
question-trust-secret = The server that asks can read how each association votes, and counts. After the end it is published who has voted, and apart from it each vote with a digest: anybody can recount, and each association finds its own line. Whoever wants to can show their line to others. Where that is not acceptable, vote on paper.
question-vote-sent = sent
question-vote-counted = taken
question-vote-refused = refused
question-receipt-found = found in the count
question-receipt-missing = missing in the count
question-receipt-changed = different in the count
question-receipt-unpublished = single votes were not published

question-list = Votes of associations
question-list-about = One association, one vote: among the associations of this instance and those of other servers. Single people vote in a selection.
question-list-asked = Asked here
question-list-asked-none = Nobody asks an association of this instance at the moment.
question-list-ours = Asked by us
question-list-ours-none = We have asked nobody yet.
question-public-list = Votes of associations
question-public-about = What associations decided together, with the result and single votes to recount.
question-public-none = No vote has been counted yet.
question-form-new = Ask associations
question-form-edit = Edit vote
question-form-about = Nobody hears of it before you open it. After that neither the options change nor who votes.
question-form-what = What it is about
question-form-how = How it is voted
question-question = Question
question-about = Explanation
question-options = Options
question-options-hint = 2 to 20, one a line.
question-option = Option
question-abstention = Abstention
question-abstention-hint = What an abstention is called. Empty where there is none. It counts towards the quorum.
question-abstention-name = Abstention
question-quorum = Quorum
question-quorum-hint = How many associations have to vote at least. Empty for any number.
question-quorum-total = { $count ->
    [one] one vote
   *[other] { $count } votes
 }
question-quorum-reached = reached
question-quorum-missed = not reached
question-ends-on = Last day
question-ends-at = Time
question-ends-hint = By the clock of this server. Without a time the whole day counts.
question-electors = Who votes
question-electors-hint = Associations of this instance, those we follow, and those of our peers. Each has one vote.
question-elector = Association
question-organizer = Who asks
question-until = Until
question-votes-cast = Votes
question-votes = { $count ->
    [one] one vote
   *[other] { $count } votes
 }
question-turnout = { $votes ->
    [one] One of { $electors } associations has voted.
   *[other] { $votes } of { $electors } associations have voted.
 }
question-result = Result
question-result-page = Result for everybody
question-recounted = recounted: right
question-recounted-wrong = recounted: wrong
question-vote-of = Vote of { $association }
question-vote = Vote
question-vote-anew = Change the vote
question-choice = Your vote
question-choice-hint = You can change it until the end; the last one counts.
question-not-voted = Not voted yet.
question-refused = “{ $choice }” was refused:
question-digest = Digest
question-coordinators-only = Voting is for those who coordinate.
question-open-it = Open
question-open-hint = Each of the associations is asked, and nobody else. After that nothing can be changed.
question-discard = Throw the draft away
question-close-it = Count
question-close-hint = It is counted by itself at the end. Before that only when everybody has voted.
question-call-off = Call off
question-call-off-hint = Nothing is counted, and the votes are deleted here. Those who could vote are told, with the reason, and nobody else is.
question-call-off-reason = Why it is called off
question-reason-missing = Please give the reason.
question-called-off-because = Called off:
question-wire-called-off = Called off: { $reason }
question-done-called-off = Called off. Those who could vote are told.
question-mail-called-off-subject = Vote called off
question-mail-called-off = The vote “{ $question }” was called off: { $reason } Nothing is counted.
question-sentence = Result in one sentence
question-sentence-hint = Leave empty to have it say what was chosen most often.
question-has-voted = has voted
question-roll = Who has voted
question-lines = Single votes
question-for-programs = For programs, to recount:
question-done-discarded = The draft is gone.
question-done-opened = The vote is open. Each association has been asked.
question-done-closed = The vote is counted.
question-done-voted = The vote is on its way. Whether it counts stands beside it.

question-said-leading = { $count ->
    [one] “{ $option }” has the most votes (one).
   *[other] “{ $option }” has the most votes ({ $count }).
 }
question-said-tie = { $count ->
    [one] A tie with one vote each: { $option }.
   *[other] A tie with { $count } votes each: { $option }.
 }
question-said-nothing = No option was chosen.
question-said-no-quorum = The quorum was not reached: { $votes } of { $quorum } votes needed.
question-wire-until = Until { $until }. One vote for each association; it can be changed until then.

question-mail-reminder-subject = Your vote is missing: { $question }
question-mail-reminder = In “{ $question }” the vote of these is missing: { $associations }.
    Votes are taken until { $until }.
question-mail-reminder-action = Vote
question-desk-waiting = { $count ->
    [one] One vote of associations waits for your vote.
   *[other] { $count } votes of associations wait for your vote.
 }
question-desk-to-questions = To the votes
question-cycle = Cycle
question-cycle-hint = Then its ideas are chosen from: write their numbers as options, or leave them empty for all that are proposed.
question-cycle-none = None: options of its own
question-chosen = Chosen
question-chosen-none = None of the ideas was chosen.
question-decide = Record what was chosen
question-decide-hint = Say which ideas were chosen. This is done once. A workstream is prepared for each; whoever brought the others hears of it.
question-done-decided = Recorded. Whoever brought the ideas hears of it.
question-without-cycle = This vote is not about ideas of a cycle.
question-not-counted = The vote has not been counted yet.
question-decided-already = What was chosen has been said already.
question-option-no-idea = Please give numbers of ideas that are proposed in this cycle, each once.
question-idea-over = One of the ideas is not proposed any more. Please change the draft.
question-feed = Votes of associations: { $name }
