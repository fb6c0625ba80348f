"""`quizapp completion`: shell completion."""

from __future__ import annotations

import click


@click.command(short_help="Print the completion script for a shell.")
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
def completion(*, shell: str) -> int:
    """Print the completion script for SHELL.

    bash: quizapp completion bash >> ~/.bashrc

    zsh: quizapp completion zsh >> ~/.zshrc

    fish: quizapp completion fish > ~/.config/fish/completions/quizapp.fish
    """
    from click.shell_completion import get_completion_class

    from quizapp.cli.root import quizapp

    script = get_completion_class(shell)
    assert script is not None
    click.echo(script(quizapp, {}, "quizapp", "_QUIZAPP_COMPLETE").source())
    return 0
