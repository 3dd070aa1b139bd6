"""The documents keep up with the code: what exists is described, and what is described exists."""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import click
import pytest

import archive.errors
import scraper.errors
from archive.codec import article_to_json, comment_to_json, page_to_json
from archive.database import open_archive
from archive.records import Article, Comment
from scraper.commands.root import cli
from scraper.extract.page import extract_page
from scraper.extract.text_capture import extract_text_page

ROOT = Path(__file__).parent.parent
DOCUMENTS = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])
FENCE = re.compile(r"^```(\w*)\n(.*?)^```", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"\]\((?!https?:|mailto:)([^)#\s]+)")


@cache
def read(name: str) -> str:
    """A document's text."""
    return (ROOT / name).read_text(encoding="utf-8")


def commands() -> Iterator[tuple[str, click.Command]]:
    """Every command by its name, those of groups as `group command`."""
    root = click.Context(cli)

    def walk(group: click.Group, context: click.Context, prefix: str) -> Iterator[tuple[str, click.Command]]:
        for name in group.list_commands(context):
            command = group.get_command(context, name)
            assert command is not None
            yield prefix + name, command
            if isinstance(command, click.Group):
                yield from walk(command, context, f"{prefix}{name} ")

    yield from walk(cli, root, "")


def shell_lines(text: str) -> list[str]:
    """Lines of code blocks in a document, without their prompts, comments and continuations."""
    blocks = (body for language, body in FENCE.findall(text) if language in {"", "sh", "console", "text"})
    lines = (line.strip().removeprefix("$ ") for body in blocks for line in body.replace("\\\n", " ").splitlines())
    return [line.partition("  #")[0].strip() for line in lines]


@pytest.mark.parametrize(
    ("name", "command"), list(commands()), ids=lambda value: value if isinstance(value, str) else ""
)
class TestCommand:
    """What every command owes its users."""

    def test_says_in_a_sentence_what_it_does(self, name: str, command: click.Command) -> None:
        first = (command.help or "").strip().splitlines()[0]
        assert first[:1].isupper()
        assert first.endswith((".", ":"))
        assert command.get_short_help_str(200)

    def test_shows_an_example(self, name: str, command: click.Command) -> None:
        assert f"commentariat {name}" in f"{command.help}\n{command.epilog}"

    def test_explains_every_option(self, name: str, command: click.Command) -> None:
        silent = [option.opts[0] for option in command.params if isinstance(option, click.Option) and not option.help]
        assert silent == []

    def test_is_documented_with_its_options(self, name: str, command: click.Command) -> None:
        section = re.search(
            rf"^## {re.escape(name)}$(.*?)(?=^## |\Z)", read("docs/commands.md"), re.MULTILINE | re.DOTALL
        )
        assert section, f"docs/commands.md has no heading `## {name}`"
        options = [max(param.opts, key=len) for param in command.params if isinstance(param, click.Option)]
        assert [option for option in options if option not in section[1]] == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.relative_to(ROOT).as_posix())
class TestDocument:
    """What a document promises can be done."""

    def test_its_commands_exist(self, document: Path) -> None:
        known = dict(commands())
        for line in shell_lines(document.read_text(encoding="utf-8")):
            words = line.split()
            if words[:1] != ["commentariat"] or len(words) < 2 or words[1].startswith("-"):
                continue
            command = known.get(" ".join(words[1:3])) or known.get(words[1])
            assert command, f"{line}: no such command"
            options = {name for param in command.params for name in (*param.opts, *param.secondary_opts)} | {
                "-h",
                "--help",
            }
            used = [word.partition("=")[0] for word in words[2:] if re.match(r"--?[a-z]", word)]
            assert [option for option in used if option not in options] == [], line

    def test_its_make_targets_exist(self, document: Path) -> None:
        targets = set(re.findall(r"^([a-z-]+):", read("Makefile"), re.MULTILINE))
        text = document.read_text(encoding="utf-8")
        lines = [*shell_lines(text), *re.findall(r"`(make [a-z-]+)[^`]*`", text)]
        named = {line.split()[1] for line in lines if re.match(r"make [a-z]", line)}
        assert named <= targets

    def test_its_links_lead_somewhere(self, document: Path) -> None:
        targets = LINK.findall(document.read_text(encoding="utf-8"))
        assert [target for target in targets if not (document.parent / target).exists()] == []


def test_every_setting_of_scrapy_says_why() -> None:
    lines = read("scraper/settings.py").splitlines()
    silent = [
        ast.unparse(node.targets[0])
        for node in ast.parse("\n".join(lines)).body
        if isinstance(node, ast.Assign)
        and "#" not in "".join(lines[node.lineno - 1 : node.end_lineno])
        and not lines[node.lineno - 2].startswith("#")
    ]
    assert silent == []


def test_every_error_is_explained() -> None:
    classes = [name for module in (archive.errors, scraper.errors) for name in vars(module) if name.endswith("Error")]
    assert [name for name in classes if f"`{name}`" not in read("docs/errors.md")] == []


def test_every_table_is_described(tmp_path: Path) -> None:
    with open_archive(tmp_path / "a.db", create=True) as opened:
        tables = [table.name for table in opened.database.tables]
    own = [name for name in tables if "_fts" not in name and not name.startswith(("_", "sqlite_"))]
    assert [name for name in own if f"\n| `{name}` |" not in read("docs/archive.md")] == []


def test_the_queries_in_the_documents_run(tmp_path: Path) -> None:
    queries = [
        body
        for document in DOCUMENTS
        for language, body in FENCE.findall(document.read_text(encoding="utf-8"))
        if language == "sql"
    ]
    assert queries
    with open_archive(tmp_path / "a.db", create=True) as opened:
        for query in queries:
            opened.connection.execute(query, {"article_id": 1}).fetchall()


def test_every_law_of_the_archive_is_listed() -> None:
    files = [*ROOT.glob("tests/archive/**/test_*.py"), *ROOT.glob("tests/scraper/importing/test_*.py")]
    laws = {
        node.name
        for file in files
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef)
        and any(ast.unparse(decorator).startswith("given(") for decorator in node.decorator_list)
    }
    assert laws
    assert sorted(re.findall(r"`(test_\w+)`", read("docs/laws.md"))) == sorted(laws)


def test_every_key_of_the_json_is_described() -> None:
    page = extract_page(b"<article>", url="http://example.org/", fetched_at=datetime(2026, 1, 1, tzinfo=UTC))
    keys = [*page_to_json(page), *article_to_json(Article(url=page.url)), *comment_to_json(Comment(key="1"))]
    assert [key for key in keys if f"`{key}`" not in read("docs/extraction.md")] == []


def test_every_rule_that_gives_evidence_is_named() -> None:
    at = datetime(2026, 1, 1, tzinfo=UTC)
    pages = [extract_page(file.read_bytes(), url="http://example.org/a", fetched_at=at) for file in saved("html")]
    pages += [
        extract_text_page(file.read_text("utf-8"), url="http://example.org/a", fetched_at=at) for file in saved("txt")
    ]
    rules = {(evidence.field, evidence.rule.partition(":")[0]) for page in pages for evidence in page.evidence}
    rules |= {("parent", comment.parent_rule or "") for page in pages for comment in page.comments}
    described = read("docs/extraction.md")
    silent = {rule for field, rule in rules if f"`{rule}`" not in described and f"`{rule}:NAME`" not in described}
    assert silent == set()
    assert {f"`{field}`" for field, _ in rules if f"\n| `{field}` |" not in described} == {"`parent`"}


def saved(suffix: str) -> list[Path]:
    """The fixture pages of a kind."""
    return sorted((ROOT / "tests/fixtures").glob(f"*/*/page.{suffix}"))


def test_every_fixture_says_where_its_shape_is_from() -> None:
    families = {page.parent.parent.name for kind in ("html", "txt") for page in saved(kind)}
    assert [name for name in sorted(families) if f"`{name}" not in read("tests/fixtures/README.md")] == []


def test_decisions_are_numbered_without_gaps() -> None:
    names = sorted(path.name for path in (ROOT / "docs/decisions").glob("*.md"))
    assert [name[:5] for name in names] == [f"{number:04}-" for number in range(1, len(names) + 1)]


def test_a_decision_tells_its_reason_and_its_price() -> None:
    for path in (ROOT / "docs/decisions").glob("*.md"):
        text = path.read_text(encoding="utf-8")
        assert text.startswith(f"# {path.name[:4]}: "), path.name
        sections = re.findall(r"^## (.+)$", text, re.MULTILINE)
        assert sections == ["Context", "Choice", "What it costs", "When to look again"], path.name


def test_the_changelog_has_a_place_for_what_comes_next() -> None:
    assert "\n## Unreleased\n" in read("CHANGELOG.md")


def test_the_architecture_names_every_folder() -> None:
    listing = subprocess.run(
        ["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False
    ).stdout.splitlines()
    if not listing:
        pytest.skip("not a git checkout")
    folders = {
        "/".join(name.split("/")[:2])
        for name in listing
        if name.startswith(("archive/", "scraper/")) and name.count("/") > 1
    }
    tree = read("ARCHITECTURE.md")
    assert [folder for folder in sorted(folders) if f"{folder.split('/')[1]}/" not in tree] == []


@pytest.mark.slow
def test_the_front_page_shows_what_the_demo_prints(tmp_path: Path) -> None:
    shown = next(body for language, body in FENCE.findall(read("README.md")) if "What demo.db holds" in body)
    done = subprocess.run(
        [Path(sys.executable).parent / "commentariat", "demo"],
        cwd=tmp_path,
        env={**os.environ, "COLUMNS": "100"},
        capture_output=True,
        text=True,
        check=True,
    )
    # How long it took is another matter each time, and so is the port where the usual one is taken.
    printed = {without_chance(line) for line in done.stdout.splitlines()}
    assert [line for line in shown.splitlines() if line != "…" and without_chance(line) not in printed] == []


def without_chance(line: str) -> str:
    """A line without seconds and ports."""
    return re.sub(r"(?<= in )[0-9.]+ s|(?<=127.0.0.1):[0-9]+", "", line)
