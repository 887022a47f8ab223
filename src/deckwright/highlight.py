"""Pygments: code as spans with CSS classes, and the colours of those classes."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pygments.lexer import Lexer

MAX_LENGTH = 10_000
"""Characters, some 250 lines; longer code isn't coloured: some lexers take time that grows with the square of the length."""

_LIKENESS = 0.82
"""How like a known name a word must be to be taken for a slip of the pen; what is less like it is another word."""
_PLAIN = frozenset(
    {"text", "txt", "plain", "plaintext", "none", "nohighlight", "output", "pseudocode", "pseudo", "ascii"}
)
_ALIASES = {
    "jsx": "javascript",
    "mjs": "javascript",
    "cjs": "javascript",
    "node": "javascript",
    "tsx": "typescript",
    "mts": "typescript",
    "jsonc": "json",
    "c++17": "cpp",
    "c++20": "cpp",
    "cplusplus": "cpp",
    "py2": "python2",
    "python3.11": "python",
    "pycon3": "pycon",
    "ps": "powershell",
    "cmd": "batch",
    "console": "console",
    "shell-session": "console",
    "terminal": "console",
    "csharp": "csharp",
    "vb": "vbnet",
    "docker-compose": "yaml",
    "kubernetes": "yaml",
    "k8s": "yaml",
    "tf": "terraform",
    "proto3": "protobuf",
    "plpgsql": "plpgsql",
    "env": "bash",
    "gitignore": "text",
    "vue": "html",
    "svelte": "html",
    "jupyter": "python",
    "ipy": "python",
}
_DIAGRAMS = frozenset(
    {
        *("mermaid", "plantuml", "puml", "uml", "d2", "ditaa", "svgbob", "nomnoml", "wavedrom", "markmap", "bpmn"),
        *("vega", "vega-lite", "vegalite", "flowchart", "flow", "sequence", "railroad", "bytefield", "excalidraw"),
        *("chart", "tikz", "tikzcd", "structurizr", "blockdiag", "seqdiag", "nwdiag", "actdiag", "erd", "pikchr"),
        *("drawio", "smiles", "abc", "geojson", "topojson", "stl"),
    }
)
_SILENT = frozenset({"", "n", "nx", "p", "w"})
"""Classes that no style worth having colours, and that make up half of all spans."""


@cache
def _names() -> dict[str, str]:
    """Every name of a language in lower case, with the first of its lexer's own names."""
    from pygments.lexers import get_all_lexers  # noqa: PLC0415

    names = {alias.lower(): aliases[0] for _, aliases, _, _ in get_all_lexers(plugins=False) for alias in aliases}
    return names | {alias: target for alias, target in _ALIASES.items() if alias not in names}


@cache
def _lexer(name: str) -> Lexer:
    from pygments.lexers import get_lexer_by_name  # noqa: PLC0415

    return get_lexer_by_name(name, stripnl=False)


@cache
def canonical(language: str) -> str | None:
    """Give the one name under which a language is shown; None if it isn't known."""
    name = language.lower()
    return "text" if name in _PLAIN else _names().get(name)


def is_diagram(language: str) -> bool:
    """Whether a language is one that web pages draw pictures from."""
    return language.lower() in _DIAGRAMS


@cache
def nearest(language: str) -> str | None:
    """Find the known name that is most like a language's, for a hint."""
    from difflib import get_close_matches  # noqa: PLC0415

    close = get_close_matches(language.lower(), [*_names(), *_PLAIN], n=1, cutoff=_LIKENESS)
    return close[0] if close else None


def is_too_long(source: str, language: str) -> bool:
    """Whether code has no colours only since there is so much of it."""
    return len(source) > MAX_LENGTH and canonical(language) not in {"text", None}


def code(source: str, language: str) -> str | None:
    """Write source as HTML with a span for each token that a style may colour; None if the language isn't known."""
    name = canonical(language)
    if name is None:
        return None
    if name == "text" or is_too_long(source, language):
        return _escape(source)
    parts: list[str] = []
    plain: list[str] = []
    pending, text = "", ""
    for kind, value in _tokens(source, name):
        plain.append(value)
        css_class = "" if value.isspace() else _css_class(kind)
        if css_class == pending:
            text += value
            continue
        parts.append(_span(pending, text))
        pending, text = css_class, value
    parts.append(_span(pending, text))
    return "".join(parts) if "".join(plain) == source else _escape(source)


def _tokens(source: str, name: str) -> Iterator[tuple[object, str]]:
    """Lex source with an end to its last line, without which many lexers take that line for an error."""
    held: tuple[object, str] = (None, "")
    for token in _lexer(name).get_tokens(source + "\n"):
        if held[1]:
            yield held
        held = token
    kind, last = held
    yield kind, last.removesuffix("\n")


@cache
def _css_class(kind: object) -> str:
    from pygments.token import STANDARD_TYPES  # noqa: PLC0415

    while kind not in STANDARD_TYPES:
        kind = kind.parent  # type: ignore[attr-defined]
    name = STANDARD_TYPES[kind]  # type: ignore[index]
    return "" if name in _SILENT else name


def _span(css_class: str, text: str) -> str:
    if not css_class or not text:
        return _escape(text)
    return f'<span class="{css_class}">{_escape(text)}</span>'


def _escape(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def css(style_name: str) -> dict[str, str]:
    """List a Pygments style's declarations for every class that `code` may write, for generating style sheets."""
    from pygments.styles import get_style_by_name  # noqa: PLC0415
    from pygments.token import STANDARD_TYPES  # noqa: PLC0415

    style = get_style_by_name(style_name)
    rules: dict[str, str] = {}
    for kind, name in STANDARD_TYPES.items():
        look = style.style_for_token(kind)
        declarations = [
            f"color: #{look['color']}" if look["color"] else "",
            f"background-color: #{look['bgcolor']}" if look["bgcolor"] else "",
            "font-weight: bold" if look["bold"] else "",
            "font-style: italic" if look["italic"] else "",
            "text-decoration: underline" if look["underline"] else "",
        ]
        text = "; ".join(filter(None, declarations))
        if name not in _SILENT and text:
            rules[name] = text
    return rules
