"""The pages that come from the code are up to date, and what the pages link to is there."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path
from types import ModuleType

import pytest

from deckwright.cli.main import deckwright
from deckwright.codes import CATALOGUE
from deckwright.errors import Severity
from deckwright.markdown.render import RenderSettings, render
from deckwright.model import Kind, Passage
from deckwright.segment.cut import segment

ROOT = Path(__file__).parents[2]
_CODE = re.compile(r"^(`{3,}).*?^\1`*$|(`+)(?!`).*?\2", re.DOTALL | re.MULTILINE)
_LINK = re.compile(r"\]\((?!https?://)([^)#]+)(?:#[^)]*)?\)")


def _generator() -> ModuleType:
    spec = importlib.util.spec_from_file_location("generate", ROOT / "docs/generate.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("name", ["commands.md", "deck-toml.md", "diagnostics.md"])
def test_a_generated_page_is_up_to_date(name: str) -> None:
    text = (ROOT / "docs" / name).read_text("utf-8")
    assert text == _generator().pages()[name], "run: python docs/generate.py"


@pytest.mark.parametrize("page", sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/*.md")]), ids=lambda page: page.name)
def test_every_link_to_a_file_leads_somewhere(page: Path) -> None:
    text = _CODE.sub("", page.read_text("utf-8"))
    missing = [link for link in _LINK.findall(text) if not (page.parent / link).exists()]
    assert missing == []


def test_every_command_has_help_and_stands_in_the_readme() -> None:
    readme = (ROOT / "README.md").read_text("utf-8")
    for name, command in deckwright.commands.items():
        assert command.help
        assert f"`deckwright {name}`" in readme
        assert all(getattr(option, "help", "") for option in command.params if option.param_type_name == "option")


def test_every_code_of_the_catalogue_is_reported_somewhere() -> None:
    source = "\n".join(path.read_text("utf-8") for path in (ROOT / "src").rglob("*.py") if path.name != "codes.py")
    assert [code for code in CATALOGUE if f'"{code}"' not in source] == []


def test_every_reported_code_is_in_the_catalogue() -> None:
    source = "\n".join(path.read_text("utf-8") for path in (ROOT / "src").rglob("*.py"))
    assert set(re.findall(r'"(DW\d{3})"', source)) <= set(CATALOGUE)


def test_no_code_has_two_meanings() -> None:
    source = (ROOT / "src/deckwright/codes.py").read_text("utf-8")
    assert sorted(re.findall(r'"(DW\d{3})"', source)) == sorted(CATALOGUE)


def test_every_code_says_what_to_do() -> None:
    for row in CATALOGUE.values():
        assert row.remedy.endswith((".", "!"))
        assert not row.title.endswith(".")
        assert row.severity in Severity


def _examples() -> list[tuple[str, str]]:
    text = (ROOT / "docs/text-rules.md").read_text("utf-8")
    found = re.findall(r"^(`{3,})markdown\n(.*?)^\1\n\n```html\n(.*?)^```$", text, re.DOTALL | re.MULTILINE)
    return [(markdown, html) for _, markdown, html in found]


@pytest.mark.parametrize(("markdown", "html"), _examples())
def test_an_example_of_the_text_rules_is_what_happens(markdown: str, html: str) -> None:
    fragment, _ = render(Passage(text=markdown), RenderSettings(file="example.md"))
    assert fragment.html.replace(">\n<", "><") == html.strip().replace(">\n<", "><")


def test_the_text_rules_have_examples() -> None:
    assert len(_examples()) > 5


def test_the_readmes_first_document_is_a_question_with_a_follow_up() -> None:
    (example, *_) = re.findall(
        r"^```markdown\n(.*?)^```$", (ROOT / "README.md").read_text("utf-8"), re.DOTALL | re.MULTILINE
    )
    first, second = segment(example, file="questions.md").entries
    assert (first.kind, second.kind) == (Kind.QA, Kind.FOLLOW_UP)
    assert second.parent == first.question.text
    assert first.extra


def test_the_page_on_studying_names_every_kind() -> None:
    text = (ROOT / "docs/studying.md").read_text("utf-8")
    assert [kind.value for kind in Kind if kind is not Kind.QA and f"::kind::{kind.value}`" not in text] == []
