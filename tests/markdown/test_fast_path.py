"""Text that is plain but for bold words is read without the rules, and as the rules would read it."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st
from mistune.inline_parser import InlineParser

from deckwright.markdown import registry
from deckwright.markdown.inlines import Inlines

READERS = (Inlines(registry.INLINE_RULES),)
PIECES = st.lists(
    st.sampled_from(
        ["**", "**", "**", "*", "***", "a", "b2", "é", "字", "²", " ", ".", ":", "“", "_", "`", "\n", "→", "\u0301"]
    ),
    max_size=14,
).map("".join)


@given(PIECES | st.text(max_size=30))
@settings(max_examples=2_000, deadline=None)
def test_it_gives_what_the_rules_give(text: str) -> None:
    for reader in READERS:
        assert repr(reader(text, {})) == repr(InlineParser.__call__(reader, text, {}))  # two matches never equal


def test_it_is_taken_where_it_pays() -> None:
    (reader,) = READERS
    assert reader._bold_words("**Cost**: a **b c** d") == [
        {"type": "strong", "children": [{"type": "text", "raw": "Cost"}]},
        {"type": "text", "raw": ": a "},
        {"type": "strong", "children": [{"type": "text", "raw": "b c"}]},
        {"type": "text", "raw": " d"},
    ]
