"""A project whose graph tries to break out of the pages that tell it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from pathlib import Path

BASE: Final = "https://example.org/kg/"

PREFIXES: Final = """\
@prefix : <https://example.org/kg/id/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix t: <https://example.org/kg/ontology#> .
"""

ONTOLOGY: Final = """\
<https://example.org/kg/ontology> a owl:Ontology .
t:Tram a owl:Class ; rdfs:label "Tram <b>bold</b>"@en ;
    rdfs:seeAlso <https://schema.org/Vehicle> ;
    skos:definition "</main></body></html><script>alert(1)</script>"@en .
t:runsTo a owl:ObjectProperty ; rdfs:label "runs to & from \\"x\\" 'y'"@en .
"""

SHAPES: Final = """\
<https://example.org/kg/shapes#Tram> a sh:NodeShape ; sh:targetClass t:Tram ;
    sh:message "<img src=x onerror=alert(1)>"@en .
"""

# Names that the pages show as they are; the browser finds each of them in full.
NAMES: Final = {
    "script": "<script>alert(1)</script>",
    "closing": "</script></style></title></textarea>--><script>alert(1)</script>",
    "handler": "\" autofocus onfocus=alert(1) x='",
    "entity": "&lt;script&gt; &amp;amp; &#0;",
    "template": "{{constructor.constructor('alert(1)')()}} ${alert(1)}",
    "right": "\u05e9\u05dc\u05d5\u05dd \u0633\u0644\u0627\u0645 (abc)",
    "turned": "abc\u202egnp.exe",
    "unbroken": "x" * 150,
}

_ESCAPES: Final = {ord(sign): f"\\u{ord(sign):04X}" for sign in '"\\\n\r\u202e'}


def write_hostile_project(folder: Path) -> Path:
    """Write the project into a new folder, and return that."""
    trams = [
        f':{key} a t:Tram ; rdfs:label "{name.translate(_ESCAPES)}"@en ; t:runsTo :odd .'
        for key, name in NAMES.items()
    ]
    trams += [
        ":odd a t:Tram ; rdfs:seeAlso <javascript:alert(1)> , <JavaScript:alert(2)> ,",
        "    <file:///etc/hostname> , <data:text/html,x> , <vbscript:x> ,",
        "    <https://example.org/it's?a=1&b=%22#%3Cx%3E> , <urn:x:y> ;",
        "    t:runsTo <https://example.org/kg/id/it's,(odd)&more> ,",
        "        <https://example.org/kg/id/%E5%8C%97%E4%BA%AC> ,",
        "        <https://example.org/kg/id/a//b> .",
        f':long a t:Tram ; rdfs:comment "{"long" * 262_144}" .',
    ]
    texts = {"data": "\n".join(trams), "ontology": ONTOLOGY, "shapes": SHAPES}
    for name, text in texts.items():
        (folder / name).mkdir(parents=True)
        (folder / name / "tram.ttl").write_text(PREFIXES + text, encoding="utf-8")
    (folder / "visitkg.toml").write_text(f'base = "{BASE}"\n', encoding="utf-8")
    return folder
