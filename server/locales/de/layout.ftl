# Was um jede Seite herum steht.

layout-skip = Zum Inhalt springen
layout-under-construction = Diese Instanz ist noch im Aufbau: Impressum und Datenschutz sind nicht vollständig. Bis dahin verbindet sie sich nicht mit anderen Servern, und Suchmaschinen sollen sie nicht aufnehmen.
layout-language = Deutsch
layout-title-with-faults = Fehler: { $title }

layout-nav = Hauptnavigation
layout-nav-events = Termine
layout-nav-workstreams = Workstreams
layout-nav-associations = Verbände
layout-nav-follow = Abonnieren
layout-nav-desk = Arbeitsbereich: { $name }

layout-foot = Rechtliches und Kontakt
layout-foot-imprint = Impressum
layout-foot-privacy = Datenschutz
layout-foot-accessibility = Barrierefreiheit
layout-foot-easy-language = Leichte Sprache
layout-foot-sign-language = Gebärdensprache
layout-foot-contact = Kontakt
layout-foot-source = Quelltext
layout-foot-desk = Arbeitsbereich
layout-promise = Diese Seite lädt nichts von anderen Servern. Cookies setzt sie erst, wenn Sie sich anmelden oder hier Sprache oder Darstellung wählen.

layout-theme = Darstellung:
layout-theme-auto = automatisch
layout-theme-light = hell
layout-theme-dark = dunkel

layout-form-calendar = Kalender (ICS)
layout-form-atom = Atom-Feed
layout-form-json = Daten (JSON)
layout-form-activity = ActivityPub

layout-desk = Arbeitsbereich
layout-desk-overview = Überblick
layout-desk-events = Termine
layout-desk-import = Importieren
layout-desk-cohosts = Mitveranstalten
layout-desk-series = Reihen
layout-desk-cycles = Zyklen
layout-desk-topics = Themen
layout-desk-ideas = Ideen
layout-desk-decisions = Abstimmungen
layout-desk-questions = Abstimmungen unter Verbänden
layout-desk-workstreams = Workstreams
layout-desk-committees = Gremien
layout-desk-working-groups = Arbeitsgruppen
layout-desk-papers = Papiere
layout-desk-joins = Teilnehmen
layout-desk-following = Folgen
layout-desk-peers = Server im Verbund
layout-desk-involvements = Beteiligung
layout-desk-adoptions = Verwendung
layout-desk-mandates = Sitze anderswo
layout-desk-memberships = Mitarbeit
layout-desk-deliveries = Zustellung
layout-desk-association = Verband
layout-desk-account = Konto
layout-desk-part-events = Veranstalten
layout-desk-part-work = Zusammenarbeiten
layout-desk-part-network = Vernetzen
layout-desk-part-house = Verwalten

layout-faults = { $count ->
    [one] Eine Angabe stimmt noch nicht
   *[other] { $count } Angaben stimmen noch nicht
}
layout-optional = freiwillig
layout-pages = Seiten
layout-earlier = Zurück
layout-later = Weiter
layout-form-too-fast = Das ging schneller, als Menschen tippen. Bitte senden Sie das Formular noch einmal ab.
layout-form-too-old = Diese Seite war zu lange offen. Bitte senden Sie das Formular noch einmal ab.
