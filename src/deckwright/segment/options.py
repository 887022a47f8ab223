"""The options of a quiz: lines with letters in order, or with boxes, and which of them are marked as right."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from deckwright.markdown.scan import LineKind
from deckwright.segment.alphabets import ALPHABETS, CIRCLED, LETTER, alphabets_of, folded
from deckwright.segment.bodylines import BodyLine
from deckwright.segment.words import RIGHTS
from deckwright.swift import dataclass

LETTERED = re.compile(
    r"(?P<indent>[ \t]{0,7})(?P<marker>(?:[-*+]|\d{1,2}[.)])[ \t]+)?(?P<box>\[[ xX✓✔]?\][ \t]*)?"
    rf"(?P<open>(?:\*\*|__|<b>)?[(\[（]?)(?P<letter>{LETTER})(?P<close>[)\]）]?(?:\*\*|__|</b>)?[.):：、．)]?(?:\*\*|__|</b>)?)"
    r"(?P<gap>[ \t]+|(?<=[.):：、．)①-⑩]))(?=\S)(?P<text>.*)$"
)
BOX = re.compile(r"(?P<indent>[ \t]{0,7})(?P<marker>[-*+]|\d{1,2}[.)])[ \t]+\[(?P<box>[ xX✓✔]?)\][ \t]+(?P<text>\S.*)$")
_BOLD = re.compile(r"(?:\*\*|__)(?P<text>.+?)(?:\*\*|__)[ \t]*[.✅✔✓]?(?:<br\s*/?>)?[ \t]*$")
_TICK = re.compile(
    r"(?<![ \t])[ \t]*(?:(?:✅|✔️?|✓|☑️?|:white_check_mark:|:heavy_check_mark:|<-{1,2}|←)[ \t]*(?:correct)?"
    r"|[*_]{0,3}\[\+\][*_]{0,3})[ \t]*$",
    re.IGNORECASE,
)
_CROSS = re.compile(r"(?<![ \t])[ \t]*(?:❌|✗|✘|:x:)[ \t]*$")


_REMARK = re.compile(
    r"(?:[ \t]|(?<=\*))(?:(?:\*\*|__|[*_])[(\[（]?|[(\[（])(?P<words>[^\W\d_][^()\[\]（）*_\d\n]{1,30})[)\]）]?(?:\*\*|__|[*_])?[ \t]*$"
)
_NEAR_END = 50


@dataclass(frozen=True, slots=True)
class Option:
    """One choice, as the front shows it; `letter` is empty where it has a box instead."""

    lines: tuple[BodyLine, ...]
    letter: str
    right: bool
    marked: bool
    """Whether it carries a mark, other than bold, that says right or wrong."""


def opens_options(line: str) -> bool:
    """Whether a line has the first letter of an alphabet before it, as a quiz's first option has."""
    match = LETTERED.match(line[:200])
    if match is None or not _is_signed(match):
        return False
    return bool(alphabets_of(match["letter"]))


def _is_signed(match: re.Match[str]) -> bool:
    """Whether a letter has a sign before or behind it, or is a digit in a circle, which is its own."""
    return bool(match["close"].strip("*_") or match["open"].strip("*_")) or match["letter"] in CIRCLED


def choice_lines(lines: Sequence[str], start: int, stop: int) -> frozenset[int]:
    """Find the lines that are choices, or say something on each: letters in order, of which single ones may be missing."""
    found: set[int] = set()
    run: list[int] = []
    colons = False  # a letter with a colon is an answer's label below letters that have none
    alphabets: list[tuple[str, int]] = []
    for index in range(start, stop):
        match = LETTERED.match(lines[index][:200]) if _MAYBE.match(lines[index]) else None
        if match is None:
            continue
        letter = folded(match["letter"])
        colon = match["close"].strip("*_").startswith((":", "："))
        near = bool(run) and index - run[-1] <= _NEAR and (colons or not colon)
        places = [(letters, letters.find(letter), last) for letters, last in alphabets] if near else []
        following = [(letters, place) for letters, place, last in places if last < place <= last + 2]
        if following:
            run.append(index)
            alphabets = following
        else:
            found.update(run if len(run) > 1 else ())
            alphabets = [(letters, letters.find(letter)) for letters in ALPHABETS[:-2] if letter in letters[:2]]
            run, colons = [index] if alphabets else [], colon
    return frozenset(found.union(run if len(run) > 1 else ()))


_NEAR = 20  # lines from one choice to the next
_MAYBE = re.compile(rf"[ \t]{{0,7}}(?:[-*+>]|\d{{1,2}}[.)]|\[)?[^\w\n]{{0,12}}(?!\d)(?:{LETTER})[^\w\n]")


def last_options(body: Sequence[BodyLine], *, lettered: bool = False) -> tuple[int, int, list[Option]]:
    """Give the last run of options in some lines, all of them or those with letters: start, end, and each option."""
    best: tuple[int, int, list[Option]] = (0, 0, [])
    position = 0
    while position < len(body):
        found, stop = options_at(body, position)
        if len(found) >= 2:
            best = best if lettered and not found[0].letter else (position, stop, found)
            position = stop
        else:
            position += 1
    return best


def option_positions(body: Sequence[BodyLine]) -> frozenset[int]:
    """Find the lines that are one of a run of options with letters, all with the same sign behind them."""
    positions: set[int] = set()
    start = 0
    while start < len(body):
        found, stop = options_at(body, start)
        if len(found) >= 2 and found[0].letter:
            marks = [(at, match["close"]) for at in range(start, stop) if (match := LETTERED.match(body[at].text))]
            positions.update(at for at, close in marks if close == marks[0][1])
        start = stop if len(found) >= 2 else start + 1
    return frozenset(positions)


def options_at(body: Sequence[BodyLine], start: int) -> tuple[list[Option], int]:
    """Give the options that begin at a line: letters in order, or boxes."""
    first = body[start]
    if first.kind not in OPTION_KINDS or not first.text.strip():
        return [], start
    boxed = BOX.match(first.text)
    match = LETTERED.match(first.text)
    alphabets = alphabets_of(match["letter"]) if match else ()
    if match is None or not _is_signed(match):
        alphabets = ()
    alone = _ALONE.match(first.text) if not alphabets else None
    alphabets = alphabets_of(alone["letter"]) if alone is not None else alphabets
    if alphabets:
        return max((_run(body, start, letters) for letters in alphabets), key=lambda run: len(run[0]))
    if boxed is not None:
        return _run(body, start, "")
    return [], start


OPTION_KINDS = frozenset({LineKind.TEXT, LineKind.ITEM, LineKind.DEFINITION})


def _run(body: Sequence[BodyLine], start: int, alphabet: str) -> tuple[list[Option], int]:
    found: list[Option] = []
    position = stop = start
    while position < len(body):
        one = body[position]
        option = _option(one, alphabet, len(found)) or _coded(body, position, alphabet, len(found))
        if option is not None:
            found.append(option)
            position = stop = position + len(option.lines)
            continue
        if not found or (one.text.strip() and not one.text[:2].isspace() and one.kind not in _CONTINUING):
            break
        if not one.text.strip():
            position += 1
            continue
        if one.text[:1].isspace() or (one.kind in _CONTINUING and _continues(body, position, alphabet, len(found))):
            found[-1] = replace(found[-1], lines=(*found[-1].lines, *body[stop : position + 1]))
            position = stop = position + 1
            continue
        break
    return found, stop


_CONTINUING = frozenset({LineKind.FENCE, LineKind.CODE})


def _continues(body: Sequence[BodyLine], position: int, alphabet: str, count: int) -> bool:
    """Whether the code block at a line belongs to an option: another option or more of it follows."""
    while position < len(body) and (body[position].kind in _CONTINUING or not body[position].text.strip()):
        position += 1
    return position < len(body) and _option(body[position], alphabet, count) is not None


def _option(one: BodyLine, alphabet: str, count: int) -> Option | None:
    if not alphabet:
        boxed = BOX.match(one.text)
        if boxed is None:
            return None
        text, ticked = unticked(boxed["text"])
        right = boxed["box"] not in {"", " "} or ticked
        return Option((BodyLine(f"- {text}", LineKind.ITEM, one.line),), "", right, True)
    match = LETTERED.match(one.text)
    if match is None or count >= len(alphabet) or folded(match["letter"]) != alphabet[count]:
        return None
    if not _is_signed(match):
        return None
    text, right, marked = match["text"].rstrip(), False, False
    if match["box"] is not None:
        right, marked = match["box"].strip()[1:-1].strip() != "", True
    bare, ticked = unticked(text)
    text, right, marked = bare, right or ticked, marked or ticked
    bold = match["open"].startswith(("**", "__", "<b>")) and not re.search(r"\*\*|__|</b>", match["close"])
    if bold and re.search(r"(?:\*\*|__|</b>)\W*$", text):
        text = re.sub(r"(?:\*\*|__|</b>)(\W*)$", r"\1", text)
        right = True
    elif (whole := _BOLD.match(text)) is not None and "**" not in whole["text"]:
        text, right = whole["text"], True
    sign = re.sub(r"[*_]|</?b>", "", match["close"])
    label = f"{re.sub(r'[*_]|<b>', '', match['open'])}{match['letter']}{sign}"
    return Option((BodyLine(f"- {label} {text}", LineKind.ITEM, one.line),), folded(match["letter"]), right, marked)


def _coded(body: Sequence[BodyLine], position: int, alphabet: str, count: int) -> Option | None:
    """Give the option that is a code block below a letter alone on its line."""
    match = _ALONE.match(body[position].text) if count < len(alphabet) else None
    if match is None or folded(match["letter"]) != alphabet[count]:
        return None
    first = position + 1
    while first < len(body) and not body[first].text.strip():
        first += 1
    stop = first + 1
    while stop < len(body) and body[stop].kind is LineKind.CODE:
        stop += 1
    if stop >= len(body) or body[first].kind is not LineKind.FENCE or body[stop].kind is not LineKind.FENCE:
        return None
    said = match["said"].replace("*", "")
    head = BodyLine(f"- {said}", LineKind.ITEM, body[position].line)
    below = [one._replace(text=f"  {one.text}".rstrip()) for one in body[position + 1 : stop + 1]]
    return Option((head, *below), folded(match["letter"]), False, False)


_ALONE = re.compile(
    rf"[ \t]{{0,3}}(?:[-*+][ \t]+)?(?P<said>(?:\*\*)?[(\[]?(?P<letter>{LETTER})[.)\]:：](?:\*\*)?)[ \t]*$"
)


def unticked(text: str) -> tuple[str, bool]:
    """Give an option without the mark at its end that says right or wrong, and whether it says right."""
    bare = _TICK.sub("", text)
    remark = _REMARK.search(text, max(0, len(text) - _NEAR_END)) if bare == text else None
    if remark is not None and "_".join(remark["words"].casefold().strip(" !.").split()) in RIGHTS:
        bare = text[: remark.start()].rstrip()
    if bare != text and bare:
        return bare, True
    return _CROSS.sub("", text), False
