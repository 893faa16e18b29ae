"""Wrong usage told in Chinese first: a missing or unknown option, a word that is no choice (用法差错)."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import typer

from analysis.cli import USAGE, asked_language
from analysis.problems import did_you_mean
from analysis.text_normalisation import quoted_value

WRONG: Any = typer.BadParameter.__base__
"""What the parser of the command line raises: wrong usage of any kind."""
NO_COMMAND, NO_OPTION, NO_CHOICE = "没有“{0}”这个命令。", "没有选项 {0}。", "选项 {0} 不能写“{1}”，可写：{2}。"
SAID = (
    (r"No such command '(.+?)'\.", NO_COMMAND),
    (r"No such option:? '?(-[^\s'.]*)", NO_OPTION),
    (r"Missing option '(.+?)'", "缺少选项 {0}，请写上。"),
    (r"Missing argument '(.+?)'", "缺少 {0}，请写上。"),
    (r"Invalid value for '(.+?)': .*?'(.*)' is not one of (.+)\.", NO_CHOICE),
    (r"Invalid value for '(.+?)': .*valid integer", "选项 {0} 须是整数。"),
    (r"Invalid value for '(.+?)': .*valid (?:number|float)", "选项 {0} 须是数字。"),
    (r"Invalid value for '(.+?)': .*greater than or equal to (\S+)", "选项 {0} 应不小于 {1}。"),
    (r"Invalid value for '(.+?)': .*less than or equal to (\S+)", "选项 {0} 应不大于 {1}。"),
    (r"Invalid value for '(.+?)'", "{0} 的取值不对。"),
    (r"Option '(.+?)' requires an argument", "选项 {0} 后面缺少取值。"),
    (r"Option '(.+?)' does not take a value", "选项 {0} 后面不写取值。"),
    (r"Got unexpected extra arguments?(?:\(s\))? \((.*)\)", "多出了“{0}”；文件以外的内容请用选项写明。"),
)
HINT = re.compile(r"\s*(?:\(Possible options:.*\)|\(?Did you mean.*)$")
VALUE = re.compile("Value error, ")


@contextmanager
def usage_told() -> Iterator[None]:
    """Wrong usage within the block is told on the error stream, and ends the command with its exit code."""
    try:
        yield
    except WRONG as error:
        if "NoArgs" in type(error).__name__:  # no fault: the help is shown
            raise
        sys.stderr.write(f"{usage_text(error)}\n")
        sys.exit(USAGE)


def usage_text(error: Any) -> str:
    """What is wrong, a near name where there is one, and where the usage is explained; as `--lang` asks."""
    message = VALUE.sub("", " ".join(error.format_message().split()))
    zh, near = _explained(message, error.ctx)
    texts = {"zh": [f"{zh}{near[0]}"], "en": [f"{HINT.sub('', message)} {near[1]}".rstrip()]}
    said = texts.get(asked_language(), texts["zh"] + texts["en"])
    return "\n".join([*said, *_usage(error.ctx)])


def _explained(message: str, ctx: Any) -> tuple[str, tuple[str, str]]:
    for pattern, zh in SAID:
        if hit := re.search(pattern, message):
            parts = [quoted_value(part).replace("', '", "、").strip("'") for part in hit.groups()]
            names = _names(zh, hit, ctx)
            return zh.format(*parts), did_you_mean(hit[2] if zh == NO_CHOICE else hit[1], names)
    return "用法不对。", ("", "")


def _names(zh: str, hit: re.Match[str], ctx: Any) -> Sequence[str]:
    """The names that a wrong one may have been meant for."""
    if zh == NO_CHOICE:
        return re.findall(r"'(.+?)'", hit[3])
    if ctx is None or zh not in (NO_COMMAND, NO_OPTION):
        return ()
    if zh == NO_COMMAND:
        return list(ctx.command.list_commands(ctx))
    return [name for parameter in ctx.command.params for name in parameter.opts if name.startswith("-")]


def _usage(ctx: Any) -> list[str]:
    if ctx is None:
        return ["说明 Help: scorecard --help"]
    return [f"用法 {ctx.get_usage()}", f"说明 Help: {ctx.command_path} --help"]
