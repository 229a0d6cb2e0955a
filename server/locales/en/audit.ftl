# The log: who did what here.

audit-log = Log
audit-lead = Who did what, newest first. Nobody can change an entry, not even an owner: each contains the digest of the one before.
audit-at = When
audit-who = Who
audit-what = What
audit-subject = To what
audit-command-line = command line
audit-closed-account = closed account
audit-check = Check for gaps and changes
audit-intact = { $count ->
    [one] One entry checked: unchanged.
   *[other] { $count } entries checked: complete and unchanged.
}
audit-newest = Digest of the newest entry. Who keeps it elsewhere also notices when the end is missing:
audit-broken = Entry { $entry } was changed, or one before it is missing.

audit-account-close = Account closed
audit-account-link = Sign-in link made
audit-account-open = Account opened
audit-account-password = Password changed
audit-account-rename = Name changed
audit-account-role = Role changed
audit-account-sign-in = Signed in
audit-account-sign-out = Signed out
audit-agenda-release = Agenda released
audit-agenda-revise = Agenda changed
audit-association-found = Association founded
audit-association-keys = Keys of the association renewed
audit-association-revise = Profile of the association changed
audit-block-add = Server or account blocked
audit-block-remove = Block lifted
audit-delivery-retry = Sent again
audit-mail-retry = E-mails tried again
audit-event-cancel = Event called off
audit-event-draft = Event created
audit-event-erase = Event deleted
audit-event-postpone = Event postponed
audit-event-publish = Event published
audit-event-revise = Event changed
audit-event-schedule = Publication scheduled
audit-follow-end = Unfollowed
audit-follow-request = Asked to follow
audit-follower-accept = Follower accepted
audit-follower-reject = Follower rejected
audit-import-renew = Imported event brought up to date
audit-import-take = Event imported
audit-participation-approve = Registration accepted
audit-participation-check-in = Checked in
audit-participation-decline = Registration declined
audit-participation-enter = Somebody entered
audit-participation-export = List of participants downloaded
audit-participation-import = Registration imported
audit-participation-leave = Somebody taken out
audit-participation-link = Link of a registration replaced
audit-participation-merge = Registrations merged
audit-participation-view = Needs of a person viewed
audit-participation-paper = People who take part printed
audit-participation-write = Message to participants
audit-report-publish = Report published
audit-report-withdraw = Report withdrawn
audit-report-write = Report written
audit-session-end = Signed out on another device
audit-token-create = Token created
audit-token-revoke = Token revoked
