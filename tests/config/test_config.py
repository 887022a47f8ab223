"""`deck.toml` is read strictly, and every mistake is named with its line."""

from __future__ import annotations

import pytest

from deckwright.choices import Cards, Choices, FollowUps
from deckwright.config import KEYS, Config, Subdecks, loads
from deckwright.errors import ConfigError


def test_an_empty_file_gives_the_defaults() -> None:
    assert loads("", path="deck.toml") == Config()


def test_every_key_is_read() -> None:
    text = """
    id = "abc"
    name = "ML"
    version = "2026.11"
    description = "About ML"
    tags = ["a", "b"]
    tag_root = "ml"
    tag_files = true
    subdecks = "section"
    style = "headings"
    card_styles = "look"
    unanswered = true
    silence = ["DW201"]
    [files]
    include = ["*.md"]
    exclude = ["drafts/**"]
    [media]
    folders = ["assets"]
    [sections]
    include = ["1*"]
    exclude = ["About"]
    [cards]
    cards = "terms"
    follow-ups = "both"
    reverse = true
    type = true
    highlights = true
    """
    config = loads(text, path="deck.toml")
    assert config == Config(
        id="abc",
        name="ML",
        version="2026.11",
        description="About ML",
        tags=("a", "b"),
        tag_root="ml",
        tag_files=True,
        subdecks=Subdecks.SECTION,
        style="headings",
        unanswered=True,
        silence=("DW201",),
        include_files=("*.md",),
        exclude_files=("drafts/**",),
        include_sections=("1*",),
        exclude_sections=("About",),
        media_folders=("assets",),
        card_styles="look",
        cards=Cards.TERMS,
        follow_ups=FollowUps.BOTH,
        reverse=True,
        type_in=True,
        highlights=True,
    )
    assert config.choices == Choices(
        cards=Cards.TERMS, follow_ups=FollowUps.BOTH, reverse=True, type_in=True, highlights=True
    )
    assert all(getattr(config, name) != getattr(Config(), name) for name in KEYS)


@pytest.mark.parametrize(
    ("text", "place", "sentence"),
    [
        ('id = "a"\nnmae = "x"', ":2:", "unknown key `nmae`"),
        ("\ntags = 3", ":2:", "list of strings"),
        ('tags = ["a", 3]', ":1:", "list of strings"),
        ("name = 3", ":1:", "string in quotes"),
        ('tag_files = "yes"', ":1:", "true or false"),
        ('name = "x"\nsubdecks = "folder"', ":2:", "one of"),
        ('[files]\ninclude = ["a"]\n[sections]\ninclude = "b"', ":4:", "list of strings"),
        ('[cards]\ncards = "all"', ":2:", '"one", "terms", "rows"'),
        ('[cards]\ncards = ["terms"]', ":2:", '"one", "terms", "rows"'),
        ('subdecks = { by = "file" }', ":1:", "one of"),
        ("[cards]\nreverse = 1", ":2:", "true or false"),
        ('files = "x"', ":1:", "is a table"),
        ("[decks]\nx = 1", ":1:", "unknown key `decks`"),
        ('name = \nid = "x"', "line 1", "Invalid value"),
        (f"tags = {'[' * 5_000}", ":1:", "nested too deep"),
        (f"name = {'1' * 5_000}", ":1:", "4300 digits"),
    ],
)
def test_a_mistake_is_named_with_its_line(text: str, place: str, sentence: str) -> None:
    with pytest.raises(ConfigError) as caught:
        loads(text, path="cards/deck.toml")
    assert caught.value.message.startswith("cards/deck.toml:")
    assert place in caught.value.message
    assert sentence in caught.value.message
    assert caught.value.hint
    assert caught.value.exit_code == 2


def test_a_misspelt_key_gets_the_right_one_as_hint() -> None:
    with pytest.raises(ConfigError) as caught:
        loads("subdeck = true", path="deck.toml")
    assert "`subdecks`" in caught.value.hint
