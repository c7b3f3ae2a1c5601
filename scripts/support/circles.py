"""Finds files of one room that depend on one another in circles: each names a type or function that only the next declares."""
import re

import swift_source

MOST_FILES = 2
DECLARED = re.compile(r"^([ \t]*)((?:@\w+(?:\([^)]*\))?[ \t]+)*(?:[\w()]+[ \t]+)*?)(struct|class|enum|actor|protocol|typealias|func)[ \t]+"
                      r"`?(\w+)", re.M)
NAMED = re.compile(r"\b[A-Z]\w+\b|\b[a-z]\w+(?=\()")


def declared(code):
    """The names of types and of functions at file level that other files may use."""
    return {name for indent, modifiers, kind, name in DECLARED.findall(code)
            if "private" not in modifiers and (kind != "func" or not indent)}


def edges(sources):
    """{path: paths that it depends on}; `sources`: {path: text} of one room. A name that two files declare leads nowhere."""
    codes = {path: swift_source.blank(text) for path, text in sources.items()}
    homes = {}
    for path, code in codes.items():
        for name in declared(code):
            homes.setdefault(name, set()).add(path)
    single = {name: next(iter(paths)) for name, paths in homes.items() if len(paths) == 1}
    return {path: {single[name] for name in NAMED.findall(code) if name in single} - {path} for path, code in codes.items()}


def reachable(graph, start):
    found, left = set(), [start]
    while left:
        for following in graph[left.pop()] - found:
            found.add(following)
            left.append(following)
    return found


def circles(sources):
    """[sorted paths] of each circle with more files than may be."""
    graph = edges(sources)
    reach = {path: reachable(graph, path) for path in graph}
    groups = {tuple(sorted(other for other in reach[path] if path in reach[other])) for path in graph if path in reach[path]}
    return sorted(list(group) for group in groups if len(group) > MOST_FILES)


def problems(sources):
    """`sources`: [(path, text)] of Swift files below Sources."""
    rooms = {}
    for path, text in sources:
        rooms.setdefault(path.split("/")[1], {})[path] = text
    return [f"{len(group)} files depend on one another: {', '.join(group)}"
            for room in rooms.values() for group in circles(room)]
