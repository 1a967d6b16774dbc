"""Has azure-cli parse command lines without running them: no network, no account. Reads a JSON list of argument lists and prints how many
it understands, and those that it does not."""

import contextlib
import io
import json
import shlex
import sys

from azure.cli.core import get_default_cli

cli = get_default_cli()


def complaint(args):
    invocation = cli.invocation_cls(cli_ctx=cli, parser_cls=cli.parser_cls, commands_loader_cls=cli.commands_loader_cls, help_cls=cli.help_cls)
    cli.invocation = invocation
    loader = invocation.commands_loader
    loader.load_command_table(args)
    loader.command_name = invocation.data["command_string"] = invocation._rudimentary_get_command(args)
    loader.load_arguments(loader.command_name)
    invocation.parser.load_command_table(loader)
    errors = io.StringIO()
    try:
        with contextlib.redirect_stderr(errors), contextlib.redirect_stdout(errors):
            invocation.parser.parse_args(args)
    except SystemExit:
        return (errors.getvalue().strip() or "not understood").splitlines()[0]
    return None


understood, refused = 0, []
for args in json.load(sys.stdin):
    try:
        problem = complaint(args)
    except (AttributeError, ImportError) as e:
        # Debian's azure-cli and its libraries are of different ages, so some groups of commands cannot be loaded at all.
        print(f"cannot be checked here: az {shlex.join(args)}: {e}", file=sys.stderr)
        continue
    if problem:
        refused.append(f"az {shlex.join(args)}\n  {problem}")
    else:
        understood += 1
print("\n".join([f"{understood} understood", *refused]))
sys.exit(1 if refused else 0)
