"""The pages in which Anki's programs show a card: their elements, classes and own rules, as far as a card can notice."""

from __future__ import annotations

import json
from dataclasses import dataclass

_ANKI_RULES = """
html { font-size: 15px }
body { margin: 20px; overflow-wrap: break-word; background: #f5f5f5; color: #020202 }
body.nightMode { background: #2c2c2c; color: #fcfcfc }
hr { margin: 1em 0; border: none; height: 1px; background-color: #737373 }
img { max-width: 100%; max-height: 95vh }
li { text-align: start }
pre { text-align: left }
button { margin: 1em .5em }
#_flag, #_mark { position: fixed; top: 0; font-size: 30px }
#_flag { right: 10px }
#_mark { left: 10px }
.replay-button { text-decoration: none; display: inline-flex; vertical-align: middle; margin: 3px }
.replay-button svg { width: 40px; height: 40px }
.replay-button svg circle { fill: #fff; stroke: #414141 }
.replay-button svg path { fill: #414141 }
#typeans { width: 100%; box-sizing: border-box; line-height: 1.75 }
code#typeans { white-space: pre-wrap; font-variant-ligatures: none }
.typeGood { background: #afa; color: black }
.typeBad { background: #faa; color: black }
.typeMissed { background: #ccc; color: black }
"""
_OLD_ANDROID_RULES = """
body { margin: 0 0 30px; padding: 0 }
body.night_mode { color: white; background-color: black }
body.ankidroid_dark_mode { background-color: #303030 }
#content { margin: .5em }
.typeGood { background-color: #0f0 }
.typeBad { background-color: #f00 }
.typeMissed { background-color: #ccc }
#typeans { width: 100% }
.night_mode input#typeans { color: white; background-color: black }
.night_mode .typeGood { background-color: #508040 }
.night_mode .typeBad { background-color: #905050 }
.chrome img { max-width: 100%; max-height: 90% }
"""
_CORNERS = '<div id="_mark">&#x2605;</div><div id="_flag">&#x2691;</div>'
_MATHJAX = {
    "tex": {
        "displayMath": [["\\[", "\\]"]],
        "processEscapes": False,
        "processEnvironments": False,
        "processRefs": False,
        "packages": {"[+]": ["noerrors", "mathtools"], "[-]": ["textmacros"]},
    },
    "loader": {"load": ["[tex]/noerrors", "[tex]/mathtools"]},
    "startup": {"typeset": False},
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Client:
    """A program that shows cards, by what its page looks like to a style sheet."""

    name: str
    html_class: str
    light: str
    """Classes of `body` beside `card card1`."""
    dark: str
    rules: str
    body: str

    def body_class(self, *, dark: bool) -> str:
        """All classes of `body` for a theme."""
        return f"card card1 {self.dark if dark else self.light}".strip()

    def page(self, *, math: bool) -> str:
        """The empty page; the card goes into `#qa`, as Anki puts it there."""
        mathjax = (
            f'<script>MathJax = {json.dumps(_MATHJAX)};</script><script src="mathjax/tex-chtml.js"></script>'
            if math
            else ""
        )
        return (
            f'<!doctype html><html class="{self.html_class}" dir="ltr"><head><meta charset="utf-8"><title>A card</title>'
            '<meta name="viewport" content="width=device-width, initial-scale=1">'
            f"<style>{self.rules}</style>{mathjax}</head>"
            f'<body class="{self.body_class(dark=False)}">{self.body}</body></html>'
        )


CLIENTS = (
    Client(
        name="desktop",
        html_class="linux chrome",
        light="isLin",
        dark="isLin nightMode night_mode",
        rules=_ANKI_RULES,
        body=_CORNERS + '<div id="qa" dir="auto"></div>',
    ),
    Client(
        name="ankidroid",
        html_class="mobile android linux js",
        light="chrome",
        dark="chrome night_mode nightMode ankidroid_dark_mode",
        rules=_OLD_ANDROID_RULES,
        body='<div id="content"><div id="qa"></div></div>',
    ),
    Client(
        name="ankidroid-new",
        html_class="mobile android linux js",
        light="",
        dark="night_mode nightMode",
        rules=_ANKI_RULES,
        body='<div id="qa" dir="auto"></div>',
    ),
    Client(
        name="ankimobile",
        html_class="ios mobile safari iphone",
        light="",
        dark="nightMode",
        rules=_ANKI_RULES,
        body='<div id="qa"></div>',
    ),
)
"""The programs that people study with. The rules are the gist of theirs, not a copy."""
