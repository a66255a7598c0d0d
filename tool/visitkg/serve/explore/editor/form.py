"""The form with the text of a query: it works without scripts, which make an editor of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from visitkg.publish.page.markup import NOTHING, Markup, escape, join

if TYPE_CHECKING:
    from visitkg.serve.explore.editor.snippet import Snippet
    from visitkg.serve.explore.explorer import Explorer


def show_form(explorer: Explorer, text: str, *, view: str | None, is_wrong: bool) -> Markup:
    """Return the form; the script finds in its data what it asks of the server."""
    action = escape(explorer.address("/explore/sparql"))
    check = escape(explorer.address("/explore/sparql/check"))
    completions = escape(explorer.address("/explore/completions.json"))
    kept = Markup(f'<input type="hidden" name="view" value="{escape(view)}">') if view else NOTHING
    wrong = ' aria-invalid="true"' if is_wrong else ""
    # A line end behind the tag is no part of the text: https://html.spec.whatwg.org/#the-textarea-element
    return Markup(
        f'<form class="editor" id="editor" method="get" action="{action}" data-check="{check}"'
        f' data-completions="{completions}">\n'
        '<label for="editor-query">Query in SPARQL</label>\n'
        '<div class="editor-field">\n'
        '<textarea id="editor-query" name="query" rows="12" required spellcheck="false"'
        ' autocapitalize="off" autocomplete="off" autocorrect="off"'
        f' aria-describedby="editor-hint"{wrong}>\n{escape(text)}</textarea>\n'
        "</div>\n"
        f"{kept}"
        '<div class="editor-row"><button type="submit" class="editor-run">Run</button></div>\n'
        f'<p class="note" id="editor-hint">{escape(_hint(explorer))}</p>\n'
        "</form>\n"
    )


def _hint(explorer: Explorer) -> str:
    names = [f"{prefix}:" for prefix in sorted(explorer.holding.prefixes) if prefix]
    return f"Known without a declaration: {', '.join(names)}." if names else ""


def show_examples(explorer: Explorer) -> Markup:
    """Return the questions of the project, each as a link that puts it into the form."""
    items = join(
        Markup(
            f'<li><a data-example="{escape(each.name)}" href="'
            f'{escape(explorer.address("/explore/sparql", [("example", each.name)]))}">'
            f"{escape(each.title)}</a></li>"
        )
        for each in explorer.questions
    )
    if not items:
        return NOTHING
    return Markup(
        '<details class="editor-examples" id="editor-examples">'
        f"<summary>Examples: {len(explorer.questions)} questions</summary>"
        f'<ul class="columns">{items}</ul></details>\n'
    )


def show_snippets(snippets: tuple[Snippet, ...]) -> Markup:
    """Return programs that ask the query, each under its heading."""
    blocks = join(
        Markup(
            f'<h3 id="snippet-{each.name}">{escape(each.title)}</h3>'
            f'<pre class="snippet" tabindex="0" role="group" aria-labelledby="snippet-{each.name}">'
            f"<code>{escape(each.text)}</code></pre>"
        )
        for each in snippets
        if each.text
    )
    return Markup(
        '<details class="editor-snippets"><summary>Ask this from a program</summary>'
        f"{blocks}</details>\n"
    )


def show_explanation(rows: tuple[tuple[str, str], ...]) -> Markup:
    """Return in words what the query asks."""
    told = join(
        Markup(f"<div><dt>{escape(name)}</dt><dd>{escape(words)}</dd></div>")
        for name, words in rows
    )
    return Markup(
        '<details class="editor-explanation"><summary>What this query asks</summary>'
        f'<dl class="facts">{told}</dl></details>\n'
    )
