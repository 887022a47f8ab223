r"""Math: `$…$`, `$$…$$`, `\(…\)`, `\[…\]` and what keeps money, shell variables and escaped brackets from being math.

The HTML holds math as `<dw-i>` and `<dw-d>`; `guards` turns these into Anki's delimiters at the very end, when it
breaks up whatever else looks like them.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from deckwright.markdown.extension import BlockRule, Extension, InlineRule, Token
from deckwright.markdown.page import escape

if TYPE_CHECKING:
    from mistune.core import InlineState

    from deckwright.markdown.blocks import Blocks, State
    from deckwright.markdown.inlines import Inlines
    from deckwright.markdown.page import Page

_DOLLAR = re.compile(
    r"\$(?!\$)(?:(?P<fence>`+)(?P<fenced>[^`]+)(?P=fence)\$|(?P<tex>(?![\s$])(?:[^$\\`]|\\[^`])*?)(?:(?<!\s)|(?<=\\\s))\$(?!\$))"
)
_DOLLARS = re.compile(r"\$\$(?!\$)")
_BRACKET = re.compile(r"\\([(\[])")
_AMOUNT = re.compile(r"\d+(?:[.,]\d+)*[kKmMbB]?(?!\w)")
_TEX = re.compile(r"[\\^_={}<>+*|]")
_WORD = re.compile(r"[^\W\d_]+")
_AFTER_DOLLAR = re.compile(r"(?![A-Za-z0-9])|(?:st|nd|rd|th|s|ary|grams?|tuples?|fold|way|hop|shot|bit|D|d)\b")
_ROW_END = re.compile(r"\\\\(?=[()\[\]])")
_NESTED = re.compile(r"\\([()])")
_ENVIRONMENT = re.compile(r"\\begin\{((?:align|alignat|eqnarray|equation|gather|multline)\*?)\}")
_LONGEST = 4000
"""Characters of one formula; signs that lie farther apart belong to different ones."""
_BLANK_LINES = re.compile(r"\n(?:[ \t]*\n)+")


def inline_math_end(src: str, start: int) -> int | None:
    """Where the `$…$` that begins at an offset ends, or None if that dollar sign means a dollar."""
    match = _DOLLAR.match(src, start)
    if match is None:
        return None
    if match["fence"]:
        return match.end()
    tex = match["tex"]
    if "\n\n" in tex or (not _fits_between(src, start, match.end()) and "\\" not in tex) or _is_sum(tex):
        return None
    return match.end()


def _fits_between(src: str, start: int, end: int) -> bool:
    """Whether the characters around `$…$` are such as stand beside math, not inside a sum or a variable's name."""
    before = src[start - 1 : start] if start else " "
    if before.isascii() and before.isalpha():
        return False
    return _AFTER_DOLLAR.match(src, end) is not None and (not before.isdigit() or src[start + 1] in "^_{")


def _is_sum(text: str) -> bool:
    """Whether a text is an amount of money and words after it."""
    amount = _AMOUNT.match(text)
    if amount is None or _TEX.search(text):
        return False
    rest = text[amount.end() :]
    return rest.startswith((", ", "; ")) or any(len(word) > 1 for word in _WORD.findall(rest))


def continues_math(src: str, start: int, position: int) -> bool:
    """Whether a line inside a paragraph stands in the middle of math that began before it."""
    start = max(start, position - _LONGEST)
    if src.count("$", start, position) % 2 == 0 and not src.startswith("$$", src.rfind("$", start, position) - 1):
        return False
    opened = src.rfind("$", start, position)
    if opened < 0:
        return False
    if opened > start and src[opened - 1] == "$":
        if src.count("$$", start, position) % 2 == 0:
            return False
        closed = src.find("$$", position, position + _LONGEST)
        return 0 <= closed < _paragraph_end(src, position)
    stop = inline_math_end(src, opened)
    return stop is not None and stop > position


def _paragraph_end(src: str, position: int) -> int:
    match = _BLANK_LINES.search(src, position, position + _LONGEST)
    return match.start() if match else position + _LONGEST


def _is_tex(text: str) -> bool:
    r"""Whether what stands between `\(` and `\)` is math, not prose whose brackets somebody escaped."""
    if _TEX.search(text):
        return True
    words = _WORD.findall(text)
    if not words:
        return "(" in text or any(sign in text for sign in "-/!≤≥∑∏√∞")
    return all(len(word) == 1 for word in words) or (len(text) <= 3 and text.isupper())


def _parse_dollar(inlines: Inlines, match: re.Match[str], state: InlineState) -> int | None:
    del inlines
    end = inline_math_end(state.src, match.start())
    if end is None:
        return None
    found = _DOLLAR.match(state.src, match.start())
    assert found is not None
    state.append_token({"type": "inline_math", "raw": found["fenced"] or found["tex"]})
    return end


def _parse_dollars(inlines: Inlines, match: re.Match[str], state: InlineState) -> int | None:
    del inlines
    src = state.src
    end = state.delimiters.find("$$", match.end())
    if end is None or (match.start() and src[match.start() - 1] == "$") or src.startswith("$", end + 2):
        return None
    if end - match.end() > _LONGEST:
        return None
    text = src[match.end() : end]
    if not text.strip() or "\n\n" in text or ("\n" not in text and text != text.strip() and not _is_tex(text)):
        return None
    state.append_token({"type": "block_math", "raw": text})
    return end + 2


def _parse_bracket(inlines: Inlines, match: re.Match[str], state: InlineState) -> int | None:
    del inlines
    round_one = match.group(1) == "("
    end = _closing(state, match.end(), r"\)" if round_one else r"\]")
    if end is None or end - match.end() > _LONGEST:
        return None
    text = state.src[match.end() : end]
    if not text.strip() or not _is_tex(text.strip()) or (not round_one and state.src.startswith("(", end + 2)):
        return None
    state.append_token({"type": "inline_math" if round_one else "block_math", "raw": text})
    return end + 2


def _closing(state: InlineState, position: int, sign: str) -> int | None:
    """Find the next closing sign whose backslash isn't itself the second of a pair."""
    end = state.delimiters.find(sign, position)
    while end is not None and end - position <= _LONGEST:
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
    end = src.find(closing, first + 2, first + _LONGEST)
    if end < 0:
        if not state.paragraph and not src[first + 2 : src.find("\n", first)].strip():
            state.env.setdefault("open_math", state.line_at(state.cursor))
        return None
    line_end = src.find("\n", end)
    text, rest = src[first + 2 : end], src[end + 2 : line_end].strip()
    if rest not in {"", ".", ",", ";"} or not _is_display(text, closing):
        return None
    state.append_token({"type": "block_math", "raw": _BLANK_LINES.sub("\n", text.rstrip()) + rest})
    return line_end + 1


def _is_display(text: str, closing: str) -> bool:
    """Whether a text between signs is math; it may hold blank lines if both signs stand on lines of their own."""
    if not text.strip():
        return False
    if _BLANK_LINES.search(text):
        return not text.partition("\n")[0].strip() and not text.rpartition("\n")[2].strip()
    return closing == "$$" or "\n" in text or _is_tex(text)


def _parse_environment(blocks: Blocks, state: State, first: int) -> int | None:
    r"""Read `\begin{align}…\end{align}` that stands by itself, as notebooks have it."""
    del blocks
    src = state.src
    begin = _ENVIRONMENT.match(src, first)
    if begin is None:
        return None
    closing = rf"\end{{{begin.group(1)}}}"
    end = src.find(closing, begin.end(), begin.end() + _LONGEST)
    if end < 0:
        return None
    end += len(closing)
    line_end = src.find("\n", end)
    if src[end:line_end].strip():
        return None
    state.append_token({"type": "block_math", "raw": _BLANK_LINES.sub("\n", src[first:end])})
    return line_end + 1


def _tex(text: str) -> str:
    r"""TeX without anything that Anki's regular expressions would take for a delimiter.

    `\\[2pt]` becomes `\\*[2pt]`, which means the same; a delimiter inside (`\text{\(x\)}`) becomes a dollar sign.
    """
    text = text.strip()
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


def _write_inline(page: Page, token: Token) -> str:
    page.features.add("math")
    page.line += token["raw"].count("\n")
    return f"<dw-i>{_tex(token['raw'])}</dw-i>"


def _write_display(page: Page, token: Token) -> str:
    page.features.add("math")
    return f"<dw-d>{_tex(token['raw'])}</dw-d>"


EXTENSION = Extension(
    blocks=(BlockRule(starts="$\\", parse=_parse_display), BlockRule(starts="\\", parse=_parse_environment)),
    inlines=(
        InlineRule(starts="$", pattern=_DOLLARS, parse=_parse_dollars),
        InlineRule(starts="$", pattern=re.compile(r"\$(?!\$)"), parse=_parse_dollar),
        InlineRule(starts="\\", pattern=_BRACKET, parse=_parse_bracket),
    ),
    nodes={"inline_math": _write_inline, "block_math": _write_display},
)
