"""What is asked of a published ontology and dataset, as tests on a project's own graph.

FOOPS! (https://w3id.org/foops), OOPS! (https://oops.linkeddata.es/catalogue.jsp), Linked Open
Vocabularies (https://lov.linkeddata.es), and two documents of the W3C: Best Practice Recipes for
Publishing RDF Vocabularies (https://www.w3.org/TR/swbp-vocab-pub/) and Data on the Web Best
Practices (https://www.w3.org/TR/dwbp/), here called DWBP.

Reading order: ``publication`` (what is judged), ``requirement`` (one test: its name, who asks for
it, what breaks it, and when it is waived); then the tests by what they look at: ``metadata`` and
``licence`` (the header of an ontology), ``naming``, ``documentation``, ``classes``,
``properties``, ``reuse``, ``resolution`` (where IRIs lead) and ``dataset``; then ``left`` (what no
graph can decide), ``table`` (all of them), ``judge`` (break, waive, count) and ``run`` (the check).
"""
