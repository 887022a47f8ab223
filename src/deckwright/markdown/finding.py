"""Finds the gaps of a text (`{{c1::text::hint}}`, `==text==`) before it is parsed, code and math respected."""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import lru_cache

from deckwright.markdown.dollars import LONGEST, inline_math_end
from deckwright.markdown.gaps import Flaw, Gap, Gaps
from deckwright.markdown.highlights import closes, end_of_part, opens
from deckwright.markdown.spans import Span, closed_spans
from deckwright.swift import dataclass

LARGEST = 500
"""The largest number of a gap for which Anki makes a card of its own."""
_DEEPEST = 5
"""Gaps in one another; Anki reads ten, of which one with several numbers takes several."""
_TOKEN = re.compile(
    r"(?P<math>\\[(\[])|\\.|`+|\$+"
    r"|(?P<open>\{\{c(?P<numbers>[0-9]*(?:,[0-9]+)*)::|\{\{cloze(?:::|[ \t]+(?=\S)))"
    r"|(?P<bad>\{\{[ \t]*(?:c[ \t]*(?:[\d.,+-][\w.,+-]{0,8}|[A-Za-z]?)[ \t]*::|C\d+[ \t]*::|c\d+:(?!:)))"
    r"|(?<=[<(])https?://[^\s<>()]+|\{|\}+|::|(?<!=)==(?!=)|\n[ \t]*\n"
)
_IN_CODE = re.compile(r"(?P<math>(?!))|(?P<open>\{\{c(?P<numbers>[0-9]*(?:,[0-9]+)*)::)|(?P<bad>(?!))|\{|\}+|::")
_PARAGRAPH_END = re.compile(r"\n[ \t]*\n")


def may_hold_gaps(text: str, *, highlights: bool = False) -> bool:
    """Whether a text is worth a closer look."""
    return "{{" in text or (highlights and "==" in text)


@lru_cache(maxsize=1 << 10)
def find_gaps(text: str, *, highlights: bool = False) -> Gaps:
    """Find the gaps in a text; `==text==` is one where `highlights` says so. Linear."""
    if not may_hold_gaps(text, highlights=highlights):
        return Gaps(text=text)
    finder = _Finder(text, highlights=highlights)
    finder.read(0, len(text))
    return finder.gaps()


@dataclass(slots=True)
class _Open:
    """A gap that isn't closed yet."""

    start: int
    inner: int
    numbers: tuple[int, ...]
    hint: int | None = None
    braces: int = 0
    """Braces of the text's own that are open in it."""
    nested: bool = False
    """Whether a gap stands in its hint."""


class _Finder:
    """Reads a text once, from sign to sign."""

    def __init__(self, text: str, *, highlights: bool) -> None:
        self._text, self._highlights = text, highlights
        self._found: list[Gap] = []
        self._flaws: list[Flaw] = []
        self._mark = -1
        self._in_math = False
        self._spans = closed_spans(text)
        self._span_starts = [span.start for span in self._spans]
        self._ticks: dict[int, list[int]] = {}
        for run in re.finditer("`+", text):
            self._ticks.setdefault(len(run[0]), []).append(run.start())

    def gaps(self) -> Gaps:
        """Give what was found."""
        found = tuple(sorted(self._found, key=lambda gap: gap.start))
        return Gaps(text=self._text, found=found, flaws=tuple(sorted(self._flaws, key=lambda flaw: flaw.at)))

    def read(self, position: int, stop: int, *, code: bool = False) -> None:
        """Read a part of the text; a gap that begins in it has to end in it."""
        stack: list[_Open] = []
        signs = _IN_CODE if code else _TOKEN
        while (token := signs.search(self._text, position, stop)) is not None:
            span = None if code else self._span(token.start())
            if span is not None:
                if span.holds_gaps:
                    self.read(span.inner, span.close, code=True)
                position = span.stop
            else:
                position = self._take(token, stack, stop)
        for gap in stack:
            self._flaw(gap.start, "DW220", "A gap begins here that is never closed")

    def _take(self, token: re.Match[str], stack: list[_Open], stop: int) -> int:
        """Take one sign; give where reading goes on."""
        sign, start, end = token[0], token.start(), token.end()
        if token["open"]:
            self._open(token, stack)
        elif token["bad"]:
            self._flaw(start, "DW221", f"“{sign}” begins no gap")
        elif sign[0] == "`":
            return self._code_end(len(sign), end, stop)
        elif sign[0] == "$" or token["math"]:
            return self._math_end(sign, start, stop)
        elif sign == "{" and stack:
            stack[-1].braces += 1
        elif sign[0] == "}" and stack:
            self._close(len(sign), start, stack)
        elif sign == "::" and stack and stack[-1].hint is None and not (self._in_math and stack[-1].braces):
            stack[-1].hint = start
        elif sign == "==" and self._highlights and not stack:
            self._highlight(start)
        elif sign[0] == "\n":
            self._mark = -1
        return end

    def _open(self, token: re.Match[str], stack: list[_Open]) -> None:
        written = token["numbers"] or ""
        numbers = tuple(dict.fromkeys(int(part) for part in written.split(",") if part))
        if stack and stack[-1].hint is not None:
            stack[-1].nested = True
        wrong = [number for number in numbers if not 0 < number <= LARGEST]
        if wrong or (written and not numbers):
            message = f"A gap can't have the number {wrong[0] if wrong else written}"
            self._flaw(token.start(), "DW221", message)
        stack.append(_Open(token.start(), token.end(), numbers if not wrong else ()))

    def _close(self, braces: int, position: int, stack: list[_Open]) -> None:
        """Share out a run of closing braces between the text and the gaps that are open in it."""
        while braces:
            gap = stack[-1] if stack else None
            if gap is None:
                return
            if gap.braces and (braces != 2 or gap.braces > 1):
                gap.braces -= 1
                braces, position = braces - 1, position + 1
            elif braces >= 2:
                self._end(stack.pop(), position, position + 2, depth=len(stack))
                braces, position = braces - 2, position + 2
            else:
                return

    def _end(self, gap: _Open, close: int, stop: int, *, depth: int) -> None:
        inner = self._text[gap.inner : close if gap.hint is None else gap.hint]
        if not inner.strip():
            self._flaw(gap.start, "DW222", "This gap holds nothing")
        elif gap.nested:
            self._flaw(gap.start, "DW223", "A gap stands in the hint of this one")
        elif depth + max(1, len(gap.numbers)) > _DEEPEST:
            self._flaw(gap.start, "DW223", "Gaps stand too deep in one another here")
        self._found.append(
            Gap(start=gap.start, inner=gap.inner, close=close, stop=stop, hint=gap.hint, numbers=gap.numbers)
        )

    def _highlight(self, position: int) -> None:
        """Take `==`: it opens before a word, and closes behind one."""
        if self._mark >= 0 and closes(self._text, position, self._mark):
            self._found.append(Gap(start=self._mark, inner=self._mark + 2, close=position, stop=position + 2))
            self._mark = -1
        elif opens(self._text, position):
            self._mark = position
        elif self._mark < 0 and (end := end_of_part(self._text, position)) is not None:
            self._found.append(Gap(start=position, inner=position + 2, close=end - 2, stop=end))

    def _code_end(self, length: int, end: int, stop: int) -> int:
        """Find the end of a code span; the signs open none where no others close it in the same paragraph."""
        runs = self._ticks.get(length, [])
        following = bisect_right(runs, end)
        if following == len(runs) or runs[following] + length > stop:
            return end
        close = runs[following]
        return end if _PARAGRAPH_END.search(self._text, end, close) else close + length

    def _math_end(self, sign: str, start: int, stop: int) -> int:
        """Find the end of a formula and the gaps in it; the sign opens none where it would tear a gap apart."""
        text = self._text
        if sign == "$":
            end = inline_math_end(text, start) or -1
        else:
            closing = {"\\(": "\\)", "\\[": "\\]"}.get(sign, sign)
            found = text.find(closing, start + len(sign), start + LONGEST) if len(sign) == 2 else -1
            end = found + 2 if found >= 0 else -1
        first, last = start + len(sign), end - len(sign)
        if end < 0 or end > stop or not _is_balanced(text[first:last]):
            return start + len(sign)
        self._in_math = True
        self.read(first, last, code=True)
        self._in_math = False
        return end

    def _flaw(self, at: int, code: str, message: str) -> None:
        written = self._text[at : at + 20].partition("\n")[0]
        self._flaws.append(Flaw(at=at, code=code, message=message, written=written))

    def _span(self, position: int) -> Span | None:
        index = bisect_right(self._span_starts, position) - 1
        return self._spans[index] if index >= 0 and position < self._spans[index].stop else None


def _is_balanced(tex: str) -> bool:
    depth = 0
    for sign in re.findall(r"\\.|[{}]", tex, re.DOTALL):
        depth += (sign == "{") - (sign == "}")
        if depth < 0:
            return False
    return True
