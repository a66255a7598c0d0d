"""A made-up project of any size, as like this one as can be: what ``publish.py`` publishes.

It has our ontology and shapes, and reports with what they claim of people, places and events that
nobody has ever heard of, in the proportions of our own data. All is drawn from a seeded generator,
so that the same size gives the same bytes.
"""

from __future__ import annotations

import shutil
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Final

from reports_said import PROPOSITIONS, Draft, make_claims, make_spans
from reports_things import THINGS, make_states, make_things

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from reports_things import Cast

BASE: Final = "https://w3id.org/visitkg/"
"""That of our ontology and shapes, for they are published too."""

_SHARES: Final = {**THINGS, **PROPOSITIONS, "Utterance": 14, "Claim": 155}
"""How many of each kind a report tells of; the report itself is one more."""
REPORT: Final = sum(_SHARES.values()) + 1
"""The resources of one report: the least size of a project."""

_PREFIXES: Final = {
    "dcterms": "http://purl.org/dc/terms/",
    "geo": "http://www.w3.org/2003/01/geo/wgs84_pos#",
    "id": f"{BASE}id/",
    "nif": "http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "prov": "http://www.w3.org/ns/prov#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "schema": "https://schema.org/",
    "sem": "http://semanticweb.cs.vu.nl/2009/11/sem/",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "visit": f"{BASE}ontology#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
_SETTINGS: Final = f"""\
base = "{BASE}"
name = "Made-up reports"
outside-lite = ["ontology/alignments.ttl"]

[prefixes]
id = "{BASE}id/"
shape = "{BASE}shapes#"
visit = "{BASE}ontology#"
"""
_HEAD: Final = """
<{base}data/report-{number}>
    a owl:Ontology ;
    dcterms:description "What report {number} says; all of it is made up."@en ;
    dcterms:license <https://creativecommons.org/publicdomain/zero/1.0/> ;
    dcterms:title "Report {number}"@en ;
    .
"""


def write_project(folder: Path, size: int) -> None:
    """Write a project with ``size`` resources beside its ontology and shapes into a new folder.

    Raise ValueError if that is less than one report.
    """
    if size < REPORT:
        text = f"a project has at least {REPORT} resources, not {size}"
        raise ValueError(text)
    ours = Path(__file__).resolve().parents[1]
    for name in ("ontology", "shapes"):
        (folder / name).mkdir(parents=True)
        for path in sorted((ours / name).glob("*.ttl")):
            shutil.copyfile(path, folder / name / path.name)
    # There is no dataset that describes itself.
    (folder / "shapes" / "dataset.ttl").unlink()
    (folder / "visitkg.toml").write_text(_SETTINGS, encoding="utf-8")
    (folder / "data").mkdir()
    prefixes = "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in _PREFIXES.items())
    for number, blocks in enumerate(make_reports(size)):
        with (folder / "data" / f"report-{number}.ttl").open("w", encoding="utf-8") as out:
            out.write(prefixes + _HEAD.format(base=BASE, number=number))
            out.writelines(blocks)


def make_reports(size: int) -> Iterator[list[str]]:
    """Yield the blocks of Turtle of each report, which have ``size`` resources in all."""
    random = Random(11)  # noqa: S311  (nothing is secret)
    count = max(1, size // REPORT)
    world = _World()
    for number in range(count):
        yield _make_report(number, size // count + (number < size % count), world, random)


@dataclass(slots=True)
class _World:
    """What the reports so far have told of, by its kind: later ones speak of it again."""

    things: dict[str, list[str]] = field(default_factory=dict)
    propositions: list[str] = field(default_factory=list)


def _make_report(number: int, size: int, world: _World, random: Random) -> list[str]:
    states = {} if number else make_states(random)
    counts = share(size - 1 - len(states), _SHARES)
    cast, things = make_things(number, counts, states, world.things, random)
    draft = Draft(number, cast, random)
    propositions = draft.propose(counts)
    claims = make_claims(draft, counts, propositions, world.propositions)
    length, spans = make_spans(draft)
    for kind, names in cast.own.items():
        world.things.setdefault(kind, []).extend(names)
    # What has a day is not claimed again on a later one, when it may no longer be scheduled.
    world.propositions.extend(name for name, block in propositions if "TimeStamp" not in block)
    report = (
        f"\nid:report-{number}\n    a nif:Context , visit:SourceDocument ;\n"
        f'    rdfs:label "Report {number} of the made-up press"@en ;\n'
        f'    dcterms:title "What nobody said, part {number}"@en ;\n'
        f"    nif:beginIndex {_count(0)} ;\n    nif:endIndex {_count(length)} ;\n"
        f"    nif:sourceUrl <https://example.org/report/{number}> ;\n"
        f"    prov:wasAttributedTo {publisher(cast)} ;\n"
        f'    visit:sha256 "{sha256(b"%d" % number).hexdigest()}" ;\n    .\n'
    )
    return [report, *spans, *things, *(block for _, block in propositions), *claims]


def publisher(cast: Cast) -> str:
    """Return who publishes a report: an organization of its own."""
    return cast.own["Organization"][0]


def share(total: int, shares: Mapping[str, int]) -> dict[str, int]:
    """Return whole numbers in the proportions of the shares that add up to the total."""
    whole = sum(shares.values())
    counts = {kind: total * each // whole for kind, each in shares.items()}
    rest = sorted(shares, key=lambda kind: (-(total * shares[kind] % whole), kind))
    for kind in rest[: total - sum(counts.values())]:
        counts[kind] += 1
    return counts


def _count(value: int) -> str:
    return f'"{value}"^^xsd:nonNegativeInteger'
