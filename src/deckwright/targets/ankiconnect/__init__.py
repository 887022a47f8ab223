"""The target `anki`: a running Anki, spoken to through the add-on AnkiConnect."""
