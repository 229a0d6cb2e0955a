# Accounts: who works here, and how to get in.

account-role = Role
account-role-editor = Editor
account-role-editor-hint = writes drafts
account-role-coordinator = Coordinator
account-role-coordinator-hint = writes, publishes, changes and cancels; follows others
account-role-owner = Owner
account-role-owner-hint = may do everything, also look after accounts, the association’s profile and deliveries

account-name = Name
account-name-hint = This is how others who work here see you. It is not public.
account-email = E-mail address
account-save = Save
account-cancel = Cancel
account-back-to = Back to { $name }

# Signing in
account-sign-in = Sign in
account-sign-in-with-password = Sign in with a password
account-sign-out = Sign out
account-no-way-in = No account yet, or forgot your password?
account-no-way-in-ask = Ask somebody with the role “Owner” for a link. It signs you in without a password and lets you choose a new one.
account-no-way-in-command = Whoever runs the server opens the first account like this:
account-link = Welcome
account-link-lead = This link signs you in. It works only once: after that you need a password or a new link.
account-link-spent = This link no longer works
account-link-spent-advice = It was used already, has expired or is incomplete. Ask somebody with the role “Owner” for a new one.

# Password
account-password = Password
account-password-choose = Choose a password
account-password-choose-hint = 12 characters at least; several words are best. Without a password you will need a link again next time.
account-password-current = Current password
account-password-new = New password
account-password-new-hint = 12 characters at least; several words are best. All other sessions and all tokens end with it.
account-password-change = Change password

# Sessions
account-sessions = Where you are signed in
account-session-device = Device
account-session-unknown = Unknown device
account-session-began = Signed in
account-session-seen = Last used
account-session-this = this one
account-session-end = Sign out
account-session-end-this = Sign out { $device }

# Tokens
account-token = Token
account-tokens = Tokens
account-tokens-lead = With a token, a program may do by the interface (API) what you may do. Nobody can sign in with it.
account-tokens-none = No token.
account-token-purpose = What it is for
account-token-purpose-hint = For example: website of the regional association
account-token-make = Create a token
account-token-made = Created
account-token-used = Last used
account-token-never = never
account-token-revoke = Revoke
account-token-revoke-this = Revoke “{ $name }”
account-token-is = Your new token
account-token-hint = You see it only now. Keep it like a password.
account-token-use = The program sends it with every request:

# Looking after accounts
account-pages = Accounts
account-mine = My account
account-all = All accounts
account-invite = Invite somebody
account-invite-lead = This makes a link that you pass on yourself. No e-mail is sent from here.
account-invite-make = Invite
account-invited = Invitation
account-invited-lead = Pass this link on to { $name } ({ $email }), best in person or announced by telephone.
account-linked = New link
account-linked-lead = With this link { $name } ({ $email }) gets in again. Earlier links no longer work.
account-link-address = Sign-in link
account-link-hint = It works for { $hours } hours and only once.
account-link-once = You see this link only now. Whoever has it gets into the account.
account-link-renew = Make a new link
account-link-renew-lead = When somebody has forgotten the password. Whoever opens the link can choose a new one.
account-role-change = Change the role
account-role-change-lead = All sessions and tokens of this account end with it.
account-close = Close the account
account-close-question = Close the account of { $name } ({ $email })?
account-close-what = Name and e-mail address are erased, and all sessions and tokens end at once. Events and posts stay. This cannot be undone.
account-leave = Close my account
account-leave-question = Do you want to close your account?

# What is wrong with what was typed
account-name-missing = Enter a name.
account-name-too-long = The name can have 100 characters at most.
account-name-unreadable = The name contains characters nobody can see. Please type it again.
account-email-missing = Enter an e-mail address.
account-email-unreadable = This is not one e-mail address. Example: post@verein.example
account-email-taken = There is already an account with this e-mail address.
account-password-wrong = This is not your current password.
account-password-too-short = The password needs 12 characters at least.
account-password-too-long = The password can have 256 characters at most.
account-password-too-simple = This password is easy to guess. Please choose another one.
account-sign-in-refused = E-mail address and password do not match. Please check both.
account-last-owner = This is the last account with the role “Owner”. Give somebody else this role first.
account-token-name-missing = Say what the token is for.
account-token-name-too-long = The purpose can have 100 characters at most.
account-token-too-many = An account cannot have more than 50 tokens. Please revoke one first.
