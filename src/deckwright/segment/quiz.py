"""Quizzes: a question's options, unmarked, and which of them are right."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from deckwright.markdown.plain import plain
from deckwright.markdown.scan import LineKind
from deckwright.segment.alphabets import LETTER, folded
from deckwright.segment.bodylines import BodyLine, trimmed
from deckwright.segment.inlineoptions import inline_options
from deckwright.segment.label import unwrap
from deckwright.segment.options import LETTERED, Option, last_options, options_at
from deckwright.segment.tasks import Custom, tasks
from deckwright.segment.told import Told
from deckwright.segment.unlettered import numbered_options, ticked_options
from deckwright.segment.words import CHOICES
from deckwright.swift import dataclass

_VERDICT = re.compile(
    r"[\W_]{0,6}(?:option|options|choice|opción|opção|вариант|选项|選択肢)?[\W_]{0,3}"
    rf"(?P<letters>(?:{LETTER})(?:[)\]]?(?:[ ]?(?:,|、|،|，|;|/|&|\+)[ ]?|[ ]?(?:and|y|e|et|und|и|와|和|و|और|או)[ ])[(\[]?(?:{LETTER})){{0,7}})"
    r"(?![A-Za-z0-9'’])(?P<tail>.*)$",
    re.IGNORECASE,
)


_AND = re.compile(r"[,、،，;/&+]|\s(?:and|y|e|et|und|и|و|और|או)\s|와|和", re.IGNORECASE)
_AROUND = " \t()[]"
_LAST = re.compile(r"[:：][ \t*_`]*(?P<letter>[A-J])[ \t*_`.)]*$")


_ITEM = re.compile(r"^[ \t]*[*+-][ \t]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Quiz:
    """A divided question; `options` is empty where there are none."""

    before: Sequence[BodyLine] = ()
    options: Sequence[BodyLine] = ()
    answer: Sequence[BodyLine] = ()
    known: bool = True
    """Whether it is known which are right."""
    unsure: bool = False
    """Whether a task list stays in the answer that would be options in a document of quizzes."""


def quiz(told: Told, asked: str, custom: Custom) -> Quiz:
    """Find the options of a question, at the end of what stands before the answer or at the start of the answer."""
    plainly = Quiz(before=told.before, options=(), answer=told.answer)
    if told.labelled:
        start, stop, options = last_options(told.before)
        if not options:
            start, stop, options = numbered_options(told.before, told.verdict)
        if not options:
            start, stop, options = inline_options(told.before)
            options = options if options and _named(options, told.verdict)[0] else []
        if not options:
            start, stop, options = ticked_options(told.before)
        if _answers_each(told.answer) if options else (told.before or told.verdict_line):
            return plainly
    if told.labelled and options:
        rest = told.before[stop:]
        says_why = any(option.marked and option.right for option in options)  # the text below marked options
        answer = [*told.answer, _blank(rest[0].line), *rest] if says_why and rest else told.answer
        return _made([*told.before[:start], *(() if says_why else rest)], options, answer, told)
    start, stop, options = tasks(told.answer, custom)
    if options and custom.asks_for(asked):
        return _made([*told.before, *told.answer[:start]], options, told.answer[stop:], None)
    unsure = sum(option.right for option in options) == 1 and Custom.UNKNOWN.asks_for(asked)
    return _ending(told) or replace(plainly, unsure=unsure)


def _ending(told: Told) -> Quiz | None:
    """Divide an answer whose options stand at its end, by letters or marks of their own; None where none do."""
    start, stop, options = last_options(told.answer, lettered=True)
    if not options or not any(option.right for option in options) or all(option.right for option in options):
        return None
    if not any(option.marked for option in options) and any(map(_is_prose, told.answer[:start])):
        return None
    return _made([*told.before, *told.answer[:start]], options, told.answer[stop:], None)


def _answers_each(answer: Sequence[BodyLine]) -> bool:
    """Whether an answer goes by letters itself, as that to a task in several parts does."""
    kept = trimmed(answer)
    return bool(kept) and (len(options_at(kept, 0)[0]) >= 2 or _answers_in_line(kept[0].text))


def _answers_in_line(text: str) -> bool:
    """Whether a line answers the parts of a task one by one: "(a) 6. (b) 1.5."; "a) and b)" only names them."""
    first, second = _PART.match(text), None
    for match in _PART_WITHIN.finditer(text[:1_000]) if first is not None else ():
        if first is not None and ord(match["letter"].casefold()) == ord(first["letter"].casefold()) + 1:
            second = match
            break
    if first is None or first["letter"] not in "aA" or second is None:
        return False
    between, behind = text[first.end() : second.start()], text[second.end() :]
    return bool(re.search(r"\w", _AND.sub("", between)) and re.search(r"\w", behind))


_PART = re.compile(r"[\s*_]{0,6}[(\[]?(?P<letter>[A-Ha-h])[)\]]")
_PART_WITHIN = re.compile(r"(?<=[\s;,])[*_]{0,2}[(\[]?(?P<letter>[A-Ha-h])[)\]]")


_MARKED = re.compile(r"\[[xX✓✔]\]|[✅✔✓☑]|:(?:white|heavy)_check_mark:")
_SIGNS = ("[", *"✅✔✓☑", "_check_mark:")
"""What any of those has in it; looking for it is quicker."""
_FIRST = re.compile(r"\s*(?:(?:```|~~~).*?\n[ \t]*(?:```|~~~)[^\n]*\n\s*)?([^\n]{0,200})", re.DOTALL)


def may_hold_options(text: str) -> bool:
    """Whether an unlabelled answer is worth a closer look: a mark somewhere, or a letter at its very start."""
    match = _FIRST.match(text)
    if match is not None and LETTERED.match(match[1]):
        return True
    return any(sign in text for sign in _SIGNS) and _MARKED.search(text) is not None


def _is_prose(one: BodyLine) -> bool:
    return one.kind in {LineKind.TEXT, LineKind.ITEM, LineKind.QUOTE, LineKind.TABLE} and bool(one.text.strip())


def _made(before: Sequence[BodyLine], options: Sequence[Option], answer: Sequence[BodyLine], told: Told | None) -> Quiz:
    """Put the quiz together: the answer first says what is right, as far as the text tells."""
    kept = trimmed(answer)
    line = kept[0].line if kept else options[-1].lines[-1].line
    right = [option for option in options if option.right]
    known = bool(right)
    shown: list[BodyLine] = []
    verdict = told.verdict if told is not None else ""
    named, only = _named(options, verdict or (kept[0].text if kept else ""))
    if not right or (named == right and only):
        right = named
        known = bool(right)
        if right and only and kept:
            said = told.verdict_line if told is not None and told.verdict_line else kept[0].text
            said = plain(_ITEM.sub("", said)).lstrip("#>-+ ")
            shown += [BodyLine(f"**{said}**", LineKind.TEXT, line), _blank(line)]
            kept = trimmed(kept[1:])
        elif right and all(_says(option, kept[0].text) for option in right):
            right = []
    elif verdict and not options[0].letter and all(_says(option, verdict) for option in right):
        right = []
    for option in right:
        shown += [one._replace(line=line) for one in option.lines]
    if right and kept:
        shown.append(_blank(line))
    return Quiz(
        before=_untitled(trimmed(before)),
        options=[one for option in options for one in option.lines],
        answer=[*shown, *kept],
        known=known,
    )


def _untitled(before: Sequence[BodyLine]) -> Sequence[BodyLine]:
    """Give what stands before options without a last line that only says that they follow: "**Options:**"."""
    said = plain(before[-1].text) if before and len(before[-1].text) <= _LONGEST else ""
    if before and _is_prose(before[-1]) and "_".join(said.casefold().strip(" :：.").split()) in CHOICES:
        return trimmed(before[:-1])
    return before


_LONGEST = 80  # a word of the table, with signs around it


def _blank(line: int) -> BodyLine:
    return BodyLine("", LineKind.BLANK, line)


def _says(option: Option, text: str) -> bool:
    """Whether a text repeats an option's words."""
    words = plain(option.lines[0].text).casefold().partition(" ")[2].strip()
    return bool(words) and words.rpartition(") ")[2] in plain(text).casefold()


def _named(options: Sequence[Option], verdict: str) -> tuple[list[Option], bool]:
    """Find the options that a verdict names ("D", "A and C", "B) because …"), and whether it says nothing else."""
    letters = {option.letter: option for option in options if option.letter}
    verdict = unwrap(verdict.strip())[:400]
    match = _VERDICT.match(verdict)
    last = _LAST.search(verdict) if len(verdict) < 80 else None
    if last is not None and last["letter"].casefold() in letters and (match is None or match["tail"]):
        return [letters[last["letter"].casefold()]], True
    if not letters or match is None:
        return [], False
    if not match["letters"][-1].isascii() and match["tail"][:1].isalnum():
        return [], False  # the first letter of a word
    parts = _AND.split(match["letters"].casefold())
    named = [letters[letter] for part in parts if (letter := folded(part.strip(_AROUND))) in letters]
    tail = match["tail"].strip(" \t*_.)）:：。")
    if match["tail"][:1].isspace() and tail and tail[0].isalpha() and not match["letters"].isupper():
        return [], False
    if match["tail"][:1] == " " and tail and tail[0].isalpha() and tail[0].islower():
        return [], False  # "A closure is …"
    return named, not tail
