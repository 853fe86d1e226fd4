"""The editors' files: as the grammar has them, and each token coloured as the parser reads it, in the real programs."""

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from functools import cache, partial
from pathlib import Path
from typing import Any

import pytest
from colours import EDITORS, HARD, SAMPLES, generator, parsed

# -------------------------------------------------------------------------------------------------- the files


@pytest.mark.parametrize(
    "name", ["vim/syntax/netledger.vim", "vscode/syntaxes/netledger.tmLanguage.json", "emacs/netledger-mode.el"]
)
def test_the_files_are_those_of_the_grammar(name: str) -> None:
    there = (EDITORS / name).read_text("utf-8")
    assert generator().FILES.keys() >= {name}
    assert generator().FILES[name](there) == there, "run `python editors/generate.py`"


# --------------------------------------------------------------------------------------------------- TextMate


@cache
def textmate() -> dict[str, Any]:
    return dict(json.loads((EDITORS / "vscode/syntaxes/netledger.tmLanguage.json").read_text("utf-8")))


def _rules(patterns: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for rule in patterns:
        if "include" in rule:
            inner = textmate()["repository"][rule["include"][1:]]
            yield from _rules(inner["patterns"]) if inner.keys() == {"patterns"} else [inner]
        else:
            yield rule


def by_textmate(text: str) -> dict[tuple[int, int], str]:
    """Read a text as VS Code does: at each place the first rule that matches first; `begin` and `end` nest."""
    found: dict[tuple[int, int], str] = {}
    stack: list[dict[str, Any]] = []
    for number, line in enumerate(text.split("\n")):
        position = 0
        while True:
            rules = list(_rules((stack[-1] if stack else textmate())["patterns"]))
            choices = [(re.compile(rule.get("begin") or rule["match"]).search(line, position), rule) for rule in rules]
            if stack:
                choices.insert(0, (re.compile(stack[-1]["end"]).search(line, position), {}))
            matched = [(match.start(), place) for place, (match, _) in enumerate(choices) if match]
            if not matched:
                break
            match, rule = choices[min(matched)[1]]
            assert match
            ended = stack.pop() if not rule else {}
            captures = ended.get("endCaptures") or rule.get("beginCaptures") or rule.get("captures") or {}
            named = [(int(group), capture["name"]) for group, capture in captures.items()]
            for group, name in [*named, *([(0, rule["name"])] if "name" in rule else [])]:
                if match[group] is not None:
                    found[number, match.start(group)] = name
            if "begin" in rule:
                stack.append(rule)
            position = match.end()
            if ended and position == len(line) and not stack:
                break
        assert not stack, "a line's rule reaches into the next line"
    return found


@pytest.mark.parametrize("name", SAMPLES)
def test_the_textmate_grammar_agrees_with_the_parser(name: str) -> None:
    found = by_textmate(SAMPLES[name])
    scopes = {kind: f"{style[1]}.netledger" for kind, style in generator().STYLES.items()}
    wrong = [place for place in parsed(SAMPLES[name]) if found.get(place[:2]) != scopes[place.kind]]
    assert wrong == []


def test_an_open_parenthesis_ends_with_its_line_in_textmate() -> None:
    found = by_textmate("2026-03-01 cost ((1 + \n2026-03-01 meet Alice")
    assert found[1, 16] == "entity.name.type.person.netledger"


def test_the_manifest_names_files_that_are_there() -> None:
    manifest = json.loads((EDITORS / "vscode/package.json").read_text("utf-8"))["contributes"]
    json.loads((EDITORS / "vscode" / manifest["languages"][0]["configuration"]).read_text("utf-8"))
    assert (EDITORS / "vscode" / manifest["grammars"][0]["path"]).is_file()
    assert manifest["grammars"][0]["scopeName"] == textmate()["scopeName"]


# -------------------------------------------------------------------------------------------------- what check says

FINDINGS = [("main.net", 1, 1, "E"), ("main.net", 2, 37, "E"), ("people/élise b.net", 1, 17, "W")]


@pytest.fixture
def checked(tmp_path: Path) -> str:
    """What `netledger check` says of a faulty journal that stands in the test's folder, its second file in a folder."""
    (tmp_path / "people").mkdir()
    main = '2026-13-01 meet Alice\n2026-03-02 meet from Élise "coffee" 3 USD\ninclude "people/*.net"\n'
    (tmp_path / "main.net").write_text(main, "utf-8")
    (tmp_path / "people" / "élise b.net").write_text("2026-03-03 meet Bob\n2026-03-01 person Élise\n", "utf-8")
    command = [sys.executable, "-m", "netledger", "check", "-f", "main.net"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False, encoding="utf-8")
    (tmp_path / "out.txt").write_text(done.stdout, "utf-8")
    return done.stdout


def test_the_problem_matcher_reads_what_check_says(checked: str) -> None:
    manifest = json.loads((EDITORS / "vscode/package.json").read_text("utf-8"))["contributes"]
    pattern = manifest["problemMatchers"][0]["pattern"]
    found = [re.match(pattern["regexp"], line) for line in checked.splitlines()]
    parts = [[match[pattern[part]] for part in ("file", "line", "column", "severity")] for match in found if match]
    assert [(file, int(line), int(column), kind[0].upper()) for file, line, column, kind in parts] == FINDINGS


# -------------------------------------------------------------------------------------------------------- Vim

Vim = Callable[[Path, str], None]


@pytest.fixture(params=["vim", "nvim"])
def in_vim(request: pytest.FixtureRequest) -> Vim:
    """Run a script in Vim, and in Neovim, with our files, as a user has them who put them into ~/.vim."""
    program = shutil.which(request.param)
    if program is None:
        pytest.skip(f"{request.param} is not installed")
    return partial(_in_vim, program)


def _in_vim(program: str, folder: Path, script: str) -> None:
    (folder / "script.vim").write_text(
        "set nocompatible encoding=utf-8 nomore\n"
        f"let &runtimepath = {json.dumps(str(EDITORS / 'vim'))} . ',' . $VIMRUNTIME\n"
        "filetype plugin on\nsyntax on\n" + script + "\nqall!\n",
        "utf-8",
    )
    command = [program, "-es", "-u", "NONE", "-i", "NONE", "-n", "-S", "script.vim"]
    environment = {**os.environ, "LC_ALL": "C.UTF-8", "HOME": str(folder)}
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False, timeout=60, env=environment)
    said = done.stdout + done.stderr
    assert done.returncode == 0, said


def test_vim_colours_each_token_as_the_parser_reads_it(in_vim: Vim, tmp_path: Path) -> None:
    script = ["let found = []"]
    for number, (name, text) in enumerate(SAMPLES.items()):
        (tmp_path / f"{number}.net").write_text(text, "utf-8")
        lines = text.split("\n")
        at = [[place.line + 1, len(lines[place.line][: place.column].encode()) + 1] for place in parsed(text)]
        script += [
            f"edit! {number}.net",
            f"for [row, column] in {json.dumps(at)}",
            '  call add(found, synIDattr(synID(row, column, 1), "name") . "|" . &filetype)',
            "endfor",
        ]
        assert name
    in_vim(tmp_path, "\n".join([*script, "call writefile(found, 'found')"]))
    found = (tmp_path / "found").read_text("utf-8").splitlines()
    places = [(name, place) for name, text in SAMPLES.items() for place in parsed(text)]
    assert len(found) == len(places)
    wrong = [
        (name, place, group)
        for (name, place), group in zip(places, found, strict=True)
        if re.sub(r"_\w+", "", group) != f"netledger{place.kind.capitalize()}|netledger"
    ]
    assert wrong == []


def test_vim_colours_are_linked_to_its_own(in_vim: Vim, tmp_path: Path) -> None:
    (tmp_path / "hard.net").write_text(HARD, "utf-8")
    script = """
edit hard.net
let found = map(getcompletion("netledger", "highlight"), 'v:val . " " . synIDattr(synIDtrans(hlID(v:val)), "name")')
call writefile(found, "found")
"""
    in_vim(tmp_path, script)
    rows = [line.split() for line in (tmp_path / "found").read_text("utf-8").splitlines()]
    plain = {re.sub(r"\d+", "", group) for group, colour in rows if colour.startswith("netledger")}
    assert plain == {"netledgerRest", "netledgerSum", "netledgerIndent", "netledgerOther"}
    assert {group for group, _ in rows} >= {f"netledger{kind.capitalize()}" for kind in generator().STYLES}


def test_vim_folds_on_headings(in_vim: Vim, tmp_path: Path) -> None:
    (tmp_path / "a.net").write_text("; top\n* one\n2026-01-01 person Bob\n** two\n*bold\n\n## three\n# four\n; x\n")
    in_vim(tmp_path, "edit a.net\ncall writefile(map(range(1, 9), 'string(foldlevel(v:val))'), 'found')")
    assert (tmp_path / "found").read_text().split() == ["0", "1", "1", "2", "2", "2", "2", "1", "1"]


@pytest.mark.parametrize("command", ["cgetfile out.txt", "make"])
def test_vim_reads_what_check_says(in_vim: Vim, tmp_path: Path, checked: str, command: str) -> None:
    assert checked
    script = f"""
edit main.net
let &makeprg = {json.dumps(sys.executable)} . " -m " . &makeprg
silent {command}
let found = []
for item in getqflist()
  if item.valid
    execute "cc" (index(getqflist(), item) + 1)
    call add(found, [expand("%:."), line("."), charcol("."), item.type, item.nr])
  endif
endfor
call writefile(map(found, 'json_encode(v:val)') + [len(getqflist())], "found")
"""
    in_vim(tmp_path, script)
    *rows, total = [json.loads(line) for line in (tmp_path / "found").read_text("utf-8").splitlines()]
    assert [(file, line, column, kind.upper()) for file, line, column, kind, _ in rows] == FINDINGS
    assert [number for *_, number in rows] == [103, 127, 301]
    assert total == len(rows), "the lines that follow a finding are none"


def test_vim_reads_what_check_says_as_it_is(in_vim: Vim, tmp_path: Path, checked: str) -> None:
    assert checked
    script = """
set errorformat&
cgetfile out.txt
let found = map(filter(getqflist(), 'v:val.valid'), 'bufname(v:val.bufnr) . ":" . v:val.lnum')
call writefile(found, "found")
"""
    in_vim(tmp_path, script)
    assert (tmp_path / "found").read_text("utf-8").splitlines() == [f"{file}:{line}" for file, line, *_ in FINDINGS]


# ------------------------------------------------------------------------------------------------------ Emacs

EMACS = shutil.which("emacs")
needs_emacs = pytest.mark.skipif(EMACS is None, reason="emacs is not installed")


def in_emacs(folder: Path, script: str) -> list[str]:
    """Run a script in Emacs with our mode; return the lines that it wrote with `say`."""
    (folder / "script.el").write_text(
        f"""
(setq coding-system-for-read 'utf-8 coding-system-for-write 'utf-8)
(add-to-list 'load-path {json.dumps(str(EDITORS / "emacs"))})
(require 'netledger-mode)
(defvar said nil)
(defun say (text &rest parts) (push (apply #'format text parts) said))
{script}
(with-temp-file "found" (insert (mapconcat #'identity (nreverse said) "\n")))
""",
        "utf-8",
    )
    command = [str(EMACS), "-Q", "--batch", "-l", "script.el"]
    environment = {**os.environ, "LC_ALL": "C.UTF-8", "HOME": str(folder)}
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False, timeout=60, env=environment)
    assert done.returncode == 0, done.stderr
    return (folder / "found").read_text("utf-8").splitlines()


@needs_emacs
def test_emacs_colours_each_token_as_the_parser_reads_it(tmp_path: Path) -> None:
    script = []
    for number, text in enumerate(SAMPLES.values()):
        (tmp_path / f"{number}.net").write_text(text, "utf-8")
        lines = text.split("\n")
        begins = [sum(len(line) + 1 for line in lines[:row]) for row in range(len(lines))]
        places = " ".join(str(begins[place.line] + place.column + 1) for place in parsed(text))
        script.append(
            f"""
(find-file "{number}.net")
(font-lock-ensure)
(dolist (at '({places})) (say "%s|%s" (get-text-property at 'face) major-mode))
"""
        )
    found = in_emacs(tmp_path, "".join(script))
    faces = {kind: style[2] for kind, style in generator().STYLES.items()}
    places = [(name, place) for name, text in SAMPLES.items() for place in parsed(text)]
    assert len(found) == len(places)
    wrong = [
        (name, place, face)
        for (name, place), face in zip(places, found, strict=True)
        if face != f"{faces[place.kind]}|netledger-mode"
    ]
    assert wrong == []


@needs_emacs
def test_emacs_has_no_word_against_the_mode(tmp_path: Path) -> None:
    shutil.copy(EDITORS / "emacs" / "netledger-mode.el", tmp_path)
    command = [str(EMACS), "-Q", "--batch", "--eval", "(setq byte-compile-error-on-warn t)"]
    command += ["-f", "batch-byte-compile", "netledger-mode.el"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 0, done.stderr


@needs_emacs
def test_emacs_folds_on_headings_and_makes_comments(tmp_path: Path) -> None:
    text = "; top\n* one\n2026-01-01 person Bob\n** two\n*bold\n## three\n# four\n; x\n"
    (tmp_path / "a.net").write_text(text)
    script = """
(find-file "a.net")
(goto-char (point-min))
(while (outline-next-heading) (say "%d %d" (line-number-at-pos) (funcall outline-level)))
(goto-line 2)
(outline-hide-subtree)
(say "%s" (mapcar (lambda (row) (goto-line row) (if (outline-invisible-p) 1 0)) '(2 3 4 5 6 7)))
(outline-show-all)
(goto-line 3)
(comment-region (line-beginning-position) (line-end-position))
(say "%s" (buffer-substring (line-beginning-position) (line-end-position)))
"""
    assert in_emacs(tmp_path, f"(with-suppressed-warnings ((interactive-only goto-line)) {script})") == [
        "2 1", "4 2", "6 2", "7 1", "(0 1 1 1 1 0)", "; 2026-01-01 person Bob",
    ]  # fmt: skip


@needs_emacs
@pytest.mark.parametrize("own", [True, False], ids=["own", "as it is"])
def test_emacs_reads_what_check_says(tmp_path: Path, checked: str, own: bool) -> None:  # noqa: FBT001
    assert checked
    script = f"""
(unless {"t" if own else "nil"}
  (setq compilation-error-regexp-alist (remq 'netledger compilation-error-regexp-alist)))
(with-current-buffer (get-buffer-create "*compilation*")
  (setq default-directory {json.dumps(str(tmp_path) + "/")})
  (insert "netledger check -f main.net\\n")
  (save-excursion (insert-file-contents "out.txt"))
  (compilation-mode)
  (setq buffer-read-only nil)
  (compilation-parse-errors (point-min) (point-max))
  (goto-char (point-min)))
(setq next-error-last-buffer (get-buffer "*compilation*"))
(let (kind)
  (while (with-current-buffer "*compilation*"
           (ignore-errors (compilation-next-error 1 nil (point)) t))
    (with-current-buffer "*compilation*"
      (setq kind (compilation--message->type (get-text-property (point) 'compilation-message)))
      (save-window-excursion
        (ignore-errors (save-excursion (compile-goto-error)))
        (set-buffer (window-buffer))
        (say "%s:%d:%d:%s" (file-relative-name buffer-file-name {json.dumps(str(tmp_path))})
             (line-number-at-pos) (1+ (current-column)) (if (= kind 2) "E" "W"))))))
"""
    found = in_emacs(tmp_path, script)
    assert found == [":".join(map(str, row)) for row in FINDINGS]
