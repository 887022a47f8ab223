"""Anki's own library, and whatever needs it: throw-away collections, the learner's collection file, its sync server."""
