# Series and their editions.

series-name-missing = Please enter a name.
series-name-too-long = The name may have at most 100 characters.
series-summary-too-long = This line may have at most 300 characters.
series-description-too-long = The text may have at most 5,000 characters.
series-cadence-unknown = There is no such cadence.
series-months-wrong = Please enter a number of months, from 1 to 120.
series-language-unknown = Please choose German or English.
series-picture-credit-missing = Please say whose picture it is.
series-copy-without-day = This event belongs to no series with a cadence. Please enter a day.

series-cadence = Cadence
series-cadence-none = no fixed cadence
series-cadence-monthly = monthly
series-cadence-quarterly = quarterly
series-cadence-half-yearly = half-yearly
series-cadence-yearly = yearly
series-cadence-months = own number of months
series-every-months = every { $months } months

series-period-half-year = { $number ->
    [1] first half of { $year }
   *[2] second half of { $year }
}
series-period-quarter = { $number ->
    [1] first quarter of { $year }
    [2] second quarter of { $year }
    [3] third quarter of { $year }
   *[4] fourth quarter of { $year }
}
series-period-months = { $first } to { $last }
series-gap = “{ $series }” has no edition yet: { $period }.

# The public pages
series-list = Series
series-list-lead = What comes again, and can be followed alone.
series-list-empty = There is no series here yet.
series-one = Series
series-follow-box = Follow this series
series-upcoming = Next editions
series-upcoming-empty = No edition is announced right now.
series-past = Earlier editions

# In the working area
series-to-series = To the series
series-done-founded = Created. From now on people can follow this series.
series-done-changed = Saved. Whoever follows the series gets the new profile.
series-form-new = Create a series
series-form-about = A series holds numbered editions together and has an address of its own: whoever wants the Innovationswerkstatt only follows it alone.
series-form-coordinators-only = A series is changed by those with the role “Coordinator”.
series-form-what = What it is
series-form-name-de = Name in German
series-form-name-en = Name in English
series-form-editions = Its editions
series-form-cadence-hint = The proposal for the next edition follows it, and the notice when one is missing.
series-form-months = Months from one edition to the next
series-form-months-hint = Only for an own number of months.
series-form-picture = Picture
series-form-picture-hint = Stands on the page of the series and in its profile on other servers.
series-form-picture-credit-hint = Who made it, under which licence? Needed where there is a picture.
series-form-save = Save the series
series-form-found = Create the series
series-new-edition = New edition
series-copy = Copy
series-copy-next = Create the next edition
series-copy-what = What will be made
series-copy-taken = A draft with the same texts, place and registration settings; in a series with the next number. Times of day stay, all days move along.
series-copy-agenda = The agenda as a draft, without the names of those who speak or lead a table.
series-copy-planned = E-mails and tasks that count from the start; the tasks are open again.
series-copy-left = Registrations, the subtitle and a planned publication are not copied.
series-copy-day-hint = The proposal follows the cadence of the series: the same weekday in the same week of the month, a second Thursday stays a second Thursday.
series-copy-make = Create the draft
series-done-renewed = The keys are new. Everybody who follows the series gets them.
series-done-closed = The series is closed.
series-keys-about = With its keys the series signs what it passes on. It needs new ones only if a stranger might know the old ones.
series-closing = Close the series
series-closing-about = When it does not come again: everybody who follows it is told. Its editions stay.
series-closing-question = Close “{ $name }”?
series-closing-close = Close for good
series-closing-followers = { $followers ->
    [0] Other servers are told that the series is no more.
    [one] One person who follows it is told that the series is no more.
   *[other] { $followers } people who follow it are told that the series is no more.
}
series-closing-editions = Its editions stay events of the association, with their number, but of no series.
series-closing-handle-stays = Its address is never given again, and nobody can follow it any more.
series-closing-handle = To confirm: the address “{ $handle }” once more
series-closing-handle-wrong = Please enter exactly the address of the series that is to be closed.
