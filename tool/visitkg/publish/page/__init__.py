"""The pages of a site for people.

Reading order: ``markup`` (HTML that is put together safely), ``subject`` (the subjects that a site
tells), ``part`` (the parts of documents that have a page of their own), ``survey`` (what is read
once for all pages), ``folder`` (what the pages in one folder of a site share), ``group`` (what a
list consists of), ``edition`` (what all pages of a site share), ``links`` (the links of one page),
``data`` (a page's content for search engines, in the words of schema.org), ``figure`` (pictures in
pages, each with the same content in words and as a table), ``hierarchy`` (the classes of an
ontology as a tree), ``page`` (the skeleton of every page), ``list`` (pages that list other pages,
group by group, in parts of a size that a browser bears), ``names`` (all names of a site in the
order of an alphabet, those in other scripts by script), ``lists`` (what the lists of a site hold),
``value`` (values, facts and names as HTML), ``claim`` (claims), ``assertion`` (the content of a
claim's page), ``node`` (what the graph says of one node, as the content of a page or of a section
of one), ``file`` (the page of a file of the project), ``span`` (a span of a document),
``question_data`` (a question as data, and its answer), ``question`` (a question's page), ``shape``
(a shape as a section), ``term`` (a term of the ontology as a section), ``diagram`` (a term between
its neighbours, as a picture), ``section`` (a section of a page, for an IRI with a fragment),
``contents`` (the sections of a page, group by group, and its table of contents), ``front`` (the
front page), ``document`` (the page of a document), ``part_page`` (the page of what is told in a
section of another), ``nanopublication`` (the pages of nanopublications), ``site`` (all pages of a
site for people, with what they look like).
"""
