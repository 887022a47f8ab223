"""From a cut to an entry: its passages, what it refers to, and why it can't become a note, if it can't."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from deckwright.choices import FIELDS, Cards, FollowUps
from deckwright.markdown.gaps import Flaw
from deckwright.markdown.plain import plain
from deckwright.model import Entry, Kind, Passage
from deckwright.segment.attributes import Attributes, merged
from deckwright.segment.body import divide, is_plain, keyed
from deckwright.segment.bodylines import BodyLine, blanked, passage, plain_passage
from deckwright.segment.choosing import Choosing
from deckwright.segment.cloze import GapsIn, gaps_in
from deckwright.segment.context import Context, language_in
from deckwright.segment.directions import Marked, directions
from deckwright.segment.followups import FollowUp
from deckwright.segment.furniture import answers_nothing, is_link_only, without_badges
from deckwright.segment.label import unwrap
from deckwright.segment.pieces import Piece, kept_whole, pieces
from deckwright.segment.quiz import Quiz, may_hold_options, quiz
from deckwright.segment.references import References, used
from deckwright.segment.sheet import Cut, Sheet
from deckwright.segment.tasks import Custom
from deckwright.segment.told import Habits, Told
from deckwright.segment.unanswered import Unanswered
from deckwright.segment.words import ANSWERS
from deckwright.swift import dataclass

_ANCHOR = re.compile(r"<a\s+(?:name|id)\s*=[^<>]{0,200}>\s*</a>|<a\s+(?:name|id)\s*=[^<>]{0,200}/>", re.IGNORECASE)
_BREAKS = re.compile(r"(?:\s*<br[ \t]*/?>)+$", re.IGNORECASE)
_TAIL = 200  # characters of a question in which line breaks at its end are looked for
_NOTHING = Passage()
_UNMARKED = Marked()
_SELF_LINK = re.compile(r"\s*\[(?:\W{0,4})\]\(#[^()\n]{0,200}\)\s*$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """What is known of a document when its entries are made."""

    file: str
    sheet: Sheet
    above: Context
    habits: Habits
    references: References
    custom: Custom
    choosing: Choosing
    inscribed: Mapping[int, Attributes]
    """Attributes behind questions that are no headings, by 1-based line."""
    keep_unanswered: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """An entry, the cut that it was made of, the lines dropped from it with reasons, the definitions it uses."""

    entry: Entry
    cut: Cut
    dropped: tuple[tuple[int, str], ...]
    labels: tuple[str, ...]
    link_only: bool = False
    lines: tuple[int, int]
    """The first and the last line (1-based) that it covers."""
    verdict: bool = True
    """Whether a quiz says which option is right."""
    flaws: tuple[tuple[int, Flaw], ...] = ()
    """What is wrong with its gaps, with the lines (1-based)."""
    remark: str = ""
    """Why it isn't made into the cards that its author asks for."""
    refused: tuple[tuple[str, str], ...] = ()
    """Codes of diagnostics and why it isn't asked in a way that was chosen."""
    unanswered: tuple[Unanswered, ...] = ()
    """Its follow-ups that get no card."""


def make(cut: Cut, around: Surroundings) -> tuple[Made, ...]:
    """Make an entry of a cut, and those of its follow-ups."""
    asked = _asked(cut)
    choices = around.choosing.of(cut)
    if not asked:  # what asks nothing can't be followed
        choices = replace(choices, follow_ups=FollowUps.INSIDE)
    simple = choices.cards is Cards.ONE and is_plain(around.sheet, cut, around.habits)
    if simple and not may_hold_options(cut.body.text):
        answer = plain_passage(around.sheet, cut.body)
        return (_made(cut, around, _Parts(question=asked, answer=answer)),)
    body = divide(around.sheet, cut, around.habits, choices)
    body = keyed(around.sheet, body, cut.key) if cut.key else body
    test = _quiz(body.told, asked, cut, around)
    own = [*test.answer, *(one for one in body.following if one.line not in body.owned)]
    parts = replace(
        _parts(asked, body.told, test),
        answer=passage([*test.answer, *_apart(test, body.following), *body.following]),
        own=passage(own),
        extra=passage(body.extra),
        tags=body.tags,
        dropped=body.dropped,
    )
    made = replace(_made(cut, around, parts), unanswered=body.unanswered)
    if test.unsure:
        made = replace(made, refused=(*made.refused, ("DW219", "its boxes are a part of the answer")))
    if not body.answered and not around.keep_unanswered:
        made = replace(made, entry=replace(made.entry, defect=made.entry.defect or "no answer"))
    below = [_follow_up(cut, around, made.entry, each) for each in body.follow_ups]
    parted = kept_whole(made.entry, choices.cards) or pieces(own, choices.cards)
    if not parted.found:
        said = parted.problem if "cards" in cut.attributes.values or parted.is_flawed else ""
        return (replace(made, remark=said), *below)
    # What the author wants done with the entry's cards is done with those of its parts.
    entry = replace(
        made.entry,
        divided=not (parted.whole or body.owned or made.entry.extra),
        reverse=passage(body.told.reverse),
        typed=made.entry.typed if body.told.typed else "",
    )
    return (
        replace(made, entry=entry, refused=()),
        *(_piece(cut, around, (entry, body.tags), each) for each in parted.found),
        *below,
    )


def _piece(cut: Cut, around: Surroundings, whole: tuple[Entry, tuple[str, ...]], found: Piece) -> Made:
    """Make the entry of a term or a row of another entry, which has those tags in its text."""
    parent, tags = whole
    wanted = replace(cut.attributes, id="")
    own = replace(
        cut, question=found.question, label="", attributes=merged(wanted, around.inscribed.get(found.question.line))
    )
    made = _made(
        own, around, _Parts(question=found.question, answer=found.answer, parent=parent.question.text, tags=tags)
    )
    aspect = found.aspect.replace(" → ", " ↔ ") if made.entry.reverse else found.aspect
    entry = replace(made.entry, kind=found.kind, aspect=aspect, lang=parent.lang)
    told = found.flaw and parent.divided  # the table of a whole that is kept says so itself
    refused = (*made.refused, ("DW302", found.flaw)) if told else made.refused
    return replace(made, entry=entry, lines=found.lines, refused=refused)


def _follow_up(cut: Cut, around: Surroundings, parent: Entry, found: FollowUp) -> Made:
    """Make the entry of a follow-up; where no note can be made of its parent, none can be made of it."""
    question = passage(found.question)
    wanted = merged(found.attributes, around.inscribed.get(question.line))
    own = replace(cut, question=question, label="", attributes=wanted)
    test = _quiz(found.told, question, own, around)
    made = _made(
        own,
        around,
        replace(_parts(question, found.told, test), parent=passage(found.above).text or parent.question.text),
    )
    defect = made.entry.defect or (f"its parent has {parent.defect}" if parent.defect else "")
    return replace(made, entry=replace(made.entry, defect=defect), lines=found.lines)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Parts:
    question: Passage
    answer: Passage
    own: Passage | None = None
    """The answer without what stays of follow-ups in it; None where there are none."""
    options: Passage = _NOTHING
    hint: Passage = _NOTHING
    extra: Passage = _NOTHING
    marked: Marked = _UNMARKED
    parent: str = ""
    tags: tuple[str, ...] = ()
    dropped: tuple[tuple[int, str], ...] = ()
    verdict: bool = True

    @property
    def texts(self) -> tuple[str, ...]:
        """All that may refer to something."""
        passages = (self.question, self.options, self.answer, self.hint, self.extra, self.marked.reverse)
        return self.parent, *(each.text for each in passages)


def _parts(asked: Passage, told: Told, test: Quiz) -> _Parts:
    return _Parts(
        question=_joined(asked, passage(test.before)),
        answer=passage(test.answer),
        options=passage(test.options),
        hint=passage(told.hint),
        marked=Marked(reverse=passage(told.reverse), typed=passage(told.typed)),
        verdict=test.known,
    )


def _apart(test: Quiz, following: Sequence[BodyLine]) -> Sequence[BodyLine]:
    """Give the blank line between a quiz's answer and what follows it."""
    return [blanked(following[0])] if test.options and following else []


def _made(cut: Cut, around: Surroundings, parts: _Parts) -> Made:
    choices = around.choosing.of(cut)
    gaps = None if parts.options else gaps_in((parts.question, parts.answer), highlights=choices.highlights)
    if gaps and not parts.question:
        parts = replace(parts, question=parts.answer, answer=_NOTHING)  # below a bare number: it is what is asked
    labels = used(around.references, *parts.texts)
    defect, link_only = _defect(parts.answer, around) if gaps is None else (gaps.defect, False)
    headings = tuple(around.above.name(node) for node in around.above.headings[cut.start])
    kind = _kind(parts, gaps)
    own = frozenset(cut.attributes.values)
    asked = directions(
        kind, parts.answer if parts.own is None else parts.own, replace(parts.marked, by_itself=own), choices
    )
    values = {key: value for key, value in cut.attributes.values.items() if key not in FIELDS}
    entry = Entry(
        file=around.file,
        line=cut.question.line,
        question=parts.question,
        answer=parts.answer,
        options=parts.options,
        extra=parts.extra,
        hint=parts.hint,
        headings=(*headings, *cut.above),
        label=cut.label,
        explicit_id=cut.attributes.id,
        tags=(*around.above.tags_of(cut), *cut.attributes.tags, *parts.tags),
        attributes={**values, **(gaps.attributes if gaps else {})},
        kind=kind,
        reverse=asked.reverse,
        typed=asked.typed,
        parent=parts.parent,
        lang=values.get("lang", "") or language_in(parts.question.text, around.above.lang),
        definitions="\n".join(around.references.texts[label] for label in labels),
        defect=defect,
    )
    return Made(
        entry=_of_named_kind(entry),
        cut=cut,
        dropped=(*parts.dropped, *asked.dropped),
        labels=labels,
        link_only=link_only,
        lines=(cut.start + 1, cut.stop),
        verdict=parts.verdict,
        flaws=gaps.flaws if gaps else (),
        refused=asked.refused,
    )


def _kind(parts: _Parts, gaps: GapsIn | None) -> Kind:
    if gaps:
        return Kind.CLOZE
    return Kind.QUIZ if parts.options else Kind.FOLLOW_UP if parts.parent else Kind.QA


def _quiz(told: Told, asked: Passage, cut: Cut, around: Surroundings) -> Quiz:
    """Find the options of a question, as the document's custom is, or as its author says of this one (`{kind=…}`)."""
    match cut.attributes.values.get("kind"):
        case Kind.QA.value | Kind.FOLLOW_UP.value:
            return Quiz(before=told.before, answer=told.answer)
        case Kind.QUIZ.value:
            return quiz(told, asked.text, Custom.USUAL)
        case _:
            return quiz(told, asked.text, around.custom)


def _of_named_kind(entry: Entry) -> Entry:
    """Make it what its author calls it (`{kind=…}`), where that is a kind which no text is taken for by itself."""
    named = entry.attributes.get("kind", "")
    kind = next((each for each in Kind if each.is_named and each.value == named), None) if named else None
    return replace(entry, kind=kind) if kind else entry


def _asked(cut: Cut) -> Passage:
    """Give the question's own words, without badges and anchors."""
    text = _SELF_LINK.sub("", _ANCHOR.sub("", without_badges(cut.question.text))).strip()
    if text.endswith(">"):
        text = unwrap(text[:-_TAIL] + _BREAKS.sub("", text[-_TAIL:]))
    return Passage(text=text or cut.question.text.strip(), line=cut.question.line)


def _joined(asked: Passage, before: Passage) -> Passage:
    if not before:
        return asked
    if not asked:
        return before
    return Passage(text=f"{asked.text}\n\n{before.text}", line=asked.line)


def _defect(answer: Passage, around: Surroundings) -> tuple[str, bool]:
    """Why there is no note to be made, and whether the answer is only a link."""
    if around.keep_unanswered:
        return "", False
    text = answer.text
    if answers_nothing(text):
        return "no answer", False
    if len(text) < 3000 and is_link_only(text):
        words = set(re.findall(r"[^\W\d_]+", plain(text).casefold()))
        return ("" if words & ANSWERS else "no answer"), True
    return "", False
