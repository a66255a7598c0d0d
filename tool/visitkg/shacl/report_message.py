"""What a result says to people: the message of its shape, or one made from its constraint.

A message has two sentences: what is wrong, then what to do.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from visitkg.shacl.report_characters import one_line
from visitkg.shacl.result import component_name

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from visitkg.shacl.index import Term
    from visitkg.shacl.report_wording import Wording
    from visitkg.shacl.result import ValidationResult

_MOST_NAMED: Final = 5
"""Of longer lists the first ones are named, and the others counted."""

_NODE_KINDS: Final = {
    "BlankNode": "a blank node",
    "BlankNodeOrIRI": "a blank node or an IRI",
    "BlankNodeOrLiteral": "a blank node or a literal",
    "IRI": "an IRI",
    "IRIOrLiteral": "an IRI or a literal",
    "Literal": "a literal",
}


def choose_message(result: ValidationResult, wording: Wording) -> str:
    """Return the messages in English, else those without a language, else all, on one line.

    A shape without any message gets one that says what its constraint is.
    """
    messages = result.messages
    if len(messages) > 1:
        english = [message for message in messages if (message.language or "").startswith("en")]
        plain = [message for message in messages if not message.language]
        messages = tuple(english or plain) or messages
    text = one_line(" ".join(message.value for message in messages))
    return text or generate_message(result, wording)


def generate_message(result: ValidationResult, wording: Wording) -> str:
    """Return what is wrong by the constraint that a result breaks, and what to do about it."""
    name = component_name(result)
    generate = _GENERATORS.get(name)
    if generate is not None and (result.parameters or name in _WITHOUT_PARAMETERS):
        return generate(result, wording)
    subject, shape = _subject(result, wording), wording.shape(result)
    return f"{subject} breaks {wording.constraint(result)} of {shape}. Read there what is asked."


def _subject(result: ValidationResult, wording: Wording) -> str:
    """Return what the sentence is about: ``ex:age 7``, or the focus node as a whole."""
    value = result.value_node
    if result.result_path is None:
        return wording.term(result.focus_node if value is None else value)
    path = wording.path(result.result_path)
    return path if value is None else f"{path} {wording.term(value)}"


def _parameter(result: ValidationResult, wording: Wording) -> str:
    """Return the first parameter; a shape without a name is told as such."""
    first = result.parameters[0]
    return "an unnamed shape" if isinstance(first, BlankNode) else wording.term(first)


def _listed(terms: Sequence[Term], wording: Wording) -> str:
    unnamed = sum(isinstance(term, BlankNode) for term in terms)
    names = [wording.term(term) for term in terms if not isinstance(term, BlankNode)]
    if unnamed:
        names.append("an unnamed shape" if unnamed == 1 else f"{unnamed} unnamed shapes")
    if len(names) > _MOST_NAMED:
        names[_MOST_NAMED - 1 :] = [f"{len(names) - _MOST_NAMED + 1} more"]
    return " and ".join([", ".join(names[:-1]), names[-1]]) if len(names) > 1 else names[0]


def _min_count(result: ValidationResult, wording: Wording) -> str:
    subject, least, conforming = _counted(result, wording)
    count = 0 if least == 1 else result.value_count
    needed = f"at least {least} {_are(str(least))} needed"
    if count is None:
        return f"{subject} has too few values{conforming}; {needed}. Add what is missing."
    missing = least - count
    more = "one" if missing == 1 else f"{missing:,}"
    add = f"Add {more} more." if count else f"Add {'one' if least == 1 else 'them'}."
    return f"{subject} has {_values(count)}{conforming}; {needed}. {add}"


def _max_count(result: ValidationResult, wording: Wording) -> str:
    subject, most, conforming = _counted(result, wording)
    count = result.value_count
    allowed = f"at most {most} {_are(str(most))} allowed" if most else "none is allowed"
    if count is None:
        has = f"a value{conforming}" if most == 0 else f"too many values{conforming}"
        return f"{subject} has {has}; {allowed}. Remove what is too much."
    excess = count - most
    remove = "one of them" if excess == 1 else f"{excess:,} of them"
    if not most:
        remove = "it" if count == 1 else "them"
    return f"{subject} has {_values(count)}{conforming}; {allowed}. Remove {remove}."


def _counted(result: ValidationResult, wording: Wording) -> tuple[str, int, str]:
    """Return the path, the number that the constraint names, and which values it counts."""
    number, *shapes = result.parameters
    conforming = ""
    if shapes:
        shape = shapes[0]
        name = "an unnamed shape" if isinstance(shape, BlankNode) else wording.term(shape)
        conforming = f" conforming to {name}"
    return _subject(result, wording), int(number.value), conforming  # type: ignore[union-attr]  # a number


def _values(count: int) -> str:
    return f"{count:,} value{'s' if count > 1 else ''}" if count else "no value"


def _class(result: ValidationResult, wording: Wording) -> str:
    subject, name = _subject(result, wording), _parameter(result, wording)
    return f"{subject} is not an instance of {name}. Give it that type, or name another."


def _datatype(result: ValidationResult, wording: Wording) -> str:
    value, needed = result.value_node, result.parameters[0]
    subject, name = _subject(result, wording), wording.term(needed)
    if not isinstance(value, Literal):
        return f"{subject} is {_kind(value)}; a literal of type {name} is needed. Write one."
    if value.datatype == needed:
        return f"{subject} is not a valid {name}. Correct its spelling."
    if value.language:
        return f"{subject} has a language; {name} is needed. Leave the language out."
    datatype = wording.term(value.datatype)
    return f"{subject} is of type {datatype}; {name} is needed. Write it as such."


def _kind(term: Term | None) -> str:
    if isinstance(term, NamedNode):
        return "an IRI"
    if isinstance(term, Triple):
        return "a triple"
    return "a literal" if isinstance(term, Literal) else "a blank node"


def _node_kind(result: ValidationResult, wording: Wording) -> str:
    name = _parameter(result, wording)
    needed = _NODE_KINDS.get(name.removeprefix("sh:"), name)
    subject, kind = _subject(result, wording), _kind(result.value_node)
    return f"{subject} is {kind}; {needed} is needed. Replace it."


def _range(relation: str) -> Callable[[ValidationResult, Wording], str]:
    def generate(result: ValidationResult, wording: Wording) -> str:
        subject, bound = _subject(result, wording), _parameter(result, wording)
        return f"{subject} is not {relation} {bound}. Correct the value."

    return generate


def _min_length(result: ValidationResult, wording: Wording) -> str:
    subject, least = _subject(result, wording), _parameter(result, wording)
    return f"{subject} has {_length(result)}; at least {least} {_are(least)} needed. Lengthen it."


def _max_length(result: ValidationResult, wording: Wording) -> str:
    subject, most = _subject(result, wording), _parameter(result, wording)
    return f"{subject} has {_length(result)}; at most {most} {_are(most)} allowed. Shorten it."


def _are(number: str) -> str:
    return "is" if number == "1" else "are"


def _length(result: ValidationResult) -> str:
    value = result.value_node
    if isinstance(value, Literal | NamedNode):
        number = len(value.value)
        return f"{number:,} character{'' if number == 1 else 's'}" if number else "no character"
    return "no text"


def _pattern(result: ValidationResult, wording: Wording) -> str:
    pattern, *flags = result.parameters
    with_flags = f" with the flags {wording.term(flags[0])}" if flags else ""
    subject = _subject(result, wording)
    return f"{subject} does not match {wording.term(pattern)}{with_flags}. Respell it."


def _language_in(result: ValidationResult, wording: Wording) -> str:
    allowed = [term.value for term in result.parameters if isinstance(term, Literal)]
    listed = one_line(", ".join(allowed))
    if len(allowed) > 1:
        listed = f"one of {listed}"
    value = result.value_node
    language = value.language if isinstance(value, Literal) else None
    subject = _subject(result, wording)
    if language is None:
        return f"{subject} has no language; {listed} is needed. Tag it with its language."
    return f"{subject} is in {language}; {listed} is needed. Translate it."


def _unique_lang(result: ValidationResult, wording: Wording) -> str:
    return f"{_subject(result, wording)} has several values in one language. Keep one of them."


def _equals(result: ValidationResult, wording: Wording) -> str:
    value = wording.term(result.value_node or result.focus_node)
    other = _parameter(result, wording)
    if result.result_path is None:
        return f"{other} does not have the node itself as its only value. Correct {other}."
    path = wording.path(result.result_path)
    return f"{value} is a value of only one of {path} and {other}. Give it to both or to neither."


def _disjoint(result: ValidationResult, wording: Wording) -> str:
    subject, other = _subject(result, wording), _parameter(result, wording)
    return f"{subject} is also a value of {other}. Remove one of the two."


def _less_than(relation: str) -> Callable[[ValidationResult, Wording], str]:
    def generate(result: ValidationResult, wording: Wording) -> str:
        subject, other = _subject(result, wording), _parameter(result, wording)
        return f"{subject} is not {relation} each value of {other}. Correct one of them."

    return generate


def _has_value(result: ValidationResult, wording: Wording) -> str:
    needed = _parameter(result, wording)
    if result.result_path is None:
        return f"{_subject(result, wording)} is not {needed}. Use that node."
    return f"{wording.path(result.result_path)} lacks the value {needed}. Add it."


def _in(result: ValidationResult, wording: Wording) -> str:
    subject, listed = _subject(result, wording), _listed(result.parameters, wording)
    return f"{subject} is none of {listed}. Use one of them."


def _closed(result: ValidationResult, wording: Wording) -> str:
    subject, shape = _subject(result, wording), wording.shape(result)
    return f"{subject} is not among what {shape} allows. Remove it, or allow it there."


def _node(result: ValidationResult, wording: Wording) -> str:
    subject, shape = _subject(result, wording), _parameter(result, wording)
    return f"{subject} does not conform to {shape}. Correct what breaks it."


def _logic(verdict: str, remedy: str) -> Callable[[ValidationResult, Wording], str]:
    def generate(result: ValidationResult, wording: Wording) -> str:
        subject, listed = _subject(result, wording), _listed(result.parameters, wording)
        return f"{subject} {verdict} {listed}. {remedy}"

    return generate


_WITHOUT_PARAMETERS: Final = frozenset({"Closed", "SingleLine", "UniqueLang", "UniqueMembers"})


def _told(words: str, remedy: str) -> Callable[[ValidationResult, Wording], str]:
    """Return what says ``words`` of the subject, with the parameters where they name them."""

    def generate(result: ValidationResult, wording: Wording) -> str:
        listed = _listed(result.parameters, wording) if result.parameters else ""
        return f"{_subject(result, wording)} {words.format(listed)}. {remedy}"

    return generate


_GENERATORS: Final[Mapping[str, Callable[[ValidationResult, Wording], str]]] = {
    "And": _logic("does not conform to all of", "Correct what breaks them."),
    "Class": _class,
    "Closed": _closed,
    "Datatype": _datatype,
    "Disjoint": _disjoint,
    "Equals": _equals,
    "HasValue": _has_value,
    "In": _in,
    "LanguageIn": _language_in,
    "LessThan": _less_than("less than"),
    "LessThanOrEquals": _less_than("less than or equal to"),
    "MaxCount": _max_count,
    "MaxExclusive": _range("less than"),
    "MaxInclusive": _range("at most"),
    "MaxLength": _max_length,
    "MaxListLength": _told("is no list of at most {} members", "Shorten the list."),
    "MemberShape": _told("is no list whose members conform to {}", "Correct the members."),
    "MinCount": _min_count,
    "MinExclusive": _range("greater than"),
    "MinInclusive": _range("at least"),
    "MinLength": _min_length,
    "MinListLength": _told("is no list of at least {} members", "Add what is missing."),
    "Node": _node,
    "NodeKind": _node_kind,
    "Not": _logic("conforms to", "Change it, for it must not."),
    "Or": _logic("conforms to none of", "Make it conform to one."),
    "Pattern": _pattern,
    "QualifiedMaxCount": _max_count,
    "QualifiedMinCount": _min_count,
    "RootClass": _told("is neither {} nor one of its subclasses", "Name such a class."),
    "SingleLine": _told("has a line break", "Write it on one line."),
    "SomeValue": _told("has no value that conforms to {}", "Add one."),
    "SubsetOf": _told("is not among the values of {}", "Add it there, or remove it here."),
    "UniqueLang": _unique_lang,
    "UniqueMembers": _told("is no list whose members all differ", "Remove what stands twice."),
    "Xone": _logic("conforms to none or to several of", "Make it conform to exactly one."),
}
"""What makes the message of each component of SHACL Core."""
