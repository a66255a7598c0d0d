"""The rules of a SARIF file: each is one constraint component of one shape."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from pyoxigraph import NamedNode

from visitkg.shacl.report_message import choose_message
from visitkg.shacl.result import component_name
from visitkg.terms import SH

if TYPE_CHECKING:
    from visitkg.shacl.report_wording import Wording
    from visitkg.shacl.result import ValidationResult

_RECOMMENDATION: Final = "https://www.w3.org/TR/shacl/#"
_ANCHORS: Final = {
    "QualifiedMaxCount": "QualifiedValueShapeConstraintComponent",
    "QualifiedMinCount": "QualifiedValueShapeConstraintComponent",
    "SPARQL": "sparql-constraints",
}


def name_rule(result: ValidationResult, wording: Wording) -> str:
    """Return what stays the same when files are edited: ``ex:Shape/MaxCount``.

    A shape without a name is called by its path.
    """
    component = component_name(result)
    if not result.source_constraint_component.value.startswith(SH):
        component = wording.term(result.source_constraint_component)
    if isinstance(result.source_shape, NamedNode):
        return f"{wording.term(result.source_shape)}/{component}"
    path = wording.path(result.result_path) if result.result_path is not None else ""
    return f"[{path}]/{component}"


def describe_rule(
    name: str, level: str, result: ValidationResult, wording: Wording
) -> dict[str, Any]:
    """Return the rule that a result breaks, in the words of its shape if it has any."""
    constraint, shape = wording.constraint(result), wording.shape(result)
    of_core = result.source_constraint_component.value.startswith(SH)
    # The messages of SPARQL speak of one result: they name its values.
    own = bool(result.messages) and of_core and result.source_constraint is None
    text = choose_message(result, wording) if own else f"{shape} asks for {constraint}."
    text = escape_message(text)
    rule: dict[str, Any] = {
        "id": name,
        "shortDescription": {"text": escape_message(f"{constraint} of {shape}")},
        "fullDescription": {"text": text},
        "help": {"text": text},
        "defaultConfiguration": {"level": level},
        "properties": {"tags": ["SHACL"]},
    }
    if of_core:
        component = component_name(result)
        anchor = _ANCHORS.get(component, f"{component}ConstraintComponent")
        rule["helpUri"] = _RECOMMENDATION + anchor
    return rule


def escape_message(text: str) -> str:
    """Return a text in which nothing is taken for a placeholder or a link."""
    return text.replace("{", "{{").replace("}", "}}").replace("](", "\\](")
