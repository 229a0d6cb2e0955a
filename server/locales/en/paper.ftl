# Position papers: written together, clause by clause.

paper-too-many = There can be no more papers here.
paper-kind-unknown = There is no such kind of paper.
paper-language-unknown = We do not know this language.
paper-licence-unknown = We do not know this licence.
paper-signed-before-comments = Signing ends before comments do.
paper-due-before-sent = The answer would be due before the paper is sent.
paper-answered-before-sent = The answer is from before it was sent.
paper-answered-unsent = When was the paper sent?
paper-sent-to-nobody = To whom was the paper sent?
paper-source-link-wrong = The address of a source begins with https://.
paper-sources-too-many = A paper names at most 200 sources.
paper-relation-unreadable = Please write on each line: renews, replaces or implements, then a vertical bar and the earlier paper.
paper-relation-unknown = We did not find this earlier paper.
paper-relations-too-many = A paper relates to at most 50 others.
paper-clause-empty = Please write a heading or a text.
paper-clause-too-long = A clause is longer than 20,000 characters. Please divide it.
paper-clause-depth-wrong = The level is 1, 2 or 3.
paper-clauses-too-many = A paper has at most 500 clauses.
paper-text-too-long = A paper has at most 600,000 characters, about 200 pages.
paper-version-unreadable = There is no such version of the clause.
paper-way-unknown = A clause moves up or down.
paper-clause-at-the-end = The clause cannot move any further.
paper-manuscript-split-unknown = We do not know this way of dividing a text.
paper-manuscript-mode-unknown = Please choose: append or replace.
paper-manuscript-empty = Nothing in this text would be a clause.
paper-file-unreadable = We cannot read this file. It can be .docx, .odt or plain text.
paper-file-too-large = This file is too large for a paper of 200 pages.
paper-amendment-answer-unknown = Please choose: accept, merge or decline.
paper-amendment-unchanged = The amendment says the same as the clause.
paper-amendment-answered-already = This amendment was decided already.
paper-stance-unknown = Please choose: agreement or dissent.
paper-said-too-much = So much is said of this clause that nothing more can be added.
paper-nobody-is-asked = Nobody is asked for comments now.
paper-state-unknown = There is no such state.
paper-state-is-that = The paper is in this state already.
paper-nothing-to-consult-on = The paper has no clause yet that anybody could speak of.
paper-role-unknown = There is no such role.
paper-account-unknown = No account here has this address.
paper-last-lead = Somebody has to lead. Please name another person first.
paper-contributors-too-many = At most 200 people work on a paper.
paper-nothing-to-name = The paper has no clause yet.
paper-revision-unchanged = Nothing has changed since the latest revision.
paper-revisions-too-many = A paper has at most 500 revisions.

paper-confirmation-differs = This is not the last part of the address of this paper.

paper-list-empty = You work on no paper yet. Begin one here, or be invited to one.
paper-form-new = New paper
paper-form-about = Only the people you invite see the paper.
paper-form-edit = Change details
paper-not-public = Not public: only those named below see this paper.
paper-organizer = Led by
paper-title = Title
paper-kind = Kind
paper-kind-position-paper = Position paper
paper-kind-joint-declaration = Joint declaration
paper-kind-recommendation = Recommendation
paper-kind-guide = Guide
paper-kind-material = Material
paper-kind-report = Report
paper-occasion = Occasion
paper-occasion-hint = Why now, in one line.
paper-summary = Summary
paper-summary-hint = What it says, in plain words.
paper-key-sentence = Key sentence
paper-key-sentence-hint = The one sentence that is passed on.
paper-easy-text = In easy language
paper-language = Language
paper-licence = Licence
paper-comments-until = Comments until
paper-sign-until = Signatures until
paper-sources = Sources
paper-sources-hint = One a line: title | https://…
paper-relations = Earlier papers
paper-relations-hint = One a line: renews, replaces or implements, then | and the last part of the address of a paper here, or | https://… | title.
paper-relation-renews = Renews
paper-relation-replaces = Replaces
paper-relation-implements = Implements
paper-relation-renewed-by = Renewed by
paper-relation-replaced-by = Replaced by
paper-relation-implemented-by = Implemented by
paper-follow-up = What comes of it
paper-addressee = Addressee
paper-sent-on = Sent on
paper-due-on = Answer asked for by
paper-answered-on = Answered on
paper-answer = Answer
paper-answer-yes = answered
paper-answer-waiting = no answer yet
paper-answer-silent = left without an answer

paper-state-drafting = Draft
paper-state-consultation = Consultation
paper-consult = Begin the consultation
paper-redraft = Back to the draft
paper-discard = Discard the paper
paper-discard-about = All is lost, with what was said of it.
paper-discard-confirm = To confirm
paper-discard-hint = Please write: { $slug }

paper-clauses = Clauses
paper-clauses-empty = No text yet. Write clause by clause, or take over a text.
paper-clause-one = Clause
paper-clause-number = Clause { $number }
paper-clause-new = Write a clause
paper-clause-heading = Heading
paper-clause-text = Text
paper-clause-depth = Level
paper-clause-depth-hint = 1, 2 or 3: counted as 1, 1.1 or 1.1.1.
paper-clause-change = Change the clause
paper-clause-now = What the clause says now
paper-clause-then = Before
paper-clause-proposed = Proposed
paper-clause-up = Up
paper-clause-down = Down
paper-clause-remove = Remove the clause
paper-open-amendments = { $count ->
    [one] 1 open amendment
   *[other] { $count } open amendments
}
paper-open-comments = { $count ->
    [one] 1 open comment
   *[other] { $count } open comments
}
paper-agree = { $count ->
    [one] 1 agrees
   *[other] { $count } agree
}
paper-dissent = { $count ->
    [one] 1 dissents
   *[other] { $count } dissent
}

paper-comments = Comments
paper-comments-empty = No comment yet.
paper-comment = Your comment
paper-comment-say = Comment
paper-comment-settle = Settled
paper-comment-settled = settled

paper-amendment = Amendment
paper-amendments = Amendments
paper-amendments-empty = No amendment yet.
paper-amendment-to = Amendment to clause { $number }
paper-amendment-reason = Reason
paper-amendment-answer = Decision
paper-amendment-answer-hint = One sentence: why so?
paper-amendment-open = open
paper-amendment-accepted = accepted
paper-amendment-merged = merged
paper-amendment-declined = declined
paper-amendment-overtaken = The clause has changed since this was proposed. To accept it would overwrite that; please merge both, or decline.
paper-amendment-strikes = The amendment strikes the clause.
paper-side-by-side = Before and proposed side by side
paper-propose = Propose an amendment
paper-proposed-text = New text
paper-proposed-hint = Empty means: the clause should go.
paper-accept = Accept
paper-decline = Decline
paper-merge = Merge
paper-merge-legend = Or merge both: what the clause should say

paper-positions = Agreement and dissent
paper-positions-empty = No organisation has said anything yet.
paper-position-earlier = to an earlier version
paper-position-for-hint = Empty for your own. Leads write down what others said.
paper-stance = Position
paper-stance-agrees = Agreement
paper-stance-dissents = Dissent
paper-why = Why
paper-why-hint = A dissent needs a reason.
paper-stand = Write down

paper-revision = Revision
paper-revisions = Revisions
paper-revisions-empty = No revision was kept yet.
paper-revision-name = Name of the revision
paper-revision-name-hint = For example: draft for the boards.
paper-revision-note = What has changed
paper-revision-at = Kept on
paper-revision-keep = Keep this revision
paper-difference = Differences
paper-difference-to-now = Differences to now
paper-difference-to-before = to the revision before
paper-now = as it stands
paper-number-before = { $number } before
paper-inserted = new
paper-deleted = deleted
paper-fate-same = unchanged
paper-fate-changed = changed
paper-fate-added = new
paper-fate-removed = removed
paper-print = Print view with line numbers
paper-print-confidential = Not public

paper-manuscript = Take over a text
paper-manuscript-about = From a word processor or as Markdown. Headings, numbers, lists and footnotes are recognised. You see first what becomes of it.
paper-manuscript-preview = { $count ->
    [one] It becomes 1 clause
   *[other] It becomes { $count } clauses
}
paper-manuscript-text = Text
paper-manuscript-hint = Paste it here. After a file, its text stands here.
paper-manuscript-look = Look
paper-manuscript-take = Take over
paper-file = File
paper-file-hint = .docx, .odt or plain text. What is deleted under tracked changes, and comments, are left out.
paper-split = A clause is
paper-split-paragraph = each paragraph of the text, or what has a number of its own
paper-split-heading = all that stands below a heading
paper-mode = The clauses
paper-mode-append = are appended
paper-mode-replace = replace those there are
paper-mode-replace-hint = Clauses of the same heading or text keep what is said of them.

paper-contributors = Who takes part
paper-contributor = Name
paper-organisation = Organisation
paper-role = Role
paper-role-lead = leads
paper-role-editor = writes
paper-role-commenter = comments
paper-invite = Invite
paper-invite-email = E-mail address
paper-invite-hint = The address of an account on this server.
paper-dismiss = Remove

paper-log = Log
paper-log-begun = Paper begun
paper-log-revised = Details changed
paper-log-text-taken = Text taken over, { $about } clauses now
paper-log-clause-added = Clause { $about } written
paper-log-clause-changed = Clause { $about } changed
paper-log-clause-moved = Clause { $about } moved
paper-log-clause-removed = Clause { $about } removed
paper-log-amendment-accepted = Amendment to clause { $about } accepted
paper-log-amendment-merged = Amendment to clause { $about } merged
paper-log-amendment-declined = Amendment to clause { $about } declined
paper-log-consulted = Consultation begun
paper-log-redrafted = Back to the draft
paper-log-revision-named = Revision “{ $about }” kept
paper-log-contributor-invited = Invited for: { $about }
paper-log-contributor-dismissed = No longer here for: { $about }

paper-done-consulted = The consultation has begun. Everybody invited can speak now.
paper-done-redrafted = The paper is a draft again.
paper-done-invited = They take part now.
paper-done-discarded = The paper is discarded.
paper-done-dismissed = They take part no more.
paper-done-named = The revision is kept.
paper-done-taken = The text is taken over.
paper-done-added = The clause now stands at the end.
paper-done-removed = The clause is removed.
paper-done-moved = The clause has moved.
paper-done-commented = Your comment is there now.
paper-done-settled = The comment is settled.
paper-done-proposed = Your amendment is there now.
paper-done-answered = The amendment is decided.
paper-done-stood = The position is written down.
