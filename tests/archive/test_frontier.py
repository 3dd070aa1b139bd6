from __future__ import annotations

import time

from archive.database import Archive
from archive.frontier import PRIORITIES, Frontier, FrontierCounts
from archive.records import Link, Relation
from archive.runs import finish_run, start_run
from archive.store import Store
from tests.archive.making import URL, T, later, one, page, rows, visit


def links(*urls: str, relation: Relation = Relation.ARTICLE) -> list[Link]:
    return [Link(url=f"http://example.org/{url}", relation=relation) for url in urls]


def test_every_relation_has_a_priority() -> None:
    assert set(PRIORITIES) == set(Relation)


def test_an_address_is_added_once(archive: Archive) -> None:
    frontier = Frontier(archive, "example.org")
    assert frontier.add(links("a", "b", "a"), found_on=None, depth=0) == 2
    assert frontier.add(links("b", "c", relation=Relation.OTHER), found_on="http://example.org/a", depth=1) == 1
    assert frontier.add([], found_on=None, depth=0) == 0
    assert rows(archive, "select relation, depth, found_on from frontier where url like '%/b'") == [
        ("article", 0, None)
    ]


def test_the_most_urgent_relation_holds_whoever_names_it_first(archive: Archive) -> None:
    """Else a sitemap answered late would leave articles behind as mere links, and a resumed crawl would differ."""
    frontier = Frontier(archive, "example.org")
    for order in ((Relation.OTHER, Relation.ARTICLE), (Relation.ARTICLE, Relation.OTHER)):
        url = order[0].value
        added = [frontier.add(links(url, relation=relation), found_on=None, depth=0) for relation in order]
        assert added == [1, 0]
    assert rows(archive, "select relation, priority from frontier") == [("article", 50), ("article", 50)]


def test_the_highest_priority_is_claimed_first_and_once(archive: Archive) -> None:
    frontier = Frontier(archive, "example.org", start_run(archive, "example.org", "http://example.org/", at=T).run_id)
    frontier.add(links("x", relation=Relation.OTHER), found_on=None, depth=3)
    frontier.add(links("b", "a"), found_on=None, depth=1)
    frontier.add(links("s", relation=Relation.START), found_on=None, depth=0)
    claimed = frontier.claim(3, T)
    assert [entry.url[-1] for entry in claimed] == ["s", "b", "a"]
    assert (claimed[0].relation, claimed[0].depth, claimed[0].attempts) == (Relation.START, 0, 1)
    assert [entry.url[-1] for entry in frontier.claim(9, T)] == ["x"]
    assert frontier.claim(9, T) == []
    assert frontier.counts() == FrontierCounts(in_flight=4)


def test_named_addresses_are_claimed_done_or_not(archive: Archive) -> None:
    frontier = Frontier(archive, "example.org")
    frontier.add(links("a", "b", "c"), found_on=None, depth=0)
    (done, _) = frontier.claim(2, T)
    frontier.finish(done.entry_id, None, at=T)
    named = frontier.claim_named(f"http://example.org/{name}" for name in "abcd")
    assert {entry.url[-1] for entry in named} == {"a", "c"}


def test_sites_do_not_share_addresses(archive: Archive) -> None:
    Frontier(archive, "example.org").add(links("a"), found_on=None, depth=0)
    assert not Frontier(archive, "example.net").has_pending()


def test_what_is_put_off_waits_until_it_is_due(archive: Archive) -> None:
    frontier = Frontier(archive, "example.org")
    frontier.add(links("a", "b"), found_on=None, depth=0)
    first, second = frontier.claim(2, T)
    frontier.release(first.entry_id, not_before=later(1))
    frontier.release(second.entry_id)
    assert [entry.entry_id for entry in frontier.claim(2, T)] == [second.entry_id]
    assert frontier.pending_count() == 1
    assert frontier.next_deferred() == later(1)
    (again,) = frontier.claim(2, later(1))
    assert again.attempts == 2
    assert frontier.next_deferred() is None


def test_finishing_keeps_the_reason(archive: Archive) -> None:
    frontier = Frontier(archive, "example.org")
    frontier.add(links("a", "b"), found_on=None, depth=0)
    first, second = frontier.claim(2, T)
    frontier.finish(first.entry_id, None, at=T, status=200)
    frontier.finish(second.entry_id, "no answer", at=T)
    assert frontier.counts() == FrontierCounts(done=1, failed=1)
    assert one(archive, "select error, visited_at from frontier where state = 'failed'")[:] == (
        "no answer",
        "2026-03-01T12:00:00Z",
    )


def test_a_killed_run_is_taken_up_again(archive: Archive) -> None:
    run = start_run(archive, "example.org", "http://example.org/", at=T)
    frontier = Frontier(archive, "example.org", run.run_id)
    frontier.add(links("a", "b"), found_on=None, depth=0)
    done, _ = frontier.claim(2, T)
    frontier.finish(done.entry_id, None, at=T)
    again = start_run(archive, "example.org", "http://example.org/", at=later(1))
    assert again.run_id == run.run_id
    assert (run.is_resumed, again.is_resumed) == (False, True)
    assert frontier.counts() == FrontierCounts(pending=1, done=1)


def test_recover_puts_back_what_was_in_flight(archive: Archive) -> None:
    frontier = Frontier(archive, "example.org")
    frontier.add(links("a", "b"), found_on=None, depth=0)
    frontier.claim(2, T)
    assert frontier.recover() == 2
    assert frontier.recover() == 0
    assert len(frontier.claim(5, T)) == 2


def test_a_killed_run_for_a_part_is_not_the_sites_unfinished_run(archive: Archive, store: Store) -> None:
    first = start_run(archive, "example.org", URL, at=T)
    frontier = Frontier(archive, "example.org", first.run_id)
    frontier.add(links("a"), found_on=None, depth=0)
    frontier.finish(frontier.claim(1, T)[0].entry_id, None, at=T)
    finish_run(archive, first.run_id, at=T)
    killed = start_run(archive, "example.org", URL, at=later(1), scope="-", is_part=True)
    again = start_run(archive, "example.org", URL, at=later(2))
    assert not again.is_resumed
    assert [entry.url[-1] for entry in Frontier(archive, "example.org", again.run_id).claim(9, later(2))] == ["a"]
    assert one(archive, "select finished_at from runs where run_id = ?", killed.run_id)["finished_at"]
    part = start_run(archive, "example.org", URL, at=later(3), scope="-", is_part=True)
    assert (part.is_resumed, part.run_id) == (True, again.run_id)


def test_a_new_run_visits_again_with_validators(archive: Archive, store: Store) -> None:
    run = start_run(archive, "example.org", "http://example.org/", at=T)
    frontier = Frontier(archive, "example.org", run.run_id)
    frontier.add(links("a", "b", "c/x"), found_on=None, depth=0)
    first, second, third = frontier.claim(3, T)
    store.save_visit(visit(page(url=first.url), etag='"1"', last_modified="yesterday"), frontier_id=first.entry_id)
    frontier.finish(second.entry_id, "503", at=T)
    frontier.finish(third.entry_id, None, at=T)
    finish_run(archive, run.run_id, at=later(1), summary={"pages": 1})
    again = start_run(archive, "example.org", "http://example.org/", at=later(2), scope="http://example.org/")
    assert not again.is_resumed
    entries = {entry.url[-1]: entry for entry in Frontier(archive, "example.org", again.run_id).claim(9, later(2))}
    assert (entries["a"].etag, entries["a"].last_modified, entries["a"].attempts) == ('"1"', "yesterday", 1)
    assert set(entries) == {"a", "b", "x"}
    assert one(archive, "select summary from runs where run_id = ?", run.run_id)["summary"] == '{"pages":1}'


def test_a_new_run_leaves_other_sections_alone(archive: Archive) -> None:
    run = start_run(archive, "example.org", "http://example.org/", at=T)
    frontier = Frontier(archive, "example.org", run.run_id)
    frontier.add(links("news/a", "sport/b"), found_on=None, depth=0)
    for entry in frontier.claim(2, T):
        frontier.finish(entry.entry_id, None, at=T)
    finish_run(archive, run.run_id, at=T)
    start_run(archive, "example.org", "http://example.org/", at=later(1), scope="http://example.org/news/")
    assert [entry.url for entry in frontier.claim(9, later(1))] == ["http://example.org/news/a"]


def test_a_hundred_thousand_addresses_are_no_burden(archive: Archive) -> None:
    frontier = Frontier(archive, "example.org")
    frontier.add(links(*map(str, range(100_000)), relation=Relation.LISTING), found_on=None, depth=0)
    frontier.add(links("soon"), found_on=None, depth=0)
    started = time.perf_counter()
    claimed = [entry.url for _ in range(50) for entry in frontier.claim(8, T)]
    assert claimed[0] == "http://example.org/soon"
    assert len(set(claimed)) == 400
    assert time.perf_counter() - started < 2  # measured: 0.02 s; a scan for each claim takes 2 s and more
