"""Every extension, in the order in which their rules are tried, and the one table of nodes."""

from __future__ import annotations

from types import MappingProxyType

from deckwright.markdown import (
    code,
    deflists,
    emphasis,
    footnotes,
    html,
    images,
    links,
    lists,
    math,
    quotes,
    tables,
    text,
)

EXTENSIONS = (
    tables.EXTENSION,  # before text: a row of dashes with pipes is no heading's underline
    math.EXTENSION,  # before text: `\(` is math before it is an escaped bracket
    text.EXTENSION,  # before lists: three stars are a rule, no item
    code.EXTENSION,
    quotes.EXTENSION,
    lists.EXTENSION,
    deflists.EXTENSION,
    footnotes.EXTENSION,  # before links, which begin with a bracket as well
    images.EXTENSION,
    links.EXTENSION,
    html.EXTENSION,
    emphasis.EXTENSION,
)

BLOCK_RULES = tuple(rule for extension in EXTENSIONS for rule in extension.blocks)
INLINE_RULES = tuple(rule for extension in EXTENSIONS for rule in extension.inlines)
NODES = MappingProxyType({kind: node for extension in EXTENSIONS for kind, node in extension.nodes.items()})
