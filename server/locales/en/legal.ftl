# Legal texts. What is said here has to match what the program really does.

legal-incomplete = These details are not complete yet. The instance is still being set up.
legal-email = E-mail
legal-phone = Telephone

legal-imprint = Legal notice
legal-imprint-basis = Information under section 5 of the German Digital Services Act (DDG).
legal-represented-by = Represented by: { $who }
legal-contact = Contact
legal-contact-page = Contact form
legal-register = Court of registration and number
legal-vat-id = VAT identification number
legal-responsible = Responsible for the content (section 18 (2) MStV)
legal-report = Reporting illegal content
legal-report-text = The contact address above is also our single point of contact for authorities and users under articles 11 and 12 of the Digital Services Act (DSA). You may write in German or English. Please give the address of the page, and say why the content is illegal.

legal-privacy = Privacy
legal-privacy-summary = You can read everything public here without saying anything about yourself. We store only what a purpose needs, and only for as long.
legal-controller = Who is responsible
legal-officer = Data protection officer: { $who }

legal-visit = When you open a page
legal-visit-address = Your device transmits its IP address, or the server could not answer. The server uses it for that, and to count whether unusually many requests come from one network. This counter is held in memory only.
legal-visit-log = The program keeps no record of visits. It logs when something goes wrong: the time, a number, the page without search terms, the outcome and the cause, but no IP address and no names. Whoever looks for an error can have refused requests noted in the same way. The legal basis is Art. 6 (1) (f) GDPR: we have a legitimate interest in running this site safely.
legal-visit-others = No content is loaded from other servers, no visits are analysed and no profiles are made.

legal-cookies = Cookies
legal-cookies-when = We set no cookies unless you do something. There are only these three:
legal-cookie-for = What for
legal-cookie-when = When
legal-cookie-until = Until when
legal-cookie-session = Signing in
legal-cookie-session-when = when you sign in with an account
legal-cookie-session-until = { $days ->
    [one] until you sign out, at most one day without use
   *[other] until you sign out, at most { $days } days without use
}
legal-cookie-lang = Language
legal-cookie-theme = Light or dark appearance
legal-cookie-choice-when = when you choose it
legal-cookie-choice-until = one year
legal-cookies-basis = These cookies are necessary for what you expressly ask for (section 25 (2) no. 2 TDDDG). That is why this site does not ask for permission.

legal-accounts = When you have an account here
legal-accounts-what = We store your name, the e-mail address you sign in with, your role, your password and your access tokens in irreversibly encrypted form, and your open sessions. The legal basis is Art. 6 (1) (b) GDPR. All of it is deleted with the account.
legal-accounts-audit = { $days ->
    [one] Who changed what and when is kept in an audit log for one day.
   *[other] Who changed what and when is kept in an audit log for { $days } days.
} The legal basis is Art. 6 (1) (f) GDPR: changes made in the name of an association have to be traceable.

legal-participations = Taking part in events
legal-participations-what = Whoever registers for an event gives an e-mail address and, if they like, name, organisation, stakeholder group and what they need to take part well. Only the organisers see it. Needs, answers to own questions and messages that come with a registration lie encrypted in the database. Whoever registers from the Fediverse is listed with their address there.
legal-participations-kept = Registrations are deleted { $days } days after the event, unconfirmed ones after 7 days. Needs, and what somebody wrote with a registration from the Fediverse, are deleted 14 days after the event; for own questions the form says when. Every e-mail after the first has a link that deletes everything at once.
legal-participations-joins = Whoever says by another server that they come, or do not, does so in a message between the two servers: the organisers’ answer is kept there, the registration here. Where associations of this server go to events of others, their server knows it and nobody else.
legal-participations-mail = E-mails leave by the mail server set up by whoever runs this instance. Their content is deleted once they are delivered. They load nothing and do not count whether they are read.
legal-participations-basis = The legal basis is the participation you ask for (Art. 6(1)(b) GDPR), for what you state voluntarily your consent (Art. 6(1)(a), Art. 9(2)(a) GDPR).

legal-federation = Exchange with other servers (the fediverse)
legal-federation-what = This instance is connected to other servers. For that:
legal-federation-in = When you follow an association here, or share an event, from another server, we store your public address, the name and picture of your profile, and what you did.
legal-federation-out = We send public events and the profiles of the associations here to the servers of those who follow them. We do not publish who follows.
legal-federation-elsewhere = What has arrived on another server is the responsibility of whoever runs it. When something is deleted here, we ask the other servers to delete it too; we cannot force them.
legal-federation-kept = Profiles and events of other servers are deleted { $remote ->
    [one] one day
   *[other] { $remote } days
} after nobody here has to do with them any more. We remember that a message was received for { $activities ->
    [one] one day
   *[other] { $activities } days
}.
legal-deliveries-kept = { $days ->
    [one] Records of deliveries are kept for one day.
   *[other] Records of deliveries are kept for { $days } days.
}
legal-federation-basis = The legal basis is Art. 6 (1) (b) and (f) GDPR: following and sharing only work when both servers know of it.

legal-recipients = Who else handles the data
legal-recipients-hosting = The server is run at: { $who }.
legal-recipients-bound = Whoever operates it for us is bound by Art. 28 GDPR. We pass on nothing else unless a law requires it.
legal-backups = { $days ->
    [one] Backups are overwritten after one day.
   *[other] Backups are overwritten after { $days } days.
} Until then they still hold what has been deleted meanwhile.

legal-rights = Your rights
legal-rights-what = You may ask what we know about you, take your data with you, have it corrected, erased or restricted, and object to its processing (Art. 15 to 21 GDPR).
legal-rights-how = Simply write to:
legal-authority = You may also complain to the supervisory authority: { $who }
legal-authority-any = You may also complain to a data protection authority, for instance that of your federal state or country.

legal-accessibility = Accessibility statement
legal-accessibility-aim = { $name } wants everybody to be able to use these pages. The measure is the Web Content Accessibility Guidelines (WCAG) 2.2, level AA, and with them EN 301 549 and the German BITV 2.0.
legal-accessibility-state = State
legal-accessibility-built = The pages need no scripts, can be used with the keyboard alone, stay readable at 400 per cent zoom, and have sufficient contrast in light and dark. Machines check this at every change of the program.
legal-accessibility-reviewed = People last reviewed these pages on { $date }.
legal-accessibility-unreviewed = A review of this instance by people has yet to be made.
legal-gaps = What is not accessible yet
legal-gap-remote = Events that come from other servers: pictures may lack a description, and texts may be hard to understand. We have no influence on that.
legal-gap-sign-language = There are no videos in sign language yet.
legal-gap-instead = Whatever you cannot read or use, we gladly send or explain to you in a way that suits you.
legal-barrier = Report a barrier
legal-barrier-how = Tell us on which page you got stuck and what you use. We answer within one month.
legal-barrier-subject = Reporting a barrier
legal-arbitration = Arbitration
legal-arbitration-when = Are you not satisfied with our answer, or did you get none within a month? For public bodies of the German federation, the arbitration board under section 16 of the Act on Equal Opportunities for Persons with Disabilities (BGG) helps free of charge; you do not need a lawyer. The federal states have boards of their own.
legal-arbitration-name = Schlichtungsstelle nach dem Behindertengleichstellungsgesetz (arbitration board)

legal-easy = Easy language
legal-easy-what = What is this website?
legal-easy-name = The name of this website is: { $name }.
legal-easy-find = You can find this here:
legal-easy-find-events = Events of clubs and associations.
legal-easy-find-associations = Information about these clubs and associations.
legal-easy-event = What is an event?
legal-easy-event-what = At an event, people meet. For example in a house. Or on the internet.
legal-easy-event-page = Every event has its own page. It says:
legal-easy-event-when = When is the event?
legal-easy-event-where = Where is the event?
legal-easy-event-access = Is there support? For example a ramp. Or sign language.
legal-easy-use = How to use this website
legal-easy-use-top = At the top there are words you can click. The word “Events” takes you to all events. The word “Associations” takes you to all associations.
legal-easy-use-bottom = At the bottom you can see who makes this website. The words for it are “Legal notice”.
legal-easy-use-colours = At the bottom you can also choose: Should the page be light? Or dark?
legal-easy-data = Your data
legal-easy-data-what = You do not have to say anything about yourself. You can just read.
legal-easy-help = Do you need help?
legal-easy-help-what = Is something hard to understand? Or does something not work? Then write to us. Or call us. We will help you.

legal-about = About { $name }
legal-about-lead = Associations announce their events here, and whoever likes follows them from anywhere.
legal-about-who = This instance is run by: { $who }.
legal-about-network = One server among many
legal-about-network-what = This instance talks to other servers by ActivityPub, an open standard of the W3C. Events from here also appear on Mastodon, Mobilizon, GoToSocial and many others, and theirs appear here. Nobody needs an account on this server for that.
legal-about-network-follow = Calendar, feed or fediverse, the choice is yours:
legal-about-source = Program and source code
legal-about-software = This site runs on Verbund, version { $version }.
legal-about-licence = Verbund is free software under the GNU Affero General Public License, version 3 or later: you may use, study, change and share the program.
legal-about-source-here = The source code of this instance is here:
legal-about-source-ask = You get the source code of this instance free of charge on request:
legal-about-others = Font and icons
