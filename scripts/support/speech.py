"""Measures how the sources speak: labels of parameters, first words of comments, width, documented declarations.

The limits are a ratchet: they may only become stricter.
"""
import re

import swift_source

MOST_COLUMNS = 120
# Shares of all that are counted, in percent.
MOST_UNLABELLED = 1
MOST_VAGUE = 2
LEAST_DOCUMENTED = 90

# A comment that begins so makes the reader look elsewhere for what it is about.
VAGUE = set("those of what whatever whoever whose nobody somebody for in by as at it its they how where when same that "
            "which with without nil from once one".split())
PARAMETERS = re.compile(r"\b(?:func\s+\w+|init\??)\s*(?:<[^>]*>)?\s*\(")
DECLARATION = re.compile(r"^\s*(?:@\w+(?:\([^)]*\))?\s+)*(?:(?!package|public)\w+(?:\(\w+\))?\s+)*(?:package|public)(?:\((?:set)\))?\s+"
                         r"(?:\w+(?:\(\w+\))?\s+)*?(?:struct|class|enum|actor|protocol|typealias|func|init\??|var|let|subscript)\b")


def parameter_lists(code):
    """[(offset, [parameter, …])] of functions and initialisers; `code` has no comments and strings."""
    for match in PARAMETERS.finditer(code):
        depth, at, start, found = 1, match.end(), match.end(), []
        while depth and at < len(code):
            depth += (code[at] in "([{") - (code[at] in ")]}")
            if depth == 0 or (depth == 1 and code[at] == ","):
                found.append(code[start:at])
                start = at + 1
            at += 1
        yield match.start(), found


def unlabelled(code):
    """(how many later parameters there are, the lines of those without a label)."""
    count, lines = 0, []
    for offset, parameters in parameter_lists(code):
        for parameter in parameters[1:]:
            if ":" in parameter:
                count += 1
                if parameter.split(":")[0].split()[:1] == ["_"]:
                    lines.append(code.count("\n", 0, offset) + 1)
    return count, lines


def vague(text):
    """(how many doc comments there are, the lines of those that begin vaguely)."""
    count, lines, before = 0, [], ""
    for number, line in enumerate(map(str.strip, text.split("\n")), 1):
        word = re.match(r"///\s*[`\"]?([A-Za-z']+)", line)
        if word and not before.startswith("///"):
            count += 1
            if word.group(1).lower() in VAGUE:
                lines.append(number)
        before = line
    return count, lines


def undocumented(text, code):
    """(how many package and public declarations there are, the lines of those without a comment)."""
    count, lines, raw = 0, [], text.split("\n")
    for number, line in enumerate(code.split("\n")):
        if not DECLARATION.match(line):
            continue
        count += 1
        above = number - 1
        while above >= 0 and raw[above].strip().startswith("@"):
            above -= 1
        if above < 0 or not raw[above].strip().startswith(("///", "*/")):
            lines.append(number + 1)
    return count, lines


def share_problems(found, what, most):
    """Nothing where the share is within its limit; else the share, and where the things are."""
    count = sum(one for _, one, _ in found)
    places = [f"{path}:{line}: {what}" for path, _, lines in found for line in lines]
    if not count or 100 * len(places) <= most * count:
        return []
    return [f"{len(places)} of {count}: {what}; at most {most} %"] + places


def problems(sources):
    """`sources`: [(path, text)] of Swift files; those below Tests have a width only."""
    found, labels, words, documents = [], [], [], []
    for path, text in sources:
        found += [f"{path}:{number}: {len(line)} columns, at most {MOST_COLUMNS}"
                  for number, line in enumerate(text.split("\n"), 1) if len(line) > MOST_COLUMNS]
        if path.startswith("Sources/"):
            code = swift_source.blank(text)
            labels.append((path, *unlabelled(code)))
            words.append((path, *vague(text)))
            documents.append((path, *undocumented(text, code)))
    found += share_problems(labels, "a later parameter without a label", MOST_UNLABELLED)
    found += share_problems(words, "a comment that begins with a pronoun or preposition", MOST_VAGUE)
    return found + share_problems(documents, "a package declaration without a comment", 100 - LEAST_DOCUMENTED)
