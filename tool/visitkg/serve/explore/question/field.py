"""A parameter of a question as a field of a form."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Final

from pyoxigraph import Literal

from visitkg.publish.page.markup import NOTHING, Markup, element, escape, join, shorten
from visitkg.serve.explore.question.choices import (
    Choice,
    make_choice,
    read_choices,
    read_default,
)
from visitkg.serve.explore.question.filled import field_name
from visitkg.serve.explore.view.term import NUMBERS
from visitkg.terms import XSD

if TYPE_CHECKING:
    from collections.abc import Sequence

    from visitkg.serve.explore.explorer import Explorer
    from visitkg.serve.explore.question.choices import Choices, Value
    from visitkg.serve.explore.question.filled import Filled
    from visitkg.sparql.questions import Parameter, Question

_DAY: Final = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_WHOLE: Final = frozenset(
    name for name in NUMBERS if not name.endswith(("#decimal", "#double", "#float"))
)
_GROUPED: Final = 16
"""So many choices are too many for one list without headings."""


def show_field(
    explorer: Explorer, question: Question, parameter: Parameter, filled: Filled
) -> Markup:
    """Return a field with its label, what it takes, and what is wrong with its value."""
    default = read_default(explorer, parameter)
    choices = read_choices(explorer, question, parameter.name, default)
    name = escape(field_name(parameter.name))
    mistake = filled.mistakes.get(parameter.name)
    hint = _tell_kind(choices, default)
    describes = [f"hint-{name}"] if hint else []
    if mistake is not None:
        describes.append(f"error-{name}")
    current = _current(explorer, parameter, filled, default)
    control = _show_control(parameter, current, choices, default, " ".join(describes))
    shown_hint = f'<p class="question-hint" id="hint-{name}">{escape(hint)}</p>' if hint else ""
    error = NOTHING
    if mistake is not None:
        error = Markup(f'<p class="question-error" id="error-{name}">{escape(mistake)}</p>')
    return Markup(
        f'<div class="question-field"><label for="field-{name}">{escape(parameter.meaning)}</label>'
        f"{control}{error}{shown_hint}</div>\n"
    )


def _tell_kind(choices: Choices, default: Value | None) -> str:
    if choices.is_whole and choices.found and not _has_input(default):
        return ""
    if isinstance(default, Literal):
        return "" if _has_input(default) else "Any text; some are proposed."
    return "Write an IRI, with a prefix or within < and >; some are proposed."


def _has_input(default: Value | None) -> bool:
    """Tell whether browsers have an input of their own for such values."""
    return _input_type(default) != "text"


def _input_type(default: Value | None) -> str:
    if not isinstance(default, Literal):
        return "text"
    if default.datatype.value == XSD + "date" and _DAY.fullmatch(default.value):
        return "date"
    return "number" if default.datatype.value in NUMBERS else "text"


def _show_control(
    parameter: Parameter, current: Choice, choices: Choices, default: Value | None, described: str
) -> Markup:
    name = field_name(parameter.name)
    invalid = "true" if f"error-{name}" in described else None
    is_needed = "required" if parameter.default is None else None
    if choices.found and choices.is_whole and not _has_input(default):
        options = _show_options(choices.found, current)
        return element(
            "select",
            options,
            id=f"field-{name}",
            name=name,
            required=is_needed,
            aria_invalid=invalid,
            aria_describedby=described or None,
        )
    type_ = _input_type(default)
    # An input of the browser can't show a value that isn't one: the form then takes any text.
    type_ = "text" if invalid else type_
    step = None
    if type_ == "number":
        step = "1" if isinstance(default, Literal) and default.datatype.value in _WHOLE else "any"
    field = element(
        "input",
        id=f"field-{name}",
        name=name,
        type=type_,
        step=step,
        value=current.value,
        list=f"list-{name}" if choices.found else None,
        required=is_needed,
        autocomplete="off",
        aria_invalid=invalid,
        aria_describedby=described or None,
    )
    return Markup(f"{field}{_show_proposals(name, choices.found)}")


def _current(
    explorer: Explorer, parameter: Parameter, filled: Filled, default: Value | None
) -> Choice:
    """Return the value that stands in the field: what was given, also if it is wrong."""
    term = filled.bindings.get(parameter.name)
    if term is not None:
        return make_choice(explorer, term, default)
    text = filled.texts[parameter.name]
    return Choice(text, text)


def _show_options(choices: Sequence[Choice], current: Choice) -> Markup:
    """Return the choices, the current one selected, in groups if they are many."""
    values = {choice.value for choice in choices}
    other = NOTHING if current.value in values else _show_option(current, current)
    counts = Counter(choice.group for choice in choices)
    if len(choices) <= _GROUPED or len(counts) == 1:
        ordered = sorted(choices, key=lambda each: (each.label.casefold(), each.value))
        return join((other, *(_show_option(choice, current) for choice in ordered)))
    groups: dict[str, list[Choice]] = defaultdict(list)
    for choice in choices:
        groups[choice.group if counts[choice.group] > 1 else ""].append(choice)
    shown = (
        _show_group(group, groups[group], current)
        for group in sorted(groups, key=lambda group: (not group, group.casefold()))
    )
    return join((other, *shown))


def _show_group(group: str, choices: Sequence[Choice], current: Choice) -> Markup:
    ordered = sorted(choices, key=lambda each: (each.label.casefold(), each.value))
    options = join(_show_option(choice, current) for choice in ordered)
    label = shorten(group or "Others")
    return element("optgroup", options, label=f"{label[:1].upper()}{label[1:]}")


def _show_option(choice: Choice, current: Choice) -> Markup:
    words = shorten(choice.label) or choice.value or "Choose"
    selected = "selected" if choice.value == current.value else None
    return element("option", escape(words), value=choice.value, selected=selected)


def _show_proposals(name: str, choices: Sequence[Choice]) -> Markup:
    if not choices:
        return NOTHING
    options = join(
        element(
            "option",
            value=choice.value,
            label=None if choice.label == choice.value else shorten(choice.label),
        )
        for choice in choices
    )
    return element("datalist", options, id=f"list-{name}")
