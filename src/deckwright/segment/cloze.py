"""Whether an entry is a cloze: the gaps in its question and answer, and what is wrong with them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from deckwright.markdown.finding import find_gaps, may_hold_gaps
from deckwright.markdown.gaps import Flaw
from deckwright.model import Passage
from deckwright.segment.bodylines import BodyLine
from deckwright.swift import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class GapsIn:
    """What the gaps of an entry say about it."""

    flaws: tuple[tuple[int, Flaw], ...]
    """With their lines in the source (1-based)."""
    attributes: Mapping[str, str]

    @property
    def defect(self) -> str:
        """Why no note can be made of it, or nothing."""
        return self.flaws[0][1].message[:1].lower() + self.flaws[0][1].message[1:] if self.flaws else ""


def gaps_in(passages: Sequence[Passage], *, highlights: bool) -> GapsIn | None:
    """Look for gaps; None where there are none, so that it is no cloze."""
    if not any(may_hold_gaps(each.text, highlights=highlights) for each in passages):
        return None
    found = [(each, find_gaps(each.text, highlights=highlights)) for each in passages if each]
    if not any(gaps.found or gaps.flaws for _, gaps in found):
        return None
    marks = any(gaps.text.startswith("==", gap.start) for _, gaps in found for gap in gaps.found)
    return GapsIn(
        flaws=tuple(
            (each.line + each.text.count("\n", 0, flaw.at), flaw) for each, gaps in found for flaw in gaps.flaws
        ),
        attributes={"highlights": "true"} if marks else {},
    )


def revealed(found: Sequence[BodyLine], *, highlights: bool) -> list[BodyLine]:
    """Give lines with what their gaps hold in the place of these; what looks like a gap and is none becomes text."""
    text = "\n".join(one.text for one in found)
    gaps = find_gaps(text, highlights=highlights)
    if not gaps.found and not gaps.flaws:
        return list(found)
    starts = {gap.start for gap in gaps.found}
    signs = [(gap.start, gap.inner, "") for gap in gaps.found]
    signs += [(gap.close if gap.hint is None else gap.hint, gap.stop, "") for gap in gaps.found]
    signs += [(flaw.at, flaw.at, "\\") for flaw in gaps.flaws if flaw.at not in starts]
    parts: list[str] = []
    position = 0
    for start, stop, sign in sorted(signs):
        if start >= position:
            # Lines that a hint takes up stay, empty: each line keeps its own.
            parts += [text[position:start], sign, "\n" * text.count("\n", start, stop)]
            position = stop
    parts.append(text[position:])
    return [one._replace(text=line) for one, line in zip(found, "".join(parts).split("\n"), strict=True)]
