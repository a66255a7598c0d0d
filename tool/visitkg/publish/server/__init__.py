"""The rules by which real servers answer for a site.

Reading order: ``accept`` (how a server without a program of its own reads an Accept header),
``header`` (the headers that all servers of a site give, and the media type of each suffix),
``path`` (which paths of a site are those of things, and which documents a server can't find by
itself), ``nginx_maps`` (the maps of nginx), ``nginx`` (the locations of nginx), ``readme`` (the
page that says how to put a site on each kind of host), ``rewrite`` (the rewriting of Apache's
.htaccess), ``apache`` (the rules of Apache 2.4, in a .htaccess), ``w3id`` (the pair of files by
which w3id.org leads IRIs to where a site is), ``static`` (what hosts of static files read),
``rules`` (the rules by which real servers and hosts of static files serve a site).
"""
