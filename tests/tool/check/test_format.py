"""The check of canonical form."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from visitkg.check.format import check_format
from visitkg.check.outcome import State
from visitkg.check.subject import Subject

if TYPE_CHECKING:
    from collections.abc import Callable


def test_files_in_canonical_form_are_counted(make_subject: Callable[..., Subject]) -> None:
    outcome = check_format(make_subject())
    assert outcome.summary == "2 Turtle files"
    assert outcome.findings == ()


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("<http://a.org/a> <http://a.org/b> 1 .\n", "data/other.ttl:1: not in canonical form"),
        (
            "<http://a.org/a>\n    <http://a.org/b> 1 ;\n    .\n\n",
            "data/other.ttl:4: not in canonical form",
        ),
        (
            "<http://a.org/a>\n    <http://a.org/b> 1 ; # one\n    .\n",
            (
                "data/other.ttl:2:26: this comment would be lost\n"
                "        <http://a.org/b> 1 ; # one\n"
                "                             ~~~~^\n"
                "Say it in a triple (skos:editorialNote), move it above the first statement, "
                "or give it up with --drop-comments."
            ),
        ),
    ],
    ids=["one line", "a line too many", "comment"],
)
def test_the_first_line_that_differs_is_shown(
    make_subject: Callable[..., Subject], text: str, found: str
) -> None:
    outcome = check_format(make_subject({"data/other.ttl": text}))
    assert [str(finding) for finding in outcome.findings] == [found]


def test_other_formats_have_no_canonical_form(make_subject: Callable[..., Subject]) -> None:
    line = "<http://a.org/a> <http://a.org/b> <http://a.org/c> .\n"
    subject = make_subject({"data/lines.nt": line})
    outcome = check_format(Subject(subject.project, (Path("data/lines.nt"),)))
    assert outcome.state is State.NOTHING
    assert outcome.summary == "nothing to check here: no Turtle file"
