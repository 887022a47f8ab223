"""Packages (`.apkg`): writing our own, reading our own and other tools'."""

from deckwright.targets.package.content import PackageContent, PackageNote, PackageNoteType, PackageSnapshot
from deckwright.targets.package.read import read
from deckwright.targets.package.write import write

__all__ = ["PackageContent", "PackageNote", "PackageNoteType", "PackageSnapshot", "read", "write"]
