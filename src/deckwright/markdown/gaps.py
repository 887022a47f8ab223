"""What the gaps of a text are: where each begins and ends, what it says, and how its place is kept through a parse."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import field

from deckwright.markdown.plain import plain
from deckwright.swift import dataclass

OPEN, BODY, HINT, CLOSE = "\ufdd0", "\ufdd1", "\ufdd2", "\ufdd3"
"""What stands for a gap's signs while its text is parsed: characters that no text may hold, and no parser minds."""
_WORD = re.compile(r"\w+")
_WORDS, _NEAR = 2, 120
"""Words that tell where a gap stands, and the characters among which they are looked for."""
MARKS = OPEN + BODY + HINT + CLOSE
NO_MARKS = dict.fromkeys(map(ord, MARKS))


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """A gap by the offsets of its parts: its opening sign, what stands in it, its hint's `::`, its closing sign."""

    start: int
    inner: int
    close: int
    stop: int
    hint: int | None = None
    numbers: tuple[int, ...] = ()
    """As the author wrote them; none where they are to be given."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Flaw:
    """Something that looks like a gap and can't be one: where, the code of what is wrong, and a sentence on it."""

    at: int
    code: str
    message: str
    written: str = ""
    """The first characters of what stands there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Gaps:
    """The gaps of a text in the order in which they begin, and what is wrong with others."""

    text: str
    found: tuple[Gap, ...] = ()
    flaws: tuple[Flaw, ...] = ()

    _signs: tuple[tuple[int, int], ...] = field(init=False, repr=False, compare=False)
    """Where the signs and hints of gaps begin and end, in order."""

    def __post_init__(self) -> None:
        """Sort the signs once: every gap's own text is asked for."""
        signs = [(gap.start, gap.inner) for gap in self.found]
        signs += [(gap.close if gap.hint is None else gap.hint, gap.stop) for gap in self.found]
        object.__setattr__(self, "_signs", tuple(sorted(signs)))

    def revealed(self, start: int = 0, stop: int | None = None) -> str:
        """Give the text, or a part of it, without the signs and hints of gaps. Linear in that part."""
        stop = len(self.text) if stop is None else stop
        parts: list[str] = []
        at = bisect_left(self._signs, (start,))
        while at < len(self._signs) and self._signs[at][0] < stop:
            first, last = self._signs[at]
            at += 1
            if first >= start and last <= stop:
                parts.append(self.text[start:first])
                start = last
        return "".join([*parts, self.text[start:stop]])

    def said(self, gap: Gap) -> str:
        """Give what stands in a gap as plain text in one line."""
        inner = self.revealed(gap.inner, gap.close if gap.hint is None else gap.hint)
        return plain(inner) or " ".join(inner.split())

    def beside(self, gap: Gap) -> tuple[str, str]:
        """Give the words right before a gap and right behind it, in its line; where it stands alone, those above."""
        above = self.revealed(max(0, gap.start - _NEAR), gap.start)
        behind = _WORD.findall(self.revealed(gap.stop, gap.stop + _NEAR).partition("\n")[0])[:_WORDS]
        before = _WORD.findall(above.rpartition("\n")[2]) or ([] if behind else _WORD.findall(above))
        return " ".join(before[-_WORDS:]), " ".join(behind)

    def hint(self, gap: Gap) -> str:
        """Give a gap's hint, or nothing."""
        return "" if gap.hint is None else self.text[gap.hint + 2 : gap.close].strip()

    def marked(self) -> str:
        """Give the text with characters that no rule of Markdown knows in the place of the gaps' signs."""
        edges: list[tuple[int, int, str]] = []
        for index, gap in enumerate(self.found):
            edges.append((gap.start, gap.inner, f"{OPEN}{index}{BODY}"))
            edges.append((gap.close, gap.stop, CLOSE))
            if gap.hint is not None:
                edges.append((gap.hint, gap.hint + 2, HINT))
        parts: list[str] = []
        position = 0
        for start, stop, sign in sorted(edges):
            parts += [self.text[position:start], sign]
            position = stop
        return "".join([*parts, self.text[position:]])
