"""The preview: a deck as a static site, its cards rendered as Anki renders them."""
