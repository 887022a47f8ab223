r"""What MathJax needs of a formula: balanced braces, `\left` and environments, and gaps that are arguments in braces."""

from __future__ import annotations

import re

from deckwright.markdown.gaps import BODY, CLOSE, OPEN

_PART = re.compile(r"\\(?:(begin|end)\{([^{}]*)\}|(left|right)(?![A-Za-z])|[A-Za-z]+|.)|([{}])|(?<!\\)%.*", re.DOTALL)


def flaw(tex: str) -> str:
    """Say what is not balanced in a formula; empty where all is. Linear."""
    braces = fences = 0
    opened: list[str] = []
    for part in _PART.finditer(tex):
        mark, name, fence, brace = part.groups()
        braces += (brace == "{") - (brace == "}")
        fences += (fence == "left") - (fence == "right")
        if mark == "begin":
            opened.append(name)
        elif mark == "end" and (not opened or opened.pop() != name):
            return rf"\end{{{name}}} has no \begin{{{name}}}"
        if braces < 0:
            return "a } has no {"
        if fences < 0:
            return r"a \right has no \left"
    if opened:
        return rf"\begin{{{opened[-1]}}} has no \end{{{opened[-1]}}}"
    return "a { has no }" if braces else r"a \left has no \right" if fences else ""


_ONE = (
    "sqrt text textbf textit textrm texttt textsf mathbf mathrm mathcal mathbb mathit mathsf mathtt mathfrak mathscr boldsymbol "
    "bm hat widehat bar vec tilde widetilde dot ddot dddot check breve acute grave mathring overline underline overbrace "
    "underbrace overrightarrow overleftarrow overleftrightarrow underrightarrow underleftarrow overparen underparen "
    "boxed operatorname pmod mbox hbox phantom hphantom vphantom cancel bcancel xcancel "
    "substack mathop mathbin mathrel mathord mathopen mathclose mathpunct mathinner textsc textup textmd textnormal "
    "emph Bbb hspace pmb xrightarrow xleftarrow xleftrightarrow ce pu tag"
)
_TWO = "frac dfrac tfrac cfrac binom dbinom tbinom overset underset stackrel textcolor cancelto"
_ARGUMENTS = dict.fromkeys(_ONE.split(), 1) | dict.fromkeys(_TWO.split(), 2)
_SEVERAL = re.compile(rf"\\(?P<name>{'|'.join(_TWO.split())})\s*{OPEN}[0-9]+{BODY}\s*\{{[^{{}}]*\}}\s*\{{")
_SIGN = re.compile(
    rf"(?P<open>{OPEN}[0-9]+{BODY})|(?P<close>{CLOSE})|\\(?P<command>[A-Za-z]+)\*?(?P<option>\s*\[[^\[\]]*\])?"
    r"|(?P<begin>\{)|(?P<end>\})|(?P<script>[\^_])|(?P<space>\s+)|\\.|.",
    re.DOTALL,
)


def doubtful_gap(tex: str) -> str:
    r"""Name the command of which a gap takes more than one argument; while it is hidden, there is one."""
    found = _SEVERAL.search(tex) if OPEN in tex else None
    return f"\\{found['name']}" if found else ""


def group_gaps(tex: str) -> str:
    r"""Put braces around the gaps that are arguments: of `\frac{{c1::a}}{b}` the gap's own braces go when it is shown.

    Linear.
    """
    if OPEN not in tex:
        return tex
    parts: list[str] = []
    missing = 0  # arguments that are still to come
    outer: list[tuple[int, str]] = []  # what is missing behind each group and gap that is open, and what closes it
    for sign in _SIGN.finditer(tex):
        parts.append(sign[0])
        match sign.lastgroup:
            case "open":
                outer.append((max(missing - 1, 0), "}" if missing else ""))
                parts[-1:] = ["{" if missing else "", sign[0]]
                missing = 0
            case "begin":
                outer.append((max(missing - 1, 0), ""))
                missing = 0
            case "close" | "end" if outer:
                missing, closing = outer.pop()
                parts.append(closing)
            case "command" | "option":
                missing = _ARGUMENTS.get(sign["command"], max(missing - 1, 0))
            case "script":
                missing = 1
            case "space":
                pass
            case _:
                missing = max(missing - 1, 0)
    return "".join(parts)
