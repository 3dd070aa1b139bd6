"""`commentariat demo` from end to end: what is stored is the truth, and a second run changes nothing."""

from __future__ import annotations

import asyncio
import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.request import urlopen

import attrs
import orjson
import pytest
from datasette.app import Datasette

from archive.database import Archive, open_archive
from archive.stats import site_stats
from scraper.demo.ports import remember_port
from scraper.demo.server import DemoServer
from scraper.demo.truth import TrueArticle, Truth, truth
from tests.scraper.demo.comparing import article_differences, extra_articles, people, sidebar, texts

RECIPES = re.findall(
    r"^```sh\n(.*?)^```\n\n```text\n(.*?)^```",
    (Path(__file__).parents[3] / "docs/recipes.md").read_text(encoding="utf-8"),
    re.MULTILINE | re.DOTALL,
)
RUN = "import sys; from scraper.commands.root import main; sys.argv[0] = 'commentariat'; main()"
STORY_PATHS = [true.article.url for true in truth("").articles]


def run(folder: Path, *arguments: str, timeout: float = 60) -> subprocess.CompletedProcess[str]:
    """The command in a process of its own: Twisted's reactor starts once only."""
    return subprocess.run(
        [sys.executable, "-c", RUN, *arguments],
        cwd=folder, capture_output=True, text=True, timeout=timeout, check=False,
    )  # fmt: skip


@attrs.frozen
class Demo:
    """Two runs of the demo and what they stored."""

    first: subprocess.CompletedProcess[str]
    again: subprocess.CompletedProcess[str]
    archive: Archive
    told: Truth

    def find(self, path: str) -> TrueArticle:
        """The truth about one story."""
        return next(true for true in self.told.articles if true.article.url.endswith(path))


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    folder = tmp_path_factory.mktemp("demo")
    with DemoServer() as free:  # a port of our own: several runs of the tests may go on at once
        port = free.port
    remember_port(folder / "demo.db", port)
    first = run(folder, "demo")
    again = run(folder, "demo", "--json")
    assert (first.returncode, again.returncode) == (0, 0), first.stderr + again.stderr
    with open_archive(folder / "demo.db") as archive:
        yield Demo(first, again, archive, truth(f"http://127.0.0.1:{port}"))


@pytest.mark.slow
class TestDemo:
    """One archive, filled by two runs."""

    @pytest.mark.parametrize("path", STORY_PATHS)
    def test_every_story_is_stored_exactly(self, demo: Demo, path: str) -> None:
        assert list(article_differences(demo.archive, demo.find(path))) == []

    def test_nothing_else_is_taken_for_an_article(self, demo: Demo) -> None:
        assert extra_articles(demo.archive, demo.told) == set()

    def test_nothing_forbidden_is_stored(self, demo: Demo) -> None:
        stored = texts(demo.archive)
        for words in ("lime kiln", "moved the bucket", "ladies’ cloakroom", "Not a word to Gus"):
            assert words not in stored

    def test_every_sidebar_entry_is_stored_and_resolved(self, demo: Demo) -> None:
        told = [*demo.told.paper_recent, *demo.told.yard_recent]
        assert sidebar(demo.archive) == {
            (entry.author, entry.excerpt, int(entry.truncated), entry.url, entry.article_title, 1, 1) for entry in told
        }

    def test_both_mastheads_are_stored(self, demo: Demo) -> None:
        told = [*demo.told.masthead, *demo.told.yard_people]
        assert people(demo.archive) == {(person.name, person.role, person.place) for person in told}

    def test_the_summary_tells_what_is_stored(self, demo: Demo) -> None:
        (stats,) = site_stats(demo.archive)
        shown = demo.first.stdout
        assert f" comments  {demo.told.comment_count}\n" in shown
        assert "6 replies" in shown
        assert "(100 %)" in shown
        assert "10 of 10" in shown
        assert stats.comments == demo.told.comment_count

    def test_the_deepest_thread_is_shown_as_a_tree(self, demo: Demo) -> None:
        lines = demo.first.stdout.splitlines()
        assert "│  │  │  │  │  │    Lengthwise. I am not a savage." in lines

    def test_the_last_line_is_the_command_that_opens_it(self, demo: Demo) -> None:
        assert demo.first.stdout.splitlines()[-1].strip() == "commentariat serve demo.db --open"

    def test_three_commands_are_worth_trying(self, demo: Demo) -> None:
        commands = [line.split() for line in demo.first.stdout.partition("Try next")[2].splitlines() if line.strip()]
        assert len(commands) == 4
        for command in commands[:3]:
            tried = run(demo.archive.path.parent, *command[1:])
            assert tried.returncode == 0, tried.stderr
            assert tried.stdout + tried.stderr

    def test_a_second_run_changes_nothing(self, demo: Demo) -> None:
        document = orjson.loads(demo.again.stdout)
        crawl = document["crawl"]
        assert (crawl["articles"], crawl["comments"]) == ({"new": 0, "changed": 0}, {"new": 0, "changed": 0})
        assert (crawl["pages"]["fetched"], crawl["pages"]["failed"]) == (0, 0)
        assert document["stats"]["comments"] == demo.told.comment_count

    def test_what_is_all_new_is_not_called_changed(self, demo: Demo) -> None:
        assert re.search(r"changed by this run\s+\d+ articles new, \d+ comments new$", demo.first.stdout, re.M)

    def test_the_pages_of_a_first_run_are_all_new(self, demo: Demo) -> None:
        found = re.search(
            r"pages\s+(\d+) in .* 0 of them unchanged; 1 kept out of by robots.txt$", demo.first.stdout, re.M
        )
        assert found is not None
        assert int(found[1]) >= 60

    def test_a_second_run_asks_for_what_may_have_changed(self, demo: Demo) -> None:
        pages = orjson.loads(demo.again.stdout)["crawl"]["pages"]
        assert 0 < pages["unchanged"] < 60

    def test_the_recipes_print_what_they_say(self, demo: Demo) -> None:
        assert len(RECIPES) == 4
        for command, printed in RECIPES:
            path = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
            done = subprocess.run(
                ["bash", "-c", command],
                cwd=demo.archive.path.parent, env={**os.environ, "PATH": path}, capture_output=True, text=True, check=True,
            )  # fmt: skip
            assert done.stdout.rstrip() == printed.rstrip()

    def test_datasette_answers_the_recipes_as_sqlite_does(self, demo: Demo) -> None:
        queries = [command.split('"')[1] for command, _ in RECIPES if command.startswith("sqlite-utils")]
        room = Datasette([str(demo.archive.path)], plugins_dir=None)
        assert len(queries) == 3
        for sql in queries:
            answer = asyncio.run(room.client.get("/demo.json", params={"sql": sql, "_shape": "arrays"})).json()
            assert [tuple(row) for row in answer["rows"]] == [
                tuple(row) for row in demo.archive.connection.execute(sql)
            ]

    def test_nothing_goes_wrong_on_the_way(self, demo: Demo) -> None:
        assert "Failed" not in demo.first.stdout
        assert "Traceback" not in demo.first.stderr


def test_a_taken_port_is_one_clear_line(tmp_path: Path) -> None:
    with DemoServer() as taken:
        remember_port(tmp_path / "demo.db", taken.port)
        done = run(tmp_path, "demo")
    assert done.returncode == 1
    assert done.stdout == ""
    assert done.stderr.startswith(f"commentariat: 127.0.0.1:{taken.port}: cannot be served")
    assert len(done.stderr.splitlines()) == 1


def test_the_site_can_be_served_alone_until_ctrl_c(tmp_path: Path) -> None:
    with DemoServer() as free:
        port = free.port
    process = subprocess.Popen(
        [sys.executable, "-c", RUN, "demo", "--serve-only", "--port", str(port)],
        cwd=tmp_path, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    with process:
        assert process.stdout is not None
        assert process.stdout.readline().startswith(f"The demo site is at http://127.0.0.1:{port}/")
        with urlopen(f"http://127.0.0.1:{port}/about/", timeout=10) as answer:
            assert answer.status == 200
        process.send_signal(signal.SIGINT)
        assert process.wait(timeout=10) == 0
    assert list(tmp_path.iterdir()) == []


@pytest.mark.slow
def test_the_demo_can_end_in_the_reading_room(tmp_path: Path) -> None:
    process = subprocess.Popen(
        [sys.executable, "-c", RUN, "demo", "--serve"],
        cwd=tmp_path, stdout=subprocess.PIPE, text=True, env={**os.environ, "BROWSER": "true"},
    )  # fmt: skip
    with process:
        assert process.stdout is not None
        lines = iter(process.stdout)
        address = next(match[1] for line in lines if (match := re.match(r"demo\.db is at (\S+) \(Ctrl-C", line)))
        with urlopen(address, timeout=20) as answer:
            assert b"A Bean Row You Can Cycle Through" in answer.read()
        process.send_signal(signal.SIGINT)
        assert process.wait(timeout=10) == 0
    assert not list(tmp_path.glob("demo.db-*"))


def test_a_port_without_serve_only_is_wrong_usage(tmp_path: Path) -> None:
    done = run(tmp_path, "demo", "--port", "9000")
    assert done.returncode == 2
    assert "--serve-only" in done.stderr
    assert not (tmp_path / "demo.db").exists()


def test_a_file_that_is_no_archive_is_refused(tmp_path: Path) -> None:
    (tmp_path / "demo.db").write_text("not an archive, but long enough to be read as one by mistake\n" * 20)
    done = run(tmp_path, "demo")
    assert done.returncode == 1
    assert len(done.stderr.splitlines()) == 1
    assert "demo.db" in done.stderr
