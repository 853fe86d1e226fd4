"""Write the editors' files from the grammar: `python editors/generate.py`.

Vim's syntax file and VS Code's TextMate grammar are written as a whole, and in Emacs' mode what stands between the
two marks. The classes and what may follow what come from netledger.highlight, which has them from the grammar.
"""  # noqa: INP001 - a script

import json
import re
from collections.abc import Callable, Iterable, Sequence
from itertools import groupby
from pathlib import Path

from dialects import EMACS, VIM

from netledger.highlight import BLANKS, COMMENT, HALF_WRITTEN, OTHER, Form, table
from netledger.parser.blocks import HEADING
from netledger.parser.terminals import uncaptured

HERE = Path(__file__).parent
TABLE = table()

# What Vim, TextMate and Emacs call each class.
STYLES = {
    "comment": ("Comment", "comment.line.semicolon", "font-lock-comment-face"),
    "heading": ("Title", "markup.heading", "outline-1"),
    "directive": ("PreProc", "keyword.control.directive", "font-lock-preprocessor-face"),
    "statement": ("Statement", "keyword.other.statement", "font-lock-keyword-face"),
    "happening": ("Statement", "keyword.other.happening", "font-lock-keyword-face"),
    "medium": ("Statement", "keyword.other.medium", "font-lock-keyword-face"),
    "detail": ("Statement", "keyword.other.detail", "font-lock-keyword-face"),
    "preposition": ("Operator", "keyword.operator.word", "font-lock-builtin-face"),
    "kind": ("StorageClass", "storage.modifier", "font-lock-builtin-face"),
    "period": ("StorageClass", "storage.modifier", "font-lock-builtin-face"),
    "truth": ("Boolean", "constant.language", "font-lock-constant-face"),
    "flag": ("WarningMsg", "keyword.operator.flag", "font-lock-warning-face"),
    "operator": ("Operator", "keyword.operator.arithmetic", "font-lock-builtin-face"),
    "date": ("Special", "constant.other.date", "font-lock-type-face"),
    "name": ("Identifier", "entity.name.type.person", "font-lock-function-name-face"),
    "venue": ("Type", "entity.name.section.venue", "font-lock-type-face"),
    "tag": ("Tag", "entity.name.tag", "font-lock-constant-face"),
    "link": ("Underlined", "markup.underline.link", "link"),
    "key": ("Label", "entity.other.attribute-name", "font-lock-variable-name-face"),
    "unit": ("Constant", "constant.other.unit", "font-lock-constant-face"),
    "word": ("Normal", "string.unquoted.word", "default"),
    "number": ("Number", "constant.numeric", "font-lock-constant-face"),
    "duration": ("Number", "constant.numeric.duration", "font-lock-constant-face"),
    "interval": ("Number", "constant.numeric.interval", "font-lock-constant-face"),
    "string": ("String", "string.quoted.double", "font-lock-string-face"),
}


class Lines:
    """Kinds of line that differ in their keywords alone."""

    def __init__(self, forms: Sequence[Form]) -> None:
        """Take kinds of line that are alike."""
        self.form = forms[0]
        self.kind = TABLE.class_of(self.form.keyword)
        self.keywords = any_of(form.keyword for form in forms)
        self.name = "".join(part.capitalize() for part in self.form.keyword.strip("_").lower().split("_"))


def any_of(terminals: Iterable[str]) -> str:
    """Return what matches one of some terminals."""
    return "|".join(TABLE.patterns[name] for name in terminals)


def _alike(form: Form) -> tuple[str, str, bool, str, tuple[str, ...]]:
    return (TABLE.class_of(form.keyword), form.place, form.flagged, form.second, form.body)


LINES = sorted(
    [Lines(list(forms)) for _, forms in groupby(sorted(TABLE.forms, key=_alike), key=_alike)],
    key=lambda lines: TABLE.forms.index(lines.form),
)
"""The kinds of line in the table's order: the first one that fits is taken."""
BODIES = sorted({lines.form.body for lines in LINES}, key=lambda body: (len(body), body))


# --------------------------------------------------------------------------------------------------- Vim


def vim() -> str:
    """Return Vim's syntax file."""
    heads: dict[str, list[str]] = {"undated": [], "dated": [], "dated flag": [], "indented": [], "indented flag": []}
    out = [
        '" Syntax of netledger journals. Written by editors/generate.py from the grammar: change that, not this.',
        "",
        'if exists("b:current_syntax")',
        "  finish",
        "endif",
        "let s:cpo = &cpo",
        "set cpo&vim",
        "syn case match",
        "",
        '" What may stand in the rest of a line. Of two that match at one place Vim takes the later one.',
    ]
    members = dict.fromkeys(name for body in (*BODIES, HALF_WRITTEN) for name in body if name != "LPAR")
    for name in reversed(TABLE.in_order(members)):
        then = " nextgroup=netledgerUnit skipwhite" if name == "NUMBER" else ""
        out.append(_match(_group(name), TABLE.patterns[name], "contained" + then))
    out += [
        _match("netledgerUnit", TABLE.patterns["UNIT"], "contained"),
        (
            f"syn region netledgerSum matchgroup=netledgerOperator start=/{VIM.write(TABLE.patterns['LPAR'])}/ "
            f"end=/{VIM.write(TABLE.patterns['RPAR'])}/ oneline contained transparent "
            "contains=netledgerSum,netledgerNumber_inSum,netledgerOperator,netledgerOther "
            "nextgroup=netledgerUnit skipwhite"
        ),
        _match("netledgerNumber_inSum", TABLE.patterns["UNSIGNED"], "contained"),
        _match(
            "netledgerOperator",
            any_of(name for name in TABLE.sum if name not in {"UNSIGNED", "LPAR", "RPAR", OTHER}),
            "contained",
        ),
        "",
        '" The rests of lines.',
    ]
    rests = {body: f"netledgerRest{number}" for number, body in enumerate((HALF_WRITTEN, *BODIES))}
    for body, rest in rests.items():
        inside = ",".join(dict.fromkeys("netledgerSum" if name == "LPAR" else _group(name) for name in body))
        out.append(f"syn match {rest} /\\S.*/ contained transparent contains={inside}")
    out += ["", '" The keywords, and what must follow them.']
    for lines in reversed(LINES):
        group = f"netledger{lines.kind.capitalize()}_{lines.name}"
        then = [rests[lines.form.body]]
        if lines.form.second:
            second = f"{_group(lines.form.second)}_of{lines.name}"
            out.append(_match(second, TABLE.patterns[lines.form.second], f"contained nextgroup={then[0]} skipwhite"))
            then.append(second)
        heads[lines.form.place].append(group)
        if lines.form.flagged:
            heads[f"{lines.form.place} flag"].append(group)
        top = "" if lines.form.place == "undated" else "contained "
        out.append(
            _match(group, lines.keywords, f"{top}nextgroup={','.join(then)} skipwhite", start="" if top else "^")
        )
    out += ["", '" The beginnings of lines.']
    for place in ("dated", "indented"):
        flag = f"netledgerFlag_{place}"
        then = [rests[HALF_WRITTEN], flag, *heads[place]]
        out.append(
            _match(flag, TABLE.patterns["FLAG"], f"contained nextgroup={','.join(heads[f'{place} flag'])} skipwhite")
        )
        group, pattern = (
            ("netledgerDate_first", TABLE.patterns["DATE"]) if place == "dated" else ("netledgerIndent", "[ \t]+")
        )
        out.append(_match(group, pattern, f"nextgroup={','.join(then)} skipwhite", start="^"))
    out.append(_match("netledgerHeading", HEADING.pattern, "", start="^", end=".*"))
    out.append(_match("netledgerComment_line", TABLE.patterns[COMMENT], "", start=r"^\s*"))
    out += ["", '" The colours.']
    base = {kind: f"netledger{kind.capitalize()}" for kind in STYLES}
    out += [f"hi def link {base[kind]} {style[0]}" for kind, style in STYLES.items()]
    used = dict.fromkeys(re.findall(r"\bnetledger[A-Z][a-z]+_\w+", "\n".join(out)))
    out += [f"hi def link {group} {group.partition('_')[0]}" for group in used]
    return "\n".join([*out, "", 'let b:current_syntax = "netledger"', "let &cpo = s:cpo", "unlet s:cpo", ""])


def _group(terminal: str) -> str:
    return f"netledger{TABLE.class_of(terminal).capitalize()}"


def _match(group: str, pattern: str, options: str, *, start: str = "", end: str = "") -> str:
    return f"syn match {group} /{start}{VIM.write(pattern)}{end}/ {options}".rstrip()


# ---------------------------------------------------------------------------------------------- VS Code


def textmate() -> str:
    """Return the TextMate grammar, for VS Code and others."""
    repository: dict[str, object] = {
        "sum": {
            "begin": _oniguruma(TABLE.patterns["LPAR"]),
            "beginCaptures": _captures("LPAR"),
            "end": _oniguruma(f"({_plain('RPAR')})(?:{BLANKS}({_plain('UNIT')}))?|$"),
            "endCaptures": _captures("RPAR", "UNIT", first=1),
            "patterns": [
                {"include": "#sum"},
                *(_rule(name) for name in TABLE.sum if name not in {"LPAR", "RPAR"}),
            ],
        },
        "number": {
            "match": _oniguruma(f"({_plain('NUMBER')})(?:{BLANKS}({_plain('UNIT')}))?"),
            "captures": _captures("NUMBER", "UNIT", first=1),
        },
    }
    names = {body: f"rest{number}" for number, body in enumerate((HALF_WRITTEN, *BODIES))}
    for name in TABLE.in_order({name for body in names for name in body} - {"LPAR", "NUMBER"}):
        repository[name.strip("_").lower()] = _rule(name)
    for body, rest in names.items():
        parts = ["sum" if name == "LPAR" else name.strip("_").lower() for name in body]
        repository[rest] = {"patterns": [{"include": f"#{part}"} for part in parts]}
    patterns: list[object] = [
        {"match": f"^{HEADING.pattern}.*$", "name": f"{STYLES['heading'][1]}.netledger"},
        {"match": _oniguruma(rf"^[ \t]*({_plain(COMMENT)})"), "captures": _captures(COMMENT, first=1)},
    ]
    for lines in LINES:
        form = lines.form
        captures = [form.keyword]
        begin = f"({uncaptured(lines.keywords)})"
        if form.flagged:
            captures.insert(0, "FLAG")
            begin = f"(?:({_plain('FLAG')}){BLANKS})?{begin}"
        if form.place == "dated":
            captures.insert(0, "DATE")
            begin = f"({_plain('DATE')}){BLANKS}{begin}"
        elif form.place == "indented":
            begin = f"[ \\t]+{begin}"
        if form.second:
            captures.append(form.second)
            begin += f"(?:{BLANKS}({_plain(form.second)}))?"
        patterns.append(_line(begin, captures, names[form.body]))
    patterns.append(_line(f"({_plain('DATE')})", ["DATE"], names[HALF_WRITTEN]))
    patterns.append(_line("[ \\t]+", [], names[HALF_WRITTEN]))
    grammar = {
        "comment": "Written by editors/generate.py from the grammar: change that, not this.",
        "name": "netledger",
        "scopeName": "source.netledger",
        "fileTypes": ["net"],
        "patterns": patterns,
        "repository": repository,
    }
    return json.dumps(grammar, indent=2) + "\n"


def _line(begin: str, captures: Sequence[str], rest: str) -> dict[str, object]:
    return {
        "begin": _oniguruma(f"^{begin}"),
        "beginCaptures": _captures(*captures, first=1),
        "end": "$",
        "patterns": [{"include": f"#{rest}"}],
    }


def _rule(terminal: str) -> dict[str, str]:
    rule = {"match": _oniguruma(TABLE.patterns[terminal])}
    return rule if terminal == OTHER else {**rule, "name": _scope(terminal)}


def _captures(*terminals: str, first: int = 0) -> dict[str, dict[str, str]]:
    return {str(number): {"name": _scope(name)} for number, name in enumerate(terminals, first)}


def _scope(terminal: str) -> str:
    return f"{STYLES[TABLE.class_of(terminal)][1]}.netledger"


def _plain(terminal: str) -> str:
    return uncaptured(TABLE.patterns[terminal])


def _oniguruma(pattern: str) -> str:
    r"""Return an expression for Oniguruma, where `\x80` would be a byte: all that is not ASCII as `\u0080`."""
    return re.sub(r"[^ -~]", lambda char: f"\\u{ord(char[0]):04x}", pattern)


# ------------------------------------------------------------------------------------------------- Emacs

MARKS = (";; ---- from the grammar, by editors/generate.py: change that, not this", ";; ---- until here")


def emacs(mode: str) -> str:
    """Return Emacs' mode with its tables as the grammar has them."""
    before, _, rest = mode.partition(MARKS[0])
    after = rest.partition(MARKS[1])[2]
    used = {name for form in TABLE.forms for name in (*form.body, form.second) if name} | {*TABLE.sum, "UNIT", "FLAG"}
    rows = [_terminal(name) for name in TABLE.in_order(used | {form.keyword for form in TABLE.forms})]
    forms = [
        f"({form.place} {'t' if form.flagged else 'nil'} {form.keyword} {form.second or 'nil'}"
        f"\n     {' '.join(form.body)})"
        for form in TABLE.forms
    ]
    tables = {
        "netledger--edges": ("What a token must not touch.", list(map(_text, EDGES))),
        "netledger--terminals": ("Each terminal with its face, its expression, and its edges.", rows),
        "netledger--forms": ("Where each kind of line stands, its flag, its keyword, and what may follow.", forms),
        "netledger--sum": ("The terminals of arithmetic.", list(TABLE.sum)),
        "netledger--half-written": ("What is told apart in a line of no known kind.", list(HALF_WRITTEN)),
    }
    text = "\n\n".join(
        '(defconst {}\n  \'(\n    {})\n  "{}")'.format(name, "\n    ".join(entries), doc)
        for name, (doc, entries) in tables.items()
    )
    heading = f'(defconst netledger--heading {_text(EMACS.write(HEADING.pattern))}\n  "Matches a heading.")'
    return f"{before}{MARKS[0]}\n\n{heading}\n\n{text}\n\n{MARKS[1]}{after}"


def _terminal(name: str) -> str:
    numbers = "".join(f" {EDGES.index(edge)}" for edge in _edges(name))
    face = "nil" if name == OTHER else STYLES[TABLE.class_of(name)][2]
    return f"({name} {face} {_text(EMACS.write(TABLE.patterns[name]))}{numbers})"


def _edges(name: str) -> list[str]:
    """Return what a terminal must not be followed by: Emacs has no look-ahead, and the mode does it itself."""
    return EMACS.edges(TABLE.patterns[name])


EDGES = list(dict.fromkeys(edge for name in TABLE.patterns for edge in _edges(name)))


def _text(text: str) -> str:
    """Return an Emacs Lisp string."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + re.sub(r"[^ -~]", lambda char: f"\\u{ord(char[0]):04x}", escaped) + '"'


FILES: dict[str, Callable[[str], str]] = {
    "vim/syntax/netledger.vim": lambda _: vim(),
    "vscode/syntaxes/netledger.tmLanguage.json": lambda _: textmate(),
    "emacs/netledger-mode.el": emacs,
}
"""Each file that is written, with what makes its new text from the one that is there."""


def main() -> None:
    """Write all of them."""
    for name, made in FILES.items():
        path = HERE / name
        text = made(path.read_text("utf-8") if path.exists() else "")
        path.write_text(text, "utf-8")


if __name__ == "__main__":
    main()
