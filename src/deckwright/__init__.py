"""Deckwright compiles plain Markdown question-and-answer documents into Anki decks."""

__version__ = "0.1.0"
