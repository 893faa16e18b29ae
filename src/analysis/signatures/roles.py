"""Who signs: posts of a closed list, so that no person's name gets into a signature (签署岗位)."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from analysis.paths import display_path, root
from analysis.problems import InputError, Problem, Problems, nearest_name
from analysis.text_normalisation import folded, has_personal_number
from analysis.toml_tables import TomlTable, read_listed_tables, read_toml_table


@dataclass(frozen=True)
class Role:
    """A post that may sign, in Chinese and English."""

    zh: str
    en: str

    def title_in(self, lang: str) -> str:
        """The post's name in a language."""
        return self.zh if lang == "zh" else self.en


def roles_path() -> Path:
    """Where the posts are listed."""
    return root() / "params" / "signing.toml"


def signing_roles() -> tuple[Role, ...]:
    """The posts that may sign, as `params/signing.toml` lists them. Raises `InputError` with every fault at once."""
    problems = Problems()
    table = read_toml_table(roles_path(), problems)
    if table is None:
        raise InputError(problems.found)
    table.only({"role"})
    roles = tuple(read_listed_tables(table, "role", _role))
    problems.raise_any()
    return roles


def _role(part: TomlTable) -> Role:
    part.only({"zh", "en"})
    role = Role(part.text("zh"), part.text("en"))
    if has_personal_number(role.zh) or has_personal_number(role.en):
        part.fault("岗位名称里不应有个人号码。", "A post's name must hold no person's number.")
    return role


def role_named(text: str) -> Role:
    """The post of this name, Chinese or English. Raises `InputError` for any other text, which is not repeated.

    What is no post of the list may be a person's name: it is neither taken nor shown.
    """
    roles = signing_roles()
    named = {folded(name): role for role in roles for name in (role.zh, role.en)}
    if folded(text) in named:
        return named[folded(text)]
    raise InputError([_not_a_role(folded(text), named, roles)])


def _not_a_role(text: str, named: dict[str, Role], roles: tuple[Role, ...]) -> Problem:
    near = nearest_name(text, named)
    hint = (f"是否想写“{named[near].zh}”？", f" Did you mean '{named[near].en}'?") if near else ("", "")
    zh, en = "、".join(role.zh for role in roles), ", ".join(role.en for role in roles)
    place = display_path(roles_path())
    return Problem(
        "--role 岗位",
        f"签署只写岗位，不写姓名和证件号码。{hint[0]}可用的岗位：{zh}。本单位另有岗位的，加进 {place}。",
        f"A signature names a post, never a person or a number.{hint[1]} Posts: {en}. Others are added in {place}.",
    )
