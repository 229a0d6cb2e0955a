# Associations and their profile.

association-field-website = Website
association-field-contact = Contact
association-field-imprint = Imprint

association-handle-missing = Please enter a handle.
association-handle-wrong = A handle consists of lower-case letters, digits, “-” and “_”, 30 characters at most.
association-handle-taken = This handle is taken.
association-name-missing = Please enter a name.
association-name-too-long = The name may have at most 100 characters.
association-summary-too-long = The text may have at most 2,000 characters.
association-email-wrong = This is no e-mail address.
association-website-wrong = Please enter a complete address that begins with https://.
association-picture-alt-missing = Please describe the picture for everybody who does not see it.
association-picture-unknown = There is no such picture.
association-none-yet = There is no association on this instance yet. Please create one first.
association-unknown = There is no such association here.

# The public pages
association-list = Associations
association-list-lead = Who invites to events here, and whom we follow on other servers.
association-list-ours = On this site
association-list-others = On other servers
association-list-others-hint = Their events appear in the calendar here, too.
association-list-empty = An association will introduce itself here soon.
association-upcoming = Next events
association-upcoming-empty = No events are planned at the moment.
association-past = Past events
association-all-events = All events
association-facts = About { $name }
association-follow-box = Follow
association-follow = Follow from the fediverse
association-handle = Address in the fediverse
association-handle-hint = Paste it into the search of your app, for example on Mastodon.
association-calendar = Calendar
association-feed = Atom feed
