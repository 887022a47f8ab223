"""Names: no path that an author writes means a place outside the deck's folder."""

from __future__ import annotations

import posixpath

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deckwright.media.names import is_ours, names_in, package_name, places

PATHS = st.lists(
    st.sampled_from(
        [
            "..",
            ".",
            "/",
            "\\",
            "%2e%2e",
            "%2F",
            "a",
            "b.png",
            "~",
            "C:",
            "file:",
            "//",
            "?",
            "#",
            "é",
            " ",
            "%00",
            "\x00",
        ]
    )
    | st.text(max_size=4),
    max_size=8,
).map("".join)


@given(PATHS, st.sampled_from(["", "a", "a/b"]))
@settings(max_examples=1_500, deadline=None)
def test_no_place_lies_outside(written: str, beside: str) -> None:
    for place in places(written, beside)[0]:
        assert ".." not in place.split("/")
        assert not place.startswith("/")
        assert posixpath.normpath(place) == place


@pytest.mark.parametrize(
    ("written", "inside", "leaves"),
    [
        ("cat.png", ("ch/cat.png",), False),
        ("../img/cat.png", ("img/cat.png",), False),
        ("../../cat.png", (), True),
        ("..\\..\\cat.png", (), True),
        ("..%5C..%5ccat.png", ("ch/..%5C..%5ccat.png",), True),
        ("%5C%5Cserver%5Ccat.png", ("ch/%5C%5Cserver%5Ccat.png",), True),
        ("img%5Ccat.png", ("ch/img%5Ccat.png", "ch/img/cat.png"), False),
        ("%2e%2e/%2e%2e/cat.png", ("ch/%2e%2e/%2e%2e/cat.png",), True),
        ("/cat.png", (), True),
        ("~/cat.png", (), True),
        ("C:\\cat.png", (), True),
        ("file:///cat.png", (), True),
        ("my%20cat.png", ("ch/my%20cat.png", "ch/my cat.png"), False),
        ("cat.png?raw=true#x", ("ch/cat.png?raw=true#x", "ch/cat.png"), False),
        ("100%.png", ("ch/100%.png",), False),
        ("a\u0308.png", ("ch/\u00e4.png",), False),
        ("", (), False),
        (".", ("ch",), False),
        ("..", (), False),
    ],
)
def test_places(written: str, inside: tuple[str, ...], leaves: object) -> None:
    assert places(written, "ch") == (inside, leaves)


def test_names() -> None:
    name = package_name("0123456789abcdef0123456789", "PNG")
    assert name == "_dw-0123456789abcdef0123.png"
    assert is_ours(name)
    assert is_ours(name.removeprefix("_")), "as early versions named them"
    assert not is_ours(f"_{name}")
    assert names_in(f'<img src="{name}">[sound:{name}] _dw-01.png x{name}') == (name, name)
