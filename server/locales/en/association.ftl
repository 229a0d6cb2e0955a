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
