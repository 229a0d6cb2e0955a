# Where somebody of this house works in workstreams of other servers.

membership-title = Work elsewhere
membership-about = Who of this house works in a workstream of another server. There, whoever asks appears with organisation and role; without the confirmation of your association nobody is let in.
membership-none = Nobody of this house works elsewhere yet.
membership-table = Workstreams of other servers and how it stands
membership-person = Organisation and role
membership-association = Association
membership-address = Address of the workstream
membership-address-hint = For example @ws-guide@association.example, or the address of its page.
membership-ask = Ask to work elsewhere
membership-ask-button = Ask
membership-ask-told = The other server reads organisation, role and association, and nothing else.
membership-confirm = Confirm for the association
membership-confirm-about = Unless the association confirms, nobody is let in there.
membership-coordinators-only = Whoever coordinates can confirm.
membership-disown = Take the confirmation back
membership-disown-about = For somebody who does not act for the association any more: all rights there end.
membership-leave = Work there no longer
membership-speak = Send a contribution
membership-text = Contribution
membership-text-hint = Only those who work there read it. At most 5,000 characters, with Markdown.
membership-state-asked = not confirmed yet
membership-state-confirmed = asked
membership-state-accepted = let in
membership-state-rejected = declined
membership-state-left = left
membership-state-ended = ended
membership-done-asked = Asked. What is missing now is the confirmation of the association.
membership-done-confirmed = Confirmed. The other server decides.
membership-done-disowned = Taken back. The rights there have ended.
membership-done-left = It is over; the other server hears of it.
membership-done-said = The contribution is on its way.
membership-done-ticked = Said. It stands here as soon as the other server confirms it.
membership-no-workstream = There is no workstream at this address.
membership-too-many = No more requests are kept here.
membership-confirmed-already = This is confirmed already, or over.
membership-not-confirmed = Nothing is confirmed here.
membership-is-over = This is over already.
membership-may-not = Nothing can be contributed there at the moment.
membership-text-missing = Please write a contribution.
membership-text-too-long = A contribution has at most 5,000 characters.
membership-desk-waiting =
    { $count ->
        [one] One membership elsewhere waits for the word of your association.
       *[other] { $count } memberships elsewhere wait for the word of your association.
    }
