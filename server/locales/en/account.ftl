# Accounts: who works here, and how to get in.

# What is wrong with what was typed
account-name-missing = Enter a name.
account-name-too-long = The name can have 100 characters at most.
account-name-unreadable = The name contains characters nobody can see. Please type it again.
account-email-missing = Enter an e-mail address.
account-email-unreadable = This is not one e-mail address. Example: post@verein.example
account-email-taken = There is already an account with this e-mail address.
account-password-too-short = The password needs 12 characters at least. Several words are best.
account-password-too-long = The password can have 256 characters at most.
account-password-too-simple = This password is easy to guess. Please choose another one.
account-sign-in-refused = E-mail address and password do not match. Please check both.
account-last-owner = This is the last account with the role “Owner”. Give somebody else this role first.
account-token-name-missing = Say what the token is for.
account-token-name-too-long = The purpose can have 100 characters at most.
account-token-too-many = An account cannot have more than 50 tokens. Please revoke one first.
