"""Tables for people without SPARQL: what they say is in the graph, and fits together."""

from __future__ import annotations

import csv
import io
import json
import os
import re
from importlib import import_module
from typing import TYPE_CHECKING, Any

import pytest
from pyoxigraph import NamedNode

from visitkg.publish.table import parquet as table_parquet
from visitkg.publish.table.content import read_tables
from visitkg.publish.table.csv import Column, find_references, make_csv, make_table, write_csv
from visitkg.publish.table.csvw import make_metadata, make_readme
from visitkg.publish.table.parquet import explain_missing, make_parquet
from visitkg.site.kind import TYPE
from visitkg.terms import NIF, PROV, VISIT

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from visitkg.publish.content import Site
    from visitkg.publish.table.csv import Table

BASE = "https://w3id.org/visitkg/"


def judge(name: str) -> Any:  # noqa: ANN401  (a module without types)
    """Return another library, or skip; on the project's own CI fail instead."""
    try:
        return import_module(name)
    except ImportError:
        if os.environ.get("CI") == "true":
            raise
        return pytest.skip(f"{name} is not installed: pip install --group dev")


@pytest.fixture(scope="module")
def tables(visit_site: Site) -> dict[str, Table]:
    return {table.name: table for table in read_tables(visit_site)}


@pytest.fixture(scope="module")
def metadata(visit_site: Site, tables: dict[str, Table]) -> dict[str, Any]:
    content: dict[str, Any] = json.loads(make_metadata(visit_site, tables.values()).content)
    return content


@pytest.fixture(scope="module")
def rows(tables: dict[str, Table]) -> dict[str, list[dict[str, str]]]:
    """Return the tables as another program reads the CSV."""
    return {
        file.path.removeprefix("tables/").removesuffix(".csv"): list(
            csv.DictReader(io.StringIO(file.content.decode(), newline=""), strict=True)
        )
        for file in make_csv(tables.values())
    }


def test_each_row_of_the_tables_is_in_the_csv(
    tables: dict[str, Table], rows: dict[str, list[dict[str, str]]]
) -> None:
    assert len(tables) == 16
    for name, table in tables.items():
        expected = [["" if cell is None else str(cell) for cell in row] for row in table.rows]
        assert [list(row.values()) for row in rows[name]] == expected


def test_the_tables_have_what_the_graph_has(
    visit_site: Site, rows: dict[str, list[dict[str, str]]]
) -> None:
    def count(class_: str) -> int:
        return len(visit_site.view.subjects(TYPE, NamedNode(VISIT + class_)))

    assert len(rows["claims"]) == count("Claim") > 100
    assert len(rows["spans"]) == count("EvidenceSpan") > 100
    assert len(rows["utterances"]) == count("Utterance") > 10
    assert len(rows["documents"]) == count("SourceDocument") == 1
    assert len(rows["propositions"]) > 100
    assert len(rows["things"]) > 100


def test_a_claim_is_told_in_a_row(rows: dict[str, list[dict[str, str]]]) -> None:
    (claim,) = (row for row in rows["claims"] if row["id"].endswith("claim-p11s1-2"))
    assert claim["status"] == f"{VISIT}Speculated"
    assert claim["status_name"] == "Speculated"
    assert claim["publisher_name"] == "Editorialge"
    assert claim["origin"] == "a source not named"
    assert claim["hops"] == "1"
    assert claim["sentence_code"] == "P11S1"
    assert (claim["begin"], claim["end"]) == ("3374", "3477")
    assert len(claim["sha256"]) == 64
    assert claim["as_of"] == "2025-09-02"


def test_hops_and_chains_agree(rows: dict[str, list[dict[str, str]]]) -> None:
    deepest: dict[str, int] = {}
    for row in rows["chains"]:
        deepest[row["claim"]] = max(deepest.get(row["claim"], 0), int(row["step"]))
    assert {row["id"]: int(row["hops"]) for row in rows["claims"]} == deepest
    assert max(deepest.values()) >= 2


def test_a_thing_has_its_names_in_each_script(rows: dict[str, list[dict[str, str]]]) -> None:
    names = {(r["name"], r["language"]) for r in rows["names"] if r["thing"].endswith("id/china")}
    assert {("China", "en"), ("中国", "zh-Hans")} <= names


def test_things_are_neither_files_nor_shapes(rows: dict[str, list[dict[str, str]]]) -> None:
    assert {row["id"].startswith(f"{BASE}id/") for row in rows["things"]} == {True}


def test_no_two_rows_have_the_same_key(tables: dict[str, Table]) -> None:
    for table in tables.values():
        keys = [row[: table.keys] for row in table.rows]
        assert keys == sorted(set(keys))


def test_what_refers_to_another_table_finds_it_there(
    rows: dict[str, list[dict[str, str]]], metadata: dict[str, Any]
) -> None:
    found = set()
    for table in metadata["tables"]:
        name = table["url"].removesuffix(".csv")
        for key in table["tableSchema"].get("foreignKeys", ()):
            (column,) = key["columnReference"]
            target = key["reference"]["resource"].removesuffix(".csv")
            assert {row[column] for row in rows[name]} <= {row["id"] for row in rows[target]}
            found.add((name, column, target))
    assert found == {
        ("chains", "claim", "claims"),
        ("claim-propositions", "claim", "claims"),
        ("claim-propositions", "proposition", "propositions"),
        ("claim-spans", "claim", "claims"),
        ("claim-spans", "span", "spans"),
        ("claim-utterances", "claim", "claims"),
        ("claim-utterances", "utterance", "utterances"),
        ("claims", "document", "documents"),
        ("claims", "mode", "terms"),
        ("claims", "publisher", "things"),
        ("claims", "span", "spans"),
        ("claims", "status", "terms"),
        ("documents", "publisher", "things"),
        ("facts", "property", "terms"),
        ("facts", "thing", "things"),
        ("names", "thing", "things"),
        ("propositions", "type", "terms"),
        ("slots", "property", "terms"),
        ("slots", "proposition", "propositions"),
        ("spans", "document", "documents"),
        ("things", "type", "terms"),
        ("utterance-agents", "agent", "things"),
        ("utterance-agents", "utterance", "utterances"),
        ("utterance-utterances", "passes_on", "utterances"),
        ("utterance-utterances", "utterance", "utterances"),
    }


def expand(template: str, row: dict[str, str]) -> str:
    return re.sub(r"\{\+(\w+)\}", lambda match: row[match[1]], template)


def convert(table: dict[str, Any], rows: list[dict[str, str]]) -> Iterator[tuple[str, str, str]]:
    """Yield what the cells say: https://www.w3.org/TR/csv2rdf/, in its minimal mode."""
    schema = table["tableSchema"]
    for row in rows:
        for column in schema["columns"]:
            if column.get("suppressOutput") or not row[column["name"]]:
                continue
            value = expand(column.get("valueUrl", f"{{+{column['name']}}}"), row)
            yield expand(schema["aboutUrl"], row), expand(column["propertyUrl"], row), value


def test_who_turns_the_tables_into_rdf_gets_triples_of_the_graph(
    visit_site: Site, rows: dict[str, list[dict[str, str]]], metadata: dict[str, Any]
) -> None:
    graph = {
        (getattr(t.subject, "value", ""), t.predicate.value, getattr(t.object, "value", ""))
        for t in visit_site.triples()
    }
    told = {
        triple
        for table in metadata["tables"]
        for triple in convert(table, rows[table["url"].removesuffix(".csv")])
    }
    assert told - graph == set()
    # What makes up claims, their sources and spans is there as a whole.
    whole = {f"{VISIT}asserts", f"{VISIT}evidence", f"{VISIT}epistemicStatus"}
    whole |= {f"{PROV}wasDerivedFrom", f"{NIF}beginIndex", f"{NIF}referenceContext"}
    claims = {row["id"] for name in ("claims", "utterances", "spans") for row in rows[name]}
    expected = {triple for triple in graph if triple[1] in whole and triple[0] in claims}
    assert expected <= told
    assert len(expected) > 500


def test_another_library_finds_the_metadata_valid(
    visit_site: Site, tables: dict[str, Table], tmp_path: Path
) -> None:
    csvw = judge("csvw")
    for file in (*make_csv(tables.values()), make_metadata(visit_site, tables.values())):
        (tmp_path / file.path).parent.mkdir(exist_ok=True)
        (tmp_path / file.path).write_bytes(file.content)
    path = tmp_path / "tables" / "csv-metadata.json"
    assert csvw.CSVW(str(path), validate=True).is_valid
    # And it would have told us: a claim that is nowhere described.
    with (tmp_path / "tables" / "claim-spans.csv").open("a", newline="") as stream:
        stream.write(f"{BASE}id/nobody,{BASE}id/nothing\r\n")
    with pytest.raises(ValueError, match=r"nobody|nothing"):
        csvw.TableGroup.from_file(path).check_referential_integrity()


def test_the_tables_are_the_same_each_time(visit_site: Site, tables: dict[str, Table]) -> None:
    again = read_tables(visit_site)
    assert list(make_csv(again)) == list(make_csv(tables.values()))
    assert make_metadata(visit_site, again) == make_metadata(visit_site, tables.values())


def test_the_readme_explains_each_column_and_what_spreadsheets_do(
    visit_site: Site, tables: dict[str, Table]
) -> None:
    text = make_readme(visit_site, tables.values()).content.decode()
    assert "formula" in text
    for table in tables.values():
        assert f"\n## {table.name}\n" in text
        assert all(f"- `{column.name}`: {column.about}\n" in text for column in table.columns)


def test_parquet_says_the_same(tables: dict[str, Table]) -> None:
    parquet = judge("pyarrow.parquet")
    assert explain_missing() is None
    files = list(make_parquet(tables.values()))
    assert files == list(make_parquet(tables.values()))
    for file, table in zip(files, tables.values(), strict=True):
        assert file.path == f"tables/{table.name}.parquet"
        read = parquet.read_table(io.BytesIO(file.content))
        assert read.column_names == [column.name for column in table.columns]
        assert [tuple(row.values()) for row in read.to_pylist()] == list(table.rows)
    claims = parquet.read_schema(io.BytesIO(files[list(tables).index("claims")].content))
    assert str(claims.field("hops").type) == "int64"
    assert not claims.field("id").nullable


def test_without_pyarrow_there_is_a_reason_instead_of_parquet(
    tables: dict[str, Table], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(table_parquet, "find_spec", lambda _: None)
    assert list(make_parquet(tables.values())) == []
    assert "pip install 'visitkg[parquet]'" in str(explain_missing())


HARD = ['=1+1"', " spaced ", "two\nlines", "a,b", '"', "\ttab", "الزيارة", "'quoted'", "\\"]


def test_a_cell_is_the_data_as_it_is() -> None:
    columns = (Column("number", "n", "nonNegativeInteger"), Column("text", "t"))
    table = make_table("hard", "Hard texts.", columns, 1, enumerate(HARD))
    text = b"".join(write_csv(table)).decode()
    assert text.startswith("number,text\r\n")
    read = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    assert [cell for _, cell in read[1:]] == HARD


def test_a_project_without_claims_has_tables_of_what_there_is(
    make_project: Callable[..., Site],
) -> None:
    site = make_project(":tram a t:Tram ; rdfs:label 'Tram 7'@en ; t:stop [ rdfs:label 'here' ] .")
    tables = {table.name: table for table in read_tables(site)}
    assert set(tables) == {"facts", "names", "terms", "things"}
    (thing,) = tables["things"].rows
    assert thing[:2] == ("https://example.org/kg/id/tram", "Tram 7")
    (fact,) = tables["facts"].rows
    assert fact[4:6] == (None, "label: here")


def test_a_project_that_says_nothing_has_hardly_a_table(make_project: Callable[..., Site]) -> None:
    site = make_project("<urn:x> rdfs:seeAlso <urn:y> .")
    tables = read_tables(site)
    assert {table.name for table in tables} <= {"facts", "things"}
    assert json.loads(make_metadata(site, ()).content)["tables"] == []


def test_a_claim_that_lacks_everything_has_a_row(make_project: Callable[..., Site]) -> None:
    data = f":c a <{VISIT}Claim> . :d a <{VISIT}Claim> ; <{VISIT}epistemicStatus> <urn:odd> ."
    tables = {table.name: table for table in read_tables(make_project(data))}
    bare = tables["claims"].rows[0]
    assert bare[0] == "https://example.org/kg/id/c"
    assert bare[1:8] == (None,) * 7
    assert bare[8:10] == ("a source not named", 0)
    # The status is in no table: that isn't declared as a link.
    assert ("claims", "status") not in find_references(tables.values())


def test_literals_keep_their_spelling(make_project: Callable[..., Site]) -> None:
    xsd = "http://www.w3.org/2001/XMLSchema#"
    site = make_project(f":a a t:A ; t:p '007'^^<{xsd}nonNegativeInteger> ; t:q 'x'@zh-hans .")
    (facts,) = (table for table in read_tables(site) if table.name == "facts")
    assert [row[5:] for row in facts.rows] == [
        ("007", f"{xsd}nonNegativeInteger", None),
        ("x", None, "zh-Hans"),
    ]
