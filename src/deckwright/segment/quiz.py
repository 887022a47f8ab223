"""Quizzes: a question's options, unmarked, and which of them are right."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from deckwright.markdown.plain import plain
from deckwright.markdown.scan import LineKind
from deckwright.segment.body import Body
from deckwright.segment.label import unwrap
from deckwright.segment.rows import Row, trimmed

_LETTERS = ("abcdefghij", "абвгдежзик", "αβγδεζηθικ", "أبجدهوزحطي", "ابتثجحخدذر", "①②③④⑤⑥⑦⑧⑨⑩", "12345678")
_OPTION = re.compile(
    r"(?P<indent>[ \t]{0,7})(?P<marker>(?:[-*+]|\d{1,2}[.)])[ \t]+)?(?P<box>\[[ xX✓✔]?\][ \t]*)?"
    r"(?P<open>(?:\*\*|__|<b>)?[(\[（]?)(?P<letter>[^\W_]|[①-⑩])(?P<close>[)\]）]?(?:\*\*|__|</b>)?[.):：、．)]?(?:\*\*|__|</b>)?)"
    r"(?P<gap>[ \t]+|(?<=[.):：、．)]))(?=\S)(?P<text>.*)$"
)
_BOX = re.compile(r"(?P<indent>[ \t]{0,7})(?:[-*+]|\d{1,2}[.)])[ \t]+\[(?P<box>[ xX✓✔]?)\][ \t]+(?P<text>\S.*)$")
_ITEM = re.compile(r"[ \t]{0,7}(?:[-*+]|\d{1,2}[.)])[ \t]+(?P<text>\S.*)$")
_BOLD = re.compile(r"(?:\*\*|__)(?P<text>.+?)(?:\*\*|__)[ \t]*[.✅✔✓]?(?:<br\s*/?>)?[ \t]*$")
_TICK = re.compile(
    r"[ \t]*(?:✅|✔️?|✓|☑️?|:white_check_mark:|:heavy_check_mark:|<-{1,2}|←)[ \t]*(?:correct)?[ \t]*$", re.IGNORECASE
)
_CROSS = re.compile(r"[ \t]*(?:❌|✗|✘|:x:)[ \t]*$")
_VERDICT = re.compile(
    r"[\W_]{0,6}(?:option|options|choice|opción|opção|вариант|选项|選択肢)?[\W_]{0,3}"
    r"(?P<letters>(?:[^\W_]|[①-⑩])(?:(?:[ ]?(?:,|、|，|;|/|&|\+)[ ]?|[ ]?(?:and|y|e|et|und|и|와|和)[ ])(?:[^\W_]|[①-⑩])){0,7})"
    r"(?![A-Za-z0-9'’])(?P<tail>.*)$",
    re.IGNORECASE,
)


_AND = re.compile(r"[,、，;/&+]|\s(?:and|y|e|et|und|и)\s|와|和", re.IGNORECASE)
_LAST = re.compile(r"[:：][ \t*_`]*(?P<letter>[A-J])[ \t*_`.)]*$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Quiz:
    """A divided question; `options` is empty where there are none."""

    before: Sequence[Row]
    options: Sequence[Row]
    answer: Sequence[Row]
    known: bool = True
    """Whether it is known which are right."""


@dataclass(frozen=True, slots=True)
class _Option:
    rows: tuple[Row, ...]
    letter: str
    right: bool
    marked: bool
    """Whether it carries a mark, other than bold, that says right or wrong."""


def quiz(body: Body) -> Quiz:
    """Find the options of a question, at the end of what stands before the answer or at the start of the answer."""
    plainly = Quiz(before=body.before, options=(), answer=body.answer)
    if body.labelled:
        start, stop, options = _last_options(body.before)
        if not options:
            return plainly
        rest = body.before[stop:]
        return _made([*body.before[:start], *rest], options, body.answer, body)
    start, stop, options = _last_options(body.answer)
    if not options or not any(option.right for option in options) or all(option.right for option in options):
        return plainly
    if not any(option.marked for option in options) and any(map(_is_prose, body.answer[:start])):
        return plainly
    return _made([*body.before, *body.answer[:start]], options, body.answer[stop:], None)


_MARKED = re.compile(r"\[[xX✓✔]\]|[✅✔✓☑]|:(?:white|heavy)_check_mark:")
_FIRST = re.compile(r"\s*(?:(?:```|~~~).*?\n[ \t]*(?:```|~~~)[^\n]*\n\s*)?([^\n]{0,200})", re.DOTALL)


def may_hold_options(text: str) -> bool:
    """Whether an unlabelled answer is worth a closer look: a mark somewhere, or a letter at its very start."""
    match = _FIRST.match(text)
    if match is not None and _OPTION.match(match[1]):
        return True
    return ("[" in text or not text.isascii() or "_check_mark:" in text) and _MARKED.search(text) is not None


def _is_prose(row: Row) -> bool:
    return row.kind in {LineKind.TEXT, LineKind.ITEM, LineKind.QUOTE, LineKind.TABLE} and bool(row.text.strip())


def _made(before: Sequence[Row], options: Sequence[_Option], answer: Sequence[Row], body: Body | None) -> Quiz:
    """Put the quiz together: the answer first says what is right, as far as the text tells."""
    kept = trimmed(answer)
    line = kept[0].line if kept else options[-1].rows[-1].line
    right = [option for option in options if option.right]
    known = bool(right)
    shown: list[Row] = []
    if not right:
        verdict = body.verdict if body is not None else ""
        right, only = _named(options, verdict or (kept[0].text if kept else ""))
        known = bool(right)
        if right and only and kept:
            said = body.verdict_line if body is not None and body.verdict_line else kept[0].text
            said = plain(said).lstrip("#>-+ ")
            shown += [Row(f"**{said}**", LineKind.TEXT, line), _blank(line)]
            kept = trimmed(kept[1:])
        elif right and all(_says(option, kept[0].text) for option in right):
            right = []
    for option in right:
        shown += [row._replace(line=line) for row in option.rows]
    if right and kept:
        shown.append(_blank(line))
    return Quiz(
        before=trimmed(before),
        options=[row for option in options for row in option.rows],
        answer=[*shown, *kept],
        known=known,
    )


def _blank(line: int) -> Row:
    return Row("", LineKind.BLANK, line)


def _says(option: _Option, text: str) -> bool:
    """Whether a text repeats an option's words."""
    words = plain(option.rows[0].text).casefold().partition(" ")[2].strip()
    return bool(words) and words.rpartition(") ")[2] in plain(text).casefold()


def _named(options: Sequence[_Option], verdict: str) -> tuple[list[_Option], bool]:
    """Find the options that a verdict names ("D", "A and C", "B) because …"), and whether it says nothing else."""
    letters = {option.letter: option for option in options if option.letter}
    verdict = unwrap(verdict.strip())[:400]
    match = _VERDICT.match(verdict)
    last = _LAST.search(verdict) if len(verdict) < 80 else None
    if last is not None and last["letter"].casefold() in letters and (match is None or match["tail"]):
        return [letters[last["letter"].casefold()]], True
    if not letters or match is None:
        return [], False
    parts = _AND.split(match["letters"].casefold())
    named = [letters[part.strip()] for part in parts if part.strip() in letters]
    tail = match["tail"].strip(" \t*_.)）:：。")
    if match["tail"][:1].isspace() and tail and tail[0].isalpha() and not match["letters"].isupper():
        return [], False
    if match["tail"][:1] == " " and tail and tail[0].isalpha() and tail[0].islower():
        return [], False  # "A closure is …"
    return named, not tail


def _last_options(rows: Sequence[Row]) -> tuple[int, int, list[_Option]]:
    """Give the last run of options in some rows: where it starts and ends, and each option."""
    best: tuple[int, int, list[_Option]] = (0, 0, [])
    position = 0
    while position < len(rows):
        found, stop = _options_at(rows, position)
        if len(found) >= 2:
            best = (position, stop, found)
            position = stop
        else:
            position += 1
    return best


def _options_at(rows: Sequence[Row], start: int) -> tuple[list[_Option], int]:
    """Give the options that begin at a row: letters in order, or boxes."""
    first = rows[start]
    if first.kind not in _OPTION_KINDS or not first.text.strip():
        return [], start
    boxed = _BOX.match(first.text)
    match = _OPTION.match(first.text)
    alphabet = _alphabet(match["letter"]) if match else ""
    if match is not None and alphabet and (match["close"].strip("*_") or match["open"].strip("*_")):
        return _run(rows, start, alphabet)
    if boxed is not None:
        return _run(rows, start, "")
    return [], start


_OPTION_KINDS = frozenset({LineKind.TEXT, LineKind.ITEM, LineKind.DEFINITION})


def _alphabet(letter: str) -> str:
    return next((letters for letters in _LETTERS[:-1] if letters[0] == letter.casefold()), "")


def _run(rows: Sequence[Row], start: int, alphabet: str) -> tuple[list[_Option], int]:
    found: list[_Option] = []
    position = stop = start
    while position < len(rows):
        row = rows[position]
        option = _option(row, alphabet, len(found))
        if option is not None:
            found.append(option)
            position = stop = position + 1
            continue
        if not found or (row.text.strip() and not row.text[:2].isspace() and row.kind not in _CONTINUING):
            break
        if not row.text.strip():
            position += 1
            continue
        if row.text[:1].isspace() or (row.kind in _CONTINUING and _continues(rows, position, alphabet, len(found))):
            found[-1] = replace(found[-1], rows=(*found[-1].rows, *rows[stop : position + 1]))
            position = stop = position + 1
            continue
        break
    return found, stop


_CONTINUING = frozenset({LineKind.FENCE, LineKind.CODE})


def _continues(rows: Sequence[Row], position: int, alphabet: str, count: int) -> bool:
    """Whether the code block at a row belongs to an option: another option or more of it follows."""
    while position < len(rows) and (rows[position].kind in _CONTINUING or not rows[position].text.strip()):
        position += 1
    return position < len(rows) and _option(rows[position], alphabet, count) is not None


def _option(row: Row, alphabet: str, count: int) -> _Option | None:
    if not alphabet:
        boxed = _BOX.match(row.text)
        if boxed is None:
            return None
        text, ticked = _unticked(boxed["text"])
        right = boxed["box"] not in {"", " "} or ticked
        return _Option((Row(f"- {text}", LineKind.ITEM, row.line),), "", right, True)
    match = _OPTION.match(row.text)
    if match is None or count >= len(alphabet) or match["letter"].casefold() != alphabet[count]:
        return None
    if not (match["close"].strip("*_") or match["open"].strip("*_")):
        return None
    text, right, marked = match["text"].rstrip(), False, False
    if match["box"] is not None:
        right, marked = match["box"].strip()[1:-1].strip() != "", True
    bare, ticked = _unticked(text)
    text, right, marked = bare, right or ticked, marked or ticked
    bold = match["open"].startswith(("**", "__", "<b>")) and not re.search(r"\*\*|__|</b>", match["close"])
    if bold and re.search(r"(?:\*\*|__|</b>)\W*$", text):
        text = re.sub(r"(?:\*\*|__|</b>)(\W*)$", r"\1", text)
        right = True
    elif (whole := _BOLD.match(text)) is not None and "**" not in whole["text"]:
        text, right = whole["text"], True
    sign = re.sub(r"[*_]|</?b>", "", match["close"])
    label = f"{re.sub(r'[*_]|<b>', '', match['open'])}{match['letter']}{sign}"
    return _Option((Row(f"- {label} {text}", LineKind.ITEM, row.line),), match["letter"].casefold(), right, marked)


def _unticked(text: str) -> tuple[str, bool]:
    """Give an option without the mark at its end that says right or wrong, and whether it says right."""
    bare = _TICK.sub("", text)
    if bare != text:
        return bare, True
    return _CROSS.sub("", text), False
