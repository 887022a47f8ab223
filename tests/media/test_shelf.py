"""Finding the files that cards use: beside the source and in declared folders, whatever links and names there are."""

from __future__ import annotations

import os
import unicodedata
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from deckwright.app import inspecting
from deckwright.app.caching import Cache
from deckwright.app.means import Means
from deckwright.app.media import MediaShelf
from deckwright.model import Medium
from media.made import JPEG, MP3, SVG, png


def put(folder: Path, files: dict[str, bytes]) -> Path:
    for name, data in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return folder


def codes(medium: Medium) -> list[str]:
    return [remark.code for remark in medium.remarks]


@pytest.fixture
def deck(tmp_path: Path) -> Path:
    secret = put(tmp_path, {"secret.png": png(shade=99), "elsewhere/secret.png": png(shade=99)})
    folder = put(tmp_path / "deck", {"cat.png": png(), "ch/cat.png": png(shade=1), "img/dog.png": png(shade=2)})
    (folder / "link.png").symlink_to(secret / "secret.png")
    (folder / "out").symlink_to(secret / "elsewhere")
    (folder / "loop.png").symlink_to("loop.png")
    (folder / "within.png").symlink_to("img/dog.png")
    (folder / "dir.png").mkdir()
    return folder


PARTS = st.sampled_from(
    [
        "..",
        ".",
        "",
        "out",
        "secret.png",
        "link.png",
        "elsewhere",
        "deck",
        "cat.png",
        "ch",
        "%2e%2e",
        "~",
        "CAT.PNG",
        "loop.png",
    ]
)


@given(st.lists(PARTS, min_size=1, max_size=6).map("/".join), st.sampled_from(["a.md", "ch/a.md", "ch/d/a.md"]))
@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_file_outside_is_ever_read(deck: Path, written: str, source: str) -> None:
    shelf = MediaShelf(deck, ["img", "out"])
    medium = shelf.beside(source)(written)
    assert all(path.resolve().is_relative_to(deck.resolve()) for path in shelf.files.values())
    assert medium.name in {"", *shelf.files}
    if medium.name:
        assert shelf.files[medium.name].read_bytes() != png(shade=99)


@pytest.mark.parametrize("written", ["link.png", "out/secret.png", "../secret.png", "/etc/hosts.png", "file:///x.png"])
def test_what_leaves_the_folder_is_reported(deck: Path, written: str) -> None:
    medium = MediaShelf(deck).beside("a.md")(written)
    assert (medium.name, codes(medium)) == ("", ["DW501"])
    assert written in medium.remarks[0].message


def test_a_link_that_leads_to_itself_is_reported_as_that(deck: Path) -> None:
    (deck / "one").symlink_to("two")
    (deck / "two").symlink_to("one")
    for written in ("loop.png", "one/cat.png"):
        medium = MediaShelf(deck).beside("a.md")(written)
        assert (medium.name, codes(medium)) == ("", ["DW507"])
        assert "leads to itself" in medium.remarks[0].message


def test_a_path_that_leaves_and_comes_back_leaves(deck: Path) -> None:
    medium = MediaShelf(deck).beside("ch/a.md")("../../deck/cat.png")
    assert (medium.name, codes(medium)) == ("", ["DW501"])


def test_a_link_within_the_folder_is_followed(deck: Path) -> None:
    shelf = MediaShelf(deck)
    assert shelf.beside("a.md")("within.png") == shelf.beside("ch/a.md")("../img/dog.png")


def test_one_name_in_two_folders_is_two_files(deck: Path) -> None:
    shelf = MediaShelf(deck)
    assert shelf.beside("a.md")("cat.png").name != shelf.beside("ch/a.md")("cat.png").name
    assert len(shelf.files) == 2


def test_missing_files_are_nothing_to_remark_on(deck: Path) -> None:
    find = MediaShelf(deck).beside("a.md")
    assert [find(each) for each in ("no.png", "no/cat.png", "cat.png/x.png", "", "\x00", "loop")] == [Medium()] * 6


def test_declared_folders_by_path_and_by_name(tmp_path: Path) -> None:
    files = {"assets/a.png": png(), "assets/deep/b.png": png(shade=1), "other/c.png": png(shade=2)}
    shelf = MediaShelf(put(tmp_path, files), ["assets"])
    find = shelf.beside("ch/notes.md")
    for written, place in (
        ("a.png", "assets/a.png"),
        ("deep/b.png", "assets/deep/b.png"),
        ("b.png", "assets/deep/b.png"),
    ):
        assert shelf.files[find(written).name] == tmp_path / place
        assert codes(find(written)) == []
    assert find("c.png") == Medium()


def test_of_several_files_with_the_name_the_nearest_is_taken_and_reported(tmp_path: Path) -> None:
    shelf = MediaShelf(put(tmp_path, {"v/x/y/p.png": png(), "v/z/p.png": png(shade=1)}), ["v"])
    found = shelf.beside("a.md")("p.png")
    assert shelf.files[found.name] == tmp_path / "v/z/p.png"
    assert codes(found) == ["DW509"]


def test_beside_the_source_comes_first(tmp_path: Path) -> None:
    shelf = MediaShelf(put(tmp_path, {"assets/p.png": png(), "ch/p.png": png(shade=1)}), ["assets"])
    assert shelf.files[shelf.beside("ch/a.md")("p.png").name] == tmp_path / "ch/p.png"


def test_case_is_forgiven_and_reported_on_any_system(tmp_path: Path) -> None:
    find = MediaShelf(put(tmp_path, {"Img/Cat.PNG": png()})).beside("a.md")
    assert find("Img/Cat.PNG").name.endswith(".png")
    assert codes(find("Img/Cat.PNG")) == []
    assert find("img/cat.png").name == find("Img/Cat.PNG").name
    assert codes(find("img/cat.png")) == ["DW508"]
    assert "Cat.PNG" in find("img/cat.png").remarks[0].message


@pytest.mark.parametrize("on_disk", ["NFC", "NFD"])
@pytest.mark.parametrize("written", ["Übung ä.png", "%C3%9Cbung%20%C3%A4.png", "U%CC%88bung%20a%CC%88.png"])
def test_composed_or_not_a_name_is_the_same(tmp_path: Path, on_disk: str, written: str) -> None:
    composed = unicodedata.normalize("NFC", "Übung ä.png")
    put(tmp_path, {composed if on_disk == "NFC" else unicodedata.normalize("NFD", composed): png()})
    medium = MediaShelf(tmp_path).beside("a.md")(written)
    assert (bool(medium.name), codes(medium)) == (True, [])


@pytest.mark.parametrize(
    ("name", "data", "suffix", "code"),
    [
        ("a.png", png(), "png", ""),
        ("a.PNG", png(), "png", ""),
        ("a.jpeg", JPEG, "jpeg", ""),
        ("a.png", JPEG, "jpg", "DW502"),
        ("a.png", MP3, "mp3", "DW502"),
        ("a.png", SVG, "svg", "DW502"),
        ("a.svg", SVG, "svg", ""),
        ("a.svg", png(), "png", "DW502"),
        ("a.svg", SVG.replace(b"<path", b"<script/><path"), "svg", "DW504"),
        ("a.svg", SVG.replace(b"</svg>", b""), "", "DW507"),
        ("a.svg", b'<?xml version="1.0" encoding="GBK"?>' + SVG, "svg", ""),
        ("a.svg", b'<?xml version="1.0" encoding="UTF-7"?>' + SVG, "", "DW507"),
        ("a.svg", b'<?xml version="1.0" encoding="GBK"?>' + SVG + b"\x81", "", "DW507"),
        ("a.png", b"<html><script>alert(1)</script>", "", "DW502"),
        ("a.mp3", b"MZ\x90\x00", "", "DW502"),
        ("a.png", b"", "", "DW507"),
        ("a.pdf", b"%PDF-1.7", "", "DW507"),
        ("a", png(), "png", "DW502"),
        ("a.png", png(4001, 2), "png", "DW503"),
        ("a.png", png(padding=3 << 20), "png", "DW503"),
        ("a.mp3", MP3 + bytes(21 << 20), "mp3", "DW503"),
        ("a.mp3", MP3 + bytes(3 << 20), "mp3", ""),
    ],
)
def test_what_a_file_is_counts(tmp_path: Path, name: str, data: bytes, suffix: str, code: str) -> None:
    medium = MediaShelf(put(tmp_path, {name: data})).beside("a.md")(name)
    assert (medium.name.partition(".")[2], codes(medium)) == (suffix, [code] if code else [])


def test_a_large_picture_is_reported_with_its_size(tmp_path: Path) -> None:
    put(tmp_path, {"a.png": png(5000, 10, padding=3 << 20)})
    (remark,) = MediaShelf(tmp_path).beside("a.md")("a.png").remarks
    assert remark.message == "“a.png” is large: 3.0 MB, 5000 × 10 pixels"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no pipes")
def test_what_is_no_file_is_refused(deck: Path) -> None:
    os.mkfifo(deck / "pipe.png")
    find = MediaShelf(deck).beside("a.md")
    assert [codes(find(each)) for each in ("dir.png", "pipe.png", f"{'x' * 300}.png")] == [["DW507"]] * 3


def rewrite(path: Path, content: bytes) -> None:
    """Write a file anew, at another time even where the file system's clock ticks slowly."""
    before = path.stat().st_ctime_ns
    while path.stat().st_ctime_ns == before:
        path.write_bytes(content)


def test_a_file_changed_since_is_read_again_and_others_are_not(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder, cache = put(tmp_path / "deck", {"a.png": png(), "b.png": png(shade=1)}), Means(cache=Cache(tmp_path / "c"))
    monkeypatch.setattr(inspecting, "_RACY", -(10**18))  # as if all had happened long ago
    read: list[str] = []
    inspect = inspecting.inspect

    def watched(path: Path) -> inspecting.Inspected:
        read.append(path.name)
        return inspect(path)

    monkeypatch.setattr(inspecting, "inspect", watched)

    def look() -> list[str]:
        read.clear()
        shelf = MediaShelf(folder, (), cache)
        names = [shelf.beside("a.md")(name).name for name in ("a.png", "b.png")]
        shelf.keep()
        return names

    first = look()
    assert read == ["a.png", "b.png"]
    assert look() == first
    assert read == []
    rewrite(folder / "a.png", png(shade=7))
    second = look()
    assert read == ["a.png"]
    assert (second[0] != first[0], second[1]) == (True, first[1])
    before = (folder / "a.png").stat()
    rewrite(folder / "a.png", png(shade=8))
    os.utime(folder / "a.png", ns=(before.st_atime_ns, before.st_mtime_ns))  # as some tools do; the inode's time tells
    assert look()[0] not in {first[0], second[0]}


def test_what_was_just_written_is_not_relied_on(tmp_path: Path) -> None:
    put(tmp_path, {"a.png": png()})
    written = (tmp_path / "a.png").stat().st_ctime_ns
    for later, relied_on in ((0, False), (10**7, False), (10**10, True)):
        stamp = inspecting.inspect(tmp_path / "a.png", lambda: written + later).stamp  # noqa: B023  (called at once)
        assert (stamp is not None) is relied_on


def test_a_receipt_holds_until_anything_would_be_found_otherwise(tmp_path: Path) -> None:
    put(tmp_path, {"assets/p.png": png()})
    shelf = MediaShelf(tmp_path, ["assets"])
    for written in ("p.png", "no.png"):
        shelf.beside("a.md")(written)
    assert MediaShelf(tmp_path, ["assets"]).confirms(shelf.receipt)
    for name in ("p.png", "no.png"):
        put(tmp_path, {name: png(shade=3)})
        assert not MediaShelf(tmp_path, ["assets"]).confirms(shelf.receipt)
        (tmp_path / name).unlink()
    assert MediaShelf(tmp_path, ["assets"]).confirms(shelf.receipt)
