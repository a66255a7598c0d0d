"""A project as a site of static files: every IRI resolves, for people and for programs.

Reading order: ``address`` (which document an IRI is told in, and where that document lies in the
site), ``rdf_xml`` (what RDF/XML has no way to say), ``changelog`` (the releases of a project, from
its changelog), ``file`` (one file of a site), ``negotiate`` (which representation an Accept header
asks for), ``view`` (a graph in dictionaries), ``content`` (the documents of a site, and what each
of them states), ``file_name`` (names of files and folders that are made of what a project is
called, and don't clash), ``dataset`` (what a project says of itself as a dataset, with what stands
in where it says nothing), ``feed`` (a feed of releases), ``server`` (the rules by which real
servers answer for a site), ``table`` (tables for people without SPARQL, as CSV with CSVW and as
Parquet), ``versions`` (versions side by side), ``moved`` (where the IRI of a version leads),
``digest`` (what a site is made from, as one digest), ``representation`` (a document in each RDF
format), ``publication`` (the nanopublications of a site), ``page`` (the pages of a site for
people), ``search`` (names in all scripts with where they lead), ``dump`` (the whole graph in one
file, in each RDF format, and packed), ``sitemap`` (what of the site search engines should know),
``views`` (the views of a project as files of its site), ``checksum`` (how long files are, and their
SHA-256, in the form that ``sha256sum --check`` reads), ``distribution`` (the files of dumps and
tables as others know them), ``catalog`` (what is published, for programs that collect datasets),
``dataset_data`` (the dataset in schema.org's words, for the block of JSON-LD in its page),
``release_page`` (the pages of what there is to take away), ``void`` (the dataset in VoID, where
programs look for it), ``download`` (all that can be taken away at once), ``publish`` (all files of
a site, part by part), ``renew`` (one file of a new site: the one of the site before, if it holds
the same), ``write`` (write a site whole or not at all, and touch only what has changed).
"""
