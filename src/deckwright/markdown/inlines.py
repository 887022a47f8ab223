"""The inline pass: mistune's inline parser with our rules, found by their first characters."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from string import digits
from typing import TYPE_CHECKING, Any

from mistune.inline_parser import InlineParser

from deckwright.markdown.emphasis import pair_delimiters

if TYPE_CHECKING:
    from mistune.core import InlineState

    from deckwright.markdown.extension import InlineRule, Token

MAX_DEPTH = 20
"""How deep links and images may stand in one another."""


class Inlines(InlineParser):
    """Reads the text of one block; what no rule takes is text."""

    def __init__(self, rules: Sequence[InlineRule]) -> None:
        super().__init__(max_nested_level=MAX_DEPTH)
        starts = sorted({start for rule in rules for start in rule.starts})
        self._rules_at: Mapping[str, tuple[tuple[Any, Any], ...]] = {
            start: tuple((rule.pattern.match, rule.parse) for rule in rules if start in rule.starts) for start in starts
        }
        self._next_start = re.compile("[" + re.escape("".join(starts)) + "]").search

    def has_markup(self, text: str) -> bool:
        """Whether any rule could take anything of a text."""
        return self._next_start(text) is not None

    def bold_words(self, text: str) -> list[str] | None:
        """Part a text whose only signs are pairs of `**`, each right around words: every second part is bold.

        None where that isn't so. The first sign of a bold part is a letter: a digit may be a power in prose (`x**2`).
        """
        parts = text.split("**")
        if len(parts) % 2 == 0 or self._next_start("".join(parts)) or not all(parts[2:-1:2]):
            return None
        for part in parts[1::2]:
            if not (part[:1].isalpha() and (part[-1].isalpha() or part[-1] in digits)):
                return None
        return parts

    def parse(self, state: InlineState) -> list[Token]:
        """Read all of a text."""
        src, tokens = state.src, state.tokens
        next_start, rules_at = self._next_start, self._rules_at
        position = taken = 0
        while True:
            found = next_start(src, position)
            if found is None:
                break
            start = found.start()
            for match_rule, parse in rules_at[src[start]]:
                match = match_rule(src, start)
                if match is None:
                    continue
                if start > taken:
                    tokens.append({"type": "text", "raw": src[taken:start]})
                end = parse(self, match, state)
                if end is not None:
                    tokens = state.tokens
                    position = taken = end
                    break
                if start > taken:
                    tokens.pop()
            else:
                position = start + 1
        if taken < len(src):
            tokens.append({"type": "text", "raw": src[taken:]})
        state.tokens = self.finalize_tokens(tokens, state.depth)
        return state.tokens

    def finalize_tokens(self, tokens: list[Token], depth: int) -> list[Token]:
        """Settle what the runs of emphasis signs among the tokens mean."""
        del depth
        if any(token["type"] == "delimiter" for token in tokens):
            return pair_delimiters(tokens)
        return tokens
