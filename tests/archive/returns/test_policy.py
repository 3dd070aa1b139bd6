"""When to come back: the laws the policy keeps, whatever the history."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from math import log

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.returns.policy import (
    DAY,
    LONGEST,
    LONGEST_CLOSED,
    SHORTEST,
    SPANS,
    Activity,
    History,
    Watched,
    change_rate,
    is_trusted,
    next_attempt,
    next_check,
    next_look,
    next_try,
    next_visit,
    price_of,
    pull_of,
    rate_of,
)

T = datetime(2026, 3, 1, tzinfo=UTC)
counts = st.tuples(*(st.floats(0, 5000) for _ in SPANS))
ages = st.floats(0, 5000).map(lambda days: timedelta(days=days))
histories = st.builds(
    lambda age, seen, counts, closed: History(
        first_seen_at=T - age - seen, visited_at=T - seen, activity=Activity(at=T, counts=counts), is_closed=closed
    ),
    ages, ages, counts, st.booleans(),
)  # fmt: skip
prices = st.floats(1e-6, 1e5)


def thread(*comments: float, age: float = 100, closed: bool = False) -> History:
    """An article of so many days, with comments so many days old, visited now."""
    activity = Activity(at=T)
    for days in comments:
        activity = activity.with_comment(T - timedelta(days=days))
    return History(first_seen_at=T - timedelta(days=age), visited_at=T, activity=activity, is_closed=closed)


@given(histories, prices)
def test_every_article_is_visited_again_and_none_in_haste(history: History, price: float) -> None:
    wait = next_visit(history, T, price) - history.visited_at
    assert SHORTEST <= wait <= (LONGEST_CLOSED if history.is_closed else LONGEST)


@given(histories, prices, counts)
def test_more_talk_is_never_visited_later(history: History, price: float, more: tuple[float, ...]) -> None:
    busier = attrs.evolve(
        history,
        activity=Activity(at=T, counts=tuple(a + b for a, b in zip(history.activity.counts, more, strict=True))),
    )
    assert next_visit(busier, T, price) <= next_visit(history, T, price)


@given(histories, prices, st.floats(1, 10))
def test_a_dearer_visit_is_never_sooner(history: History, price: float, factor: float) -> None:
    assert next_visit(history, T, price) <= next_visit(history, T, price * factor)


@given(st.lists(histories, min_size=1, max_size=20), st.floats(1, 10_000))
def test_visits_come_to_the_budget_and_never_exceed_it(articles: list[History], budget: float) -> None:
    price = price_of(sum(pull_of(article, T) for article in articles), budget)
    visits = sum((rate_of(article, T) / (2 * price)) ** 0.5 for article in articles)
    assert visits <= budget * 1.000001
    assert visits == pytest.approx(budget) or price == price_of(0.0, budget)


@pytest.mark.parametrize(("sooner", "later"), [
    pytest.param(thread(0.1, 0.2), thread(20, 30), id="talk-of-today-before-talk-of-last-month"),
    pytest.param(thread(1, 2, 3), thread(2), id="much-before-little"),
    pytest.param(thread(5), thread(), id="little-before-none"),
    pytest.param(thread(age=0.1), thread(age=30), id="new-before-old"),
    pytest.param(thread(0.1, age=3000), thread(age=3000), id="revived-before-dead"),
    pytest.param(thread(), thread(closed=True), id="open-before-closed"),
    pytest.param(thread(0.1), thread(0.1, closed=True), id="even-where-it-was-busy"),
])  # fmt: skip
def test_who_comes_first(sooner: History, later: History) -> None:
    assert next_visit(sooner, T, 0.01) < next_visit(later, T, 0.01)


def test_a_burst_is_followed_and_then_left_alone() -> None:
    burst = thread(*(i / 50 for i in range(50)))
    waits = [
        next_visit(attrs.evolve(burst, visited_at=at), at, 0.01) - at
        for at in (T + DAY * days for days in range(0, 60, 5))
    ]
    assert waits == sorted(waits)
    assert waits[0] < timedelta(hours=2) < timedelta(hours=12) < waits[-1]


@given(counts, ages, ages)
def test_forgetting_in_two_steps_is_forgetting_in_one(
    found: tuple[float, ...], first: timedelta, then: timedelta
) -> None:
    activity = Activity(at=T, counts=found)
    in_two = activity.at_time(T + first).at_time(T + first + then)
    assert in_two.counts == pytest.approx(activity.at_time(T + first + then).counts, abs=1e-6)


@pytest.mark.parametrize(("visits", "changes", "rate"), [
    (0, 0, 1.0),
    (10, 0, 0.0),
    (10, 5, log(10.5 / 5.5)),
    (10, 10, log(10.5 / 0.5)),  # the naive estimate knows no limit here
])  # fmt: skip
def test_change_rate_is_cho_and_garcia_molinas(visits: int, changes: int, rate: float) -> None:
    watched = Watched(visited_at=T, first_visit_at=T - DAY * visits, visits=visits, changes=changes)
    assert change_rate(watched) == pytest.approx(rate)
    assert T < next_check(watched) <= T + LONGEST


def test_looks_follow_the_talk_and_leave_half_the_budget() -> None:
    quiet, busy = Activity(at=T), Activity(at=T, counts=(5000.0, 0, 0))
    assert next_look(quiet, T, budget=500) == T + DAY
    assert next_look(busy, T, budget=500) == T + DAY / 250
    assert next_look(busy, T, budget=500, lists=3) == T + 3 * DAY / 250


def test_failures_are_tried_again_ever_more_seldom() -> None:
    tries = [next_try(T, failures) - T for failures in range(1, 30)]
    assert tries[0] == timedelta(0)
    assert tries == sorted(tries)
    assert tries[-1] == LONGEST
    attempts = [next_attempt(T, failures) - T for failures in range(1, 30)]
    assert attempts[:3] == [timedelta(hours=1), timedelta(hours=2), timedelta(hours=4)]
    assert attempts[-1] == timedelta(days=7)


@pytest.mark.parametrize(("sent", "right", "trusted"), [
    (0, 0, True), (20, 0, True), (60, 0, False), (60, 10, True), (1000, 20, False), (1000, 200, True),
])  # fmt: skip
def test_signs_that_are_mostly_wrong_are_no_reason_to_come(sent: int, right: int, trusted: bool) -> None:
    assert is_trusted(sent, right) is trusted
