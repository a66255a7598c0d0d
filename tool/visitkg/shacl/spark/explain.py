"""Where shapes look, as text: what the joins follow, round by round."""

from __future__ import annotations

from typing import TYPE_CHECKING

from visitkg.shacl.explain import Words
from visitkg.shacl.spark.moves import IDLE, find_moves

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from visitkg.shacl.plan import Plan
    from visitkg.shacl.spark.moves import Move


def explain_moves(plan: Plan, prefixes: Mapping[str, str]) -> str:
    """Return the states in which focus nodes begin, shape by shape, and the moves of each state."""
    words = Words(plan, prefixes)
    return "".join(f"{line}\n" for line in _tell(plan, words))


def _tell(plan: Plan, words: Words) -> Iterator[str]:
    moves = find_moves(plan)
    for shape in plan.roots():
        state = moves.starts[shape.node]
        begin = "nothing around them" if state == IDLE else f"state {state}"
        yield f"{words.shape(shape)}: {begin}"
        for target in shape.targets:
            yield f"  {words.term(target.predicate)} {words.term(target.value)}"
    for number, found in enumerate(moves.states):
        yield f"state {number}"
        yield from (f"  {_tell_move(move, words)}" for move in found)


def _tell_move(move: Move, words: Words) -> str:
    path = "any predicate" if move.predicate is None else words.term(move.predicate)
    end = "" if move.state == IDLE else f" to state {move.state}"
    return f"{'^' if move.back else ''}{path}{end}"
