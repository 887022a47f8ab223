"""What an SVG may hold: shapes, text, gradients and filters of its own. Read as the XML that it is, and written anew.

Whatever isn't known to be harmless is left out, so that a drawing runs nothing and loads nothing wherever it is opened.
"""

from __future__ import annotations

import re
from xml.parsers import expat

from deckwright.media import css
from deckwright.media.encoding import as_utf8
from deckwright.swift import dataclass

LARGEST = 20 << 20
"""Bytes of the largest drawing that is read."""
_SVG, _XLINK = "http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink"
_HTML, _XML = "http://www.w3.org/1999/xhtml", "http://www.w3.org/XML/1998/namespace"
_ELEMENTS = frozenset(
    [
        "svg",
        "g",
        "defs",
        "symbol",
        "use",
        "title",
        "desc",
        "switch",
        "view",
        "path",
        "rect",
        "circle",
        "ellipse",
        "line",
        "polyline",
        "polygon",
        "text",
        "tspan",
        "textPath",
        "image",
        "style",
        "linearGradient",
        "radialGradient",
        "stop",
        "pattern",
        "clipPath",
        "mask",
        "marker",
        "filter",
        "feBlend",
        "feColorMatrix",
        "feComponentTransfer",
        "feComposite",
        "feConvolveMatrix",
        "feDiffuseLighting",
        "feDisplacementMap",
        "feDistantLight",
        "feDropShadow",
        "feFlood",
        "feFuncA",
        "feFuncB",
        "feFuncG",
        "feFuncR",
        "feGaussianBlur",
        "feMerge",
        "feMergeNode",
        "feMorphology",
        "feOffset",
        "fePointLight",
        "feSpecularLighting",
        "feSpotLight",
        "feTile",
        "feTurbulence",
    ]
)
_OPENED = frozenset({"a"})
"""Elements that go while what they hold stays: a picture can't be clicked."""
_QUIET = frozenset({"metadata"})
"""Elements whose absence nobody sees; so it is with all of other namespaces, but for HTML's."""
_NAME = re.compile(r"(?:xml:)?[A-Za-z_][A-Za-z0-9_-]*")
_NO_NAMES = frozenset({"src", "srcdoc", "ping", "action", "formaction", "base"})
_PICTURE = re.compile(r"\s*data:image/(?:png|jpe?g|gif|webp|avif);base64,[A-Za-z0-9+/=\s]*", re.IGNORECASE)
_FRAGMENT = re.compile(r"\s*#[^\s\"'()\\<>]*\s*")
_LONGEST_ENTITY = 200  # characters; tools use entities for addresses of namespaces only
_DRAWN = 1_000_000
"""How many elements may come out of all references to elements taken together."""


class SvgError(ValueError):
    """The file is no SVG, or one that can't be made safe."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cleaned:
    """A drawing without what it may not hold, and what that was."""

    data: bytes
    removed: tuple[str, ...]


def clean(data: bytes) -> Cleaned:
    """Write a drawing anew with what it may hold; raises SvgError where it can't be read as a drawing."""
    if len(data) > LARGEST:
        raise SvgError(f"it is larger than {LARGEST >> 20} MB")
    try:
        text = as_utf8(data)
        cleaner = _Cleaner(references=text.count(b"&"))
        _parser(cleaner).Parse(text, True)
        drawn = cleaner.drawn("")
    except expat.ExpatError as error:
        raise SvgError(f"it isn't well-formed: {expat.ErrorString(error.code)}, line {error.lineno}") from None
    except RecursionError:
        raise SvgError("its parts lie too deep in one another") from None
    except (LookupError, UnicodeError) as error:
        raise SvgError(f"its encoding can't be read ({error})") from None
    if drawn > _DRAWN:
        raise SvgError("its parts refer to one another so often that drawing it would never end")
    return Cleaned(data="".join(cleaner.parts).encode(), removed=tuple(cleaner.removed))


def _parser(cleaner: _Cleaner) -> expat.XMLParserType:
    """Give a parser that tells a cleaner. It isn't held by it: a circle would keep each drawing until all are done."""
    parser = expat.ParserCreate("utf-8", namespace_separator=" ")
    parser.buffer_text = True
    parser.ordered_attributes = True
    parser.StartElementHandler = cleaner.start
    parser.EndElementHandler = cleaner.end
    parser.CharacterDataHandler = cleaner.text
    parser.EntityDeclHandler = cleaner.entity
    parser.ProcessingInstructionHandler = cleaner.instruction
    return parser


class _Cleaner:
    """What expat tells, written down again."""

    def __init__(self, references: int) -> None:
        self._references = references
        self.parts: list[str] = []
        self.removed: dict[str, None] = {}
        self._open: list[str] = []
        self._skipped = 0
        self._started = False
        self._style: list[str] | None = None
        self._namespace = _SVG
        self._within: list[str] = [""]
        self._uses: dict[str, list[str]] = {"": []}

    def drawn(self, name: str, known: dict[str, int] | None = None) -> int:
        """Count what is drawn for the element of an id (empty: the drawing), each reference to another included."""
        known = {} if known is None else known
        if name not in known:
            known[name] = 1  # what refers to itself is drawn by nobody
            total = 1
            for used in self._uses.get(name, ()):
                total += self.drawn(used, known)
                if total > _DRAWN:
                    break
            known[name] = total
        return known[name]

    def start(self, name: str, attributes: list[str]) -> None:
        namespace, _, local = name.rpartition(" ")
        if not self._open and not self._skipped:
            if local != "svg" or namespace not in {_SVG, ""}:
                raise SvgError(f"it begins with <{local}> rather than <svg>")
            self._namespace = namespace
        is_known = namespace == self._namespace and local in _ELEMENTS
        is_opened = namespace == self._namespace and local in _OPENED
        if self._skipped or self._style is not None or not (is_known or is_opened):
            if not self._skipped and namespace in {self._namespace, _HTML} and local not in _QUIET:
                self.removed[f"<{local[:40]}>"] = None
            self._skipped += 1
            return
        self._open.append("" if is_opened else local)
        if is_opened:
            self._within.append(self._within[-1])
            return
        self._close_tag()
        first = len(self._open) == 1
        self.parts.append(f'<{local} xmlns="{_SVG}"' if first else f"<{local}")
        self._started = True
        self._attributes(local, attributes)
        if local == "style":
            self._style = []

    def _attributes(self, element: str, attributes: list[str]) -> None:
        kept: dict[str, str] = {}
        for name, value in zip(attributes[::2], attributes[1::2], strict=True):
            namespace, _, local = name.rpartition(" ")
            written = {"": local, _XLINK: local if local == "href" else "", _XML: f"xml:{local}"}.get(namespace, "")
            if namespace == _XML and local not in {"space", "lang"}:
                continue
            if written and (found := self._value(element, written, value)) is not None:
                kept.setdefault(written, found)
        within = kept.get("id", self._within[-1])
        self._within.append(within)
        if element == "use" and kept.get("href"):
            self._uses.setdefault(self._within[-2], []).append(kept["href"].strip()[1:])
        if within != self._within[-2]:
            self._uses.setdefault(self._within[-2], []).append(within)
        self.parts += [f' {name}="{_attribute(value)}"' for name, value in kept.items()]

    def _value(self, element: str, name: str, value: str) -> str | None:
        """Give an attribute's value as it may stay; None where it may not."""
        if name.lower().startswith("on") or name.lower() in _NO_NAMES or not _NAME.fullmatch(name):
            self.removed[name[:40]] = None
            return None
        if name == "href":
            if _FRAGMENT.fullmatch(value) or (element == "image" and _PICTURE.fullmatch(value)):
                return value
            self.removed[f"href to {value.strip()[:60]}"] = None
            return None
        if name == "style" or "(" in value:
            cleaned, gone = css.clean(value)
            self.removed |= dict.fromkeys(gone)
            return cleaned.strip() or None
        return value

    def end(self, name: str) -> None:
        del name
        if self._skipped:
            self._skipped -= 1
            return
        local = self._open.pop()
        self._within.pop()
        if not local:
            return
        if self._style is not None:
            sheet, gone = css.clean("".join(self._style))
            self.removed |= dict.fromkeys(gone)
            self._style = None
            if sheet.strip():
                self._close_tag()
                self.parts.append(_escaped(sheet))
        self.parts.append("/>" if self._started else f"</{local}>")
        self._started = False

    def text(self, text: str) -> None:
        if self._skipped:
            return
        if self._style is not None:
            self._style.append(text)
            return
        self._close_tag()
        self.parts.append(_escaped(text))

    def _close_tag(self) -> None:
        if self._started:
            self.parts.append(">")
            self._started = False

    def entity(self, *declared: object) -> None:
        """Look at `name, is_parameter, value, base, system, public, notation`; harmless ones are replaced by expat."""
        name, is_parameter, value, *_ = declared
        plain = isinstance(value, str) and len(value) <= _LONGEST_ENTITY and not set("&%<") & set(value)
        if is_parameter or not plain or self._references * _LONGEST_ENTITY > LARGEST:
            raise SvgError(f"it declares the entity “{str(name)[:40]}”")

    def instruction(self, target: str, data: str) -> None:
        del data
        self.removed[f"<?{target[:40]}?>"] = None


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\r", "&#13;")


def _attribute(value: str) -> str:
    return _escaped(value).replace('"', "&quot;").replace("\n", "&#10;").replace("\t", "&#9;")
