"""The preview's server, run for real: who is answered, what a save does, and how it ends."""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.project import CELLS, Project
from preview.running import PATIENCE, Running, Site, running, save


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, Running, Site]]:
    folder = tmp_path_factory.mktemp("served")
    (folder / "cells.md").write_text(CELLS, encoding="utf-8")
    with running(folder, "preview", "cells.md", "--serve", "--port", "0") as server:
        yield folder, server, Site(server.product())


def test_the_site_is_served_with_its_policies(served: tuple[Path, Running, Site]) -> None:
    _, _, site = served
    for path, kind, policy in (
        ("/", "text/html", "script-src 'self'; style-src 'self';"),
        ("/index.html?x=1", "text/html", "frame-ancestors 'none'"),
        ("/site.js", "text/javascript", "sandbox"),
        ("/data/index.js", "text/javascript", "sandbox"),
        ("/css/qa.css", "text/css", "sandbox"),
    ):
        status, content, headers = site.ask(path)
        assert (status, bool(content)) == (200, True)
        assert headers["content-type"].startswith(kind)
        assert policy in headers["content-security-policy"]
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["cross-origin-resource-policy"] == "same-origin"
        assert headers["cache-control"] == "no-store"
    assert site.ask("/", method="HEAD")[0] == 200
    assert site.ask("/mathjax/tex-chtml-full.js")[2]["cache-control"] == "private, max-age=3600"


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "[::1]"])
def test_our_own_names_are_answered(served: tuple[Path, Running, Site], host: str) -> None:
    _, _, site = served
    assert site.ask("/", Host=f"{host}:{site.port}")[0] == 200


@pytest.mark.parametrize("host", ["evil.test", "localhost", "localhost.evil.test:{port}", "0.0.0.0:{port}", ""])
def test_other_names_are_refused(served: tuple[Path, Running, Site], host: str) -> None:
    _, _, site = served
    assert site.ask("/data/index.js", Host=host.format(port=site.port))[0] == 403


@pytest.mark.parametrize("origin", ["http://evil.test", "null", "https://localhost:{port}", "http://localhost:1"])
@pytest.mark.parametrize("path", ["/", "/data/index.js", "/events", "/nothing"])
def test_other_origins_are_refused(served: tuple[Path, Running, Site], origin: str, path: str) -> None:
    _, _, site = served
    assert site.ask(path, Origin=origin.format(port=site.port))[0] == 403
    assert site.ask(path, Sec_Fetch_Site="cross-site")[0] == 403


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS"])
def test_nothing_can_be_asked_but_to_show(served: tuple[Path, Running, Site], method: str) -> None:
    _, _, site = served
    assert site.ask("/", method=method)[0] == 403


@pytest.mark.parametrize(
    "path",
    [
        "/../cells.md", "/cells.md", "/media/../../cells.md", "/%2e%2e/cells.md", "/..%2fcells.md", "/%2e%2e%2f%2e%2e%2fetc/passwd",
        "//etc/passwd", "/data/..%5c..%5ccells.md", "/media/%00", "/cards/", "/etc/passwd", "/data/index.js/", "/.",
    ],
)  # fmt: skip
def test_nothing_but_the_site_can_be_reached(served: tuple[Path, Running, Site], path: str) -> None:
    _, _, site = served
    status, content, _ = site.ask(path)
    assert status == 404
    assert b"mitochondrion" not in content


def test_a_save_a_mistake_and_its_end(served: tuple[Path, Running, Site]) -> None:
    folder, server, site = served
    source = folder / "cells.md"
    with site.news() as news:
        first, _ = next(news)
        save(source, CELLS.replace("sugar and oxygen", "glucose and oxygen"))
        second, _ = next(news)
        assert second != first
        assert second.encode() in site.ask("/data/index.js")[1]
        assert b"glucose and oxygen" in site.ask("/data/text.js")[1]
        save(folder / "deck.toml", "nonsense = 1\n")
        next(news)
        index = site.ask("/data/index.js")[1]
        assert b"nonsense" in index
        assert b"mitochondrion" in index
        assert "deck.toml:1" in server.hears("nonsense")
        server.hears("Known keys")
        (folder / "deck.toml").unlink()
        next(news)
        assert b"nonsense" not in site.ask("/data/index.js")[1]
        save(source, CELLS.replace("sugar and oxygen", "{{c1::sugar and oxygen"))
        next(news)
        assert server.hears("DW220").startswith("cells.md:")
        server.hears("Close it with }}")
    assert sorted(path.name for path in folder.iterdir()) == ["cells.md"]


def test_a_new_file_and_a_new_folder_are_noticed(cells: Project) -> None:
    with running(cells.folder, "preview", ".", "--serve", "--port", "0") as server:
        site = Site(server.product())
        with site.news() as news:
            next(news)
            time.sleep(0.5)  # so that it mostly comes while it is watched for; it has to be seen in any case
            cells.write("part/more.md", "# More\n\n### Q1.1: What is new here?\n\nThis is.\n")
            deadline = time.monotonic() + PATIENCE
            while b"What is new here?" not in site.ask("/data/index.js")[1]:
                assert time.monotonic() < deadline
                next(news)


def test_ctrl_c_ends_it_cleanly_while_pages_wait_for_news(cells: Project) -> None:
    with running(cells.folder, "preview", "cells.md", "--serve", "--port", "0") as server:
        site = Site(server.product())
        with site.news() as news:
            next(news)
            assert server.interrupt() == 130
        assert server.said[-1] == "Ended."
        assert "Traceback" not in "\n".join(server.said)
    assert sorted(cells.files()) == ["cells.md"]


def test_a_port_that_is_taken_is_said(cells: Project) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        result = cells.run("preview", "cells.md", "--serve", "--port", taken.getsockname()[1])
    assert result.code == 2
    assert "can't be used" in result.err
    assert "--port 0" in result.err
