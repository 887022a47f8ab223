"""What an author's own styles make a card load is found wherever it is written; what is remote or isn't shipped is refused."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from deckwright.errors import ConfigError
from deckwright.notetypes.loaded import loaded, script_lines
from deckwright.targets.styles import load_styles

STYLES = Path(__file__).parents[2] / "styles"


@pytest.mark.parametrize(
    ("text", "addresses"),
    [
        ('@import url("https://a.example/x.css");', ["https://a.example/x.css"]),
        ("@import url(//a.example/x.css);", ["//a.example/x.css"]),
        ("@IMPORT 'http://a.example/x.css' screen;", ["http://a.example/x.css"]),
        ("@import '_a.css';", ["_a.css"]),
        ("a{background:red url( 'https://a.example/x y.png' )}", ["https://a.example/x y.png"]),
        ("a{background:url(_a.png),url(_b.png)}", ["_a.png", "_b.png"]),
        ('a{background:image-set("https://a.example/a.png" 1x)}', ["https://a.example/a.png"]),
        ("a{background:url(data:image/png;base64,AA//AA)}", []),
        ("a{filter:url(#shadow)}", []),
        ("/* @import 'https://a.example/x.css'; */", []),
        ('a{content:"https://a.example"}', []),
    ],
)
def test_what_a_sheet_loads(text: str, addresses: list[str]) -> None:
    assert [each.address for each in loaded(text, is_css=True)] == addresses


@pytest.mark.parametrize(
    ("text", "addresses"),
    [
        ('<link rel="stylesheet" href="https://a.example/x.css">', ["https://a.example/x.css"]),
        ("<script src=//a.example/x.js></script>", ["//a.example/x.js"]),
        ("<img alt=x\n src='https://a.example/{{Key}}.png'>", ["https://a.example/{{Key}}.png"]),
        (
            '<img src="_logo.png" srcset="_b.png 2x, https://a.example/c.png 3x">',
            ["_logo.png", "_b.png", "https://a.example/c.png"],
        ),
        ('<div style="background:url(https://a.example/x.png)"></div>', ["https://a.example/x.png"]),
        ("<style>@import 'https://a.example/x.css';</style>", ["https://a.example/x.css"]),
        ('<video poster="https://a.example/x.png"></video>', ["https://a.example/x.png"]),
        ('<a href="https://a.example">Ask us</a>', []),
        ("<!-- <img src='https://a.example/x.png'> -->", []),
        ("https://a.example {{Source}} <span class=x>src=https://a.example</span>", []),
        ('<img src="{{Hint}}">', []),
    ],
)
def test_what_a_template_loads(text: str, addresses: list[str]) -> None:
    assert [each.address for each in loaded(text, is_css=False)] == addresses


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("<div>\n<script>go()</script>\n</div>", [2]),
        ("<SCRIPT\nsrc=_a.js></SCRIPT>", [1]),
        ("<p>\n<b class=x\n onclick = 'go()'>x</b>", [2]),
        ('<svg/onload="go()">', [1]),
        ('<a href="javascript:go()">x</a>\n<a\nhref=javascript:go()>y</a>', [1, 2]),
        ("<!-- <script></script>\n<b onclick=x> -->", []),
        ('<p title="only=1 onclick=2">onclick=3 {{Answer}}</p>', []),
        ("<style>/* <script> */ a{color:red}</style>", []),
    ],
)
def test_where_a_template_runs_a_script(text: str, lines: list[int]) -> None:
    assert list(script_lines(text)) == lines


def test_lines_count_comments() -> None:
    assert [each.line for each in loaded("/* a\nb */\n\na{b:url(c)}\nd{e:url(f)}", is_css=True)] == [4, 5]


@pytest.mark.parametrize(
    ("name", "more", "sentence"),
    [
        (
            "card.css",
            "\n@import 'https://a.example/x.css';",
            "card.css:{}: loads “https://a.example/x.css” from the web",
        ),
        (
            "qa/recall.back.html",
            "\n<img src='//a.example/x.png'>",
            "qa/recall.back.html:{}: loads “//a.example/x.png” from the web",
        ),
        (
            "_more.css",
            "\n@import 'https://a.example/x.css';",
            "_more.css:{}: loads “https://a.example/x.css” from the web",
        ),
        (
            "card.css",
            "\na{b:url(logo.png)}",
            "card.css:{}: loads “logo.png”, but only files whose names begin with _ go along",
        ),
        ("card.css", "\na{b:url(_logo.png)}", "card.css:{}: loads “_logo.png”, which isn't in the folder"),
    ],
)
def test_what_no_card_may_load(tmp_path: Path, name: str, more: str, sentence: str) -> None:
    folder = shutil.copytree(STYLES, tmp_path / "styles")
    before = (folder / name).read_text("utf-8") if (folder / name).exists() else ""
    (folder / name).write_text(before + more, "utf-8")
    with pytest.raises(ConfigError) as raised:
        load_styles(folder)
    assert sentence.format(before.count("\n") + 2) in raised.value.message


def test_what_goes_along_may_be_loaded(tmp_path: Path) -> None:
    folder = shutil.copytree(STYLES, tmp_path / "styles")
    (folder / "_my logo.png").write_bytes(b"x")
    sheet = (folder / "card.css").read_text("utf-8")
    (folder / "card.css").write_text(sheet + "a{b:url('_my%20logo.png?v=2#x')}", "utf-8")
    assert load_styles(folder).css.endswith("#x')}")
