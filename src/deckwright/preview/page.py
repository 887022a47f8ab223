"""The pages that hold one side of a card each: the document of Anki's reviewer, with scripts of our own alone."""

from __future__ import annotations

from html import escape

from deckwright.swift import dataclass

INDEX_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self';"
    " frame-src 'self'; base-uri 'none'; form-action 'none'"
)
"""What the index may do; it stands in `assets/index.html` too."""
CARD_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; media-src 'self';"
    " font-src 'self'; base-uri 'self'; form-action 'none'"
)
"""What a card's page may do: load files of the site. A script that stands in a card doesn't run."""

_PAGE = """<!doctype html>
<html lang="en" dir="ltr" class="linux chrome">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<title>{title}</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<base href="../media/" target="_blank">
<link rel="stylesheet" href="../reviewer.css">
<link rel="stylesheet" href="../css/{note_type}.css">
<script src="../card.js"></script>{math}
</head>
<body class="card card{number}">
<div id="qa" dir="auto">{html}</div>
</body>
</html>
"""
_MATHJAX = '\n<script src="../mathjax/tex-chtml-full.js" defer></script>'


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """One side of a card."""

    title: str
    note_type: str
    number: int
    """Which card of its note, from 1."""
    html: str

    @property
    def has_math(self) -> bool:
        """Whether MathJax has anything to do."""
        return "\\(" in self.html or "\\[" in self.html


def page(side: Side, *, mathjax: bool) -> str:
    """Write a side's page. What the card refers to lies in `media/`, as it lies beside the card in Anki."""
    return _PAGE.format(
        policy=CARD_POLICY,
        title=escape(side.title),
        note_type=side.note_type,
        number=side.number,
        html=side.html,
        math=_MATHJAX if mathjax and side.has_math else "",
    )
