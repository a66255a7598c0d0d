"""What could be typed next: a function from a text and a place in it to choices."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING, Final

from visitkg.errors import UsageError
from visitkg.shell.command import COMMANDS, find_command
from visitkg.shell.place import Place, place_at
from visitkg.shell.statement import DOT, is_call
from visitkg.shell.vocabulary import CLASS, INSTANCE, PROPERTY, Name, Vocabulary, printable
from visitkg.sparql.outline import FORMS
from visitkg.sparql.render import FORMATS
from visitkg.sparql.tokens import Kind, tokenise

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from visitkg.sparql.questions import Parameter

MOST_CHOICES: Final = 100

_MARK: Final = "\x01"
"""A character that is a token of its own, unless it stands within a string or a comment."""

_ALL: Final = (CLASS, INSTANCE, PROPERTY)
_WORD: Final = re.compile(r"(?:[?$]\w*|<[^\s<>\"{}|^`\\]*|(?:[^\W\d]|:)[\w:.\-%\\]*)$")
_ARGUMENT: Final = re.compile(r"\S*$")
_SHORTEST_SEARCH: Final = 2
_DEFAULT_FORMAT: Final = "auto"


@dataclass(frozen=True, slots=True)
class Choice:
    """A text that takes the place of what stands between ``start`` and the cursor."""

    text: str
    start: int
    meta: str = ""


def complete(text: str, cursor: int, vocabulary: Vocabulary) -> list[Choice]:
    """Return what could stand at the cursor, the likeliest first."""
    before = text[:cursor]
    body = before.lstrip()
    if body.startswith(DOT):
        found = _complete_dot(body[1:], cursor, vocabulary)
    elif is_call(body, vocabulary.questions) and re.search(r"\s", body):
        found = _complete_call(body, cursor, vocabulary)
    else:
        found = _complete_query(before, text, vocabulary)
    return list(islice(_distinct(found), MOST_CHOICES))


def complete_path(beginning: str) -> list[str]:
    """Return the files and folders whose paths begin so, folders with a slash at their end."""
    folder, slash, name = beginning.rpartition("/")
    place = Path(folder + slash).expanduser()
    try:
        found = sorted(each for each in place.iterdir() if each.name.startswith(name))
    except OSError:
        return []
    hidden = name.startswith(DOT)
    return [
        f"{folder}{slash}{each.name}{'/' if each.is_dir() else ''}"
        for each in found
        if hidden or not each.name.startswith(DOT)
    ]


def _complete_dot(body: str, cursor: int, vocabulary: Vocabulary) -> Iterator[Choice]:
    name, space, argument = body.partition(" ")
    if not space:
        for command in COMMANDS:
            if command.name.startswith(name):
                yield Choice(DOT + command.name, cursor - len(name) - 1, command.summary)
        return
    try:
        command = find_command(name)
    except UsageError:
        return
    argument = argument.lstrip()
    start = cursor - len(argument)
    if command.name == "describe":
        yield from _names(vocabulary, argument, start, (INSTANCE, CLASS, PROPERTY))
    elif command.name == "explain":
        yield from _questions(vocabulary, argument, start)
    elif command.name == "output":
        yield from (Choice(path, start) for path in complete_path(argument))
    else:
        words = {"format": (_DEFAULT_FORMAT, *FORMATS), "timer": ("on", "off")}
        fitting = (each for each in words.get(command.name, ()) if each.startswith(argument))
        yield from (Choice(each, start) for each in fitting)


def _questions(vocabulary: Vocabulary, word: str, start: int) -> Iterator[Choice]:
    """Yield the questions that begin so, then those with a word in their name that does."""
    questions = vocabulary.questions.values()
    begun = (each for each in questions if each.name.startswith(word))
    inside = (each for each in questions if word and f"-{word}" in each.name)
    for question in chain(begun, inside):
        yield Choice(question.name, start, printable(question.title))


def _complete_call(body: str, cursor: int, vocabulary: Vocabulary) -> Iterator[Choice]:
    question = vocabulary.questions.get(body.split(maxsplit=1)[0])
    match = _ARGUMENT.search(body)
    if question is None or match is None:
        return
    name, sign, value = match[0].partition("=")
    if sign:
        for parameter in question.parameters:
            if parameter.name == name:
                yield from _values(parameter, value, cursor - len(value), vocabulary)
        return
    given = {each.partition("=")[0] for each in body.split()[1:]}
    for parameter in question.parameters:
        if parameter.name.startswith(name) and (parameter.name not in given or name):
            meta = printable(parameter.meaning)
            yield Choice(f"{parameter.name}=", cursor - len(name), meta)


def _values(
    parameter: Parameter, value: str, start: int, vocabulary: Vocabulary
) -> Iterator[Choice]:
    default = parameter.default or ""
    if default.startswith(value) and default:
        yield Choice(default, start, "the default")
    if value.startswith(("'", '"')):
        return
    if not default or default.partition(":")[0] in vocabulary.prefixes:
        kinds = {name.kind for name in vocabulary.beginning(default, _ALL) if name.text == default}
        yield from _names(vocabulary, value, start, tuple(kinds) or (INSTANCE,))


def _complete_query(before: str, text: str, vocabulary: Vocabulary) -> Iterator[Choice]:
    if tokenise(before + _MARK)[-1].text != _MARK:
        return
    match = _WORD.search(before)
    word = match[0] if match else ""
    start = len(before) - len(word)
    tokens = tokenise(before[:start])
    if not tokens:
        yield from _questions(vocabulary, word, start)
        yield from _words((*FORMS, "BASE", "PREFIX"), word, start)
        return
    place = place_at(tokens)
    if word.startswith(("?", "$")):
        yield from _variables(text, word, start)
    elif place is Place.PREFIX:
        yield from _declarations(vocabulary, word, start)
    elif word.startswith("<") or ":" in word:
        yield from _written(vocabulary, word, start, _KINDS[place])
    else:
        yield from _bare(vocabulary, word, start, place)


_KINDS: Final = {
    Place.ANY: (_ALL,),
    Place.CLASS: ((CLASS,),),
    Place.OBJECT: ((INSTANCE,), (CLASS, PROPERTY)),
    Place.PREDICATE: ((PROPERTY,),),
    Place.PREFIX: (),
    Place.SUBJECT: ((INSTANCE,), (CLASS, PROPERTY)),
}
"""The kinds of names that can stand somewhere, the likeliest first."""


def _written(
    vocabulary: Vocabulary, word: str, start: int, ranked: Iterable[tuple[str, ...]]
) -> Iterator[Choice]:
    for kinds in ranked:
        for name in vocabulary.beginning(word, kinds):
            yield _choice(name, start)


def _bare(vocabulary: Vocabulary, word: str, start: int, place: Place) -> Iterator[Choice]:
    """Yield what a word without a prefix can become: a keyword, a prefix, something so called."""
    if place is Place.PREDICATE and "a".startswith(word):
        yield Choice("a", start, "is of the class")
    if word and place is not Place.CLASS:
        yield from _words(vocabulary.keywords, word, start)
    if word:
        for prefix, namespace in sorted(vocabulary.prefixes.items()):
            if prefix.startswith(word):
                yield Choice(f"{prefix}:", start, namespace)
    if _is_telling(word):
        for kinds in _KINDS[place]:
            for name in vocabulary.called(word, kinds):
                yield _choice(name, start)
    elif not word and place in (Place.CLASS, Place.PREDICATE):
        yield from _written(vocabulary, "", start, _KINDS[place])


def _names(
    vocabulary: Vocabulary, word: str, start: int, kinds: tuple[str, ...]
) -> Iterator[Choice]:
    """Yield what is written so at its beginning, kind by kind, then what is called so."""
    yield from _written(vocabulary, word, start, [(kind,) for kind in kinds])
    if _is_telling(word) and ":" not in word:
        yield from (_choice(name, start) for name in vocabulary.called(word, kinds))


def _is_telling(word: str) -> bool:
    """Tell whether few names have a word that begins so: one Chinese character says much."""
    return len(word) >= _SHORTEST_SEARCH or not word.isascii()


def _declarations(vocabulary: Vocabulary, word: str, start: int) -> Iterator[Choice]:
    for prefix, namespace in sorted(vocabulary.prefixes.items()):
        declaration = f"{prefix}: <{namespace}>"
        if declaration.startswith(word):
            yield Choice(declaration, start)


def _words(words: Iterable[str], word: str, start: int) -> Iterator[Choice]:
    return (Choice(each, start) for each in words if each.startswith(word.upper()))


def _variables(text: str, word: str, start: int) -> Iterator[Choice]:
    """Yield the variables of the whole text but for the one that is being typed."""
    names = sorted(
        {
            token.text[1:]
            for token in tokenise(text)
            if token.kind is Kind.VARIABLE and token.start != start
        }
    )
    return (Choice(word[0] + each, start) for each in names if each.startswith(word[1:]))


def _choice(name: Name, start: int) -> Choice:
    return Choice(name.text, start, name.label)


def _distinct(choices: Iterable[Choice]) -> Iterator[Choice]:
    seen: set[str] = set()
    for choice in choices:
        if choice.text not in seen:
            seen.add(choice.text)
            yield choice
