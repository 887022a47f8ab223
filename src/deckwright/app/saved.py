"""A plan in a file: what was shown and on which terms, to be carried out later if it is still that plan."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from deckwright.app.files import read_bytes, staged
from deckwright.errors import UsageError
from deckwright.model import Guid
from deckwright.swift import dataclass
from deckwright.sync.wanted import Side, Terms

_VERSION = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class SavedPlan:
    """What a saved plan says of itself."""

    path: Path
    id: str
    target: str
    """What it is called in messages."""
    name: str
    """What it is known by, from whichever folder it was named."""
    terms: Terms
    retire: bool
    """Whether a large part of the deck may be retired."""


def save(path: Path, shown: Mapping[str, object], name: str, terms: Terms, *, retire: bool) -> None:
    """Write a plan for the target of that name, as it is shown to machines, with the terms that it was made on."""
    chosen = {
        "prefer": terms.prefer.value if terms.prefer else None,
        "prefer_for": {guid: side.value for guid, side in sorted(terms.prefer_for.items())},
        "delete_retired": terms.delete_retired,
        "restore_deleted": terms.restore_deleted,
        "rerender": terms.rerender,
        "retire": retire,
    }
    text = json.dumps({"plan": _VERSION, **shown, "name": name, "terms": chosen}, ensure_ascii=False, indent=2)
    with staged(path) as new:
        new.write_text(f"{text}\n", encoding="utf-8")


def load(path: Path) -> SavedPlan:
    """Read a saved plan. Raises UsageError where the file is none, or none is there."""
    if not path.is_file():
        raise UsageError(f"{path}: there is no such plan", hint="--save-plan FILE writes one.")
    try:
        found: Any = json.loads(read_bytes(path, what="plan"))
        if found["plan"] != _VERSION:
            raise UsageError(
                f"{path} was saved by another version of Deckwright", hint="Save it anew with --save-plan."
            )
        terms = found["terms"]
        return SavedPlan(
            path=path,
            id=str(found["id"]),
            target=str(found["target"]),
            name=str(found["name"]),
            terms=Terms(
                prefer=Side(terms["prefer"]) if terms["prefer"] else None,
                prefer_for={Guid(guid): Side(side) for guid, side in terms["prefer_for"].items()},
                delete_retired=bool(terms["delete_retired"]),
                restore_deleted=bool(terms["restore_deleted"]),
                rerender=bool(terms["rerender"]),
            ),
            retire=bool(terms["retire"]),
        )
    except (ValueError, TypeError, KeyError, AttributeError):
        raise UsageError(f"{path} is no plan of a sync", hint="--save-plan FILE writes one.") from None
