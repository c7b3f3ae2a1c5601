"""Reads Python and shell scripts far enough to measure them."""
import ast
import re

SHEBANG = re.compile(r"#!.*\b(?:(python3?)|((?:ba|da)?sh))\b")


def language(path, text):
    """"python", "shell" or None: by the ending, else by the first line."""
    if path.suffix in (".py", ".sh"):
        return "python" if path.suffix == ".py" else "shell"
    shebang = SHEBANG.match(text) if not path.suffix else None
    return shebang and ("python" if shebang.group(1) else "shell")


def python_functions(text):
    """[(name, first line, number of lines)] of functions and methods, inner ones too."""
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef)
    return [(one.name, one.lineno, one.end_lineno - one.lineno + 1) for one in ast.walk(ast.parse(text)) if isinstance(one, kinds)]


def shell_functions(text):
    """The same: from `name() {` or `name() (` to the bracket that stands alone below it."""
    lines, found = text.splitlines(), []
    for number, line in enumerate(lines):
        head = re.match(r"(\s*)([\w-]+)\(\) *([({])\s*(?:#.*)?$", line)
        if head:
            end = head.group(1) + {"{": "}", "(": ")"}[head.group(3)]
            last = next((at for at in range(number, len(lines)) if re.match(re.escape(end) + r"(?:\s|$)", lines[at])), len(lines) - 1)
            found.append((head.group(2), number + 1, last - number + 1))
    return found


FUNCTIONS = {"python": python_functions, "shell": shell_functions}
