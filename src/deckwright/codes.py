"""The catalogue of diagnostics: one row per code, which never changes its meaning.

1xx reading a file, 2xx cutting it into entries, 3xx text to HTML, 4xx identity and lock, 5xx notes, media and
package, 6xx configuration.
"""

from __future__ import annotations

from types import MappingProxyType

from deckwright.errors import Diagnostic, Severity, visible
from deckwright.swift import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Code:
    """A kind of diagnostic: its default severity, what it means, and what to do about it."""

    code: str
    severity: Severity
    title: str
    remedy: str


_E, _W, _A, _N = Severity.ERROR, Severity.WARNING, Severity.ADVICE, Severity.NOTE

_ROWS: tuple[tuple[str, Severity, str, str], ...] = (
    # 1xx: reading a file
    ("DW101", _E, "The file is not UTF-8 text", "Save it as UTF-8. What was built of it before stays as it was."),
    ("DW103", _E, "The file can't be read", "See that it may be read. What was built of it before stays as it was."),
    ("DW102", _N, "Wrongly decoded text was repaired", "Nothing needs doing; save the repaired text to be rid of it."),
    # 2xx: cutting a document into entries
    ("DW201", _W, "A question stands there twice", "Remove one, or say what sets them apart."),
    ("DW202", _W, "A question has no answer", "Write the answer. Until then no note is built of it."),
    ("DW203", _W, "A code fence never closes", "Close it with a line that holds the same fence."),
    ("DW204", _A, "Headings skip a level", "Use the next level, so that sections nest as they look."),
    (
        "DW205",
        _A,
        "An answer is too long to grade",
        "Split it into several questions, or put a part behind **Details**:.",
    ),
    ("DW206", _A, "Two questions are nearly the same", "Remove one, or say what sets them apart."),
    (
        "DW207",
        _N,
        "A file has no questions",
        "End its questions with a question mark, number them, or write `style: headings` in its front matter; or exclude it.",
    ),
    ("DW208", _W, "A <details> never closes", "Close it with </details>."),
    ("DW209", _W, "An answer is only a link", "Write the answer down; a card can't be graded by a page elsewhere."),
    ("DW210", _N, "Two reading styles are close", "Name the right one as style in deck.toml or front matter."),
    ("DW212", _A, "A quiz doesn't say which option is right", 'Mark it with [x], or write "Answer: B" below.'),
    ("DW213", _W, "Unknown reading style", "Use a name from docs/reading-styles.md, or auto."),
    ("DW214", _W, "A setting for cards is not known", "Write one of the values in docs/card-kinds.md."),
    ("DW215", _W, "Cards that are asked for can't be made", "See docs/card-kinds.md for what they are made of."),
    ("DW216", _N, "A key behind a question or heading is not known", "See docs/card-kinds.md for those that are."),
    (
        "DW217",
        _W,
        "A key of the front matter is most likely misspelt",
        "See docs/reading-styles.md for those that are read.",
    ),
    ("DW218", _A, "A follow-up has no answer", "Write its answer below it, or leave it as a part of its parent's."),
    (
        "DW219",
        _A,
        "Boxes below a question may be its options",
        "If they are, write {kind=quiz} behind the question; if not, {kind=qa}.",
    ),
    ("DW211", _W, "The front matter can't be read", 'Write one "key: value" a line, or TOML between +++.'),
    ("DW220", _E, "A gap never closes", "Close it with }}, or put it between backticks if it is only text."),
    (
        "DW221",
        _E,
        "A gap has no proper number",
        "Write {{c1::text}} with a number from 1 to 500, or put it between backticks if it is only text.",
    ),
    ("DW222", _E, "A gap holds nothing", "Write what is to be asked for between :: and }}."),
    ("DW223", _E, "A gap stands where Anki can't read it", "Take the inner gap out of the outer one."),
    (
        "DW224",
        _A,
        "A question isn't asked the other way round",
        'Write what to ask from into the answer: "**Reverse**: the prompt", or choose reverse=false for it.',
    ),
    (
        "DW225",
        _A,
        "An answer isn't typed in",
        'Write what is to be typed in into the answer: "**Type in**: the words", or choose type=false for it.',
    ),
    (
        "DW226",
        _A,
        "Braces behind a question are text",
        (
            "A tag holds no brackets, backticks, < > = ; , $ | or \\, and doesn't start with a quote. "
            "If these braces are code, put them between backticks."
        ),
    ),
    # 3xx: text to HTML
    ("DW301", _W, "Unknown language of a code block", "Use a name that Pygments knows, or none."),
    ("DW302", _W, "A table's row has too few or too many cells", "Give every row as many cells as the head."),
    ("DW303", _N, "HTML that cards don't carry is shown as text", "Put code between backticks to say that it is code."),
    ("DW304", _W, "A picture or sound is missing", "Put the file where the text says, inside the source folder."),
    ("DW305", _W, "A picture on the web isn't loaded by cards", "Save it beside the source and refer to the file."),
    ("DW306", _W, "A link isn't carried over", "Use an address that begins with https:."),
    ("DW307", _N, "A link leads nowhere from a card", "Use a whole address where the link matters."),
    ("DW308", _W, "A footnote is missing", "Define it, or put a backslash before the bracket."),
    ("DW309", _N, "A footnote that nothing refers to is left out", "Refer to it, or make it part of the text."),
    ("DW310", _W, "Nested too deeply", "Flatten it."),
    ("DW311", _W, "Math that never ends", "Close it with the sign that opened it."),
    ("DW312", _W, "A comment that never ends", "Close it with -->."),
    ("DW313", _W, "A table without a row of dashes", "Put a row such as |---|---| below the head."),
    ("DW314", _W, "A diagram is shown as its source", "Save it as a picture beside the source and refer to the file."),
    ("DW315", _N, "Dollar signs that enclose no math", "Put both $$ on lines of their own, or write \\$\\$."),
    ("DW316", _W, "A formula is not well formed", "Close what it opens; MathJax would show an error in its place."),
    (
        "DW317",
        _W,
        "A gap stands where no card can ask for it",
        "Put it into the text: not into a picture's, a link's or a footnote's.",
    ),
    ("DW318", _N, "Code that is too long to be coloured", "Keep to the part that the question is about."),
    # 4xx: identity and lock
    ("DW401", _N, "Doubled lines of the lock were joined", "Nothing needs doing; the next build writes the lock anew."),
    ("DW402", _W, "The lock holds conflict markers", "Build and commit the lock; `deckwright init` sets merge=union."),
    (
        "DW403",
        _W,
        "A note's time lies in the future",
        "Set the clock right. If no learner has that package yet, restore the lock.",
    ),
    (
        "DW404",
        _E,
        "Two entries carry the same explicit id",
        "Give each its own id. What was built of them before stays as it was.",
    ),
    ("DW405", _W, "An entry may be a known one", "`deckwright relink` gives it that one's history."),
    ("DW406", _W, "A known entry's own file was not read", "Build both files together, so that its history follows."),
    (
        "DW407",
        _W,
        "An entry became another kind of note",
        "In a package and in a running Anki its reviews start anew; a sync with a collection takes them along.",
    ),
    ("DW408", _A, "Two entries are the same", "Delete one of them, or give them different words."),
    (
        "DW409",
        _N,
        "A card is gone from a note",
        "Anki keeps it, empty, for those who have it: Tools → Empty Cards deletes it with its reviews.",
    ),
    # 5xx: notes, media, package
    (
        "DW501",
        _W,
        "A path leaves the deck's folder",
        "Put the file into the deck's folder, and write its path from the source.",
    ),
    ("DW502", _W, "A file is not what its name says", "Give it the right suffix, or save it as what its name says."),
    ("DW503", _W, "A file is large", "Make it smaller: learners download it, and phones have to show it."),
    (
        "DW504",
        _W,
        "A drawing held what cards don't carry",
        "Save it as a plain SVG, without scripts and outside files.",
    ),
    (
        "DW505",
        _E,
        "A question shows nothing",
        "Give it words, or a picture that is there. What was built of it before stays as it was.",
    ),
    (
        "DW506",
        _E,
        "A text has had too many gaps",
        "Make several texts of it: Anki has 500 cards for a note. What was built of it before stays as it was.",
    ),
    ("DW507", _W, "A file can't be used", "Save it anew as a picture, sound or film that cards show."),
    ("DW508", _W, "A file's name is written in other letters", "Write it as the file is called: most systems insist."),
    ("DW509", _W, "Several files go by a name", "Write the path from the source to the right one."),
    ("DW510", _A, "Files that no card uses", "Use them, or delete them."),
    (
        "DW511",
        _W,
        "A template of your own runs a script",
        "Do without it if you can: previews don't run it, and Anki may keep it from running one day.",
    ),
    (
        "DW512",
        _W,
        "A held note's picture is in no package",
        "Mend its source, or name with --after a package that has the picture.",
    ),
    ("DW530", _W, "A tag is one of Anki's own", "Use another name: Anki takes this one off whatever it imports."),
    (
        "DW531",
        _W,
        "A search finds something else than the tag",
        "Use another name: `none`, and what begins with `re:` or `nc:`, means something to Anki's search.",
    ),
    # 6xx: configuration
    ("DW601", _W, "The deck's name is a common one", "Run `deckwright init` in its folder, which gives it an id."),
    ("DW602", _W, "A folder of deck.toml is missing", "Make it, or take it out of media.folders."),
)

CATALOGUE = MappingProxyType(
    {code: Code(code=code, severity=severity, title=title, remedy=remedy) for code, severity, title, remedy in _ROWS}
)
"""Every code that Deckwright can report."""


def diagnose(  # noqa: PLR0913  (a diagnostic has that many parts)
    code: str, message: str, *, file: str = "", line: int = 0, column: int = 0, hint: str = ""
) -> Diagnostic:
    """Make a diagnostic of a known code, with the catalogue's severity and, unless given, its remedy as hint."""
    row = CATALOGUE[code]
    return Diagnostic(
        code=code,
        severity=row.severity,
        message=visible(message),
        file=file,
        line=line,
        column=column or min(line, 1),  # what concerns a whole line starts where it does
        hint=visible(hint) or row.remedy,
    )
