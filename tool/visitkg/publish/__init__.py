"""A project as a site of static files: every IRI resolves, for people and for programs.

Reading order: ``address`` (which document an IRI is told in, and where that lies), ``content`` (the
documents and what each states), ``file`` (a file of the site), ``representation`` (a document in
each RDF format).
"""
