"""The inline pass: mistune's inline parser with our rules, found by their first characters."""

from __future__ import annotations

import re
from collections.abc import Mapping, MutableMapping, Sequence
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

    def __call__(self, s: str, env: MutableMapping[str, Any]) -> list[Token]:
        """Read a text: without rules where it is plain but for bold words, as most that hold any markup are."""
        return self._bold_words(s) or super().__call__(s, env)

    def _bold_words(self, text: str) -> list[Token] | None:
        """Read a text whose only signs are pairs of `**`, each right around words; None where that isn't so.

        The first sign is a letter: a digit may be a power in prose (`x**2`).
        """
        parts = text.split("**")
        if len(parts) % 2 == 0 or self._next_start("".join(parts)) or not all(parts[2:-1:2]):
            return None
        tokens: list[Token] = []
        for index, part in enumerate(parts):
            if index % 2 == 0:
                if part:
                    tokens.append({"type": "text", "raw": part})
            elif part[:1].isalpha() and (part[-1].isalpha() or part[-1] in digits):
                tokens.append({"type": "strong", "children": [{"type": "text", "raw": part}]})
            else:
                return None
        return tokens

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
