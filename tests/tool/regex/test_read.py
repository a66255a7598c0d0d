"""Patterns mean what XPath says, and what it leaves out means what all other languages say."""

from __future__ import annotations

import pytest

from visitkg.regex.automaton import Automaton
from visitkg.regex.read import read_expression

MEANINGS = {
    "letters": ("ab", "", ["ab", "cabd"], ["", "a", "ba", "AB"]),
    "nothing": ("", "", ["", "a"], []),
    "dot": ("^.$", "", ["a", " ", "\r", "\U0001f600"], ["", "ab", "\n"]),
    "dot with s": ("^.$", "s", ["a", "\n"], ["", "ab"]),
    "edges": ("^a$", "", ["a"], ["a\n", "\na", "ab"]),
    "edges with m": ("^a$", "m", ["a", "b\na", "a\nb"], ["ab", "ba", "b"]),
    "quantity": ("^a{2,3}$", "", ["aa", "aaa"], ["a", "aaaa"]),
    "exact quantity": ("^a{2}$", "", ["aa"], ["a", "aaa"]),
    "open quantity": ("^a{2,}$", "", ["aa", "aaaa"], ["a", ""]),
    "no times": ("^a{0}b$", "", ["b"], ["ab"]),
    "reluctance": ("^a+?b??$", "", ["a", "ab"], ["", "abb"]),
    "choice": ("^(a|bc|)$", "", ["a", "bc", ""], ["b", "abc"]),
    "digits of all scripts": (r"^\d\D$", "", ["1a", "٣ "], ["11", "a1", "²a"]),
    "space is of four kinds": (r"^\s\S$", "", [" a", "\t\xa0", "\n\f"], ["\xa0a", "  ", "\fa"]),
    "word": (r"^\w+$", "", ["aé_1", "हिन्दी", "김"], ["", "a-b", "a b", "a+b"]),
    "no word": (r"^\W$", "", ["-", "+", " "], ["_", "a", "\u0300"]),
    "start of a name": (r"^\i\I$", "", ["a-", ":1", "_ "], ["aa", "--", "-a"]),
    "name": (r"^\i\c*$", "", ["a", "a-b.c1", "é:·"], ["", "-a", "a b", "1"]),
    "no name": (r"^\C$", "", [" ", "/"], ["a", "-", ":"]),
    "category": (r"^\p{Lu}\P{L}$", "", ["A1", "Ä "], ["a1", "AA"]),
    "category of one letter": (r"^\p{N}$", "", ["1", "²", "Ⅷ"], ["a", ""]),
    "unassigned": (r"^\p{Cn}$", "", ["\U00050000", "\uffff"], ["a", "\ue000"]),
    "private use": (r"^\p{Co}$", "", ["\ue000", "\U000f0000"], ["a", "\U00050000"]),
    "ideographs": (r"^\p{Lo}$", "", ["𠀀", "中", "\U00030000"], ["a", "\U0002ffff"]),
    "block": (r"^\p{IsBasicLatin}\P{IsGreek}$", "", ["aa", "\x7fé"], ["éa", "aλ"]),
    "block of a former name": (r"^\p{IsGreek}$", "", ["λ"], ["a"]),
    "subtraction": ("^[a-z-[aeiou]]$", "", ["b", "z"], ["a", "-", "B"]),
    "subtraction twice": ("^[a-z-[b-y-[m]]]$", "", ["a", "m", "z"], ["b", "n"]),
    "subtraction from what isn't there": ("^[^a-c-[x]]$", "", ["d", "y"], ["a", "x"]),
    "hyphens": ("^[-a][a-][a-c-e]$", "", ["-aa", "a--", "aae"], ["baa", "aad"]),
    "hyphen after a set": (r"^[\w-.]+$", "", ["a-b.c"], ["a+b"]),
    "caret within": ("^[a^]$", "", ["a", "^"], ["b"]),
    "ampersands within": ("^[a&&b]$", "", ["a", "b", "&"], ["c"]),
    "escapes within": (r"^[\]\-\\\n\d\p{Lu}]$", "", ["]", "-", "\\", "\n", "7", "X"], ["x", "p"]),
    "escaped range": (r"^[\x41-\u0043]$", "", ["A", "C"], ["D", "x"]),
    "escapes": (r"^\.\/\@\t\x41\u00e9$", "", ["./@\tAé"], ["a/@\tAé"]),
    "closing brackets": ("^a]}$", "", ["a]}"], ["a"]),
    "case": ("^aB[c-d]$", "i", ["abc", "ABD"], ["abe"]),
    "case of a set that lacks": ("^[^q]$", "i", ["a"], ["q", "Q"]),
    "case of a subtraction": ("^[A-Z-[OI]]$", "i", ["a", "Z"], ["o", "I"]),
    "case of other letters": ("^kßλ$", "i", ["Kßλ", "\u212aẞΛ"], ["ksλ"]),
    "case of a category": (r"^\p{Lu}$", "i", ["A"], ["a"]),
    "space with x": (" ^ a \n b {2} $ ", "x", ["abb"], [" abb", "ab b"]),
    "space in a class with x": ("^[ a]$", "x", [" ", "a"], ["b"]),
    "hash with x": ("a#b", "x", ["a#b"], ["a"]),
    "literal": ("a.(b", "q", ["xa.(b"], ["aa(b"]),
    "literal in any case": ("a.B", "qi", ["A.b"], ["aab"]),
    "literal despite the rest": ("^ a", "qmsx", ["^ a"], ["a", " a"]),
    "flags at the begin": ("(?is)^a.$", "", ["A\n"], ["b\n"]),
    "group without a number": ("^(?:ab)+$", "", ["abab"], ["aba"]),
    "named groups": ("^(?P<x>a)(?<y>b)$", "", ["ab"], ["a"]),
    "word edge": (r"\bfoo\b", "", ["foo", "a foo.", "foo-"], ["afoo", "foo_", "foos"]),
    "no word edge": (r"o\Bo", "", ["foo"], ["o o"]),
    "look ahead": ("^(?=.*[0-9])[a-z0-9]{3}$", "", ["a1b"], ["abc", "a1"]),
    "no look ahead": ("^(?!http:)", "", ["https:", ""], ["http:x"]),
    "look behind": ("(?<=a+)b", "", ["aab"], ["b", "cb"]),
    "no look behind": ("(?<!a|aa)b", "", ["cb", "b"], ["ab"]),
    "look in a look": ("^(?!a(?=b))", "", ["ac", "b"], ["ab"]),
    "repeated edge": ("^*a$+", "", ["a", "ba"], ["ab"]),
}


@pytest.mark.parametrize(("pattern", "flags", "matched", "others"), MEANINGS.values(), ids=MEANINGS)
def test_a_pattern_is_found_in_these_texts_and_not_in_those(
    pattern: str, flags: str, matched: list[str], others: list[str]
) -> None:
    search = Automaton(read_expression(pattern, flags)).search
    assert {text: search(text) for text in matched} == dict.fromkeys(matched, True)
    assert {text: search(text) for text in others} == dict.fromkeys(others, False)


INVALID = {
    "group": ("a(b", "an unclosed group, at character 2"),
    "parenthesis": ("ab)", "a closing parenthesis without an opening one, at character 3"),
    "class": ("x[ab", "an unclosed character class, at character 2"),
    "empty class": ("[]", "an empty character class, at character 1"),
    "negated empty class": ("a[^]", "an empty character class, at character 2"),
    "bracket": ("[a[b]", "a bracket in a character class; write \\[, at character 3"),
    "range": ("[z-a]", "the range z-a is in the wrong order, at character 2"),
    "range to a set": (r"[a-\d]", "a range needs one character at each end, at character 2"),
    "subtraction": (
        "[a-[b]c]",
        "a subtraction that doesn't end its character class, at character 7",
    ),
    "nothing repeated": ("*a", "a quantifier without anything before it, at character 1"),
    "nothing repeated within": ("a(+b)", "a quantifier without anything before it, at character 3"),
    "repeated twice": ("a+*", "a quantifier after a quantifier, at character 3"),
    "possession": ("a++", "a quantifier after a quantifier, at character 3"),
    "quantity": (
        "a{b}",
        "a brace that is no quantity; write \\{ for the character, at character 2",
    ),
    "quantity without least": (
        "a{,2}",
        "a brace that is no quantity; write \\{ for the character, at character 2",
    ),
    "quantity upside down": (
        "a{3,2}",
        "a quantity of which the larger number comes first, at character 2",
    ),
    "huge quantity": ("a{1000001}", "a quantity above 1,000,000, at character 2"),
    "escape": (r"a\y", "unknown escape \\y, at character 2"),
    "backslash": ("a\\", "it ends too early, at character 3"),
    "code": (r"\x4", "an escape without its 2 hexadecimal digits, at character 1"),
    "code of other letters": (
        r"\u00gg",
        "an escape without its 4 hexadecimal digits, at character 1",
    ),
    "property": (r"\pL", "a category without braces; write \\p{Lu}, at character 1"),
    "category": (r"\p{Xx}", "unknown category or block 'Xx', at character 1"),
    "block": (r"\p{IsKlingon}", "unknown category or block 'IsKlingon', at character 1"),
    "reference": (r"(a)\2", "\\2 refers to no group that ends before it, at character 4"),
    "reference within": (r"(a\1)", "\\1 refers to no group that ends before it, at character 3"),
    "kind of group": ("a(?>b)", "a group of an unknown kind, at character 2"),
    "flags within": ("a(?i)b", "a group of an unknown kind, at character 2"),
    "depth": ("(" * 101 + ")" * 101, "nested deeper than 100, at character 101"),
    "depth of classes": ("[a-" * 101 + "a" + "]" * 101, "nested deeper than 100, at character 301"),
    "opening flag": ("(?u)a", "unknown flag 'u'; the flags are s, m, i, x, q"),
}


@pytest.mark.parametrize(("pattern", "message"), INVALID.values(), ids=INVALID)
def test_an_invalid_pattern_is_refused_with_the_reason_and_the_place(
    pattern: str, message: str
) -> None:
    with pytest.raises(ValueError, match=r"\w") as caught:
        read_expression(pattern)
    assert str(caught.value) == message


def test_an_unknown_flag_is_refused() -> None:
    with pytest.raises(ValueError, match=r"^unknown flag 'g'; the flags are s, m, i, x, q$"):
        read_expression("a", "ig")
