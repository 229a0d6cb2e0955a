# Members: who works in a workstream, of this house and of other servers.

member-title = Members
member-about = Whoever comes from another server asks; the association there confirms that they act for it; then you decide. Where one of the three takes their word back, the rights end at once. Only how many there are is public.
member-waiting = Requests
member-list = People working on it
member-table = People working on it, with role and last day
member-former = Former and declined
member-contributions = Contributions from other servers
member-none = Nobody works on it yet.
member-name = Organisation and role
member-name-hint = For example “Association A, editor”.
member-role = May
member-role-visit = read
member-role-report = write contributions
member-role-write = write
member-role-maintain = coordinate
member-until = Until
member-until-hint = Empty: as long as the workstream is worked on.
member-home = Acts for { $home }.
member-no-home = Names no association to act for.
member-unconfirmed-hint = The association there has not confirmed that they act for it. Until then nobody can be let in.
member-state-unconfirmed = not confirmed
member-state-confirmed = confirmed, waits for you
member-state-accepted = works on it
member-state-rejected = declined
member-state-left = left
member-state-ended = ended
member-accept = Let in
member-reject = Decline
member-remove = Remove
member-reason = Reason
member-enter = Enter somebody of this house
member-done-entered = Entered.
member-done-accepted = Let in. They and their association hear of it.
member-done-rejected = Declined. They and their association hear of it.
member-done-removed = Removed. Their rights have ended.
member-nameless = Please name an organisation and a role.
member-name-too-long = Organisation and role have at most 150 characters together.
member-role-unknown = This role is not among the choices.
member-role-not-asked = Nobody can be granted more than they asked for.
member-until-wrong = Please give a day, for example 2027-05-15.
member-until-over = The last day is in the past.
member-reason-too-long = A reason has at most 500 characters.
member-not-worked-on = This is possible only while the workstream is worked on.
member-not-confirmed = The association there has not confirmed that they act for it.
member-answered-already = This request has been answered already.
member-is-none = This person does not work on it.
member-too-many = A workstream has at most 300 members.
member-count = People working on it
member-desk-waiting =
    { $count ->
        [one] One person waits to work in a workstream.
       *[other] { $count } people wait to work in a workstream.
    }
