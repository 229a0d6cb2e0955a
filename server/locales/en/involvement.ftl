# Which organisations have a part in a workstream, because they said so themselves.

involvement-part = Part
involvement-part-lead = leads
involvement-part-contribute = contributes
involvement-part-follow = follows

involvement-state = State
involvement-state-offered = asked
involvement-state-accepted = agreed
involvement-state-rejected = declined
involvement-state-unconfirmed = not confirmed

involvement-title = Part in workstreams
involvement-about = Here others ask whether your organisation wants a part in a workstream, or whether theirs may have one in yours. An organisation is named in public once it has agreed itself.
involvement-asking = Questions to you
involvement-nobody-asks = Nobody asks at the moment.
involvement-offers = { $organisation } is asked for a part: { $part }.
involvement-requests = { $organisation } would like a part: { $part }.
involvement-accept-hint = If you agree, the organisation is named in public with the workstream, here and on other servers. You can take it back at any time.
involvement-accept = Agree
involvement-reject = Decline
involvement-reason = Reason for declining
involvement-reason-hint = Goes to those who ask, and to nobody else.
involvement-ours = Where you have a part
involvement-organisation = Organisation
involvement-action = Action
involvement-end = End
involvement-ask = Ask for a part
involvement-ask-hint = That you ask is your agreement: once the workstream accepts, you are named in public. Whoever knows the address of the question can read it.
involvement-ask-button = Ask
involvement-of-one = Organisations with a part
involvement-of-one-about = Ask other organisations for a part. They are named once they have agreed; until then only you see the question.
involvement-none = Nobody has been asked yet.
involvement-to-answer = Answer
involvement-offer = Ask an organisation
involvement-offer-button = Ask
involvement-word = agreement
involvement-desk-asked =
    { $count ->
        [one] A question about a part in a workstream waits.
       *[other] { $count } questions about parts in workstreams wait.
    }
involvement-done-offered = Asked. The answer will appear here.
involvement-done-asked = Asked. The answer will appear here.
involvement-done-accepted = Agreed.
involvement-done-rejected = Declined.
involvement-done-ended = Ended. All who knew of it hear so.

involvement-not-open = This workstream is not selected yet, or already over.
involvement-is-lead = This organisation leads the workstream already.
involvement-no-organisation = There is no organisation at this address.
involvement-no-workstream = There is no workstream at this address.
involvement-offered-already = This question is open already.
involvement-agreed-already = This organisation has a part already.
involvement-answered-already = This question has been answered already.
involvement-too-many = A workstream has no room for more organisations.
involvement-part-unknown = There is no such part.
