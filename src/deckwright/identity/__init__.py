"""Who each entry is: the same question keeps its GUID through every edit, and never takes another one's."""

from deckwright.identity.decision import Change, Decision, Effect, Reason, Resolution, Scope
from deckwright.identity.guid import mint
from deckwright.identity.holding import hold
from deckwright.identity.pipeline import resolve
from deckwright.identity.records import Written, record, settle
from deckwright.identity.relinking import locate, relink
from deckwright.identity.seal import Seal, seal
from deckwright.identity.text import content_digest

__all__ = [
    "Change",
    "Decision",
    "Effect",
    "Reason",
    "Resolution",
    "Scope",
    "Seal",
    "Written",
    "content_digest",
    "hold",
    "locate",
    "mint",
    "record",
    "relink",
    "resolve",
    "seal",
    "settle",
]
