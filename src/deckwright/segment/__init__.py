"""How a document is cut into entries."""
