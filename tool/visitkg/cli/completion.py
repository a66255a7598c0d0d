"""``visitkg completion``: the completion script of a shell."""

from __future__ import annotations

import click
from click.shell_completion import get_completion_class


@click.command("completion")
@click.argument("shell", type=click.Choice(["bash", "fish", "zsh"]))
@click.pass_context
def command(ctx: click.Context, shell: str) -> None:
    """Print the completion script of a shell.

    \b
    Examples:
      eval "$(visitkg completion bash)"
      visitkg completion fish > ~/.config/fish/completions/visitkg.fish
    """
    completion = get_completion_class(shell)
    if completion is None:  # pragma: no cover  (the choices are click's own)
        raise click.UsageError(f"no completion for {shell}")
    root = ctx.find_root().command
    click.echo(completion(root, {}, "visitkg", "_VISITKG_COMPLETE").source())
