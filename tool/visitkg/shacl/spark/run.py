"""Validate dumps on a cluster: the same report as on one machine, but for positions."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from pyoxigraph import BlankNode, NamedNode

from visitkg.errors import InputError, Position
from visitkg.graph.dictionary import write_token
from visitkg.shacl.engine import room_for
from visitkg.shacl.index import SUBCLASS_OF, TYPE
from visitkg.shacl.materialise import LABELS, Labels
from visitkg.shacl.nodes.graph import NodeGraph
from visitkg.shacl.path import render_path
from visitkg.shacl.result import ValidationReport
from visitkg.shacl.spark.bucket import RESULTS, BucketJudge, encode_columns, read_results
from visitkg.shacl.spark.focus import find_unmatched, list_targets, select_focus_nodes
from visitkg.shacl.spark.frame import SCHEMA, cut_in_buckets, list_places, read_triples, union
from visitkg.shacl.spark.gather import Gatherer, make_edges, write
from visitkg.shacl.spark.hierarchy import Hierarchy, named_classes
from visitkg.shacl.spark.lines import COLUMNS, Reader, read_error
from visitkg.shacl.spark.moves import find_moves
from visitkg.shacl.spark.session import explained, scratch
from visitkg.shacl.unasked import leave_out, tell_left_out

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from pyspark.sql import DataFrame, SparkSession

    from visitkg.graph.encode import EncodedTriples
    from visitkg.shacl.index import Term
    from visitkg.shacl.load import Data
    from visitkg.shacl.plan import Plan
    from visitkg.shacl.result import ValidationResult
    from visitkg.shacl.spark.gather import Watch

_REASON: Final = "on Spark no query is asked"
_REMEDY: Final = "validate these on one machine or in a store, or leave the queries out"


def validate_dump(  # noqa: PLR0913  (what the command takes)
    plan: Plan,
    session: SparkSession,
    paths: Sequence[str],
    *,
    ontology: Data | None = None,
    allow_empty: bool = False,
    watch: Watch = lambda *_: None,
) -> ValidationReport:
    """Return the report of validating files, or folders of them, in a session of Spark.

    Paths may be addresses of a file system that Spark knows. An ``ontology`` is looked at besides,
    and its own nodes are not validated. Shapes that ask queries are told as not checked. ``watch``
    is told the number of each round of joins, and how many nodes it begins at. Raise InputError for
    what can't be read or completed, and, unless ``allow_empty``, if no target selects a node.
    """
    places = list_places(paths)
    asked, left_out = leave_out(plan, _REASON)
    with (
        room_for(plan),
        explained(),
        scratch(session) as folder,
        cut_in_buckets(session, places) as buckets,
    ):
        validation = _Validation(asked, session, places, ontology, buckets)
        try:
            report = validation.run(folder, watch)
        finally:
            validation.edges.unpersist()
    report = tell_left_out(report, plan, left_out, _REMEDY)
    if not allow_empty and not report.focus_nodes_checked and not report.not_checked:
        raise InputError(
            "nothing to check: no target of the shapes selects a node there",
            position=Position(paths[0]),
            remedy="Spell classes and properties alike in shapes and data, or accept it with "
            "--allow-empty.",
        )
    return report


class _Validation:
    """One validation: read, select, gather, judge."""

    def __init__(
        self,
        plan: Plan,
        session: SparkSession,
        places: Sequence[str],
        ontology: Data | None,
        buckets: int,
    ) -> None:
        from pyspark.sql.functions import col

        self._plan = plan
        self._session = session
        self._buckets = buckets
        self._targets = list_targets(plan)
        self._moves = find_moves(plan)
        self._ontology = ontology
        triples = self._read(places)
        self.edges = make_edges(triples, self._moves, self._buckets).persist()
        self._triples = self.edges.filter(~col("back"))

    def run(self, folder: str, watch: Watch) -> ValidationReport:
        """Return the report; ``folder`` is where all executors can write and read."""
        hierarchy = self._find_hierarchy()
        focus = write(self._select(hierarchy), f"{folder}/focus")
        gatherer = Gatherer(self.edges, self._moves, folder, watch)
        around = gatherer.gather(self._start(focus))
        lines = hierarchy.lines(named_classes(self._plan))
        return self._report(self._judge(union([_as_rows(focus), around]), lines), focus)

    def _read(self, places: Sequence[str]) -> DataFrame:
        """Return the triples that matter, and whether their nodes are validated."""
        from pyspark.sql.functions import lit

        reader = Reader(self._predicates(), frozenset(map(str.encode, self._named_nodes())))
        triples = read_triples(self._session, places, reader)
        triples = triples.withColumn("validated", lit(1) == 1)
        if self._ontology is not None:
            rows = list(_decode(self._ontology.triples))
            besides = self._session.createDataFrame(rows, SCHEMA)
            triples = triples.unionAll(besides.withColumn("validated", lit(1) == 0))
        return triples

    def _predicates(self) -> frozenset[bytes] | None:
        """Return the predicates that are looked at by anybody, None for any."""
        if self._moves.is_open:
            return None
        named: set[Term] = {*self._moves.predicates, SUBCLASS_OF, TYPE, *map(NamedNode, LABELS)}
        named |= {each.target.value for each in self._targets if each.kind in _OF_PREDICATES}
        return frozenset(map(write_token, named))

    def _named_nodes(self) -> list[str]:
        return [each.token for each in self._targets if each.kind == "targetNode"]

    def _find_hierarchy(self) -> Hierarchy:
        """Return the hierarchy of classes; raise InputError for a line that is no statement."""
        from pyspark.sql.functions import col

        predicate = col("predicate")
        chosen = self._triples.filter(predicate.isNull() | (predicate == str(SUBCLASS_OF)))
        rows = chosen.select(*COLUMNS).collect()
        for row in rows:
            if row.subject is None:
                raise read_error(row.object)
        return Hierarchy((row.subject, row.object) for row in rows)

    def _select(self, hierarchy: Hierarchy) -> DataFrame:
        """Return each ``node`` with the ``target`` and the ``root`` of which it is a focus node."""
        from pyspark.sql.functions import col, lit, pmod, xxhash64

        focus = select_focus_nodes(
            self._triples.filter("validated"), self._targets, hierarchy.below
        )
        bucket = pmod(col("hash"), lit(self._buckets)).cast("int")
        return focus.withColumn("hash", xxhash64("node")).withColumn("bucket", bucket)

    def _start(self, focus: DataFrame) -> DataFrame:
        """Return where moves start: each node, by its hash, in the states of its shapes."""
        from pyspark.sql.functions import broadcast, col

        roots = self._plan.roots()
        rows = [(place, self._moves.starts[shape.node]) for place, shape in enumerate(roots)]
        states = self._session.createDataFrame(rows, "root int, state int")
        found = focus.join(broadcast(states), "root")
        return found.select("bucket", col("hash").alias("node"), "state")

    def _judge(self, rows: DataFrame, lines: Sequence[str]) -> list[ValidationResult]:
        placed = rows.repartition(self._buckets, "bucket").sortWithinPartitions("bucket")
        found = placed.mapInArrow(BucketJudge(self._plan, lines), RESULTS).collect()
        results = [result for row in found for result in read_results(row.results)]
        return _order(results)

    def _report(self, results: Sequence[ValidationResult], focus: DataFrame) -> ValidationReport:
        plan, roots = self._plan, self._plan.roots()
        found = {
            row.target: row.root for row in focus.select("target", "root").distinct().collect()
        }
        reached = plan.source.reach(roots[place].node for place in found.values())
        return ValidationReport(
            results=tuple(results),
            focus_nodes_checked=focus.select("node").distinct().count(),
            shapes_checked=len(reached),
            unmatched_targets=find_unmatched(plan, self._targets, found.keys() - self._absent()),
            problems=(*plan.source.problems, *(self._ontology.missing if self._ontology else ())),
            prefixes={
                **plan.source.prefixes,
                **(self._ontology.prefixes if self._ontology else {}),
            },
            labels=self._find_labels(results),
            checked_shapes={
                node: shape.position for node, shape in plan.shapes.items() if node in reached
            },
        )

    def _absent(self) -> frozenset[int]:
        """Return the targets whose node is in no triple."""
        from pyspark.sql.functions import col

        named = self._named_nodes()
        if not named:
            return frozenset()
        validated = self._triples.filter("validated")
        ends = union([validated.select(col(end).alias("node")) for end in ("subject", "object")])
        held = ends.filter(col("node").isin(named)).distinct().collect()
        tokens = {row.node for row in held}
        return frozenset(
            each.number
            for each in self._targets
            if each.kind == "targetNode" and each.token not in tokens
        )

    def _find_labels(self, results: Iterable[ValidationResult]) -> Mapping[Term, str]:
        """Return the labels of what results name."""
        from pyspark.sql.functions import col

        named = {write_token(term).decode() for term in _terms(results)}
        predicates = [f"<{iri}>" for iri in LABELS]
        if not named:
            return {}
        chosen = col("predicate").isin(predicates) & col("subject").isin(named)
        found = self._triples.filter(chosen).select(*COLUMNS).toArrow()
        triples = encode_columns(found.columns)
        return Labels(NodeGraph(triples), triples)


_OF_PREDICATES: Final = frozenset({"targetObjectsOf", "targetSubjectsOf"})


def _as_rows(focus: DataFrame) -> DataFrame:
    """Return focus nodes as rows among those of triples."""
    from pyspark.sql.functions import col, lit

    return focus.select(
        "bucket",
        col("node").alias("subject"),
        lit(None).cast("string").alias("predicate"),
        col("root").cast("string").alias("object"),
    ).distinct()


def _decode(triples: EncodedTriples) -> Iterator[tuple[str, ...]]:
    tokens = triples.dictionary.tokens
    for row in zip(triples.subjects, triples.predicates, triples.objects, strict=True):
        yield tuple(tokens[code].decode() for code in row)


def _terms(results: Iterable[ValidationResult]) -> Iterator[NamedNode | BlankNode]:
    for result in results:
        for term in (result.focus_node, result.value_node, *result.parameters):
            if isinstance(term, NamedNode | BlankNode):
                yield term
        yield from _terms(result.detail)


def _order(results: Iterable[ValidationResult]) -> list[ValidationResult]:
    """Return results in the order in which those of files are, but for positions."""
    ordered = (
        replace(result, detail=tuple(_order(result.detail))) if result.detail else result
        for result in results
    )
    return sorted(ordered, key=_sort_key)


def _sort_key(result: ValidationResult) -> tuple[object, ...]:
    path, value = result.result_path, result.value_node
    return (
        write_token(result.focus_node),
        b"" if value is None else write_token(value),
        "" if path is None else render_path(path),
        result.source_constraint_component.value,
        tuple(map(str, result.messages)),
        str(result.shape_position),
    )
