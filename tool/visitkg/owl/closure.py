"""All that follows from a store by the rules of RDFS or OWL 2 RL, added to the store."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pyoxigraph import NamedNode, QuerySolutions

from visitkg.owl.inference import OWL_RL_RULES, RDFS_RULES, InferenceRule
from visitkg.terms import OWL, RDF, RDFS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pyoxigraph import Store

    from visitkg.owl.inference import Regime

PREFIXES: Final = f"PREFIX rdf: <{RDF}> PREFIX rdfs: <{RDFS}> PREFIX owl: <{OWL}> "

_LISTS: Final = """
SELECT ?owner ?list ?member WHERE {{
  ?owner {} ?list . ?list rdf:rest* ?node . ?node rdf:first ?member . ?node rdf:rest* rdf:nil .
  ?node rdf:rest* ?after .
}} GROUP BY ?owner ?list ?node ?member ORDER BY ?owner ?list DESC(COUNT(?after))
"""


def close_store(store: Store, regime: Regime) -> None:
    """Add to the default graph of ``store`` all that follows from it, until nothing new does.

    Each rule is one SPARQL update, so that the work is done inside the triple store.
    """
    rules: tuple[InferenceRule, ...] = RDFS_RULES
    if regime == "owl-rl":
        rules = (
            *OWL_RL_RULES,
            *_intersection_rules(store),
            *_chain_rules(store),
            *_key_rules(store),
        )
    updates = [f"{PREFIXES} INSERT {{ {rule.then} }} WHERE {{ {rule.when} }}" for rule in rules]
    size = -1
    while size != len(store):
        size = len(store)
        for update in updates:
            store.update(update)


def _intersection_rules(store: Store) -> Iterator[InferenceRule]:
    """Yield a rule for each number of classes that an intersection has here (cls-int1)."""
    for length in sorted({len(members) for _, members in _lists(store, "owl:intersectionOf")}):
        nodes = "".join(
            f"?l{n} rdf:first ?d{n} ; rdf:rest ?l{n + 1} . ?x a ?d{n} . " for n in range(length)
        )
        yield InferenceRule(
            "cls-int1",
            "?x a ?c",
            f"?c owl:intersectionOf ?l0 . {nodes} FILTER(?l{length} = rdf:nil)",
        )


def _chain_rules(store: Store) -> Iterator[InferenceRule]:
    """Yield a rule for each property chain whose members all have an IRI (prp-spo2)."""
    for owner, properties in _lists(store, "owl:propertyChainAxiom"):
        if _all_named(owner, *properties):
            path = "/".join(str(property_) for property_ in properties)
            yield InferenceRule("prp-spo2", f"?x {owner} ?y", f"?x {path} ?y")


def _key_rules(store: Store) -> Iterator[InferenceRule]:
    """Yield a rule for each key of a named class whose members all have an IRI (prp-key)."""
    for owner, properties in _lists(store, "owl:hasKey"):
        if _all_named(owner, *properties):
            values = " ; ".join(f"{property_} ?v{n}" for n, property_ in enumerate(properties))
            yield InferenceRule(
                "prp-key",
                "?x owl:sameAs ?y",
                f"?x a {owner} ; {values} . ?y a {owner} ; {values} FILTER(!sameTerm(?x, ?y))",
            )


def _all_named(*nodes: object) -> bool:
    return all(isinstance(node, NamedNode) for node in nodes)


def _lists(store: Store, predicate: str) -> Iterator[tuple[object, list[object]]]:
    """Yield the owners of the lists that are values of ``predicate``, with the members in order."""
    rows = store.query(PREFIXES + _LISTS.format(predicate))
    assert isinstance(rows, QuerySolutions)  # noqa: S101  (a SELECT gives nothing else)
    lists: dict[tuple[object, object], list[object]] = {}
    for row in rows:
        lists.setdefault((row["owner"], row["list"]), []).append(row["member"])
    for (owner, _), members in lists.items():
        if members:
            yield owner, members
