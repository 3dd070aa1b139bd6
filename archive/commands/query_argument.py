"""A query on the command line: any words, also such as begin with a minus and would be taken for options.

search -word                    the word
search "-word other" --json     both words, as JSON
search night train              both words, without quotes
search -a other.db -- -a        after `--`, everything is the query
search --sotr date word         no option of that name: an error, as ever
"""

from __future__ import annotations

from collections.abc import Sequence

import click


class QueryCommand(click.Command):
    """A command whose one argument is a query."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Options as they are, and the query's words behind them."""
        flags: set[str] = set()
        valued: set[str] = set()
        for parameter in self.get_params(ctx):
            if isinstance(parameter, click.Option):
                (flags if parameter.is_flag else valued).update(parameter.opts)
        options, words = _parted(args, flags, valued)
        return super().parse_args(ctx, [*options, "--", *words] if words else options)


def _parted(args: Sequence[str], flags: set[str], valued: set[str]) -> tuple[list[str], list[str]]:
    """The options, each with its value, and the words of the query."""
    options: list[str] = []
    words: list[str] = []
    attached: list[str] = []
    remaining = iter(args)
    for arg in remaining:
        if arg == "--":
            words += remaining
        elif arg in valued:
            options += [arg, *(value for value in [next(remaining, None)] if value is not None)]
        elif arg in flags or _is_long(arg):
            options.append(arg)
        elif arg[:2] in valued:
            attached.append(arg)
        else:
            words.append(arg)
    # `-afile.db` is an option with its value, and `-apple` a word: where nothing else is, it is what is looked for.
    return ([*options, *attached], words) if words else (options, attached)


def _is_long(arg: str) -> bool:
    """Whether it is written as an option with a long name, be there one or not."""
    return arg.startswith("--") and arg[2:3].isalpha() and " " not in arg.partition("=")[0]
