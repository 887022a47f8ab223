"""Locks of every shape, for laws about them."""

from __future__ import annotations

from hypothesis import strategies as st

from deckwright.lockfile import Lock, NoteTypeRecord, Record, Release
from deckwright.model import Kind

texts = st.text(max_size=12)
names = st.text(min_size=1, max_size=12)
times = st.integers(min_value=0, max_value=2**33)
guids = st.text(alphabet="abcdefghijklmnopqrstuvwxyz234567", min_size=1, max_size=14)

records = st.builds(
    Record,
    guid=guids,
    note_type=st.sampled_from(["qa", "cloze"]),
    kind=st.sampled_from(Kind),
    parent=texts,
    explicit_id=texts,
    file=texts,
    headings=st.lists(texts, max_size=3).map(tuple),
    label=texts,
    question=texts,
    sketch=texts,
    content=texts,
    digest=texts,
    modified=times,
    created=times,
    retired=times,
    clozes=st.lists(texts, max_size=3, unique=True).map(lambda found: {text: at for at, text in enumerate(found, 1)}),
    aliases=st.lists(guids, max_size=2).map(tuple),
    rendered=texts,
    deck=texts,
)
locks = st.builds(
    Lock,
    deck_id=names,
    deck_name=names,
    note_types=st.lists(
        st.builds(NoteTypeRecord, key=names, name=names, digest=texts, modified=times),
        max_size=2,
        unique_by=lambda kind: kind.key,
    ).map(lambda kinds: tuple(sorted(kinds, key=lambda kind: kind.key))),
    released=st.none() | st.builds(Release, version=names, time=times),
    records=st.lists(records, max_size=4, unique_by=lambda record: record.guid).map(
        lambda found: tuple(sorted(found, key=lambda record: record.guid))
    ),
)
