"""A text in canonical form: its prefixes, comments and relative IRIs."""

from __future__ import annotations

from pathlib import Path

import pytest
from pyoxigraph import RdfFormat

from visitkg import terms
from visitkg.errors import InputError
from visitkg.graph import rewrite as module
from visitkg.graph.rewrite import rewrite
from visitkg.graph.source import Source

PREFIXES = {**terms.COMMON_PREFIXES, "id": "http://id/", "visit": "http://visit#"}


def format_text(text: str | bytes, *, drop_comments: bool = False) -> str:
    data = text.encode() if isinstance(text, str) else text
    source = Source(Path("a.ttl"), data, RdfFormat.TURTLE, "file:///folder/a.ttl")
    return rewrite(source, PREFIXES, drop_comments=drop_comments)


def message(text: str | bytes) -> str:
    with pytest.raises(InputError) as caught:
        format_text(text)
    return str(caught.value)


SAME = {
    "unsorted": (
        "@prefix e: <http://e/> .\ne:b e:q 2 ; e:p 1 ; a e:C . e:a e:p 1, 0 .",
        """\
@prefix e: <http://e/> .

e:a
    e:p
        0 ,
        1
        ;
    .

e:b
    a e:C ;
    e:p 1 ;
    e:q 2 ;
    .
""",
    ),
    "line ends and tabs": (
        "@prefix e: <http://e/> .\r\n\r\ne:a\te:p\t'x'\r\n.\r\n",
        '@prefix e: <http://e/> .\n\ne:a\n    e:p "x" ;\n    .\n',
    ),
    "a shared prefix that was not declared": (
        "<http://id/x> a <http://www.w3.org/2002/07/owl#Thing> .",
        """\
@prefix id: <http://id/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .

id:x
    a owl:Thing ;
    .
""",
    ),
    "a shared prefix under another name": (
        "prefix v: <http://visit#> prefix o: <http://www.w3.org/2002/07/owl#> v:x a o:Thing .",
        """\
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix visit: <http://visit#> .

visit:x
    a owl:Thing ;
    .
""",
    ),
    "a prefix that means something else": (
        "prefix geo: <http://other/> prefix id: <http://id/> geo:x geo:y id:z .",
        """\
@prefix geo: <http://other/> .
@prefix id: <http://id/> .

geo:x
    geo:y id:z ;
    .
""",
    ),
    "a prefix that means something else and is not used": (
        "prefix id: <http://other/> <http://id/x> <http://id/y> <http://id/z> .",
        "@prefix id: <http://id/> .\n\nid:x\n    id:y id:z ;\n    .\n",
    ),
    "relative IRIs": (
        "<> <#p> <b>, <../c/./d> .",
        "<>\n    <#p>\n        <../c/./d> ,\n        <b>\n        ;\n    .\n",
    ),
    "a base": (
        "@base <http://e/x/> . @prefix : <#> . <> :p <../b> .",
        "@prefix : <http://e/x/#> .\n\n<http://e/x/>\n    :p <http://e/b> ;\n    .\n",
    ),
    "comments at the top": (
        "\n# One.\n#\n\n# Two.   \n<a:a> <a:b> 1 .",
        "# One.\n#\n\n# Two.\n\n<a:a>\n    <a:b> 1 ;\n    .\n",
    ),
    "comments at the top with CR LF": (
        "# One.\r\n# Two.\r\n\r\n<a:a> <a:b> 1 .\r\n",
        "# One.\n# Two.\n\n<a:a>\n    <a:b> 1 ;\n    .\n",
    ),
    "a lone CR in a string": (
        '<a:a> <a:b> """1\r2""" .',
        '<a:a>\n    <a:b> "1\\r2" ;\n    .\n',
    ),
    "spelling of numbers": (
        "<a:a> <a:b> 01, 1.0, +1, 1E5 .",
        """\
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .

<a:a>
    <a:b>
        "+1"^^xsd:integer ,
        "01"^^xsd:integer ,
        1.0 ,
        1E5
        ;
    .
""",
    ),
}


@pytest.mark.parametrize(("text", "expected"), SAME.values(), ids=SAME.keys())
def test_the_canonical_form_is_this_and_stays_so(text: str, expected: str) -> None:
    assert format_text(text) == expected
    assert format_text(expected) == expected


def test_a_comment_further_down_is_refused() -> None:
    assert message("# top\n<a:é> <a:b> 1 .  # why, é\r\n<a:a> <a:b> 2 . # more") == (
        "a.ttl:2:18: this comment would be lost\n"
        "    <a:é> <a:b> 1 .  # why, é\n"
        "                     ~~~~~~~^\n"
        "Say it in a triple (skos:editorialNote), move it above the first statement, or give it up "
        "with --drop-comments."
    )


def test_a_comment_further_down_can_be_given_up() -> None:
    text = "# top\n<a:a> # one\n<a:b> 1 # two\n."
    assert format_text(text, drop_comments=True) == "# top\n\n<a:a>\n    <a:b> 1 ;\n    .\n"


@pytest.mark.parametrize("text", ["", "# only this\n", "@prefix e: <http://e/> ."])
def test_a_text_that_states_nothing_is_refused(text: str) -> None:
    assert message(text) == ("a.ttl: this file states nothing\nWrite a triple, or delete the file.")


def test_an_iri_that_is_none_is_refused_although_relative_ones_stay() -> None:
    assert message("<> <a b> 1 .") == (
        "a.ttl:1:4: invalid IRI code point ' '\n"
        "    <> <a b> 1 .\n"
        "       ~~~~^\n"
        "Mend it; https://www.w3.org/TR/turtle/ describes Turtle."
    )


def test_a_prefix_that_is_relative_needs_a_base() -> None:
    assert message("@prefix : <#> .\n<> :p <b> .") == (
        "a.ttl:2:4: the prefixed name :p builds IRI #p that is invalid: "
        "No scheme found in an absolute IRI\n"
        "    <> :p <b> .\n"
        "       ~^\n"
        "Write the whole IRI, or declare a base."
    )


def test_a_form_that_says_something_else_is_never_returned(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "write_turtle", lambda *_: "<a:a> <a:b> 2 .")
    assert message("<a:a> <a:b> 1 .") == (
        "a.ttl: the canonical form would not say the same\n"
        "Leave the file as it is, and please report this as a bug, with the file."
    )
