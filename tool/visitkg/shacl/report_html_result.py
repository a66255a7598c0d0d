"""Results as parts of a page: their places, their terms, and the text that they point at."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode

from visitkg.errors import crop_source
from visitkg.shacl.excerpt import excerpt_at
from visitkg.shacl.report_characters import one_line, printable
from visitkg.shacl.report_message import choose_message
from visitkg.shacl.report_wording import place_of, write_place
from visitkg.shacl.result import severity_name
from visitkg.terms import SH

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from visitkg.errors import Position
    from visitkg.shacl.index import Term
    from visitkg.shacl.report_wording import Wording
    from visitkg.shacl.result import ValidationResult


class ResultMarkup:
    """Writes results as list items; ``lines`` has the text that they point at."""

    def __init__(self, wording: Wording, lines: Mapping[tuple[str, int], str]) -> None:
        self._wording = wording
        self._lines = lines

    def item(
        self,
        result: ValidationResult,
        *,
        told: str | None = None,
        above: Position | None = None,
    ) -> str:
        """Return a result, with its message unless that is what was ``told`` of all.

        The text at the place ``above`` is not told again.
        """
        message = choose_message(result, self._wording)
        place = place_of(result)
        lines = ["<li>", self.place(place)]
        if message != told:
            lines.append(f"<p>{bidi(message)}</p>")
        if place != above:
            lines.append(self.source(place, severity_name(result.severity)))
        lines.append(f"<dl>{''.join(self._facts(result))}</dl>")
        if result.related_position:
            lines.append(f'<p class="quiet">See also</p>{self.place(result.related_position)}')
            lines.append(self.source(result.related_position, severity_name(result.severity)))
        if result.detail:
            details = (self._detail(detail, place) for detail in result.detail)
            lines += ["<ul>", *details, "</ul>"]
        lines.append("</li>\n")
        return "".join(lines)

    def _detail(self, result: ValidationResult, above: Position | None) -> str:
        """Return a result that explains another, with the constraint that it breaks."""
        constraint = f"<dl><dt>Constraint</dt><dd>{self.constraint(result)}</dd>"
        return self.item(result, above=above).replace("<dl>", constraint, 1)

    def constraint(self, result: ValidationResult) -> str:
        """Return the constraint that a result breaks, and its shape."""
        return f"{code(self._wording.constraint(result))} of {self.shape(result)}"

    def shape(self, result: ValidationResult) -> str:
        """Return the name of the shape, or where it stands."""
        name = self._wording.shape(result)
        return code(name) if isinstance(result.source_shape, NamedNode) else escape(name)

    def _facts(self, result: ValidationResult) -> Iterator[str]:
        yield self._fact("Focus node", result.focus_node)
        if result.result_path is not None:
            yield f"<dt>Path</dt><dd>{code(self._wording.path(result.result_path))}</dd>"
        if result.value_node is not None and result.value_node != result.focus_node:
            yield self._fact("Value", result.value_node)
        if not result.severity.value.startswith(SH):
            yield self._fact("Severity", result.severity)

    def _fact(self, name: str, term: Term) -> str:
        label = self._wording.label(term)
        beside = f" {bidi(label)}" if label else ""
        return f"<dt>{name}</dt><dd>{code(self._wording.term(term))}{beside}</dd>"

    def place(self, position: Position | None) -> str:
        """Return where something stands, if that is known."""
        return f'<p class="place">{escape(write_place(position))}</p>' if position else ""

    def source(self, position: Position | None, severity: str) -> str:
        """Return the line at a position, with the token that is meant marked in it."""
        excerpt = excerpt_at(position, self._lines)
        if excerpt is None:
            return ""
        shown, column = crop_source(printable(excerpt.line), excerpt.column or 1)
        if excerpt.column is None:
            return f"<pre><code>{escape(shown)}</code></pre>"
        before, rest = shown[: column - 1], shown[column - 1 :]
        token, after = rest[: excerpt.width], rest[excerpt.width :]
        return (
            f"<pre><code>{escape(before)}"
            f'<mark class="{severity}">{escape(token)}</mark>{escape(after)}</code></pre>'
        )


def code(text: str) -> str:
    """Return a term as code, which runs from left to right, whatever it holds or stands in."""
    return f'<code><bdi dir="ltr">{escape(text)}</bdi></code>'


def bidi(text: str) -> str:
    """Return a text for people, apart from the direction of the text around it."""
    return f"<bdi>{escape(one_line(text))}</bdi>"
