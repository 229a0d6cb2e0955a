# Who uses what was made in a workstream, because the organisation says so itself.

adoption-title = Results in use
adoption-about = Here you say which results your organisation uses, and see what others say of yours. Every organisation speaks for itself: only whoever said something can take it back.
adoption-used-by = Who uses this
adoption-how = Does your organisation use this too? Say so on your own server under “Results in use”, with the address of this page.
adoption-whole = the whole result
adoption-line = { $product }, since { $day } ({ $origin })
adoption-word = announcement
adoption-see = How it is used
adoption-trace = Use

adoption-state = State
adoption-state-offered = announced
adoption-state-accepted = shown
adoption-state-rejected = not shown

adoption-waiting = Announcements about your reports
adoption-nothing-waits = No announcement waits at the moment.
adoption-accept = Show with the report
adoption-accept-hint = The organisation is shown with the date, its server and what it writes.
adoption-reject = Do not show
adoption-reason = Why not
adoption-reason-hint = Goes to the organisation that announced it, and to nobody else.
adoption-ours = What you use
adoption-adopter = Organisation
adoption-since = Since
adoption-withdraw = Take back
adoption-announce = Say that you use something
adoption-report = Address of the report
adoption-report-hint = As the browser shows it, from here or from another server.
adoption-product = Product
adoption-product-hint = As the report calls it. Empty if you use the whole result.
adoption-note = What you use it for
adoption-note-hint = In one sentence; it is public with the report.
adoption-link = Link about it
adoption-link-hint = Where others see how you use it.
adoption-announce-hint = Everybody can read it on the page of the report. On another server it appears once somebody there agrees.
adoption-announce-button = Announce
adoption-desk-waiting =
    { $count ->
        [one] An organisation says that it uses a result of yours.
       *[other] { $count } announcements about results in use wait.
    }
adoption-done-announced = Announced.
adoption-done-accepted = The organisation is now shown with the report.
adoption-done-rejected = It is not shown.
adoption-done-withdrawn = Taken back. The server of the report is told.

adoption-report-missing = Please give the whole address of the report, with https.
adoption-no-report = There is no public result report at this address.
adoption-product-unknown = The report has no product of this name.
adoption-note-too-long = At most 300 characters, please.
adoption-link-wrong = Please give a link that begins with https.
adoption-announced-already = This has been announced already.
adoption-too-many = No more announcements are possible for one organisation.
adoption-answered-already = This announcement has been answered already.
adoption-not-ours = Only the organisation that announced it can take it back.
