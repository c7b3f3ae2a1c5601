"""Reads Swift and C sources far enough to measure them: comments and strings blanked, functions found."""
import re


def _end_of_string(text, start, hashes):
    """Index behind the string literal whose opening quotes begin at `start`; interpolations may hold strings."""
    multiline = text.startswith('"""', start)
    quotes = ('"""' if multiline else '"') + "#" * hashes
    escape = "\\" + "#" * hashes
    at = start + (3 if multiline else 1)
    while at < len(text):
        if text.startswith(escape, at):
            at += len(escape)
            at = _end_of_parentheses(text, at) if text.startswith("(", at) else at + 1
        elif text.startswith(quotes, at):
            return at + len(quotes)
        elif text[at] == "\n" and not multiline:
            return at
        else:
            at += 1
    return at


def _end_of_parentheses(text, start):
    depth = 0
    at = start
    while at < len(text):
        character = text[at]
        if character == '"':
            at = _end_of_string(text, at, 0)
            continue
        depth += (character == "(") - (character == ")")
        at += 1
        if depth == 0:
            break
    return at


def _end_of_comment(text, start, nested):
    depth = 0
    at = start
    while at < len(text):
        if text.startswith("/*", at) and (nested or depth == 0):
            depth += 1
            at += 2
        elif text.startswith("*/", at):
            depth -= 1
            at += 2
            if depth == 0:
                break
        else:
            at += 1
    return at


def blank(text, strings=True, swift=True):
    """`text` with comments (and strings) replaced by spaces; line breaks stay where they are."""
    out = []
    at = 0
    while at < len(text):
        end, keep = at + 1, True
        if text.startswith("//", at):
            end, keep = text.find("\n", at), False
            end = len(text) if end < 0 else end
        elif text.startswith("/*", at):
            end, keep = _end_of_comment(text, at, nested=swift), False
        elif text[at] == '"':
            hashes = 0
            while swift and at - hashes - 1 >= 0 and text[at - hashes - 1] == "#":
                hashes += 1
            end, keep = _end_of_string(text, at, hashes), not strings
        elif not swift and text[at] == "'":
            end, keep = min(len(text), at + (4 if text[at + 1:at + 2] == "\\" else 3)), not strings
        piece = text[at:end]
        out.append(piece if keep else re.sub(r"[^\n]", " ", piece))
        at = end
    return "".join(out)


SWIFT_FUNCTION = re.compile(r"(?<![\w.`#@])(func\s+\S+?(?=[\s(<])|init[?!]?(?=\s*[(<])|deinit(?=\s*\{)|subscript(?=\s*[(<])"
                            r"|var\s+\w+\s*:)")
NEXT_DECLARATION = re.compile(r"\s*(?:@\w+\s+)*(?:(?:package|public|private|fileprivate|internal|static|mutating|override"
                              r"|nonisolated|final|class)\s+)*(?:func|var|let|init|case|subscript|associatedtype|typealias"
                              r"|struct|enum|extension|protocol|actor|import)\b")


def _body(code, start):
    """Index of the brace that opens the body of the declaration at `start`, or None where there is no body."""
    depth = 0
    for at in range(start, len(code)):
        character = code[at]
        if character in "([":
            depth += 1
        elif character in ")]":
            depth -= 1
            if depth < 0:
                return None
        elif depth == 0 and character == "{":
            return at
        elif depth == 0 and (character in "};" or character == "="):
            return None
        elif depth == 0 and character == "\n" and NEXT_DECLARATION.match(code, at + 1):
            return None
    return None


def _close(code, opening):
    depth = 0
    for at in range(opening, len(code)):
        depth += (code[at] == "{") - (code[at] == "}")
        if depth == 0:
            return at
    return len(code) - 1


def swift_functions(text):
    """[(name, first line, number of lines)] of functions, initialisers, subscripts and computed properties."""
    code = blank(text)
    found = []
    for match in SWIFT_FUNCTION.finditer(code):
        # `==` and the like have `=` in the name, which would look like the end of a stored property.
        opening = _body(code, match.end())
        if opening is not None:
            first = code.count("\n", 0, match.start())
            found.append((match.group(1).rstrip(" :"), first + 1, code.count("\n", 0, _close(code, opening)) - first + 1))
    return found


def c_functions(text):
    """The same for C: blocks at file level that follow a parameter list."""
    code = blank(text, swift=False)
    found, depth = [], 0
    for at, character in enumerate(code):
        if character == "{":
            head = code[:at].rstrip()
            if depth == 0 and head.endswith(")"):
                name = re.findall(r"(\w+)\s*\([^{}]*$", head[-400:])
                first = code.count("\n", 0, at)
                found.append((name[0] if name else "?", first + 1, code.count("\n", 0, _close(code, at)) - first + 1))
            depth += 1
        elif character == "}":
            depth -= 1
    return found


IMPORT = re.compile(r"^\s*(?:@\w+(?:\([^)]*\))?\s+)*(?:(?:public|package|internal|fileprivate|private)\s+)?import\s+"
                    r"(?:(?:struct|class|enum|protocol|typealias|func|let|var)\s+)?(\w+)", re.M)


def imports(text):
    """[(module, line)]."""
    code = blank(text)
    return [(match.group(1), code.count("\n", 0, match.start(1)) + 1) for match in IMPORT.finditer(code)]
