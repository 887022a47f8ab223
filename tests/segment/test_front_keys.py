"""A key of the front matter that is nearly one of ours is said with its line; other tools' keys are nobody's business."""

from __future__ import annotations

import pytest

from deckwright.segment.cut import segment

BODY = "# T\n\n## What is a?\n\nb\n\n## What is c?\n\nd\n"

OTHERS = """\
---
date: 2024-01-01
author: Ann
authors: [Ann, Ben]
aliases: [a]
alias: b
cssclass: wide
cssclasses: [wide]
layout: post
permalink: /a/
slug: a
id: a
name: a
version: 2
description: what it is about
subtitle: more
linkTitle: short
stylesheet: a.css
styles: [a.css, b.css]
types: [page]
type: post
highlight: tango
highlight-style: tango
category: x
categories: [x]
keywords: [x]
publish: true
draft: false
reverse_order: 1
state: open
card: summary_large_image
created: today
updated: today
noteId: 1
---
"""


def said(text: str) -> list[tuple[str, str, str, int, int]]:
    found = segment(text, file="t.md").diagnostics
    return [(each.code, each.message, each.hint, each.line, each.column) for each in found]


@pytest.mark.parametrize(
    ("written", "key", "near"),
    [
        ("Tags: [a]", "Tags", "tags"),
        ("tag: a", "tag", "tags"),
        ("titel: A", "titel", "title"),
        ("tilte: A", "tilte", "title"),
        ("stlye: headings", "stlye", "style"),
        ("styles: headings", "styles", "style"),
        ("Lang: de", "Lang", "lang"),
        ("decks: A", "decks", "deck"),
        ("silense: [DW205]", "silense", "silence"),
        ("card: terms", "card", "cards"),
        ("follow_ups: both", "follow_ups", "follow-ups"),
        ("followups: both", "followups", "follow-ups"),
        ("reversed: true", "reversed", "reverse"),
        ("highlight: true", "highlight", "highlights"),
        ('"cards.reverse": true', "cards.reverse", "reverse"),
        ("cards.type: true", "cards.type", "type"),
    ],
)
def test_a_key_that_is_nearly_ours(written: str, key: str, near: str) -> None:
    column = 2 if written.startswith('"') else 1
    expected = ("DW217", f'There is no key "{key}".', f'Did you mean "{near}"?', 3, column)
    assert said(f"---\ndate: today\n{written}\n---\n{BODY}") == [expected]


def test_toml_is_read_as_closely() -> None:
    assert said(f'+++\ntilte = "A"\n+++\n{BODY}') == [
        ("DW217", 'There is no key "tilte".', 'Did you mean "title"?', 2, 1)
    ]


@pytest.mark.parametrize("key", ["subdecks", "tag_root", "tag_files", "unanswered"])
def test_a_key_of_the_deck(key: str) -> None:
    expected = ("DW217", f'"{key}" is said of a whole deck.', "Write it into deck.toml.", 2, 1)
    assert said(f"---\n{key}: x\n---\n{BODY}") == [expected]


def test_a_key_that_names_us() -> None:
    (found,) = said(f"---\ndeckwright-mode: x\n---\n{BODY}")
    assert found[:2] == ("DW217", 'There is no key "deckwright-mode".')
    assert "title, deck, tags" in found[2]


def test_keys_of_other_tools() -> None:
    assert said(OTHERS + BODY) == []


def test_what_is_there_already_was_not_meant() -> None:
    assert said(f"---\ntags: a\ntag: b\ntitle: A\ntitles: [A, B]\n---\n{BODY}") == []


def test_a_code_that_is_not_known_can_not_be_silenced() -> None:
    assert said(f"---\nsilence: [DW205, DW99, dw206]\n---\n{BODY}") == [
        ("DW217", '"silence" knows no "DW99".', "See docs/diagnostics.md for the codes.", 2, 1),
        ("DW217", '"silence" knows no "dw206".', "See docs/diagnostics.md for the codes.", 2, 1),
    ]
