"""Reading `styles/`: the CSS and the templates that dress the cards."""

from __future__ import annotations

from pathlib import Path

from deckwright.errors import ConfigError
from deckwright.notetypes import REGISTRY, Styles
from deckwright.notetypes.notetype import style_problems

_CSS = "card.css"


def load_styles(folder: Path) -> Styles:
    """Read the styles in `folder`. Raises ConfigError naming the file that is missing, unreadable or wrong."""
    names = [name for spec in REGISTRY.values() for each in spec.templates if each.stem for name in each.sides]
    styles = Styles(css=_read(folder, _CSS), templates={name: _read(folder, name) for name in names})
    problems = [problem for spec in REGISTRY.values() for problem in style_problems(spec, styles)]
    if problems:
        raise ConfigError(f"The templates in {folder} are wrong: {'; '.join(problems)}.")
    return styles


def _read(folder: Path, name: str) -> str:
    path = folder / name
    try:
        return path.read_text(encoding="utf-8-sig")  # some editors on Windows begin a file with a mark
    except FileNotFoundError:
        raise ConfigError(f"The styles have no file {path}.") from None
    except UnicodeDecodeError as error:
        raise ConfigError(f"{path} isn't UTF-8 from byte {error.start + 1} on.") from error
    except OSError as error:
        raise ConfigError(f"{path} can't be read ({error.strerror or error}).") from error
