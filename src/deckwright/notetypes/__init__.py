"""The note types: what they consist of, how a deck's own are named, and what a note says about itself."""

from deckwright.notetypes.base import (
    UNSETTLED,
    Base,
    dump_base,
    field_marks,
    fields_hash,
    join_marks,
    load_base,
    split_marks,
)
from deckwright.notetypes.notetype import NoteType, Styles, model_id, model_name, note_type, styles_digest
from deckwright.notetypes.registry import REGISTRY
from deckwright.notetypes.spec import FieldSpec, NoteTypeSpec, TemplateSpec, is_blank

__all__ = [
    "REGISTRY",
    "UNSETTLED",
    "Base",
    "FieldSpec",
    "NoteType",
    "NoteTypeSpec",
    "Styles",
    "TemplateSpec",
    "dump_base",
    "field_marks",
    "fields_hash",
    "is_blank",
    "join_marks",
    "load_base",
    "model_id",
    "model_name",
    "note_type",
    "split_marks",
    "styles_digest",
]
