"""What an entry is exactly: its content and its question, worked out where it is cut and kept with it."""

from __future__ import annotations

from typing import NamedTuple

from deckwright.identity.sketch import cut_question
from deckwright.identity.text import content_digest
from deckwright.model import Digest, Entry

_SEPARATOR = "\x1f"


class Seal(NamedTuple):
    """All that the exact rules look at of an entry's text."""

    content: Digest
    asked: str
    """What two entries share exactly if they ask with the same words; see `question_key`."""

    @property
    def question(self) -> str:
        """The question as a record holds it."""
        return self.asked.partition(_SEPARATOR)[0]


def seal(entry: Entry) -> Seal:
    """Work out an entry's seal."""
    return Seal(content=content_digest(entry), asked=question_key(*cut_question(entry)))


def question_key(question: str, hashed: str) -> str:
    """Give what stands for the whole question: its text, and a hash where the lock couldn't hold it all."""
    return f"{question}{_SEPARATOR}{hashed}" if hashed else question
