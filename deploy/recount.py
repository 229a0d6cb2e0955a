#!/usr/bin/env python3
"""Recount a vote of Verbund from what its page publishes, and find a file that was tampered with.

    python3 recount.py RESULT TALLY [DIGEST]

RESULT is the page's address with .json behind, TALLY the file of ballots (.csv); both may be files. DIGEST is what
the page, the feed or the post about the result says; without it that of RESULT is taken. Needs Python 3.9 and nothing
else. Exit code 0: the result is right. 1: something is wrong, and said.
"""
import csv, hashlib, io, json, sys, urllib.request
from collections import defaultdict


def read(place):
    try:
        if place.startswith(("https://", "http://")):
            with urllib.request.urlopen(place, timeout=30) as answer:
                return answer.read()
        with open(place, "rb") as file:
            return file.read()
    except OSError as error:
        sys.exit(f"{place}: {error}")


def count(method, points, ballots):
    lines = defaultdict(lambda: [0, 0, 0])
    for marks in ballots:
        for number, mark in marks:
            line = lines[number]
            line[2] += 1
            if method == "dots":
                line[0] += mark
            elif method == "ranking":
                line[0] += points - mark + 1
            else:
                line[0 if mark > 0 else 1] += 1
    return lines


def check(vote, marks):
    """What is wrong with one ballot, if anything."""
    numbers, given = [n for n, _ in marks], [m for _, m in marks]
    if len(set(numbers)) < len(numbers) or not set(numbers) <= {o["number"] for o in vote["options"]}:
        return "an option twice, or one that does not exist"
    if vote["method"] == "dots":
        if sum(given) > vote["points"] or not all(1 <= m <= vote["each_at_most"] for m in given):
            return "too many points"
    elif vote["method"] == "ranking":
        if len(set(given)) < len(given) or not all(1 <= m <= vote["points"] for m in given):
            return "a place twice, or one that does not exist"
    elif not all(m in (1, -1) for m in given):
        return "neither yes nor no"


def differences(name, published, counted):
    published = {line["number"]: [line["yes"], line["no"], line["ballots"]] for line in published}
    for number in sorted(published.keys() | counted.keys()):
        told, found = published.get(number, [0, 0, 0]), counted.get(number, [0, 0, 0])
        if told != found:
            yield f"{name}: option {number}: published {told}, counted {found}"


def main(arguments):
    if len(arguments) not in (2, 3):
        sys.exit(__doc__)
    vote = json.loads(read(arguments[0]))
    tally, wrong = vote["tally"], []
    if tally is None:
        sys.exit("this vote is not counted yet: its ballots are published when it is closed")
    content = read(arguments[1])
    if hashlib.sha256(content).hexdigest() != (arguments[2] if len(arguments) == 3 else tally["digest"]):
        wrong.append("the file of ballots is not the one that was published: its digest differs")
    groups, receipts = defaultdict(list), set()
    for row in csv.DictReader(io.StringIO(content.decode("utf-8"))):
        marks = [tuple(map(int, choice.split(":"))) for choice in row["choices"].split()]
        fault = "a code twice" if row["receipt"] in receipts else check(vote, marks)
        if fault:
            wrong.append(f"ballot {row['receipt']}: {fault}")
        receipts.add(row["receipt"])
        groups[row["group"]].append(marks)
    everybody = [marks for group in groups.values() for marks in group]
    counted = lambda ballots: count(vote["method"], vote["points"], ballots)
    if len(everybody) != tally["ballots"]:
        wrong.append(f"published {tally['ballots']} ballots, found {len(everybody)}")
    wrong += differences("total", tally["lines"], counted(everybody))
    for group in tally["groups"]:
        wrong += differences(group["name"] or "no group", group["lines"], counted(groups[group["name"]]))
    if wrong:
        sys.exit("\n".join(wrong))
    print(f"right: {len(everybody)} ballots, {vote['question']}")


if __name__ == "__main__":
    main(sys.argv[1:])
