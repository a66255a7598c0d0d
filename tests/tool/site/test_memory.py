"""What is remembered has a bound."""

from __future__ import annotations

from visitkg.site.memory import Memory


def test_it_gives_back_what_it_keeps() -> None:
    memory: Memory[str, int] = Memory(3)
    assert [memory.keep(name, number) for number, name in enumerate("abc")] == [0, 1, 2]
    assert memory == {"a": 0, "b": 1, "c": 2}
    assert memory.get("d") is None


def test_it_never_holds_more_than_its_bound_and_has_what_came_last() -> None:
    memory: Memory[int, int] = Memory(3)
    for number in range(1_000):
        memory.keep(number, -number)
        assert len(memory) <= 3
        assert memory[number] == -number
    assert 0 not in memory
