r"""Math: `$…$`, `$$…$$`, `\(…\)`, `\[…\]`, environments, and what keeps escaped brackets from being math.

The HTML holds math as `<dw-i>` and `<dw-d>`; `guards` turns these into Anki's delimiters at the very end, when it
breaks up whatever else looks like them.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from deckwright.markdown.dollars import BLANK_LINES, DOLLAR, LONGEST, TEX, WORD, inline_math_end
from deckwright.markdown.extension import BlockRule, Extension, InlineRule, Token
from deckwright.markdown.marks import without_marks
from deckwright.markdown.page import escape
from deckwright.markdown.tex import doubtful_gap, flaw, group_gaps

if TYPE_CHECKING:
    from mistune.core import InlineState

    from deckwright.markdown.blocks import Blocks, State
    from deckwright.markdown.inlines import Inlines
    from deckwright.markdown.page import Page

_DOLLARS = re.compile(r"\$\$(?!\$)")
_BRACKET = re.compile(r"\\([(\[])")
_ROW_END = re.compile(r"\\\\(?=[()\[\]])")
_ENTITY = re.compile(r"&(lt|gt|amp);")
_COMMAND = re.compile(r"\\(?:[A-Za-z]+|\\)")
_ENVIRONMENT = re.compile(r"\\begin\{((?:align|alignat|eqnarray|equation|gather|multline)\*?)\}")


def _is_tex(text: str) -> bool:
    r"""Whether what stands between `\(` and `\)` is math, not prose whose brackets somebody escaped."""
    if TEX.search(text):
        return True
    words = WORD.findall(text)
    if not words:
        return "(" in text or any(sign in text for sign in "-/!≤≥∑∏√∞")
    return all(len(word) == 1 for word in words) or (len(text) <= 3 and text.isupper())


def _parse_dollar(inlines: Inlines, match: re.Match[str], state: InlineState) -> int | None:
    del inlines
    end = inline_math_end(state.src, match.start())
    if end is None:
        return None
    found = DOLLAR.match(state.src, match.start())
    assert found is not None
    state.append_token({"type": "inline_math", "raw": found["fenced"] or found["tex"]})
    return end


def _parse_dollars(inlines: Inlines, match: re.Match[str], state: InlineState) -> int | None:
    del inlines
    src = state.src
    end = state.delimiters.find("$$", match.end())
    if end is None or (src[match.start() - 1 : match.start()] == "$" and not _is_after_math(state)):
        return None
    if src.startswith("$", end + 2) and inline_math_end(src, end + 2) is None:
        return None
    if end - match.end() > LONGEST:
        return None
    text = src[match.end() : end]
    if not text.strip() or "\n\n" in text or ("\n" not in text and text != text.strip() and not _is_tex(text)):
        return None
    state.append_token({"type": "block_math", "raw": text})
    return end + 2


def _is_after_math(state: InlineState) -> bool:
    return bool(state.tokens) and state.tokens[-1]["type"] == "inline_math"


def _parse_bracket(inlines: Inlines, match: re.Match[str], state: InlineState) -> int | None:
    del inlines
    round_one = match.group(1) == "("
    end = _closing(state, match.end(), r"\)" if round_one else r"\]")
    if end is None or end - match.end() > LONGEST:
        return None
    text = _decoded(state.src[match.end() : end])
    if not text.strip() or not _is_tex(text.strip()) or (not round_one and state.src.startswith("(", end + 2)):
        return None
    state.append_token({"type": "inline_math" if round_one else "block_math", "raw": text})
    return end + 2


def _parse_ankis(inlines: Inlines, match: re.Match[str], state: InlineState) -> int | None:
    """Read `[$]…[/$]` and `[$$]…[/$$]`, Anki's own signs for what LaTeX is to draw."""
    del inlines
    sign = match.group(1)
    end = state.delimiters.find(f"[/{sign}]", match.end())
    if end is None or end - match.end() > LONGEST or not (text := state.src[match.end() : end]).strip():
        return None
    state.append_token({"type": "inline_math" if sign == "$" else "block_math", "raw": text})
    return end + len(sign) + 3


def _closing(state: InlineState, position: int, sign: str) -> int | None:
    """Find the next closing sign whose backslash isn't itself the second of a pair."""
    end = state.delimiters.find(sign, position)
    while end is not None and end - position <= LONGEST:
        backslashes = end
        while backslashes > position and state.src[backslashes - 1] == "\\":
            backslashes -= 1
        if (end - backslashes) % 2 == 0:
            return end
        end = state.delimiters.find(sign, end + 1)
    return None


def _parse_display(blocks: Blocks, state: State, first: int) -> int | None:
    r"""Read `$$…$$` or `\[…\]` that begins its line and ends one."""
    del blocks
    src = state.src
    closing = {"$$": "$$", r"\[": r"\]"}.get(src[first : first + 2])
    if closing is None or src.startswith("$", first + 2):
        return None
    end = src.find(closing, first + 2, first + LONGEST)
    if end < 0:
        if not state.paragraph and not src[first + 2 : src.find("\n", first)].strip():
            state.env.setdefault("open_math", state.line_at(state.cursor))
        return None
    line_end = src.find("\n", end)
    text, rest = _decoded(src[first + 2 : end]), src[end + 2 : line_end].strip()
    stop = line_end + 1
    if rest not in {"", ".", ",", ";"}:
        if "$$" in rest or not _stands_apart(text):
            return None
        rest, stop = "", end + 2
    elif not _is_display(text, closing):
        return None
    state.append_token({"type": "block_math", "raw": BLANK_LINES.sub("\n", text.rstrip()) + rest})
    return stop


def _is_display(text: str, closing: str) -> bool:
    """Whether a text between signs is math; it may hold blank lines if it is clearly TeX or its signs stand apart."""
    if not text.strip():
        return False
    if BLANK_LINES.search(text):
        return _stands_apart(text) or (closing == "$$" and _COMMAND.search(text) is not None)
    return closing == "$$" or "\n" in text or _is_tex(text)


def _stands_apart(text: str) -> bool:
    """Whether a text with blank lines stands between signs that each begin a line, with nothing before and behind."""
    if not BLANK_LINES.search(text):
        return False
    return not text.partition("\n")[0].strip() and not text.rpartition("\n")[2].strip()


def _parse_environment(blocks: Blocks, state: State, first: int) -> int | None:
    r"""Read `\begin{align}…\end{align}` that stands by itself, as notebooks have it."""
    del blocks
    src = state.src
    begin = _ENVIRONMENT.match(src, first)
    if begin is None:
        return None
    closing = rf"\end{{{begin.group(1)}}}"
    end = src.find(closing, begin.end(), begin.end() + LONGEST)
    if end < 0:
        return None
    end += len(closing)
    line_end = src.find("\n", end)
    if src[end:line_end].strip():
        return None
    state.append_token({"type": "block_math", "raw": BLANK_LINES.sub("\n", src[first:end])})
    return line_end + 1


def _tex(text: str) -> str:
    r"""TeX without anything that Anki's regular expressions would take for a delimiter.

    `\\[2pt]` becomes `\\*[2pt]`, which means the same; a delimiter inside (`\text{\(x\)}`) becomes a dollar sign.
    """
    text = group_gaps(_decoded(text.strip()))
    if "\\" in text:
        text = _ROW_END.sub(lambda match: r"\\*" if text[match.end()] == "[" else r"\\ ", text)
        text = re.sub(
            r"\\\\|\\([()\[\]])",
            lambda match: {None: match.group(), "(": "$", ")": "$", "[": "[", "]": "]"}[match.group(1)],
            text,
        )
        if (len(text) - len(text.rstrip("\\"))) % 2:
            text += " "
    return escape(text)


def _decoded(text: str) -> str:
    """Put the signs for the three entities that people write who know that Markdown becomes HTML."""
    return _ENTITY.sub(lambda match: {"lt": "<", "gt": ">", "amp": "&"}[match.group(1)], text)


def report_leftover(page: Page) -> None:
    """Tell the author of two dollar signs that stay as they are."""
    if page.env.get("open_math") != page.line:
        page.report("DW315", "The $$ here encloses no math; it is shown as text", once="$$", at="$$")


def _write_inline(page: Page, token: Token) -> str:
    page.features.add("math")
    _check(page, token)
    page.line += token["raw"].count("\n")
    return f"<dw-i>{_tex(token['raw'])}</dw-i>"


def _write_display(page: Page, token: Token) -> str:
    page.features.add("math")
    _check(page, token)
    return f"<dw-d>{_tex(token['raw'])}</dw-d>"


def _check(page: Page, token: Token) -> None:
    if found := flaw(token["raw"]):
        page.report("DW316", f"The formula “{_shortened(token['raw'])}” is not balanced: {found}", at=token["raw"])
    elif command := doubtful_gap(token["raw"]):
        message = f"A gap takes two arguments of {command} at once, of which one is left while it is hidden"
        page.report("DW316", message, hint="Put the whole command into the gap.", at=command)


def _shortened(tex: str, width: int = 40) -> str:
    flat = " ".join(without_marks(tex).split())
    return flat if len(flat) <= width else f"{flat[:width]}…"


EXTENSION = Extension(
    blocks=(BlockRule(starts="$\\", parse=_parse_display), BlockRule(starts="\\", parse=_parse_environment)),
    inlines=(
        InlineRule(starts="$", pattern=_DOLLARS, parse=_parse_dollars),
        InlineRule(starts="$", pattern=re.compile(r"\$(?!\$)"), parse=_parse_dollar),
        InlineRule(starts="\\", pattern=_BRACKET, parse=_parse_bracket),
        InlineRule(starts="[", pattern=re.compile(r"\[(\$\$?)\]"), parse=_parse_ankis),
    ),
    nodes={"inline_math": _write_inline, "block_math": _write_display},
)
