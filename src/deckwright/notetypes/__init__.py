"""The note types: what they consist of, how a deck's own are named, and what a note says about itself."""

from deckwright.notetypes.base import Base, dump_base, fields_hash, load_base
from deckwright.notetypes.notetype import NoteType, Styles, model_id, model_name, note_type, styles_digest
from deckwright.notetypes.registry import REGISTRY
from deckwright.notetypes.spec import FieldSpec, NoteTypeSpec, TemplateSpec, is_blank

__all__ = [
    "REGISTRY",
    "Base",
    "FieldSpec",
    "NoteType",
    "NoteTypeSpec",
    "Styles",
    "TemplateSpec",
    "dump_base",
    "fields_hash",
    "is_blank",
    "load_base",
    "model_id",
    "model_name",
    "note_type",
    "styles_digest",
]
