"""Plain text, escapes, entities, line breaks, code spans, and the plain blocks: paragraphs, headings, rules."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from deckwright.markdown.extension import BlockRule, Extension, InlineRule, Token
from deckwright.markdown.math import report_leftover
from deckwright.markdown.page import characters, escape

if TYPE_CHECKING:
    from mistune.core import InlineState

    from deckwright.markdown.blocks import Blocks, State
    from deckwright.markdown.inlines import Inlines
    from deckwright.markdown.page import Page

_ATX = re.compile(r"(#{1,6})(?:[ \t]+([^\n]*))?\n?")
_ATX_END = re.compile(r"(?:^|[ \t])#+[ \t]*$")
_ATTRIBUTES = re.compile(r"(?<![ \t])[ \t]*\{:?[ \t]*[#.][^{}\n]*\}[ \t]*$")
"""`{#id .class}` behind a heading, which means something to web pages only."""
_SETEXT = re.compile(r"(=+|-+)[ \t]*(?:\n|$)")
_TWO_DOLLARS = re.compile(r"(?<!\$)\$\$(?!\$)")
_RULE = re.compile(r"([*_-])[ \t]*(?:\1[ \t]*){2,}(?:\n|$)")


def _parse_atx(blocks: Blocks, state: State, first: int) -> int | None:
    del blocks
    match = _ATX.match(state.src, first)
    if match is None or not (match.group(2) is not None or state.src[match.end(1) : match.end(1) + 1] in ("\n", "")):
        return None
    text = _ATTRIBUTES.sub("", (match.group(2) or "").strip(" \t"))
    cut = _ATX_END.search(text)
    state.append_token({"type": "heading", "level": len(match.group(1)), "text": text[: cut.start()] if cut else text})
    return match.end()


def _parse_setext(blocks: Blocks, state: State, first: int) -> int | None:
    """Make the open paragraph a heading; three lines of text above dashes are no heading but text above a rule."""
    del blocks
    match = _SETEXT.match(state.src, first)
    token = state.paragraph
    if match is None or token is None:
        return None
    dashes = match.group(1)[0] == "-"
    if dashes and state.last_line != state.paragraph_start:
        return None
    state.close_paragraph(state.cursor)
    token.update(type="heading", level=2 if dashes else 1)
    return match.end()


def _parse_rule(blocks: Blocks, state: State, first: int) -> int | None:
    del blocks
    match = _RULE.match(state.src, first)
    if match is None:
        return None
    state.append_token({"type": "thematic_break"})
    return match.end()


def _parse_escape(inlines: Inlines, match: re.Match[str], state: InlineState) -> int:
    del inlines
    state.append_token({"type": "text", "raw": match.group(1)})
    return match.end()


def _parse_hard_break(inlines: Inlines, match: re.Match[str], state: InlineState) -> int:
    del inlines
    state.append_token({"type": "linebreak"})
    return match.end()


def _parse_newline(inlines: Inlines, match: re.Match[str], state: InlineState) -> int:
    """Break the line where two spaces stand before its end."""
    del inlines
    last = state.tokens[-1] if state.tokens else None
    hard = False
    if last is not None and last["type"] == "text":
        stripped = last["raw"].rstrip(" \t")
        hard = last["raw"].endswith("  ")
        last["raw"] = stripped
    state.append_token({"type": "linebreak" if hard else "softbreak"})
    return match.end()


def _parse_entity(inlines: Inlines, match: re.Match[str], state: InlineState) -> int | None:
    del inlines
    raw = match.group()
    text = characters(raw)
    if text == raw:
        return None
    state.append_token({"type": "text", "raw": text.replace("\n", " ")})
    return match.end()


def _parse_code_span(inlines: Inlines, match: re.Match[str], state: InlineState) -> int:
    return inlines.parse_codespan(match, state)


def _write_text(page: Page, token: Token) -> str:
    raw: str = token["raw"]
    if "$$" in raw and _TWO_DOLLARS.search(raw):
        report_leftover(page)
    return escape(raw)


def _write_code_span(page: Page, token: Token) -> str:
    del page
    return f"<code>{escape(token['raw'])}</code>"


def _write_soft_break(page: Page, token: Token) -> str:
    del token
    page.line += 1
    return "\n"


def _write_hard_break(page: Page, token: Token) -> str:
    del token
    page.line += 1
    return "<br>\n"


def _write_paragraph(page: Page, token: Token) -> str:
    text = page.write_text(token["text"])
    return f"<p>{text}</p>" if text.strip(" \n\t") else text


def _write_bare(page: Page, token: Token) -> str:
    return page.write_text(token["text"])


def _write_heading(page: Page, token: Token) -> str:
    level = token["level"]
    return f"<h{level}>{page.write_text(token['text'])}</h{level}>"


def _write_rule(page: Page, token: Token) -> str:
    del page, token
    return "<hr>"


EXTENSION = Extension(
    blocks=(
        BlockRule(starts="#", parse=_parse_atx),
        BlockRule(starts="=-", parse=_parse_setext),
        BlockRule(starts="*_-", parse=_parse_rule),
    ),
    inlines=(
        InlineRule(starts="\\", pattern=re.compile(r"\\([!-/:-@\[-`{-~])"), parse=_parse_escape),
        InlineRule(starts="\\", pattern=re.compile(r"\\\n[ \t]*"), parse=_parse_hard_break),
        InlineRule(starts="\n", pattern=re.compile(r"\n[ \t]*"), parse=_parse_newline),
        InlineRule(
            starts="&", pattern=re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|\w{1,40});"), parse=_parse_entity
        ),
        InlineRule(starts="`", pattern=re.compile(r"`+"), parse=_parse_code_span),
    ),
    nodes={
        "text": _write_text,
        "delimiter": _write_text,
        "codespan": _write_code_span,
        "softbreak": _write_soft_break,
        "linebreak": _write_hard_break,
        "paragraph": _write_paragraph,
        "block_text": _write_bare,
        "heading": _write_heading,
        "thematic_break": _write_rule,
    },
)
