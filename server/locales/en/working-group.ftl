# Working groups: without an end date, with what they made.

working-group-too-many = There are too many working groups already.
working-group-outputs-too-many = A working group shows at most 300 outputs.
working-group-kind-unknown = There is no such kind.
working-group-link-wrong = Please give an address that begins with https://.

working-group-one = Working group
working-group-list = Working groups
working-group-list-lead = Who stays at one matter, and what comes of it.
working-group-list-empty = There is no working group here yet.
working-group-closed = Nobody works here any more.
working-group-closed-ones = Closed working groups
working-group-closed-tag = closed
working-group-open-tag = works
working-group-about = Who works on what
working-group-contact = Contact
working-group-contact-hint = Organisation and role, or an address. Everybody can read it.
working-group-outputs = Outputs
working-group-outputs-empty = No output yet.
working-group-output = Title
working-group-output-add = Enter an output
working-group-output-drop = Remove
working-group-kind = Kind
working-group-kind-information = Information
working-group-kind-guide = Guide
working-group-kind-study = Study
working-group-kind-software = Software
working-group-kind-other = Other
working-group-link = Address
working-group-published-on = Published
working-group-form-new = Create a working group
working-group-form-about = A working group has no end date, and a page of its own with its outputs.
working-group-form-closed = Nobody works here any more
working-group-done-added = Entered.
working-group-done-removed = Removed.
working-group-feed = Working groups: { $name }
