"""Which reading styles a document uses: chosen by what each finds, the rest of the document by the others."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Collection, Sequence

from deckwright.markdown.plain import plain
from deckwright.markdown.scan import LineKind
from deckwright.segment.asking import asks, bids
from deckwright.segment.registry import STYLES
from deckwright.segment.sheet import Cut, Sheet, Style
from deckwright.segment.signs import read_sign
from deckwright.segment.tags import Role, says_answer
from deckwright.swift import dataclass

_TRUSTED = 0.5
"""The weight of a style of which two finds are believed beside another style's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """The questions found, the styles that found them, most first, and why."""

    cuts: tuple[Cut, ...]
    styles: tuple[str, ...]
    explanation: tuple[str, ...]
    close: tuple[str, ...] = ()
    """Sentences on styles that could as well be the right ones."""


@dataclass(frozen=True, slots=True)
class _Finding:
    style: Style
    cuts: tuple[Cut, ...]
    score: float


def read(sheet: Sheet, style: str) -> Reading:
    """Find the questions: by the style that the author named, else by inference."""
    end = len(sheet.lines)
    start = sheet.scan.front
    for known in STYLES:
        if known.name == style:
            found = known.cuts(sheet, start, end, forced=True)
            said = f"{known.name}: {_many(len(found))}, as the author asked for."
            return Reading(cuts=found, styles=(known.name,) if found else (), explanation=(said,))
    findings = [_finding(sheet, known, start, end) for known in STYLES[:2]]
    if findings[0].cuts or not _settled(sheet, findings[1], start):
        findings += [_finding(sheet, known, start, end) for known in STYLES[2:]]
    findings = _without_topics(findings)
    main = max(findings, key=lambda finding: finding.score)
    if not main.score:
        main = next((each for each in findings if _is_single(sheet, each)), main)
    if not main.score and not _is_single(sheet, main):
        return Reading(cuts=(), styles=(), explanation=_explained(findings, None, ()))
    cuts = list(main.cuts)
    scores = {each.style.name: each.score for each in findings}
    others = sorted((each for each in STYLES if each is not main.style), key=lambda each: -scores.get(each.name, 0))
    extra: list[tuple[str, int]] = []
    for other in others:
        more = _elsewhere(sheet, other, cuts, (start, end)) if scores.get(other.name, 1) else []
        if more:
            extra.append((other.name, len(more)))
            cuts = sorted([*cuts, *more], key=lambda cut: cut.start)
    return Reading(
        cuts=tuple(cuts),
        styles=tuple(name for name, _ in Counter(cut.style for cut in cuts).most_common()),
        explanation=_explained(findings, main, extra),
        close=_close(findings, main, {name for name, _ in extra}),
    )


def _is_single(sheet: Sheet, finding: _Finding) -> bool:
    """Whether a style finds the only question of a document: between its two labels, or one that asks before its fold."""
    if len(finding.cuts) != 1 or finding.style.name not in {"labels", "folded"}:
        return False
    (cut,) = finding.cuts
    if finding.style.name == "folded":
        folds = sheet.folds_in(cut.start, cut.stop)
        named = any(sheet.role(fold) is Role.ANSWER and says_answer(sheet.summaries[fold.position]) for fold in folds)
        return named or asks(plain(cut.question.text))
    sign = read_sign(cut.start, sheet.lines[cut.start])
    return cut.answer is not None and sign is not None and sign.asking and sign.sure


def _settled(sheet: Sheet, finding: _Finding, start: int) -> bool:
    """Whether a style's finds leave no doubt: they are many, of a usual length, and most of the document."""
    cuts = finding.cuts
    if len(cuts) < 5 or not finding.score or _names_topics(cuts):
        return False
    covered = sum(cut.stop - cut.start for cut in cuts)
    return covered * 2 >= len(sheet.lines) - start and covered <= 60 * len(cuts) and len(sheet.folds) <= len(cuts)


def _without_topics(findings: Sequence[_Finding]) -> list[_Finding]:
    """Give the findings without numbered headings that only name topics, where others mark questions in so many words."""
    sure = [each for each in findings if each.score and _is_sure(each)]
    return [
        _Finding(each.style, each.cuts, 0.0)
        if each.style.name == "headings"
        and _names_topics(each.cuts)
        and any(_outdone(each.cuts, other) for other in sure)
        else each
        for each in findings
    ]


_NUMBERED = re.compile(r"\d{1,3}(?:\.\d{1,3}){1,3}\s")
"""A section's number without a sign behind it."""
_EXPLICIT = ("keyed", "labels", "folded", "callouts")
_MARKING = ("details", "bold", "tables")
"""Styles that mark topics as well: most of what they find has to ask."""
_FEW = 3


def _is_sure(finding: _Finding) -> bool:
    """Whether a style marks questions in so many words: several, or two that ask; folds all the more where most ask."""
    if finding.style.name not in _MARKING and finding.style.name not in _EXPLICIT:
        return False
    said = [plain(cut.question.text) for cut in finding.cuts]
    asking = sum(asks(each) or (finding.style.name == "bold" and bids(each)) for each in said)
    if finding.style.name in _MARKING:
        return asking >= _FEW and asking * 5 >= len(finding.cuts) * 4
    return len(finding.cuts) >= _FEW or asking == len(finding.cuts) > 1


def _outdone(cuts: Sequence[Cut], other: _Finding) -> bool:
    """Whether another style finds several questions in one heading's section, and enough of them in all."""
    many = other.style.name == "keyed" or len(other.cuts) * (1 if other.style.name == "bold" else 5) >= len(cuts)
    return many and _holding(cuts, other.cuts) * 3 <= len(other.cuts) * 2


def _names_topics(cuts: Sequence[Cut]) -> bool:
    """Whether hardly any of some questions asks, or has a label with a word in it."""
    silent = 0
    for cut in cuts:
        said = plain(cut.question.text)
        numbered = not any(map(str.isalpha, cut.label)) if cut.label else _NUMBERED.match(said) is not None
        silent += numbered and not asks(said) and not bids(said)
    return silent * 5 >= len(cuts) * 4 and bool(cuts)


def _finding(sheet: Sheet, style: Style, start: int, stop: int) -> _Finding:
    cuts = style.cuts(sheet, start, stop, forced=False)
    if len(cuts) < style.enough and not any(map(_is_told, cuts)):
        return _Finding(style, cuts, 0.0)
    answered = sum(bool(cut.body or cut.key) for cut in cuts)
    return _Finding(style, cuts, style.weight * (answered + 0.3 * (len(cuts) - answered)))


def _is_told(cut: Cut) -> bool:
    """Whether a question has a numbered label, and its answer one, too: even one alone is no chance ("**Q1:**", "**Solution:**")."""
    return cut.style == "labels" and cut.answer is not None and cut.label[:1].isalpha()


def _elsewhere(sheet: Sheet, style: Style, cuts: Sequence[Cut], limits: tuple[int, int]) -> list[Cut]:
    """Say what a style finds where the others found nothing, region by region."""
    more: list[Cut] = []
    used = {line for cut in cuts for line in cut.used}
    position = limits[0]
    for cut in [*cuts, None]:
        stop = cut.start if cut is not None else limits[1]
        if stop - position > 1 and _speaks(sheet, position, stop):
            found = [cut for cut in style.cuts(sheet, position, stop, forced=False) if cut.stop <= stop]
            found = [cut for cut in found if cut.start not in used]
            sure = style.weight > 0.8 or 2 * sum(asks(plain(each.question.text)) for each in found) >= len(found)
            least = max(2 if style.weight >= _TRUSTED else 3, style.enough)
            if sure and len(found) >= least and any(each.body or each.key for each in found):
                more.extend(found)
        if cut is not None:
            position = max(position, cut.stop)
    return more


def _speaks(sheet: Sheet, start: int, stop: int) -> bool:
    return any(sheet.kinds[index] is not LineKind.BLANK for index in range(start, stop))


def _many(count: int) -> str:
    return f"{count} question" if count == 1 else f"{count} questions"


def _explained(
    findings: Sequence[_Finding], main: _Finding | None, extra: Sequence[tuple[str, int]]
) -> tuple[str, ...]:
    """Sentences on what each style found and what was made of it."""
    seen = [each for each in findings if each.cuts]
    if main is None:
        found = "; ".join(f"{each.style.name} ({each.style.says}) {len(each.cuts)}" for each in seen)
        return (f"No reading style finds enough questions here: {found or 'none finds any'}.",)
    said = [f"{main.style.name}: {_many(len(main.cuts))} marked by {main.style.says}."]
    said += [f"{name}: {_many(count)} more, in sections where the first style finds none." for name, count in extra]
    used = {name for name, _ in extra}
    for each in seen:
        if each is main or not each.score or each.style.name in used:
            continue
        if _agree(main.cuts, each.cuts):
            said.append(f"{each.style.name}: finds the same questions.")
            continue
        said.append(f"{each.style.name}: would find {len(each.cuts)}, within answers or fewer; not used.")
    return (*said, *_close(findings, main, used))


def _close(findings: Sequence[_Finding], main: _Finding, used: Collection[str]) -> tuple[str, ...]:
    """Sentences on styles that find nearly as much as the chosen one, but something else."""
    return tuple(
        f"{main.style.name} and {each.style.name} are close here; "
        f'settle it with `style = "{main.style.name}"` in deck.toml or front matter.'
        for each in findings
        if each is not main and each.style.name not in used
        if each.score > 0.7 * main.score and not _agree(main.cuts, each.cuts)
    )


def _agree(main: Sequence[Cut], other: Sequence[Cut]) -> bool:
    """Whether two styles find the same questions, but for a few."""
    return _holding(main, other) * 10 >= 8 * max(len(main), len(other))


def _holding(main: Sequence[Cut], other: Sequence[Cut]) -> int:
    """Count the questions in which another style finds one or more."""
    starts = [cut.start for cut in main]
    held: set[int] = set()
    for cut in other:
        position = bisect_right(starts, cut.start) - 1
        if position >= 0 and main[position].stop > cut.start:
            held.add(position)
    return len(held)
