"""`netledger completion`: the script that lets a shell complete commands, options and the names of the journal."""

import sys

import click
from click.shell_completion import get_completion_class


@click.command("completion")
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
@click.pass_context
def command(ctx: click.Context, shell: str) -> int:
    """Print the completion script of a shell.

    \b
    bash: eval "$(netledger completion bash)"     in ~/.bashrc
    zsh:  eval "$(netledger completion zsh)"      in ~/.zshrc
    fish: netledger completion fish | source      in ~/.config/fish/config.fish
    """  # noqa: D301 - \b keeps click from joining the lines
    found = get_completion_class(shell)
    if found is None:
        message = f"no completion for {shell}"
        raise click.UsageError(message)
    root = ctx.find_root()
    sys.stdout.write(found(root.command, {}, "netledger", "_NETLEDGER_COMPLETE").source())
    return 0
