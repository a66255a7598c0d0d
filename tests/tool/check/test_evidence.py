"""The check of the evidence: sentences, claims and spans."""

from __future__ import annotations

from typing import TYPE_CHECKING

from visitkg.check.evidence import check_evidence
from visitkg.check.outcome import State
from visitkg.check.subject import Subject
from visitkg.project import find_project

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def test_every_sentence_of_the_visit_carries_a_claim(root: Path) -> None:
    outcome = check_evidence(Subject(find_project(root)))
    assert outcome.findings == ()
    assert outcome.summary.startswith("50 segments of 1 document, 44 of 44 sentences with at least")


def test_a_claim_without_a_span_is_found_where_it_stands(
    make_subject: Callable[..., Subject],
) -> None:
    claim = (
        "@prefix visit: <https://w3id.org/visitkg/ontology#> .\n\n"
        "<http://example.org/id/claim-1>\n    a visit:Claim ;\n    .\n"
    )
    outcome = check_evidence(make_subject({"data/claim.ttl": claim}))
    assert outcome.state is State.RAN
    assert [str(finding).split(": ")[0] for finding in outcome.findings] == ["data/claim.ttl:4"]


def test_a_project_without_documents_and_claims_has_nothing_to_check(
    make_subject: Callable[..., Subject],
) -> None:
    outcome = check_evidence(make_subject())
    assert outcome.state is State.NOTHING
    assert outcome.summary == "nothing to check here: the data hold neither documents nor claims"
