#!/usr/bin/env python3
"""Reads what a Verbund server publishes the way other people's software does, and prints what is wrong with it.

read.py calendar FILE   icalendar, vobject and the rules of RFC 5545 that both forgive
read.py feed FILE       feedparser, which calls a feed it had to repair "bozo"
read.py page FILE URL   extruct: the schema.org event and the h-event in a page about an event
read.py mail FILE       Python's email, and calendar's readers for an invitation in it
read.py schedule FILE   lxml or jsonschema, with the schema of schedule.xml or schedule.json kept in schedule/

Prints a JSON list of complaints; an empty list is a clean bill.

read.py letter FILE     Python's email: to whom, about what, and what it says, as an object
"""

import email
import email.policy
import json
import re
import sys
from pathlib import Path

SCHEMAS = Path(__file__).parent / "schedule"
OCTETS_PER_LINE = 75  # RFC 5545 §3.1, without the line break
OCTETS_PER_MAIL_LINE = 998  # RFC 5322 §2.1.1, without the line break
OFFSET = re.compile(r"T\d\d:\d\d(:\d\d)?(Z|[+-]\d\d:\d\d)$")


def calendar(path):
    yield from read_calendar(Path(path).read_bytes())


def read_calendar(raw):
    import icalendar
    import vobject

    if b"\n" in raw.replace(b"\r\n", b""):
        yield "a line ends without CRLF"
    for number, line in enumerate(raw.split(b"\r\n"), 1):
        if len(line) > OCTETS_PER_LINE:
            yield f"line {number} is {len(line)} octets long"

    parsed = icalendar.Calendar.from_ical(raw)
    for component in parsed.walk():
        for name, problem in component.errors:
            yield f"icalendar: {component.name} {name}: {problem}"
    zones = {str(zone["TZID"]) for zone in parsed.walk("VTIMEZONE")}
    identities = set()
    for event in parsed.walk("VEVENT"):
        identity = (str(event.get("UID")), str(event.get("RECURRENCE-ID")))
        for name in ("UID", "DTSTAMP", "DTSTART", "SUMMARY", "SEQUENCE"):
            if name not in event:
                yield f"{identity[0]} has no {name}"
        for name in ("DTSTART", "DTEND"):
            zone = event[name].params.get("TZID") if name in event else None
            if zone and zone not in zones:
                yield f"{identity[0]}: {name} is in {zone}, which no VTIMEZONE describes"
        if identity in identities:
            yield f"{identity[0]} stands in the calendar twice"
        identities.add(identity)

    read = [entry for component in vobject.readComponents(raw.decode()) for entry in component.getChildren()]
    if sum(entry.name == "VEVENT" for entry in read) != len(parsed.walk("VEVENT")):
        yield "vobject and icalendar count different events"


def read_mail(path):
    return email.message_from_bytes(Path(path).read_bytes(), policy=email.policy.default)


def invitations(message):
    return [part for part in message.walk() if part.get_content_type() in ("text/calendar", "application/ics")]


def mail(path):
    message = read_mail(path)
    for name in ("From", "To", "Subject", "Date", "Message-ID", "Auto-Submitted", "Content-Language"):
        if not message[name]:
            yield f"no {name}"
    for part in message.walk():
        for problem in part.defects:
            yield f"{part.get_content_type()}: {problem!r}"
        for name, value in part.items():
            for problem in getattr(value, "defects", ()):
                yield f"{name}: {problem!r}"
    for kind in ("plain", "html"):
        if message.get_body((kind,)) is None:
            yield f"no text/{kind}"
    for number, line in enumerate(Path(path).read_bytes().split(b"\r\n"), 1):
        if len(line) > OCTETS_PER_MAIL_LINE:
            yield f"line {number} is {len(line)} octets long"

    bodies = {part.get_payload(decode=True) for part in invitations(message)}
    if len(bodies) > 1:
        yield "the invitations in it differ"
    for body in bodies:
        yield from read_calendar(body)
        yield from read_invitation(message, body)


def read_invitation(message, body):
    import icalendar

    parsed = icalendar.Calendar.from_ical(body)
    if [part.get_param("method") for part in invitations(message)][:1] != [parsed["METHOD"]]:
        yield f"METHOD is {parsed['METHOD']} within and something else without"
    for event in parsed.walk("VEVENT"):
        attendees = event.get("ATTENDEE")
        if attendees != f"mailto:{message['To'].addresses[0].addr_spec}":
            yield f"{attendees} is invited by a mail to {message['To']}"
        if not str(event.get("ORGANIZER")).startswith("mailto:"):
            yield f"{event.get('ORGANIZER')} cannot be answered by mail"


def letter(path):
    message = read_mail(path)
    found = invitations(message)
    return {
        "to": message["To"],
        "subject": message["Subject"],
        "text": message.get_body(("plain",)).get_content(),
        "invitation": found[0].get_content() if found else None,
    }


def schedule(path):
    if path.endswith(".json"):
        yield from schedule_json(json.loads(Path(path).read_text()))
    else:
        yield from schedule_xml(path)


def schedule_xml(path):
    from lxml import etree

    schema = etree.XMLSchema(etree.parse(SCHEMAS / "schedule.xml.xsd"))
    schema.validate(etree.parse(path))
    for problem in schema.error_log:
        yield f"line {problem.line}: {problem.message}"


def schedule_json(document):
    import jsonschema

    schema = json.loads((SCHEMAS / "schedule.json").read_text())
    reader = jsonschema.Draft6Validator(schema, format_checker=jsonschema.Draft6Validator.FORMAT_CHECKER)
    for problem in reader.iter_errors(document):
        yield f"{problem.json_path}: {problem.message}"


def feed(path):
    import feedparser

    read = feedparser.parse(Path(path).read_bytes())
    if read.bozo:
        yield f"feedparser had to repair it: {read.bozo_exception}"
    if read.version != "atom10":
        yield f"feedparser takes it for {read.version or 'no feed at all'}"
    for name in ("id", "title", "updated"):
        if not read.feed.get(name):
            yield f"the feed has no {name}"
    for entry in read.entries:
        for name in ("id", "title", "updated", "link"):
            if not entry.get(name):
                yield f"entry {entry.get('id', '?')} has no {name}"
    if len({entry.get("id") for entry in read.entries}) != len(read.entries):
        yield "two entries share an id"


def page(path, url):
    import extruct

    found = extruct.extract(Path(path).read_text(), base_url=url, syntaxes=["json-ld", "microformat", "opengraph"])
    events = [item for item in found["json-ld"] if item.get("@type") == "Event"]
    if len(events) != 1:
        yield f"{len(events)} schema.org events where there should be one"
    for event in events:
        for name in ("name", "startDate", "endDate", "location", "eventStatus", "eventAttendanceMode", "organizer"):
            if not event.get(name):
                yield f"the schema.org event has no {name}"
        for name in ("startDate", "endDate"):
            if not OFFSET.search(event.get(name, "")):
                yield f"{name} {event.get(name)!r} has no offset"
    microformats = [item for item in found["microformat"] if "h-event" in item["type"]]
    if len(microformats) != 1:
        yield f"{len(microformats)} h-events where there should be one"
    for item in microformats:
        for name in ("name", "start", "end", "url"):
            if not item["properties"].get(name):
                yield f"the h-event has no {name}"
    graph = dict(pair for item in found["opengraph"] for pair in item["properties"])
    for name in ("og:title", "og:type", "og:url", "og:description"):
        if not graph.get(name):
            yield f"the page has no {name}"


if __name__ == "__main__":
    _, kind, *arguments = sys.argv
    judges = {"calendar": calendar, "feed": feed, "page": page, "mail": mail, "schedule": schedule}
    print(json.dumps(letter(*arguments) if kind == "letter" else list(judges[kind](*arguments))))
