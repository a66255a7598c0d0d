"""The namespaces that the tool itself speaks of; a project adds its own."""

from __future__ import annotations

from typing import Final

DCAT: Final = "http://www.w3.org/ns/dcat#"
DCTERMS: Final = "http://purl.org/dc/terms/"
FOAF: Final = "http://xmlns.com/foaf/0.1/"
GEO: Final = "http://www.w3.org/2003/01/geo/wgs84_pos#"
NIF: Final = "http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#"
OWL: Final = "http://www.w3.org/2002/07/owl#"
PROV: Final = "http://www.w3.org/ns/prov#"
RDF: Final = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS: Final = "http://www.w3.org/2000/01/rdf-schema#"
SCHEMA: Final = "https://schema.org/"
SEM: Final = "http://semanticweb.cs.vu.nl/2009/11/sem/"
SH: Final = "http://www.w3.org/ns/shacl#"
SKOS: Final = "http://www.w3.org/2004/02/skos/core#"
SPDX: Final = "http://spdx.org/rdf/terms#"
VANN: Final = "http://purl.org/vocab/vann/"
VISIT: Final = "https://w3id.org/visitkg/ontology#"
VOID: Final = "http://rdfs.org/ns/void#"
XSD: Final = "http://www.w3.org/2001/XMLSchema#"

COMMON_PREFIXES: Final[dict[str, str]] = {
    "dcat": DCAT,
    "dcterms": DCTERMS,
    "foaf": FOAF,
    "geo": GEO,
    "nif": NIF,
    "owl": OWL,
    "prov": PROV,
    "rdf": RDF,
    "rdfs": RDFS,
    "schema": SCHEMA,
    "sem": SEM,
    "sh": SH,
    "skos": SKOS,
    "spdx": SPDX,
    "vann": VANN,
    "void": VOID,
    "xsd": XSD,
}
