"""Reading `styles/`: the CSS and the templates that dress the cards."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

from deckwright.errors import ConfigError
from deckwright.notetypes import REGISTRY, Styles
from deckwright.notetypes.loaded import Loaded, loaded
from deckwright.notetypes.notetype import style_problems

_CSS = "card.css"
_LEARNERS = "_deckwright-custom.css"


def load_styles(folder: Path) -> Styles:
    """Read the styles in `folder`. Raises ConfigError naming the file that is missing, unreadable or wrong."""
    names = [name for spec in REGISTRY.values() for each in spec.templates if each.stem for name in each.sides]
    styles = Styles(css=_read(folder, _CSS), templates={name: _read(folder, name) for name in names})
    problems = [problem for spec in REGISTRY.values() for problem in style_problems(spec, styles)]
    problems += _refused(folder, styles)
    if problems:
        raise ConfigError(f"The templates in {folder} are wrong: {'; '.join(problems)}.")
    return styles


def _refused(folder: Path, styles: Styles) -> Iterator[str]:
    """Say where a card would load what doesn't come with it."""
    more = {path.name: _read(folder, path.name) for path in sorted(folder.glob("_*.css")) if path.name != _LEARNERS}
    for name, text in {_CSS: styles.css, **styles.templates, **more}.items():
        for each in loaded(text, is_css=name.endswith(".css")):
            if problem := _problem(each, folder):
                yield f"{name}:{each.line}: loads “{each.address}”{problem}"


def _problem(asked: Loaded, folder: Path) -> str:
    if asked.is_remote:
        return " from the web; save it beside card.css under a name that begins with _"
    name = unquote(asked.address.partition("#")[0].partition("?")[0])
    if not name.startswith("_"):
        return ", but only files whose names begin with _ go along"
    return "" if name == _LEARNERS or (folder / name).is_file() else ", which isn't in the folder"


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
