"""Which scripts are written without spaces between words."""

from __future__ import annotations

import re
from functools import cache

_DENSE = (
    "([\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\u2fdf\u3040-\u30ff\u3100-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af"
    "\uf900-\ufaff\uff66-\uff9f\U00020000-\U0003ffff]+)"
)
"""Thai to Lao, Myanmar, Khmer, kana, Bopomofo, Han; and Hangul, whose particles follow at once."""
_MAYBE_DENSE = re.compile("[^\x00-\u0dff\u2000-\u2e7f]")
"""All of those, and more; quicker to look for, and far quicker to compile."""


def is_dense(text: str) -> bool:
    """Whether any sign of a text is of a script that is written without spaces between words."""
    return _MAYBE_DENSE.search(text) is not None and dense().search(text) is not None


@cache
def dense() -> re.Pattern[str]:
    """Give what finds a run of such signs; it takes longer to compile than all else that is done for a text without."""
    return re.compile(_DENSE)
