"""The questions of a project: what each asks, its parameters, and its golden answer."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from visitkg.errors import InputError, Position, UsageError
from visitkg.graph.source import read_bytes

if TYPE_CHECKING:
    from pathlib import Path

    from visitkg.project import Project

QUERY_SUFFIX: Final = ".rq"
GOLDEN_SUFFIX: Final = ".csv"

_NAME: Final = frozenset("abcdefghijklmnopqrstuvwxyz0123456789-")
_PARAMETER: Final = (
    r"param +(?P<name>[A-Za-z_][A-Za-z0-9_]*) *: *(?P<meaning>.+?)(?:, default (?P<default>.+))?"
)


@dataclass(frozen=True, slots=True)
class Parameter:
    """A variable of a question that takes a value: its default as it is written, if it has one."""

    name: str
    meaning: str
    default: str | None

    def __str__(self) -> str:
        """Return the line that declares it, without ``# param``."""
        default = "" if self.default is None else f", default {self.default}"
        return f"{self.name}: {self.meaning}{default}"


@dataclass(frozen=True, slots=True)
class Question:
    """A query in a file: the question in English, what a row means, and its parameters."""

    name: str
    path: Path
    title: str
    meaning: str
    parameters: tuple[Parameter, ...]
    text: str

    @property
    def golden_path(self) -> Path:
        """Return the file of the golden answer, beside the query."""
        return self.path.with_suffix(GOLDEN_SUFFIX)


def is_question_name(text: str) -> bool:
    """Tell whether the text has the form of a question's name: small letters, digits, hyphens."""
    return bool(text) and _NAME.issuperset(text)


def list_questions(project: Project) -> list[Question]:
    """Return the questions of a project by name; raise InputError if there is none."""
    return [read_question(path) for path in _question_paths(project)]


def find_question(project: Project, name: str) -> Question:
    """Return the question with this name; raise UsageError if the project has none such."""
    path = project.questions / f"{name}{QUERY_SUFFIX}"
    if path.is_file():
        return read_question(path)
    # Imported here: only a mistake needs it.
    from difflib import get_close_matches

    names = [path.stem for path in _question_paths(project)]
    near = get_close_matches(name, names, n=1) or [each for each in names if name in each]
    suggestion = f"Did you mean {near[0]!r}? " if near else ""
    raise UsageError(
        f"unknown question {name!r}",
        remedy=f"{suggestion}visitkg query --list shows all {len(names)} questions; "
        f"a file in the working directory is ./{name}",
    )


def read_question(path: Path) -> Question:
    """Return the question in a file; raise InputError if it does not begin with its English."""
    question = read_query_file(path)
    if not question.title:
        raise InputError(
            "the first line does not say the question",
            position=Position(str(path), 1),
            remedy="Begin the file with a comment: # Who travels with Kim?",
        )
    return question


def read_query_file(path: Path) -> Question:
    """Return the query in a file, with what the comments above it say, if there are any.

    The first comment line is the question, ``# param NAME: MEANING, default VALUE`` declares a
    parameter, the others say what a row means. Raise InputError if the file can't be read, is not
    UTF-8, or declares a parameter in another form.
    """
    text = decode(read_bytes(path), str(path))
    title, *notes = _header(text) or [(1, "")]
    parameters = []
    meaning = []
    for line, note in notes:
        if note.startswith("param "):
            parameters.append(_read_parameter(note, Position(str(path), line)))
        else:
            meaning.append(note)
    return Question(path.stem, path, title[1], " ".join(meaning), tuple(parameters), text)


def decode(data: bytes, name: str) -> str:
    """Return the text of a query, which is UTF-8; raise InputError if it is not."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise InputError(
            f"byte {data[error.start]:#04x} is not UTF-8",
            position=Position(name, line),
            remedy="Save the query as UTF-8.",
        ) from error


def _header(text: str) -> list[tuple[int, str]]:
    """Return the comment lines that the text begins with, with their numbers."""
    header = []
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.startswith("#"):
            break
        header.append((number, line[1:].strip()))
    return header


def _read_parameter(note: str, position: Position) -> Parameter:
    match = re.fullmatch(_PARAMETER, note)
    if match is None:
        raise InputError(
            "a parameter in a form that can't be read",
            position=position,
            remedy="Write: # param NAME: MEANING, default VALUE",
        )
    return Parameter(match["name"], match["meaning"], match["default"])


def _question_paths(project: Project) -> list[Path]:
    paths = sorted(project.questions.glob(f"*{QUERY_SUFFIX}"))
    if not paths:
        raise InputError(
            f"no question here: no file that ends in {QUERY_SUFFIX}",
            position=Position(str(project.questions)),
            remedy="Ask in SPARQL, or name another project with --project.",
        )
    return paths
