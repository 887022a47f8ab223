r"""What is wrong with a formula that MathJax would refuse: braces, `\left`, environments that aren't closed."""

from __future__ import annotations

import re

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
