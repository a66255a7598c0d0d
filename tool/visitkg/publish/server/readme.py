"""The page that says how to put a site on each kind of host."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from visitkg.publish.address import FORMATS
from visitkg.publish.server.path import description_of, prefix_of, sent_prefix

if TYPE_CHECKING:
    from visitkg.publish.content import Site


def server_readme(site: Site) -> str:
    """Return the text of ``server/README.md``."""
    base, home = site.addresses.base, site.addresses.home
    prefix = prefix_of(site)
    types = ", ".join(f"`.{suffix}` ({name})" for suffix, name in FORMATS.items())
    parts = [
        _TITLE.format(base=base, home=home),
        _ANSWERS.format(types=types),
        _APACHE.format(prefix=prefix),
        _NGINX.format(prefix=prefix),
        _STATIC,
        _redirect(base, home),
    ]
    if description_of(site) is not None and prefix != "/":
        parts.append(_WELL_KNOWN.format(path=sent_prefix(site)))
    return "\n".join(parts)


def _redirect(base: str, home: str) -> str:
    if base == home:
        return _NO_REDIRECT.format(base=base)
    return _REDIRECT.format(base=base, home=home)


_TITLE: Final = """\
# How to serve this site

Its IRIs begin with <{base}>; it is made to be served at <{home}>.
For another place, publish it anew with `--base`; the IRIs stay.
"""

_ANSWERS: Final = """\
## What is answered

- The IRI of a thing: 303, and a `Location` that ends in the suffix of what `Accept` asks for.
- The IRI of a document (the ontology, the shapes, the dataset, a file of the data): 200 with that
  representation, its address in `Content-Location`.
- A question and the page of a term, a shape or a span: the same. A nanopublication: its page, or
  TriG for who wants that above the page.
- An address with a suffix: that file. The suffixes: {types}.
- What RDF/XML can't say isn't there as `.rdf`; the next best format is chosen.
- The IRI of a version of the ontology that isn't released: 302 to the ontology as it is.
- An `Accept` that excludes all of them: 406, with the list. One that is missing, or in which
  nothing is well-formed: HTML. What is malformed beside other wishes is ignored.
- `/.well-known/void`: the description of the dataset in Turtle; for who wants another format above
  all, 302 to the document of the dataset.
- Each answer may be read by scripts of other sites, and each file has an `ETag`. Where the answer
  depends on `Accept`, `Vary` says so.

Apache and nginx do all this, with every quality (`;q=0.75`) that a client gives. Where a client
names one type several times, with and without parameters, they take the best or the first.

The graph is what its documents state, each triple in one of them, with each blank node. The pages
of terms, shapes and spans, and the files of the project, state some of it once more; N-Triples use
the same labels for blank nodes everywhere. Questions, the catalogue and nanopublications are about
the graph and no part of it.
"""

_APACHE: Final = """\
## Apache 2.4

Put the files where `{prefix}` is served from, the `.htaccess` among them; `mod_headers`,
`mod_mime`, `mod_rewrite` and `mod_setenvif` must be enabled (`a2enmod headers rewrite`). In the
configuration of the folder and the host:

    <Directory /srv/www>
        AllowOverride FileInfo Indexes Options=Indexes,MultiViews
        Options FollowSymLinks
        Require all granted
    </Directory>
    AllowEncodedSlashes NoDecode

The last line is only needed if IRIs hold `%2F`. Behind a proxy that speaks https for Apache, let
`ServerName https://...` and `UseCanonicalName On` say so: the `Location` of a redirect is absolute.
IRIs with a part of more than 255 bytes between slashes can't be served by a `.htaccess`.
"""

_NGINX: Final = """\
## nginx

No module is needed. `root` is the folder in which the files lie at `{prefix}`:

    http {{
        include /srv/www{prefix}server/nginx-maps.conf;
        server {{
            root /srv/www;
            include /srv/www{prefix}server/nginx.conf;
        }}
    }}

Copies of the two in `/etc/nginx/` are safer where others can write the files of the site. Make
them anew with each edition, and say `nginx -s reload`. Before 1.23, nginx sees only the first of
several `Accept` headers. With `gzip on` an `ETag` of what was compressed is a weak one.
"""

_STATIC: Final = """\
## GitHub Pages, Netlify, Cloudflare Pages and the like

Put the files there as they are. These hosts don't look at `Accept`: `/id/x` gives the page
`/id/x.html` with 200, and `/id/x.ttl` Turtle; each page links to its other formats. `.nojekyll`
keeps GitHub from leaving out what begins with `_`; it takes neither redirects nor headers, and
sends its own. Netlify and Cloudflare Pages read `_redirects` and `_headers`; a path in front of the
files must then be one of folders, with these two files moved to the top.
"""

_REDIRECT: Final = """\
## The IRIs at their own host

`server/w3id/` holds the two files by which <{base}> leads to <{home}>: they choose the format by
`Accept`, for hosts that don't. For w3id.org, add your GitHub names to the `README.md` and send both
as a pull request to <https://github.com/perma-id/w3id.org>; any Apache will do as well.
"""

_NO_REDIRECT: Final = """\
## The IRIs at another host

If <{base}> only leads to the site, as at w3id.org, publish it with `--base` and the address where
it is served: `server/w3id/` will then hold the files for the redirect.
"""

_WELL_KNOWN: Final = """\
## Well-known

`/.well-known/void` belongs at the top of the host: lead it to `{path}.well-known/void`.
"""
