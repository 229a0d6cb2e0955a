#!/usr/bin/env python3
"""Reads what a Verbund server publishes the way other people's software does, and prints what is wrong with it.

read.py calendar FILE   icalendar, vobject and the rules of RFC 5545 that both forgive
read.py feed FILE       feedparser, which calls a feed it had to repair "bozo"
read.py page FILE URL   extruct: the schema.org event and the h-event in a page about an event

Prints a JSON list of complaints; an empty list is a clean bill.
"""

import json
import re
import sys
from pathlib import Path

OCTETS_PER_LINE = 75  # RFC 5545 §3.1, without the line break
OFFSET = re.compile(r"T\d\d:\d\d(:\d\d)?(Z|[+-]\d\d:\d\d)$")


def calendar(path):
    import icalendar
    import vobject

    raw = Path(path).read_bytes()
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
    print(json.dumps(list({"calendar": calendar, "feed": feed, "page": page}[kind](*arguments))))
