"""What an author asks of a question by name (`{kind=…}`), and what is said where its text isn't of that kind."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from deckwright.codes import diagnose
from deckwright.errors import Diagnostic
from deckwright.model import Entry, Kind
from deckwright.segment.entries import Made

_WHY = {
    Kind.QA: ("its text has gaps", "Write \\{{ where no gap is meant."),
    Kind.QUIZ: ("no options are found in it", "List them below the question, the right one with [x]."),
    Kind.CLOZE: ("no gap is in its text", "Write {{c1::…}} around what is to be asked for."),
    Kind.FOLLOW_UP: ("it follows no question", "Write **Follow-up**: in front of it, in the answer of the other one."),
    Kind.TERM: ("a term is an item of a list", "Write {cards=terms} behind the question of the list."),
    Kind.ROW: ("a row is one of a table", "Write {cards=rows} behind the question of the table."),
}
_SETTINGS = {"reverse": "reverse", "reversed": "reverse", "type": "type", "typed": "type"}
"""What is no kind but a setting."""
_ONE_CARD = ("cards", "follow-ups")
"""What can't be chosen for a follow-up by itself."""


def about_kinds(made: Iterable[Made], file: str) -> Iterator[Diagnostic]:
    """Report the kinds that entries are asked to be and aren't, and what is asked of follow-ups in vain."""
    for each in made:
        entry = each.entry
        if entry.kind.is_part or entry.defect:
            continue  # a part has what is written behind the whole
        named = entry.attributes.get("kind", "")
        if named and not _is(entry, named):
            yield _said(entry, named, file)
        chosen = each.cut.attributes.values
        for key in _ONE_CARD if entry.parent else ():
            if chosen.get(key, "one").casefold() in {"terms", "rows", "both", "inside"}:
                message = f'A follow-up is one card: "{key}={chosen[key]}" changes nothing.'
                yield diagnose("DW215", message, file=file, line=entry.line)


def _is(entry: Entry, named: str) -> bool:
    return named == entry.kind.value or (named == Kind.QA.value and entry.kind is Kind.FOLLOW_UP)


def _said(entry: Entry, named: str, file: str) -> Diagnostic:
    kind = next((each for each in Kind if each.value == named), None)
    if kind in _WHY:
        if kind is Kind.FOLLOW_UP and entry.parent:
            kind = Kind.QA  # it is one, and more than that
        why, hint = _WHY[kind]
        return diagnose("DW215", f'This is no "{named}": {why}.', file=file, line=entry.line, hint=hint)
    setting = _SETTINGS.get(named)
    hint = f"Write {{{setting}}}." if setting else f"Write one of: {', '.join(each.value for each in Kind)}."
    return diagnose("DW214", f'"kind" can\'t be "{named}".', file=file, line=entry.line, hint=hint)
