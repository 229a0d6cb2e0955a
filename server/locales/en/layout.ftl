# What surrounds every page.

layout-skip = Skip to content
layout-under-construction = This instance is still being set up: its legal notice and privacy policy are incomplete. Until then it does not connect to other servers, and search engines are asked to stay away.
layout-language = English
layout-title-with-faults = Error: { $title }

layout-nav = Main navigation
layout-nav-events = Events
layout-nav-workstreams = Workstreams
layout-nav-associations = Associations
layout-nav-follow = Subscribe
layout-nav-desk = Desk: { $name }

layout-foot = Legal and contact
layout-foot-imprint = Legal notice
layout-foot-privacy = Privacy
layout-foot-accessibility = Accessibility
layout-foot-easy-language = Easy language
layout-foot-sign-language = Sign language
layout-foot-contact = Contact
layout-foot-source = Source code
layout-foot-desk = Desk
layout-promise = This page loads nothing from other servers. It sets no cookies until you sign in, or choose a language or an appearance here.

layout-theme = Appearance:
layout-theme-auto = automatic
layout-theme-light = light
layout-theme-dark = dark

layout-form-calendar = Calendar (ICS)
layout-form-atom = Atom feed
layout-form-json = Data (JSON)
layout-form-activity = ActivityPub

layout-desk = Desk
layout-desk-overview = Overview
layout-desk-events = Events
layout-desk-import = Import
layout-desk-cohosts = Co-hosting
layout-desk-series = Series
layout-desk-cycles = Cycles
layout-desk-topics = Topics
layout-desk-ideas = Ideas
layout-desk-decisions = Votes
layout-desk-questions = Votes of associations
layout-desk-workstreams = Workstreams
layout-desk-committees = Committees
layout-desk-working-groups = Working groups
layout-desk-papers = Papers
layout-desk-joins = Taking part
layout-desk-following = Following
layout-desk-peers = Peers
layout-desk-involvements = Involvement
layout-desk-adoptions = Uses
layout-desk-mandates = Seats elsewhere
layout-desk-memberships = Memberships
layout-desk-deliveries = Deliveries
layout-desk-association = Association
layout-desk-account = Account
layout-desk-part-events = Hold events
layout-desk-part-work = Work together
layout-desk-part-network = Connect
layout-desk-part-house = Administer

layout-faults = { $count ->
    [one] One entry needs your attention
   *[other] { $count } entries need your attention
}
layout-optional = optional
layout-pages = Pages
layout-earlier = Back
layout-later = Next
layout-form-too-fast = That was faster than people type. Please send the form once more.
layout-form-too-old = This page was open for too long. Please send the form once more.
