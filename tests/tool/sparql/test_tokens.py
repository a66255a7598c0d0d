"""The tokeniser: each piece of a query, and nothing but."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from visitkg.sparql.tokens import Kind, tokenise

SKIPPED = re.compile(r"(?:[ \t\r\n]+|#[^\r\n]*)*")

KINDS = {
    "an IRI": ("<http://example.org/a#b>", Kind.IRI),
    "an empty IRI": ("<>", Kind.IRI),
    "an IRI with an escape": (r"<http://example.org/\u00e9>", Kind.IRI),
    "an IRI with the word SERVICE": ("<http://SERVICE/x>", Kind.IRI),
    "a prefixed name": ("visit:Claim", Kind.NAME),
    "a prefix alone": ("visit:", Kind.NAME),
    "a name without prefix": (":Claim", Kind.NAME),
    "a name with dots inside": ("a.b:c.d", Kind.NAME),
    "a name with colons": ("a:b:c", Kind.NAME),
    "a name with an escaped comma": (r"a:b\,c", Kind.NAME),
    "a name with a percent sign": ("a:b%20c", Kind.NAME),
    "a name in Korean": ("a:김정은", Kind.NAME),
    "a name that is a keyword": ("select:service", Kind.NAME),
    "a label of a blank node": ("_:b1", Kind.BLANK),
    "a variable": ("?name", Kind.VARIABLE),
    "a variable with a dollar": ("$name", Kind.VARIABLE),
    "a variable that is a keyword": ("?service", Kind.VARIABLE),
    "a variable that begins with a digit": ("?1", Kind.VARIABLE),
    "a variable in Cyrillic": ("?имя", Kind.VARIABLE),
    "a string": ('"text"', Kind.STRING),
    "a string in single quotes": ("'text'", Kind.STRING),
    "an empty string": ('""', Kind.STRING),
    "a string with an escaped quote": (r'"a\"b"', Kind.STRING),
    "a string with a comment sign": ('"a # b"', Kind.STRING),
    "a string with a brace": ("'}'", Kind.STRING),
    "a long string": ('"""a "b" ""c"""', Kind.STRING),
    "a long string of two lines": ("'''a\nb'''", Kind.STRING),
    "a long string with a backslash at its end": (r"'''a\''''", Kind.STRING),
    "an empty long string": ("''''''", Kind.STRING),
    "a language": ("@zh-Hans", Kind.LANGUAGE),
    "a language with a direction": ("@ar--rtl", Kind.LANGUAGE),
    "an integer": ("12", Kind.NUMBER),
    "a signed integer": ("-12", Kind.NUMBER),
    "a decimal": (".5", Kind.NUMBER),
    "a double": ("1.5e-3", Kind.NUMBER),
    "a double without fraction": ("1.e5", Kind.NUMBER),
    "a keyword": ("SELECT", Kind.WORD),
    "a keyword in small letters": ("select", Kind.WORD),
    "a function": ("ENCODE_FOR_URI", Kind.WORD),
    "the verb a": ("a", Kind.WORD),
    "a datatype sign": ("^^", Kind.SIGN),
    "a triple term": ("<<(", Kind.SIGN),
    "an annotation": ("{|", Kind.SIGN),
    "a string without end": ("'abc", Kind.UNCLOSED),
    "a long string without end": ('"""abc\n"', Kind.UNCLOSED),
    "a backslash": ("\\", Kind.UNKNOWN),
    "a space that does not break": ("\xa0", Kind.UNKNOWN),
    "a superscript": ("²", Kind.UNKNOWN),
}


@pytest.mark.parametrize(("text", "kind"), KINDS.values(), ids=KINDS)
def test_it_is_one_token(text: str, kind: Kind) -> None:
    assert [(token.kind, token.text) for token in tokenise(text)] == [(kind, text)]


SPLITS = {
    "a comment ends with its line": ("a # b\nc", ["a", "c"]),
    "a comment ends with a carriage return": ("# a\rSERVICE", ["SERVICE"]),
    "a comment does not end with a form feed": ("# a\fb", []),
    "a sign of a comment within an IRI": ("<a#b> c", ["<a#b>", "c"]),
    "an operator between variables": ("?a<?b&&?c>?d", ["?a", "<", "?b", "&&", "?c", ">", "?d"]),
    "an operator or equal": ("?a<=?b&&?c>=?d", ["?a", "<=", "?b", "&&", "?c", ">=", "?d"]),
    "an operator behind a bracket": ("(1)<?b>", ["(", "1", ")", "<", "?b", ">"]),
    "an IRI with a query alone": ("a <?b>", ["a", "<?b>"]),
    "an IRI behind a variable": ("?s <p> ?o", ["?s", "<p>", "?o"]),
    "an IRI that holds a space": ("<a b>", ["<", "a", "b", ">"]),
    "a dot at the end of a name": ("a:b.", ["a:b", "."]),
    "a dot at the end of a label": ("_:b.", ["_:b", "."]),
    "a dot behind a number": ("1.", ["1", "."]),
    "variables without a space": ("?s?p?o", ["?s", "?p", "?o"]),
    "a question mark behind a path": ("a:p?/a:q", ["a:p", "?", "/", "a:q"]),
    "two strings": ("'a''b'", ["'a'", "'b'"]),
    "an empty string before a bracket": ("'')", ["''", ")"]),
    "an escaped quote ends nothing": (r"'a\' b' c", [r"'a\' b'", "c"]),
    "an escaped backslash ends": (r"'a\\' b", [r"'a\\'", "b"]),
    "a line ends a short string": ("'a\nb'", ["'a", "b", "'"]),
    "a long string ends at three quotes": ("'''a'''b'''", ["'''a'''", "b", "'''"]),
    "a number and a word": ("1SERVICE", ["1", "SERVICE"]),
    "a word and a word": ("trueSERVICE", ["trueSERVICE"]),
    "a language and a sign": ("'a'@en.", ["'a'", "@en", "."]),
    "a datatype": ("'1'^^xsd:int", ["'1'", "^^", "xsd:int"]),
    "an escape for a letter": (r"\u0053ERVICE", ["\\", "u0053ERVICE"]),
}


@pytest.mark.parametrize(("text", "tokens"), SPLITS.values(), ids=SPLITS)
def test_a_text_falls_into_tokens(text: str, tokens: list[str]) -> None:
    assert [token.text for token in tokenise(text)] == tokens


PIECES = st.sampled_from(
    [
        *("SELECT", "service", "a", "true", "?x", "$y", "e:f", "e:", ":", "_:b", "<i>", "<i#j>"),
        *("'s'", '"s"', "'''", '"""', "'", '"', "\\", "\\'", "1", "-2", "1.5", "1e5", ".", "@en"),
        *("^^", "{", "}", "(", ")", "[", "]", "<", ">", "<=", "&&", "#", "\n", "\r", " ", "\t"),
        *("é", "김", "\xa0", "\x00", "\u2028", "😀"),
    ]
)
TEXTS = st.one_of(st.text(), st.lists(PIECES).map("".join))


@given(TEXTS)
def test_tokens_and_what_lies_between_make_up_the_text(text: str) -> None:
    position = 0
    for token in tokenise(text):
        assert SKIPPED.fullmatch(text, position, token.start), "only space and comments between"
        assert text[token.start : token.end] == token.text
        assert token.text
        position = token.end
    assert SKIPPED.fullmatch(text, position)


@given(TEXTS)
def test_a_space_between_tokens_changes_no_token(text: str) -> None:
    tokens = [token for token in tokenise(text) if token.kind is not Kind.UNCLOSED]
    texts = [token.text for token in tokens]
    if any(token.is_sign("<") or token.is_sign("<=") for token in tokens):
        return  # What follows decides whether it begins an IRI.
    assert [token.text for token in tokenise(" ".join(texts))] == texts
