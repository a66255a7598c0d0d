"""Which comments stand at the top of a text, and which further down."""

from __future__ import annotations

import pytest

from visitkg.graph.comment import find_comment, split_top

TOPS = {
    "nothing": ("", "", 0),
    "no comment": ("<a:a> <a:b> 1 .", "", 0),
    "one line": ("# one\n<a:a> <a:b> 1 .", "# one", 6),
    "paragraphs": ("\n# one  \n#\n\n  # two\n\n\n@base <a:> .", "# one\n#\n\n  # two", 22),
    "beside a statement": ("<a:a> <a:b> 1 . # one\n", "", 0),
    "after white space": (" \t\n\t# one\n\t<a:a> <a:b> 1 .", "\t# one", 10),
    "nothing but a comment": ("# one", "", 0),
    "letters of several bytes": ("# é\n<a:a> <a:b> 1 .", "# é", 5),
}


@pytest.mark.parametrize(("text", "top", "length"), TOPS.values(), ids=TOPS.keys())
def test_the_comments_above_the_first_statement_are_the_top(
    text: str, top: str, length: int
) -> None:
    assert split_top(text.encode()) == (top, length)


@pytest.mark.parametrize(
    "text",
    [
        "<a:a> <a:b> 1 .",
        "<a:a#b> <a:b#> <#> .",
        "<a:a> <a:b> \"#\" , '#' .",
        '<a:a> <a:b> """ " # ""\n# \\""" # """ .',
        "<a:a> <a:b> '''\n# '' ' # \\''' # ''' .",
        '<a:a> <a:b> "\\"#" .',
        "@prefix e: <a:#> . e:a\\#b e:c\\\\\\#d 1 .",
        "<<<a:a> <a:b> <a:#c>>> <a:d> 1 .",
    ],
)
def test_a_number_sign_in_a_token_is_no_comment(text: str) -> None:
    assert find_comment(text.encode(), 0) is None


@pytest.mark.parametrize(
    "text",
    [
        "<a:a> <a:b> 1 .@",
        "<a:a> <a:b> 1@\n.",
        '<a:a> <a:b> "#" @',
        '<a:a> <a:b> """#"""@',
        "<a:a#> <a:b> '' @",
        "<< <a:a> <a:b> @ <x> \n<a:#c> >> <a:d> 1 .",
        "prefix e: <a:> e:a e:b e:c\\'@ '\n.",
        "( 1 @)\n) <a:b> 1 .",
    ],
)
def test_a_comment_is_found_between_tokens(text: str) -> None:
    assert find_comment(text.replace("@", "#").encode(), 0) == text.index("@")


def test_the_search_begins_where_it_is_told() -> None:
    assert find_comment(b"# one\n# two", 6) == 6
