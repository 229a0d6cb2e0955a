# Reports: what came of an event.

report-title = Report
report-list = Reports
report-none = No report yet.
report-feed = Reports: { $name }
report-title-of = Report: { $title }
report-published = Published:
report-changed = changed:
report-to-event = To the event
report-read = Read the report
report-read-at = To the report at { $host }
report-preview = This is how the report will look. So far only those who work here see it.
report-preview-back = Back to editing

report-goals = Goals
report-groups = Results of the small groups
report-materials = Materials
report-recordings = Recordings
report-transcript = Transcript
report-label-question = Question
report-label-host = Host
report-label-findings = Findings
report-label-open = Open

report-answer-reached = reached
report-answer-partly = partly
report-answer-not-reached = not reached
report-answer-open = open

report-licence-cc0 = CC0 1.0
report-licence-cc-by = CC BY 4.0
report-licence-cc-by-sa = CC BY-SA 4.0
report-licence-cc-by-nd = CC BY-ND 4.0
report-licence-cc-by-nc = CC BY-NC 4.0
report-licence-cc-by-nc-sa = CC BY-NC-SA 4.0
report-licence-cc-by-nc-nd = CC BY-NC-ND 4.0
report-licence-all-rights-reserved = All rights reserved

report-medium-audio = Podcast
report-medium-video = Video

report-state-draft = Draft
report-state-published = Public
report-state-withdrawn = Withdrawn

# What is wrong with a report
report-summary-missing = Please say the result in one sentence.
report-summary-too-long = The result in one sentence can have 300 characters at most.
report-text-missing = Please write a text. Not everybody can read a report that is nothing but attachments.
report-text-too-long = The text can have 40,000 characters at most.
report-transcript-missing = The transcript of a recording is missing: as a link in its line, or as a text here.
report-transcript-too-long = The transcript can have 150,000 characters at most. Please link a longer one.
report-line-too-long = A line can have 500 characters at most.
report-link-wrong = A link begins with https:// or http://.
report-goal-unreadable = Please write in each line: goal | reached, partly, not reached or open | a sentence about it.
report-goal-nameless = A line does not say what the goal is.
report-answer-unknown = A goal is reached, partly, not reached or open.
report-too-many-goals = No more than 20 goals.
report-group-nameless = Each group begins with its name on a line of its own.
report-group-empty = A group has neither findings nor open points.
report-too-many-points = No more than 50 findings and 50 open points for each group.
report-too-many-groups = No more than 30 groups.
report-material-unreadable = Please write in each line: title | link | licence | whose it is.
report-material-nameless = A line lacks the title of the material.
report-licence-missing = Please name a licence for each material, or nobody knows what is allowed.
report-licence-unknown = We do not know this licence. Examples: CC BY 4.0, All rights reserved
report-too-many-materials = No more than 50 materials.
report-recording-unreadable = Please write in each line: title | podcast or video | link | language | link of the transcript.
report-recording-nameless = A line lacks the title of the recording.
report-medium-unknown = A recording is a podcast or a video.
report-spoken-language-wrong = We could not read this language. Examples: de, en, gsg
report-too-many-recordings = No more than 20 recordings.
report-not-written = There is no report yet.
report-is-public-already = The report is public already.
report-is-not-public = The report is not public.
report-event-is-cancelled = The event is cancelled and did not take place.
report-event-is-postponed = The event is postponed and has not taken place yet.
report-event-has-not-begun = There is a report once the event has begun.

# At the desk
report-desk-saved = Saved. It is not public yet.
report-desk-changed = Changed. Everybody who has the report gets the new version.
report-desk-published = Published.
report-desk-withdrawn = Withdrawn.
report-desk-not-due = There can be a report as soon as a published event has begun.
report-desk-coordinators-change = What is public is changed by coordinators.
report-missing = Report missing
report-missing-lead = These events are over, and nothing says yet what came of them.
report-write = Write the report

report-form-result = Result
report-form-results = Goals and groups
report-form-media = Materials and recordings
report-form-save = Save the draft
report-form-change = Publish the change
report-form-late = Somebody has just changed this report. If you save once more, your version counts.
report-field-title = Title
report-field-summary = Result in one sentence
report-field-summary-hint = Followers read this first, on Mastodon too. Needed to publish.
report-field-language = Language
report-field-text = Text
report-field-easy-text = In easy language (Leichte Sprache)
report-field-easy-text-hint = Five to ten sentences are enough.
report-field-goals-hint = In each line: goal | reached, partly, not reached or open | a sentence about it
report-field-groups-hint = First the name of the group, below it lines with “Question:”, “Host:” (organisation and role), “Findings:” and “Open:”, the points below with a dash. An empty line stands between two groups.
report-field-materials-hint = In each line: title | link | licence | whose it is. Licences: { $licences }
report-field-recordings-hint = In each line: title | podcast or video | link | language | link of the transcript
report-field-transcript-hint = What is said in the recordings without a linked transcript. Nothing is published without one: who cannot hear reads along.

report-publish = Publish the report
report-publish-question = Publish the report?
report-publish-tells = Everybody who follows the association gets it: as an article, and as a post on the event with the result in one sentence.
report-publish-later = You can change and withdraw it afterwards.
report-publish-late = Somebody has just changed the report. Please look at it once more.
report-withdraw = Withdraw the report
report-withdraw-question = Withdraw the report?
report-withdraw-page = Its page says that it is no more.
report-withdraw-tells = Other servers are asked to delete it, and the post on the event.
report-withdraw-later = The text stays here. You can change it and publish it anew.

# On other servers
report-wire-note = Report on “{ $title }”: { $summary }
