"""Learners' edits against the source, as text and as JSON."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from deckwright.report.fields import diff_fields
from deckwright.report.line import Line, Tone, counted, shortened
from deckwright.sync.edits import Edit

_NAMED = 3


def lines(deck: str, label: str, found: Sequence[Edit], *, known: int) -> Iterator[Line]:
    """Show each edit with the place in the source where it would go: `-` is the source's, `+` the learner's."""
    edited = counted(len(found), "note")
    yield Line(f"{deck}, in {label}: {edited} edited, of {known:,}", Tone.STRONG)
    for each in found:
        yield Line(f"{each.file}:{each.line}: {shortened(each.question, 80)}  ({each.guid})", Tone.PLAIN)
        if each.is_unclear:
            yield Line("    changed on both sides; + may be an older text of the source's", Tone.WARNING)
        elif each.is_changed_here_too:
            yield Line("    the source has changed too since", Tone.WARNING)
        for differing in diff_fields(each.ours, each.theirs):
            yield Line(f"    {differing.name}:", Tone.QUIET)
            for line in differing.lines:
                yield Line(f"      {line}", Tone.GOOD if line.startswith("+") else Tone.PLAIN)
        tags = [*(f"+{tag}" for tag in each.tags_added), *(f"-{tag}" for tag in each.tags_dropped)]
        if tags:
            yield Line(f"    tags: {' '.join(tags)}", Tone.QUIET)


def at_stake(label: str, found: Sequence[Edit]) -> Iterator[Line]:
    """Say which of the notes that are about to change a learner edited."""
    notes = counted(len(found), "note")
    named = "; ".join(shortened(each.question, 50) for each in found[:_NAMED])
    more = " …" if len(found) > _NAMED else ""
    yield Line(
        f"{notes} of these {'was' if len(found) == 1 else 'were'} edited in {label}: {named}{more}. Importing the package replaces that;"
        " `deckwright sync` keeps it, and `deckwright pull` shows it.",
        Tone.WARNING,
    )


def as_json(deck: str, label: str, found: Sequence[Edit], *, known: int) -> dict[str, object]:
    """Give the edits as JSON values, with both sides' HTML."""
    return {
        "deck": deck,
        "source": label,
        "known": known,
        "edits": [
            {
                "guid": each.guid,
                "question": each.question,
                "file": each.file,
                "line": each.line,
                "fields": {
                    differing.name: {
                        "source": each.ours[differing.name],
                        "learner": each.theirs[differing.name],
                        "lines": list(differing.lines),
                    }
                    for differing in diff_fields(each.ours, each.theirs)
                },
                "tags_added": list(each.tags_added),
                "tags_dropped": list(each.tags_dropped),
                "changed_here_too": each.is_changed_here_too,
                "unclear": each.is_unclear,
            }
            for each in found
        ],
    }
