"""What an SVG may hold: over any mutation, what comes out runs nothing, loads nothing, and is left alone the second time."""

from __future__ import annotations

import gc
import re
import weakref
import xml.etree.ElementTree as ET
from contextlib import suppress

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from deckwright.media import css, svg

HEAD = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
WHERE = "http://evil.example/x"


def cleaned(inner: str, attributes: str = "") -> str:
    return svg.clean(f"{HEAD} {attributes}>{inner}</svg>".encode()).data.decode()


def assert_harmless(data: bytes) -> None:
    """Look at the drawing as any XML reader sees it, not at its text."""
    for element in ET.fromstring(data).iter():
        assert element.tag.startswith("{http://www.w3.org/2000/svg}")
        local = element.tag.rpartition("}")[2]
        assert local.lower() not in {"script", "foreignobject", "animate", "set", "a", "iframe", "handler", "metadata"}
        for name, value in element.attrib.items():
            assert not name.lower().startswith("on")
            if name.endswith("href"):
                assert value.strip().startswith(("#", "data:image/")), value
                assert "svg" not in value[:20] or value.strip().startswith("#")
            if "(" in value or name == "style":
                assert_quiet(value)
        if local == "style":
            assert_quiet(element.text or "")


def assert_quiet(css: str) -> None:
    for target in re.findall(r"\burl\s*\(\s*[\"']?\s*(.{0,5})", css, re.IGNORECASE):
        assert target[:1] == "#" or target == "data:", css
    assert "@import" not in css.lower()
    if "\\" in css:
        assert not re.search(r"\\(?![0-9a-f]{2}(?: |$))", css), "signs are escaped, and in one way"
        assert_quiet(re.sub(r"\\([0-9a-f]{2}) ?", lambda match: chr(int(match[1], 16)), css).replace("\\", "/"))
    assert "image-set" not in css.lower()


HARMFUL = [
    "<script>alert(1)</script>",
    f'<script xlink:href="{WHERE}"/>',
    '<script xmlns="http://www.w3.org/1999/xhtml">alert(1)</script>',
    '<g onclick="alert(1)"/>',
    '<g ONCLICK="alert(1)"/>',
    f'<image xlink:href="{WHERE}" width="3"/>',
    f'<image href="{WHERE}"/>',
    '<image href="../../secret.png"/>',
    '<image href="data:image/svg+xml;base64,PHN2Zy8+"/>',
    '<image href="javascript:alert(1)"/>',
    f'<use href="{WHERE}#a"/>',
    f'<feImage href="{WHERE}"/>',
    f'<foreignObject><iframe xmlns="http://www.w3.org/1999/xhtml" src="{WHERE}"/></foreignObject>',
    '<animate attributeName="href" to="javascript:alert(1)"/>',
    '<set attributeName="onmouseover" to="alert(1)"/>',
    f'<rect fill="url({WHERE})"/>',
    f"<rect style=\"fill: URL( '{WHERE}' )\"/>",
    f'<rect style="fill:u\\72l({WHERE})"/>',
    f'<rect style="fill:url({WHERE}"/>',
    f"<rect fill=\"image-set('{WHERE}' 1x)\"/>",
    f"<style>@import '{WHERE}';</style>",
    f"<style>@IMPORT url({WHERE});.a{{fill:red}}</style>",
    f"<style>@import/**/'{WHERE}'</style>",
    f"<style><![CDATA[@import '{WHERE}';]]></style>",
    f"<style>@\\69mport '{WHERE}';</style>",
    f"<style>@font-face{{font-family:a;src:url({WHERE})}}</style>",
    f"<style>a{{}}/* @import '{WHERE}'; */ b{{background:url('{WHERE}')}}</style>",
    f"<style>@import \"a;b\";@import url('{WHERE}')</style>",
    f'<?xml-stylesheet href="{WHERE}"?>',
    f'<g xml:base="{WHERE}"/>',
]
HARMLESS = [
    '<g id="a"><path d="M0 0 &lt;"/></g>',
    '<use href="#a"/>',
    '<use xlink:href="#a"/>',
    '<rect fill="url(#a)" transform="rotate(45)"/>',
    "<style>.a{fill:url(#a)}</style>",
    '<text x="1">a &amp; b <tspan>c</tspan></text>',
    '<image href="data:image/png;base64,AAAA"/>',
    "<title>url(http://said.example/)</title>",
    '<a href="http://said.example/"><circle r="1"/></a>',
]


@pytest.mark.parametrize("inner", HARMFUL)
def test_what_is_harmful_goes_and_is_named(inner: str) -> None:
    found = svg.clean(f"{HEAD}>{inner}<circle r='1'/></svg>".encode())
    assert_harmless(found.data)
    assert b"evil" not in found.data
    assert b"<circle" in found.data
    assert found.removed or "xml:base" in inner


@pytest.mark.parametrize("inner", HARMLESS)
def test_what_is_harmless_stays(inner: str) -> None:
    found = svg.clean(f"{HEAD}>{inner}</svg>".encode())
    assert found.removed == ()
    assert len(found.data) > len('<svg xmlns="http://www.w3.org/2000/svg"/>')
    for word in ("path", "url(#a)", "rotate", "tspan", "data:image/png;base64,AAAA", "circle"):
        assert (word in inner) == (word in found.data.decode())


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        (r'content:"\201C"', 'content:"“"'),
        (r'content:"\201C ok"', 'content:"“ok"'),
        (r"content:'\'\\\A'", r"content:'\27 \5c \0a '"),
        (r".\31 0\.5{fill:red}", r".\31 0\2e 5{fill:red}"),
        (r"font-family:\65xo", "font-family:exo"),
        (r'content:"\0\d800\110000\ffff"', 'content:"\ufffd\ufffd\ufffd\ufffd"'),
        (r"fill:\75rl(#a)", "fill:url(#a)"),
    ],
)
def test_an_escape_in_a_style_costs_nothing(written: str, kept: str) -> None:
    assert css.clean(f".k{{fill:red}} {written}") == (f".k{{fill:red}} {kept}", ())


@pytest.mark.parametrize(
    ("written", "named"),
    [
        (r"background:image-set('x' 1x)", "image-set"),
        (r"background:\69mage-set('x' 1x)", "image-set"),
        (r"behavior :x", "behavior :"),
        (r"x:url\28 x)", "url("),
    ],
)
def test_a_style_that_goes_says_for_what(written: str, named: str) -> None:
    text, gone = css.clean(f".k{{fill:red}} {written}")
    assert (text, gone) == ("", (f"a style (“{named}” in it might load something)",))


PIECES = st.sampled_from([*HARMFUL, *HARMLESS])
CSS = st.lists(
    st.sampled_from(
        [
            "@import",
            "url(",
            "URL (",
            "'",
            '"',
            ")",
            ";",
            "{",
            "}",
            "/*",
            "*/",
            "\\",
            "\\75 ",
            "\\28 ",
            "\\00022",
            "\\\n",
            "\\72",
            "#a",
            WHERE,
            " ",
            "image-set(",
            "x:",
            "u",
            "rl(",
        ]
    ),
    max_size=14,
).map("".join)


@given(st.recursive(PIECES, lambda inner: st.lists(inner, max_size=4).map(lambda parts: f"<g>{''.join(parts)}</g>")))
@settings(max_examples=300, deadline=None)
def test_any_nesting_comes_out_harmless_and_settled(inner: str) -> None:
    once = svg.clean(f"{HEAD}>{inner}</svg>".encode())
    assert_harmless(once.data)
    assert svg.clean(once.data) == svg.Cleaned(data=once.data, removed=())


@given(CSS)
@example(r"url(#a@import\72")
@settings(max_examples=1_500, deadline=None)
def test_any_css_comes_out_harmless_and_settled(css: str) -> None:
    escaped = css.replace('"', "&quot;")
    once = svg.clean(f'{HEAD}><style>{css}</style><rect style="{escaped}" fill="{escaped}"/></svg>'.encode())
    assert_harmless(once.data)
    assert svg.clean(once.data) == svg.Cleaned(data=once.data, removed=())


@given(st.data())
@settings(max_examples=500, deadline=None)
def test_any_damage_comes_out_harmless_or_is_refused(data: st.DataObject) -> None:
    text = bytearray(f"{HEAD}>{''.join(data.draw(st.lists(PIECES, max_size=4)))}</svg>".encode())
    for _ in range(data.draw(st.integers(0, 4))):
        at = data.draw(st.integers(0, len(text) - 1))
        text[at : at + data.draw(st.integers(0, 3))] = data.draw(st.binary(max_size=3))
    try:
        once = svg.clean(bytes(text))
    except svg.SvgError:
        return
    assert_harmless(once.data)
    assert svg.clean(once.data) == svg.Cleaned(data=once.data, removed=())


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]) | st.sampled_from("\n\t\r\"'&<>"), max_size=20))
def test_words_come_out_as_they_went_in(words: str) -> None:
    element = ET.Element("{http://www.w3.org/2000/svg}svg", {"id": words})
    ET.SubElement(element, "{http://www.w3.org/2000/svg}text").text = words
    before = ET.tostring(element)
    try:
        expected = ET.fromstring(before)
    except ET.ParseError:
        return
    found = ET.fromstring(svg.clean(before).data)
    assert found[0].text == expected[0].text
    if "(" not in words:
        assert found.attrib == expected.attrib


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"<html/>", "begins with <html>"),
        (f"{HEAD}><g></svg>".encode(), "well-formed"),
        (b"", "well-formed"),
        (b"\x89PNG", "well-formed"),
        (b'<?xml version="1.0" encoding="ebcdic-cp-us"?><svg/>', "it"),
        (b'<!DOCTYPE svg [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><svg>&b;</svg>', "entity"),
        (b'<!DOCTYPE svg [<!ENTITY a "aaaaaaaa">]><svg id="' + b"&a;" * 200_000 + b'"/>', "entity"),
        (b'<!DOCTYPE svg [<!ENTITY a SYSTEM "file:///etc/passwd">]><svg>&a;</svg>', "entity"),
        (b'<!DOCTYPE svg [<!ENTITY % a SYSTEM "http://evil.example/">%a;]><svg/>', "entity"),
        (f"{HEAD}>{'<g id=%r>' * 30_000}{'</g>' * 30_000}</svg>".replace("%r", "'a'").encode(), None),
        (
            f"{HEAD}><g id='a0'/>".encode()
            + b"".join(b"<g id='a%d'>%b</g>" % (n, b"<use href='#a%d'/>" % (n - 1) * 10) for n in range(1, 10))
            + b"</svg>",
            "never end",
        ),
    ],
)
def test_what_is_no_drawing_is_refused(data: bytes, why: str | None) -> None:
    if why is None:
        assert_harmless(svg.clean(data).data)
        return
    with pytest.raises(svg.SvgError, match=why):
        svg.clean(data)


def test_an_entity_of_a_drawing_program_is_written_out() -> None:
    data = b'<!DOCTYPE svg [<!ENTITY ns "http://ns.example/">]><svg xmlns="http://www.w3.org/2000/svg" class="&ns;"/>'
    assert svg.clean(data).data == b'<svg xmlns="http://www.w3.org/2000/svg" class="http://ns.example/"/>'


@pytest.mark.parametrize(
    ("declared", "codec", "words"),
    [
        ("utf-8", "utf-8-sig", "Größe"),
        ("utf8", "utf-8", "Größe"),
        ("UTF-16", "utf-8", "Größe"),
        ("utf-16", "utf-16", "Größe"),
        ("utf-8", "utf-16", "Größe"),
        ("Big5", "utf-8-sig", "Größe"),
        ("latin-1", "latin-1", "Größe"),
        ("ISO-8859-1", "latin-1", "Größe"),
        ("windows-1252", "cp1252", "“Größe”"),
        ("x-mac-roman", "mac-roman", "Größe"),
        ("koi8-r", "koi8-r", "клетка"),
        ("GBK", "gbk", "细胞"),
        ("gb2312", "gbk", "細胞"),
        ("GB18030", "gb18030", "细胞🦉"),
        ("Big5", "big5", "細胞"),
        ("Shift_JIS", "cp932", "細胞①"),
        ("x-sjis", "shift_jis", "表示"),
        ("EUC-JP", "euc_jp", "細胞"),
        ("ISO-2022-JP", "iso2022_jp", "細胞"),
        ("EUC-KR", "cp949", "세포똠"),
    ],
)
def test_encodings_that_browsers_know(declared: str, codec: str, words: str) -> None:
    text = f'<?xml version="1.0" encoding="{declared}"?>{HEAD}><text>{words}</text><script>{words}</script></svg>'
    found = svg.clean(text.encode(codec))
    assert f"<text>{words}</text></svg>".encode() in found.data
    assert found.removed == ("<script>",)


@pytest.mark.parametrize(
    "declared",
    [
        *("UTF-7", "UTF-32", "rot13", "hex", "idna", "punycode", "unicode_escape", "raw_unicode_escape", "undefined"),
        *(
            "nonsense",
            "ebcdic-cp-us",
            "cp037",
            "é",
            "aliases",
            "..aliases",
            "base64",
            "zlib",
            "mbcs",
            "utf_8_sig",
            "hz",
        ),
    ],
)
def test_what_browsers_know_as_no_encoding_is_refused(declared: str) -> None:
    text = f'<?xml version="1.0" encoding="{declared}"?>{HEAD}><text>+ADw-script+AD4- \\u003cscript></text></svg>'
    with pytest.raises(svg.SvgError, match="its encoding can't be read"):
        svg.clean(text.encode())


@pytest.mark.parametrize("codec", ["utf-32", "utf-32-le", "utf-32-be"])
def test_four_bytes_a_letter_are_refused(codec: str) -> None:
    bom = "\ufeff" if codec != "utf-32" else ""
    with pytest.raises(svg.SvgError, match=r"its encoding can't be read .*UTF-32"):
        svg.clean(f"{bom}{HEAD}></svg>".encode(codec))


@pytest.mark.parametrize("declared", ["GBK", "Shift_JIS", "EUC-KR", "Big5", "ascii", "windows-1252"])
def test_what_is_not_in_its_encoding_is_refused(declared: str) -> None:
    with pytest.raises(svg.SvgError, match=r"its encoding can't be read \(.* codec can't decode byte 0x81"):
        svg.clean(f'<?xml version="1.0" encoding="{declared}"?>{HEAD}>'.encode() + b"\x81</svg>")


@given(st.data())
@settings(max_examples=300, deadline=None)
def test_no_encoding_hides_what_is_harmful(data: st.DataObject) -> None:
    """What a browser would read as markup is markup here as well: it sees only what was looked at, in UTF-8."""
    label = data.draw(
        st.sampled_from(["GBK", "Big5", "Shift_JIS", "ISO-2022-JP", "EUC-JP", "EUC-KR", "utf-8", "gb18030"])
    )
    inner = b"".join(
        data.draw(
            st.lists(
                st.binary(max_size=3) | PIECES.map(str.encode) | st.sampled_from([b"\x1b$B", b"\x1b(B"]), max_size=6
            )
        )
    )
    try:
        once = svg.clean(f'<?xml version="1.0" encoding="{label}"?>{HEAD}>'.encode() + inner + b"</svg>")
    except svg.SvgError:
        return
    assert_harmless(once.data)
    assert svg.clean(once.data) == svg.Cleaned(data=once.data, removed=())


@pytest.mark.parametrize("end", ["</svg>", "</g>", "<!ENTITY"])
def test_nothing_of_a_drawing_stays_behind(monkeypatch: pytest.MonkeyPatch, end: str) -> None:
    """A build collects garbage rarely, so that what refers to itself would pile up: 1,000 drawings, all in memory."""
    seen: list[weakref.ref[object]] = []

    class Watched(svg._Cleaner):
        def __init__(self, references: int) -> None:
            super().__init__(references)
            seen.append(weakref.ref(self))

    monkeypatch.setattr(svg, "_Cleaner", Watched)
    gc.collect()
    gc.disable()
    try:
        with suppress(svg.SvgError):
            svg.clean(f"{HEAD}><g id='a'/><use href='#a'/>{end}".encode())
        assert [each() for each in seen] == [None]
    finally:
        gc.enable()


def test_what_drawing_programs_add_for_themselves_goes_unnamed() -> None:
    extra = 'xmlns:i="http://www.inkscape.org/namespaces/inkscape" i:version="1"'
    found = svg.clean(f"{HEAD} {extra}><metadata>x</metadata><i:grid/><circle r='1'/></svg>".encode())
    assert found == svg.Cleaned(data=b'<svg xmlns="http://www.w3.org/2000/svg"><circle r="1"/></svg>', removed=())


def test_a_drawing_without_a_namespace_gets_one() -> None:
    assert svg.clean(b"<svg><g/></svg>").data == b'<svg xmlns="http://www.w3.org/2000/svg"><g/></svg>'
