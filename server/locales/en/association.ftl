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
association-field-half = A line needs a name and a content.
association-line-too-long = This line may have at most 500 characters.
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

# On the desk
association-done-founded = Founded. From now on people can follow this association.
association-done-changed = Saved. Everybody who follows the association gets the new profile.
association-done-renewed = The keys are new. Everybody who follows the association gets them.
association-form-new = Found an association
association-form-about = An association invites to events and has an address at which people can follow it, from other instances of Verbund as well as with Mastodon.
association-form-all = Associations of this instance
association-form-another = Found another association
association-form-owners-only = This profile is changed by those with the role “Owner”.
association-form-address = Address to follow
association-form-page = Public profile
association-form-who = Who you are
association-form-handle = Short name
association-form-handle-hint = Stands before @{ $host } and can never change. Lower-case letters and digits, such as: dialog
association-form-name = Name
association-form-summary = About the association
association-form-summary-hint = Who you are and what you do, in a few sentences. An empty line between paragraphs.
association-form-contact = How to reach you
association-form-email = E-mail address
association-form-website = Website
association-form-website-hint = The complete address. If the website links back with rel=me, Mastodon shows a green tick.
association-form-fields = Two more lines in the profile
association-form-fields-hint = For example “Founded” and “2016”. Website, contact and imprint are there by themselves.
association-form-field-1-name = First line: name
association-form-field-1-value = First line: content
association-form-field-2-name = Second line: name
association-form-field-2-value = Second line: content
association-form-picture = Profile picture
association-form-picture-hint = Square is best. JPEG, PNG, WebP or GIF.
association-form-save = Save the profile
association-form-found = Found the association
association-keys = Keys
association-keys-about = With its keys the association signs everything it sends to other servers. It needs new ones only if a stranger might know the old ones, as after a break-in or a lost backup.
association-keys-renew = Renew the keys
association-keys-question = Renew the keys?
association-keys-consequences = What happens
association-keys-new = The association gets new keys. What is signed with the old ones no longer counts from now on.
association-keys-told = { $followers ->
    [0] Nobody follows yet who would have to get the new keys.
    [one] One follower gets the new keys.
   *[other] { $followers } followers get the new keys.
}
association-keys-late = Some servers notice only after hours and turn posts away until then. These are sent again by themselves.
association-keys-backup = Older backups contain the old keys. Make a new one afterwards.
association-keys-back = Go back
