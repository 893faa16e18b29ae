"""A rulebook's total as a sum of small games, each of the few things that differ and can move it (得分的组成).

A total adds up clauses, so that its shares are the sums of the clauses' shares. Only a group with a cap, a floor or a
choice does more than add: it is one game together with all that lies under it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from types import MappingProxyType

import numpy as np
import polars as pl

from analysis.questions import shapley
from analysis.questions.shapley import CoalitionStructure
from analysis.rulebooks import Clause, Group, Rulebook, sharing_scopes
from analysis.rulebooks import clauses as clauses_rulebook
from analysis.scenarios import changes, city_states, rule_changes
from analysis.scorecards import clause_expressions

OWN = (rule_changes.RULE, rule_changes.FIELD)
Shares = dict[tuple[str, ...], Fraction]


@dataclass(frozen=True)
class Game:
    """What one clause, or one group that does more than add, gives for each coalition of its players.

    `counts`: whether it is a part of the total; clauses under such a group are looked at for themselves alone.
    """

    node: str
    players: tuple[str, ...]
    structure: CoalitionStructure
    counts: bool


def rulebook_games(
    book: Rulebook, players: Sequence[str], earlier: Mapping[str, Clause] = MappingProxyType({})
) -> tuple[Game, ...]:
    """The games that make up the total, and those of single clauses that do not count by themselves.

    Nodes that none of the players can move are left out. `earlier`: clauses as they were before their rules changed.
    """
    counted = list(_counted(book, ""))
    own = [
        clause.id
        for clause in book.clauses.values()
        if clause.kind != clauses_rulebook.TESTED and clause.id not in counted
    ]
    games = [_game(book, node, players, node in counted, earlier) for node in (*counted, *own)]
    return tuple(game for game in games if game.players)


def _counted(book: Rulebook, parent: str) -> Iterator[str]:
    """The nodes whose sum is the total."""
    for group in [group for group in book.groups.values() if group.parent == parent]:
        yield from [group.id] if is_nonadditive(group) else _counted(book, group.id)
    yield from (
        clause.id
        for clause in book.clauses.values()
        if clause.group == parent and clause.kind != clauses_rulebook.TESTED
    )


def is_nonadditive(group: Group) -> bool:
    """Whether a group's points are not simply the sum of what lies under it."""
    return (group.cap, group.least, group.choose) != (None, None, None)


def _game(book: Rulebook, node: str, players: Sequence[str], counts: bool, earlier: Mapping[str, Clause]) -> Game:
    clauses = (book.clauses[node],) if node in book.clauses else book.under(node)
    first: dict[str, int] = {}
    for place, clause in enumerate(clauses):
        for name in _clause_versions(book, clause, players, earlier) if clause.kind != clauses_rulebook.TESTED else ():
            first.setdefault(name, place)
    for name in () if node in book.clauses else _limits_within(book, node, players):
        first.setdefault(name, len(clauses))
    own = tuple(name for name in players if name in first)
    return Game(node, own, shapley.coalition_structure(own, first), counts)


def _limits_within(book: Rulebook, node: str, players: Sequence[str]) -> list[str]:
    """The players that are limits of a group or of those below it."""
    within = {f"{group}.{key}" for group in book.groups if node in book.path(group) for key in rule_changes.LIMITS}
    return [name for name in players if name in within]


def _clause_versions(
    book: Rulebook, clause: Clause, players: Sequence[str], earlier: Mapping[str, Clause]
) -> tuple[str, ...]:
    """The players that can move a clause as it is or as it was, and those that move what others leave to it."""
    was = clause_players(earlier[clause.id], players) if clause.id in earlier else ()
    return tuple(dict.fromkeys((*clause_players(clause, players), *was, *_leaving(book, clause, players, earlier))))


def _leaving(book: Rulebook, clause: Clause, players: Sequence[str], earlier: Mapping[str, Clause]) -> tuple[str, ...]:
    """The players that decide which clauses leave their points to a clause, and how many points those are."""
    scopes = sharing_scopes(book)
    if not scopes.takes_part(clause.id):
        return ()
    inner = scopes.inner.get(scopes.inner_of(clause.id) or "", ())
    others = {*inner, *(name for names in scopes.outer.values() for name in names)}
    versions = [each for name in others for each in (book.clauses[name], earlier.get(name)) if each is not None]
    names = {name for each in versions for name in _applying(each)}
    return tuple(name for name in players if name in names)


def _applying(clause: Clause) -> set[str]:
    """What says whether a clause applies, by any reading, and what its points are made of but figures."""
    trees = [reading.applies_whole for reading in clause.readings.values()]
    spoken = {name for tree in trees if tree is not None for name in tree.names}
    return spoken | {f"{clause.id}.{name}" for name in (*clause.values, changes.READING, rule_changes.RULE)}


def clause_players(clause: Clause, players: Sequence[str]) -> tuple[str, ...]:
    """The players that can move a clause: what some reading of it speaks of, its values, reading, rules and field."""
    spoken = {name for reading in clause.readings for name in clause.speaks_of(reading)} - {*clause.values}
    names = spoken | {f"{clause.id}.{name}" for name in (*clause.values, changes.READING, *OWN)}
    return tuple(name for name in players if name in names)


def coalition_rows(games: Sequence[Game], players: Sequence[str]) -> city_states.TruthArray:
    """A row for each coalition of each game, one after another: which players take part."""
    places = {name: place for place, name in enumerate(players)}
    blocks = [_block(game, places) for game in games]
    return np.concatenate([np.zeros((0, len(places)), dtype=bool), *blocks])


def _block(game: Game, places: Mapping[str, int]) -> city_states.TruthArray:
    coalitions = np.array(game.structure.coalitions, dtype=np.int64)
    block = np.zeros((len(coalitions), len(places)), dtype=bool)
    for bit, name in enumerate(game.players):
        block[:, places[name]] = (coalitions >> bit) & 1
    return block


def game_shares(games: Sequence[Game], scored: pl.DataFrame, part: str) -> dict[str, Shares | None]:
    """Each game's shares of the change of a part (`low`, `high`) between nobody and all; by node.

    `scored`: a row for each row of `taken`. None where some coalition has no such part, as where there is no ceiling.
    """
    found: dict[str, Shares | None] = {}
    first = 0
    for game in games:
        count = len(game.structure.coalitions)
        found[game.node] = _shares(
            game, scored[clause_expressions.part_column(part, game.node)].slice(first, count).to_list()
        )
        first += count
    return found


def _shares(game: Game, amounts: Sequence[float | None]) -> Shares | None:
    if None in amounts:
        return None
    worth = dict(zip(game.structure.coalitions, map(Fraction, amounts), strict=True))  # type: ignore[arg-type]
    shares = game.structure.shares(worth)
    return {tuple(game.players[place] for place in member): share for member, share in shares.items()}
