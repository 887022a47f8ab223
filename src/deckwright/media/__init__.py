"""Files that cards use: what they may be called, what they really are, and what an SVG may hold."""
