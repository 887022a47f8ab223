"""What a Markdown extension is: rules that read it and functions that write it, both in one file."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import field
from typing import TYPE_CHECKING, Any

from deckwright.swift import dataclass

if TYPE_CHECKING:
    import re

    from mistune.core import InlineState

    from deckwright.markdown.blocks import Blocks, State
    from deckwright.markdown.inlines import Inlines
    from deckwright.markdown.page import Page

Token = dict[str, Any]
"""A node of mistune's tree: `type`, and `text` (Markdown), `raw` (as is) or `children`; block nodes know their `line`."""

Node = Callable[["Page", Token], str]
"""Writes one kind of node as HTML."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BlockRule:
    """Tries to read a block at `state.cursor`, a line whose first character that is no space is one of `starts`."""

    starts: str
    parse: Callable[[Blocks, State, int], int | None]
    """Given the offset of that character, adds the tokens and returns where the block ends, or None if it is none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class InlineRule:
    """Tries to read something inside a text where `pattern` matches; it begins with one of `starts`."""

    starts: str
    pattern: re.Pattern[str]
    parse: Callable[[Inlines, re.Match[str], InlineState], int | None]
    """Adds the tokens and returns where it ends, or None if it is none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Extension:
    """One construct of the language; its rules go before those of later extensions."""

    blocks: tuple[BlockRule, ...] = ()
    inlines: tuple[InlineRule, ...] = ()
    nodes: Mapping[str, Node] = field(default_factory=dict)
