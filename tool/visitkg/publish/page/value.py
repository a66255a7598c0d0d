"""Values, facts and names as HTML."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pyoxigraph import NamedNode

from visitkg.graph.language import write_language
from visitkg.publish.page.markup import NOTHING, Markup, escape, is_link, join, link, shorten
from visitkg.site.model import Nested, Reference, Text
from visitkg.terms import RDF, XSD

if TYPE_CHECKING:
    from collections.abc import Iterable

    from visitkg.publish.page.links import Links
    from visitkg.site.model import Fact, Value

LONGEST_TEXT: Final = 4_000
"""A literal is cut after so many characters; the whole stands in the RDF formats."""

MOST_VALUES: Final = 200
"""So many values of a property are listed; all stand in the RDF formats."""

MOST_MEMBERS: Final = 1_000
"""So many members of an RDF list are shown; all stand in the RDF formats."""

_DATES: Final = frozenset({XSD + name for name in ("date", "dateTime", "gYear", "gYearMonth")})
_FIRST: Final = RDF + "first"
_REST: Final = RDF + "rest"
_END: Final = Text("")
_PLAIN: Final = frozenset(
    {XSD + name for name in ("boolean", "decimal", "hexBinary", "integer", "nonNegativeInteger")}
)


def show_value(links: Links, value: Value) -> Markup:
    """Return a value: a link, a literal with its language or datatype, or what is nested."""
    if isinstance(value, Reference):
        return links.name(value)
    if isinstance(value, Text):
        return show_text(links, value)
    members = _members(value)
    if members:
        shown = join((show_value(links, member) for member in members[:MOST_MEMBERS]), ", ")
        return Markup(f"{shown}{tell_rest(len(members), links.data, 'span', MOST_MEMBERS)}")
    return show_facts(links, value.facts)


def _members(value: Nested) -> list[Value]:
    """Return the members of an RDF list, told at once or one within the other; else nothing."""
    members: list[Value] = []
    rest: Value = value
    while isinstance(rest, Nested):
        facts = {fact.property.iri: fact.values for fact in rest.facts}
        if _FIRST not in facts:
            break
        members += facts[_FIRST]
        rest = facts.get(_REST, (_END,))[0]
    return members


def show_text(links: Links, text: Text) -> Markup:
    """Return a literal, kept apart from the direction of what stands around it."""
    words, more = cut(links, text.text)
    if text.language is not None:
        language = write_language(text.language)
        note = "" if language == "en" else f' <span class="language">{escape(language)}</span>'
        return Markup(f'<bdi lang="{escape(language)}">{words}</bdi>{more}{note}')
    if text.datatype is None:
        return Markup(f"<bdi>{words}</bdi>{more}")
    if text.datatype in _DATES:
        return Markup(f"<time>{words}</time>")
    if text.datatype == XSD + "anyURI" and is_link(text.text):
        return link(text.text)
    if text.datatype in _PLAIN:
        return Markup(f'<span class="number">{words}</span>{more}')
    type_ = links.name(links.edition.view.reference(NamedNode(text.datatype)))
    return Markup(f'<bdi>{words}</bdi>{more} <span class="language">{type_}</span>')


def cut(links: Links, text: str) -> tuple[Markup, Markup]:
    """Return the beginning of a long text, and a link to the whole; a short one as it is."""
    if len(text) <= LONGEST_TEXT:
        return escape(text), NOTHING
    whole = f'<a href="{links.data}">all {len(text):,} characters</a>'
    return Markup(f"{escape(text[:LONGEST_TEXT])}…"), Markup(
        f' <span class="more">({whole})</span>'
    )


def tell_rest(count: int, whole: Markup | None, tag: str, most: int = MOST_VALUES) -> Markup:
    """Return how many are left out of so many, with a link to the whole; nothing if none are."""
    if count <= most:
        return NOTHING
    words = f"and {count - most:,} more"
    if whole is not None:
        words = f'<a href="{whole}">{words}</a>'
    between = " " if tag == "span" else ""
    return Markup(f'{between}<{tag} class="more">{words}</{tag}>')


def show_facts(links: Links, facts: Iterable[Fact]) -> Markup:
    """Return properties and their values as a list; nothing if there are none."""
    return show_list((show_fact_rows(links, facts),))


def show_fact_rows(links: Links, facts: Iterable[Fact]) -> Markup:
    """Return properties and their values as rows of a list, those that need a table last."""
    ordered = sorted(facts, key=_is_tabled)
    return Markup("".join([_show_fact(links, fact) for fact in ordered]))


def _is_tabled(fact: Fact) -> bool:
    return len(fact.values) > 1 and all(isinstance(value, Nested) for value in fact.values)


def show_row(words: str, *values: Markup) -> Markup:
    """Return a row of a list of facts that is no property: its words and its values."""
    cells = "".join([f"<dd>{value}</dd>" for value in values if value])
    return Markup(f"<div><dt>{escape(words)}</dt>{cells}</div>") if cells else NOTHING


def show_list(rows: Iterable[Markup]) -> Markup:
    """Return rows as a list of facts; nothing if there are none."""
    found = join(rows)
    return Markup(f'<dl class="facts">{found}</dl>') if found else NOTHING


def _show_fact(links: Links, fact: Fact) -> Markup:
    if _is_tabled(fact):
        return _show_table(links, fact)
    values = fact.values[:MOST_VALUES]
    cells = "".join([f"<dd>{show_value(links, value)}</dd>" for value in values])
    left = tell_rest(len(fact.values), None if fact.inverse else links.data, "dd")
    name = links.property(fact.property)
    turned = ' <span class="turned">this</span>' if fact.inverse and fact.property.iri else ""
    return Markup(f"<div><dt>{name}{turned}</dt>{cells}{left}</div>")


def _show_table(links: Links, fact: Fact) -> Markup:
    """Return nodes without an IRI as the rows of a table, a column for each property."""
    nodes = [value for value in fact.values if isinstance(value, Nested)]
    columns = {each.property.iri: each.property for node in nodes for each in node.facts}
    heads = join(
        Markup(f'<th scope="col">{links.property(column)}</th>') for column in columns.values()
    )
    rows = join(_show_node_row(links, node, tuple(columns)) for node in nodes[:MOST_VALUES])
    return Markup(
        f'<div class="tabled"><dt>{links.property(fact.property)} '
        f'<span class="count">{len(nodes):,}</span></dt><dd><div class="scroll" tabindex="0" '
        f'role="region" aria-label="{escape(shorten(fact.property.label))}"><table><thead><tr>'
        f"{heads}</tr></thead><tbody>{rows}</tbody></table></div></dd>"
        f"{tell_rest(len(nodes), links.data, 'dd')}</div>"
    )


def _show_node_row(links: Links, node: Nested, columns: tuple[str, ...]) -> Markup:
    facts = {fact.property.iri: fact for fact in node.facts}
    cells = (
        join((show_value(links, value) for value in facts[iri].values), ", ")
        if iri in facts
        else NOTHING
        for iri in columns
    )
    return Markup(f"<tr>{''.join(f'<td>{cell}</td>' for cell in cells)}</tr>")


def show_names(names: Iterable[Text], title: str) -> Markup:
    """Return the other names of a node, each in its own language."""
    others = [name for name in names if name.text != title]
    if not others:
        return NOTHING
    shown = join(_show_name(name) for name in others[:MOST_VALUES])
    left = tell_rest(len(others), None, "li")
    return Markup(f'<ul class="names" aria-label="Other names">{shown}{left}</ul>\n')


def _show_name(name: Text) -> Markup:
    words = escape(shorten(name.text))
    if name.language is None:
        return Markup(f"<li><bdi>{words}</bdi></li>")
    language = escape(write_language(name.language))
    note = f' <span class="language">{language}</span>' if language != "en" else ""
    return Markup(f'<li><bdi lang="{language}">{words}</bdi>{note}</li>')
