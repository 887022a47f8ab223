"""Two learners, one server: both end with the new content and all reviews, and nothing is decided for anybody."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from app.project import Project
from deckwright.errors import UsageError
from deckwright.sync.plan import Act
from deckwright.targets.applying import carry_out
from deckwright.targets.collection.server import Account, ServerTarget
from deckwright.targets.target import Outcome, StaleError, TargetError
from sync.made import deck
from sync.rigs import FileRig, ServerRig, sync_device
from sync.server import PASSWORD
from sync.test_contract import A, B, acts, bring, errand

pytestmark = pytest.mark.anki


@pytest.fixture
def server(tmp_path: Path) -> Iterator[ServerRig]:
    pytest.importorskip("anki.collection", reason="needs the anki extra")
    rig = ServerRig(tmp_path)
    yield rig
    rig.close()


def test_a_syncs_the_deck_while_b_reviews(server: ServerRig) -> None:
    bring(server, deck([A, B]))
    author = FileRig(server.author)
    with server.learner() as learner:
        learner.study("a")
        learner.edit("b", Extra="from my phone")
    with author.learner() as learner:
        learner.study("b")
    assert acts(bring(server, deck([replace(A, answer="new"), replace(B, hint="new")]))) == {
        "a": (Act.UPDATE,),
        "b": (Act.UPDATE, Act.KEEP),
    }
    with server.learner() as device:
        seen = device.see_all()
        reviews = device.col.db.list("select cid from revlog order by cid")
    with author.learner() as learner:
        assert learner.see_all() == seen
        assert learner.col.db.list("select cid from revlog order by cid") == reviews
    assert len(reviews) == 2
    assert (seen["a"].fields["Answer"], seen["b"].fields["Hint"], seen["b"].fields["Extra"]) == (
        "new",
        "new",
        "from my phone",
    )


def test_an_edit_that_arrives_after_the_plan_makes_it_stale(server: ServerRig) -> None:
    bring(server, deck([A]))
    work = errand(server, deck([replace(A, answer="new")]))
    plan = work.plan()
    with server.learner() as learner:
        learner.edit("a", Answer="mine")
    with pytest.raises(StaleError):
        carry_out(work, plan, lambda _: None)
    assert acts(work.plan()) == {"a": (Act.CONFLICT,)}


def test_which_side_replaces_the_other_is_the_users_to_say(server: ServerRig) -> None:
    bring(server, deck([A]))
    with server.learner():
        pass
    for folder, name in ((server.author, "Mine"), (server.device, "Yours")):
        with FileRig(folder).learner() as learner:
            kind: Any = learner.col.models.by_name("Basic")
            learner.col.models.add_field(kind, learner.col.models.new_field(name))
            learner.col.models.update_dict(kind)
            if folder == server.device:
                _send_all(learner, server.account)
    with FileRig(server.author).learner() as learner:
        before = learner.see_all(), learner.col.models.by_name("Basic")
    with pytest.raises(TargetError, match="come apart") as raised:
        server.target.read(deck([A]).wanted.scope)
    assert "Only you" in raised.value.hint
    with FileRig(server.author).learner() as learner:
        assert (learner.see_all(), learner.col.models.by_name("Basic")) == before


def _send_all(learner: Any, who: Account) -> None:
    """Choose, as a user in Anki's window, that this side counts."""
    auth = learner.col.sync_login(who.user, who.password, who.endpoint)
    done = learner.col.sync_collection(auth, sync_media=False)
    assert done.required == done.FULL_SYNC
    learner.col.close_for_full_sync()
    learner.col.full_upload_or_download(auth=auth, server_usn=done.server_media_usn, upload=True)
    learner.col.reopen(after_full_sync=True)


def test_a_server_that_is_gone_in_the_middle(server: ServerRig, monkeypatch: pytest.MonkeyPatch) -> None:
    bring(server, deck([A]))
    new = deck([replace(A, answer="new")])
    work = errand(server, new)
    plan = work.plan()
    from deckwright.targets.applying import apply

    def cut(*args: Any) -> Outcome:
        server.close()
        return apply(*args)

    monkeypatch.setattr("deckwright.targets.applying.apply", cut)
    with pytest.raises(TargetError, match="can't be reached"):
        carry_out(work, plan, lambda _: None)
    with FileRig(server.author).learner() as learner:
        assert learner.see("a").fields["Answer"] == "new"


@pytest.mark.parametrize("part", ["user", "password"])
def test_an_account_that_is_wrong(server: ServerRig, part: str) -> None:
    wrong = replace(server.account, **{part: "other-secret"})
    with pytest.raises(TargetError, match="doesn't know this user") as raised:
        ServerTarget(server.author / "collection.anki2", wrong).read(deck([]).wanted.scope)
    assert "other-secret" not in repr((raised.value, raised.value.hint, raised.value.__cause__, wrong))


class TestCommand:
    def _options(self, server: ServerRig) -> list[str]:
        collection = str(server.author / "collection.anki2")
        place = ["--collection", collection, "--endpoint", server.account.endpoint]
        return ["sync", "cells.md", "--target", "server", *place]

    def test_from_markdown_to_another_device(
        self, project: Project, server: ServerRig, monkeypatch: pytest.MonkeyPatch, state: Path
    ) -> None:
        monkeypatch.setenv("DECKWRIGHT_SYNC_USER", server.account.user)
        monkeypatch.setenv("DECKWRIGHT_SYNC_PASSWORD", PASSWORD)
        dry = project.run(*self._options(server), "--dry-run")
        done = project.run(*self._options(server), "--yes")
        assert (dry.code, done.code, "4 add" in done.out) == (0, 0, True), done.err
        with server.learner() as learner:
            assert len(learner.guids()) == 4
        again = project.run(*self._options(server), "--yes")
        assert (again.code, "4 unchanged" in again.out) == (0, True)
        written = [path.read_bytes() for path in [*state.rglob("*"), *project.folder.rglob("*")] if path.is_file()]
        said = "".join(each.out + each.err for each in (dry, done, again)).encode()
        assert PASSWORD.encode() not in b"".join([said, *written])

    def test_what_was_edited_on_another_device_can_be_pulled(
        self, project: Project, server: ServerRig, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("DECKWRIGHT_SYNC_USER", server.account.user)
        monkeypatch.setenv("DECKWRIGHT_SYNC_PASSWORD", PASSWORD)
        pull = ["pull", "cells.md", "--target", "server", "--endpoint", server.account.endpoint]
        nothing = project.run(*pull)
        assert (nothing.code, "no note of the deck" in nothing.err) == (2, True)
        project.run(*self._options(server), "--yes")
        with server.learner() as learner:
            guid = learner.guids()[0]
            learner.edit(guid, Hint="from my phone")
        before = (server.author / "collection.anki2").read_bytes()
        (edit,) = project.run(*pull, "--json").json["edits"]
        assert (edit["guid"], list(edit["fields"])) == (guid, ["Hint"])
        assert (server.author / "collection.anki2").read_bytes() == before
        with server.learner() as learner:
            assert learner.see(guid).fields["Hint"] == "from my phone"
        monkeypatch.setenv("DECKWRIGHT_SYNC_PASSWORD", f"wrong-{PASSWORD}")
        refused = project.run(*pull)
        assert (refused.code, "doesn't know this user" in refused.err, PASSWORD in refused.err) == (1, True, False)

    def test_the_password_is_asked_for_and_not_shown(
        self, project: Project, server: ServerRig, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("DECKWRIGHT_SYNC_USER", server.account.user)
        monkeypatch.delenv("DECKWRIGHT_SYNC_PASSWORD", raising=False)
        monkeypatch.setattr("click.termui.hidden_prompt_func", lambda _: "wrong-" + PASSWORD)
        done = project.run(*self._options(server), "--yes")
        assert (done.code, "doesn't know this user" in done.err) == (1, True)
        assert PASSWORD not in done.out + done.err

    def test_no_password_in_a_traceback(
        self, project: Project, server: ServerRig, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
    ) -> None:
        logs = tmp_path / "logs"
        logs.mkdir()
        monkeypatch.setenv("DECKWRIGHT_SYNC_USER", server.account.user)
        monkeypatch.setenv("DECKWRIGHT_SYNC_PASSWORD", PASSWORD)
        monkeypatch.setattr("tempfile.tempdir", str(logs))
        monkeypatch.setattr("deckwright.targets.collection.server._Link.sync", lambda _: 1 / 0)
        done = project.run(*self._options(server), "--yes")
        (log,) = logs.glob("deckwright-*.log")
        assert (done.code, "ZeroDivisionError" in log.read_text("utf-8")) == (1, True)
        assert PASSWORD not in done.out + done.err + log.read_text("utf-8")


def test_both_devices_have_what_the_other_did(server: ServerRig) -> None:
    bring(server, deck([A]))
    with server.learner() as learner:
        learner.tag("a", "mine")
    bring(server, deck([A, B]))
    with FileRig(server.author).learner() as author:
        sync_device(author, server.account)
        assert author.guids() == ("a", "b")
        assert "mine" in author.see("a").tags


@pytest.mark.parametrize("endpoint", ["http://ann:secret@127.0.0.1/", "somewhere", "http://[::1", "http://host:abc"])
def test_an_address_that_is_none(tmp_path: Path, endpoint: str) -> None:
    with pytest.raises(UsageError) as raised:
        ServerTarget(tmp_path / "collection.anki2", Account(user="", password="", endpoint=endpoint))
    assert "secret" not in raised.value.message


def test_a_password_that_no_server_could_read(tmp_path: Path) -> None:
    with pytest.raises(UsageError) as raised:
        ServerTarget(tmp_path / "collection.anki2", Account(user="ann", password="s3cret\udcff"))
    assert "s3cret" not in raised.value.message
