# Workstreams: what people work on together for some months.

workstream-name-missing = Please enter a name.
workstream-question-missing = Please write which question is to be answered.
workstream-text-too-long = This text is too long.
workstream-product-unknown = There is no such result to choose.
workstream-duration-unusual = Three to nine months are usual. Please write why it is different here.
workstream-end-wrong = The end has to lie after the beginning, at most five years after it.
workstream-extension-not-later = The new end has to lie after the one there is.
workstream-reason-missing = Please write why.
workstream-report-changed-meanwhile = The report was changed meanwhile. Please look through it once more.
workstream-too-many-of-host = Too many workstreams of this server are kept here already.
workstream-not-worked-on = This is possible only while the workstream is worked on.
workstream-step-not-now = This step is not possible now.
workstream-step-unknown = There is no such step.
workstream-is-over = This workstream is over and is not changed any more.

workstream-state = Stage
workstream-state-proposed = proposed
workstream-state-declined = not selected
workstream-state-selected = selected
workstream-state-active = in progress
workstream-state-presented = result presented
workstream-state-archived = completed
workstream-state-withdrawn = withdrawn

workstream-product = Wanted result
workstream-product-study = study
workstream-product-concept = concept
workstream-product-guide = guide
workstream-product-laboratory = real-world laboratory
workstream-product-software = software
workstream-product-other = something else

# What other servers read
workstream-wire-question = Question: { $question }
workstream-wire-about = Result: { $product }. Duration: { $months ->
    [0] less than a month
    [one] one month
   *[other] { $months } months
 }.
workstream-wire-archived = This workstream is completed. What it said stays readable here.
workstream-wire-withdrawn = This workstream was withdrawn: { $reason }
workstream-wire-note = New workstream: “{ $name }”. { $question } Follow: { $address }
workstream-feed = Workstreams: { $name }

# The public pages
workstream-list = Workstreams
workstream-list-lead = Questions that people of several organisations work on together for three to nine months.
workstream-none = There is no workstream here yet.
workstream-one = Workstream
workstream-what = What it is about
workstream-when = What is worked on when
workstream-table = All workstreams with their stage and days
workstream-picture = Timeline of the workstreams
workstream-picture-desc = A bar for each workstream, from { $first } to { $last }; the vertical line is today. The table below says the same.
workstream-starts = Beginning
workstream-ends = Planned end
workstream-planned = planned first: { $day }
workstream-months = Months
workstream-lead = Lead
workstream-question = Question
workstream-home = from { $host }
workstream-at-home = See it on its own server
workstream-follow-box = Follow this workstream

# In the working area
workstream-overdue = overdue since { $day }
workstream-done-proposed = Proposed. Nobody knows of it yet.
workstream-done-changed = Saved. Whoever follows the workstream gets the new profile.
workstream-done-extended = Extended. Whoever follows the workstream gets the new end.
workstream-done-stepped = Done.
workstream-form-new = Propose a workstream
workstream-form-about = A workstream answers one question in three to nine months. Once selected it gets an address of its own that can be followed, and at its end there is a result report.
workstream-form-handle-hint = Begins with “ws-”; then small letters, digits, “-” and “_”. Together with { $host } its address in the Fediverse. Never changes.
workstream-form-ends-hint = Empty: half a year after the beginning.
workstream-form-why = Why it takes less or more time
workstream-form-why-hint = Only for less than three or more than nine months.
workstream-form-save = Save the workstream
workstream-form-propose = Propose the workstream
workstream-form-edit = Edit
workstream-step-select = Select
workstream-step-decline = Do not select
workstream-step-start = Start the work
workstream-step-present = The result is there
workstream-step-archive = Complete
workstream-step-withdraw = Withdraw
workstream-then-select = The workstream becomes public and gets an address of its own. Whoever follows the association reads about it.
workstream-then-start = The work begins; whoever follows sees the new stage.
workstream-then-present = Whoever follows the association or the workstream reads about it, and the result is presented.
workstream-then-archive = The workstream is completed. Its followers and all it said stay.
workstream-then-end = This cannot be undone.
workstream-extend = Extend
workstream-new-end = New end
workstream-why-extended = Why it takes longer
workstream-end-it = Do not go on with it
workstream-reason = Reason
workstream-reason-hint = One sentence; it is shown publicly with the workstream once that is public.
workstream-cycle-unknown = There is no such cycle here.
workstream-idea-unknown = There is no such idea here.
workstream-cycle = Cycle
workstream-origin-at = Look at it at { $host }
workstream-no-cycle = none
workstream-all-cycles = all cycles
workstream-show-cycle = Show

# Milestones
workstream-milestone = Milestone
workstream-milestones = Milestones
workstream-milestone-due = Due
workstream-milestone-reached = Reached
workstream-milestone-open = open
workstream-milestone-add = Add a milestone
workstream-milestone-reach = Reached
workstream-milestone-drop = Remove
workstream-milestone-told = Tell the Fediverse
workstream-milestone-told-hint = A short post to all who follow the workstream, once it is reached.
workstream-milestone-nameless = Please write what is to be reached.
workstream-milestones-too-many = A workstream has at most 30 milestones.
workstream-milestone-is-reached = This milestone is reached already.
workstream-wire-reached = “{ $name }”: “{ $milestone }” is reached.
workstream-done-milestone-added = Added; other servers have the milestone too.
workstream-done-milestone-reached = Reached.
workstream-done-milestone-dropped = Removed.

# The result report
workstream-report = Result report
workstream-report-about = The report is text on the page, so that everybody can read it; files come along as products.
workstream-result = Result
workstream-read-report = Read the result report
workstream-report-language = Language of the report
workstream-sentence = The result in one sentence
workstream-summary = Summary
workstream-summary-hint = At most 2,000 characters.
workstream-page-text = Report
workstream-page-text-hint = All of the report as text, with Markdown.
workstream-recommendations = Recommendations
workstream-products = Products
workstream-products-hint = One a line: title | kind | link | licence | source code. The source code may be missing.
workstream-contributors = Contributors
workstream-contributors-hint = One a line, by organisation and role: “Association A, editing | yes”. Without the “yes” nobody is named in public.
workstream-easy = In easy language
workstream-easy-hint = Five to ten sentences.
workstream-open-points = What stayed open
workstream-one-a-line = One a line.
workstream-repository = Source code
workstream-report-save = Save the report
workstream-report-publish = Publish the report
workstream-done-report-published = Published. The result is presented, and whoever follows reads about it.
workstream-sentence-missing = Please write the result in one sentence.
workstream-summary-missing = Please summarise the result.
workstream-page-text-missing = Please write the report as text. Not everybody can read a file alone.
workstream-lines-too-many = At most 50 lines of 300 characters each.
workstream-product-nameless = Each product needs a title and a kind.
workstream-product-without-link = Each product needs a link that begins with https.
workstream-product-without-licence = Each product needs a licence.
workstream-consent-unclear = Behind the bar stands “yes” or nothing.
workstream-report-not-written = There is no report yet.
workstream-report-is-public = The report is public already.
workstream-report-not-public = The result is presented once the report is published.
workstream-slot = Result: { $name }
workstream-mail-subject = Result report: { $name }
workstream-mail-due = The result report of the workstream “{ $name }” is due on { $day }.
workstream-mail-write = Write the report

# How a result came about
workstream-trace = From the idea to the result
workstream-trace-of = From the idea to the result: { $name }
workstream-trace-lead = Where the question came from, what has been reached, and where the result is presented.
workstream-trace-idea = Idea
workstream-trace-slot = Presentation
workstream-trace-planned = planned

workstream-phases = Phases
workstream-phases-hint = One a line, with the day it begins on: “2027-01-15 Interviews”.
workstream-phase-from = from { $day }
workstream-phase-now = under way
workstream-phase-unreadable = Please give a day and a name on each line: “2027-01-15 Interviews”.
workstream-phases-too-many = Twelve phases at most, please.
workstream-trace-vote = Vote
workstream-report-pdf = PDF (accessible)
workstream-report-pdf-easy = PDF in Leichte Sprache, easy German (accessible)
workstream-report-preview = Preview
workstream-report-four-eyes = You have written this report. Please let somebody else who coordinates look at it and publish it.
workstream-report-withdraw = Withdraw the report
workstream-report-withdraw-hint = All who have the report hear of it. Its page then says when and why it was withdrawn; the text stays here only.
workstream-report-withdrawn-on = The report was withdrawn on { $day }.
workstream-report-withdrawn-because = Reason: { $reason }
workstream-done-report-withdrawn = The report is withdrawn.

workstream-maturity = Maturity
workstream-maturity-idea = idea
workstream-maturity-trial = trial
workstream-maturity-in-use = in use
workstream-maturity-discontinued = discontinued
workstream-maturity-since = { $maturity } since { $day }
workstream-maturity-unsaid = no maturity given
workstream-maturity-set = Maturity of a product
workstream-maturity-about = How far a product has come changes long after the report, too. What held before stays readable.
workstream-maturity-which = Product
workstream-maturity-on = Since
workstream-maturity-on-hint = Empty for today.
workstream-maturity-sentence = What that means, in one sentence
workstream-maturity-save = Save maturity
workstream-maturity-before = Before
workstream-maturity-product = The report has no such product.
workstream-maturity-unknown = There is no such maturity.
workstream-maturity-day-wrong = Please give a day that is not in the future.
workstream-maturity-sentence-missing = Please say in one sentence what that means.
workstream-milestone-change = Change
workstream-milestone-save = Save milestone
