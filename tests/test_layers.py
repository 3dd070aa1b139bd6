"""Where things may stand: who imports whom, how modules are called and how long they are, what no rule may know.

The import statements are read, not run, so that one inside a function counts as well.
"""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

import pytest

ROOT = Path(__file__).parent.parent
MODULES = sorted(
    path.relative_to(ROOT).as_posix() for place in ("archive", "scraper") for path in (ROOT / place).rglob("*.py")
)
ALL_MODULES = MODULES + sorted(
    path.relative_to(ROOT).as_posix() for place in ("benchmarks", "tests") for path in (ROOT / place).rglob("*.py")
)
MAY_IMPORT_SCRAPY = (
    "scraper/spiders/",
    "scraper/pipelines/",
    "scraper/engine/",
    "scraper/settings.py",
    "scraper/commands/crawl.py",
    "scraper/commands/demo.py",
)
PARSERS = frozenset({"lxml", "bs4", "selectolax", "html5lib", "parsel"})
PARSER_DOORS = frozenset({"scraper/extract/dom.py", "scraper/extract/encoding.py"})  # markup; and bytes to text
PURE = ("scraper/extract/", "scraper/normalise/", "scraper/platforms/")
NEVER_IN_PURE_CODE = frozenset(
    {"socket", "urllib.request", "requests", "aiohttp", "twisted", "sqlite3", "subprocess", "archive.database"}
)
BARRED_NAMES = frozenset({"utils", "util", "helpers", "helper", "common", "misc", "base", "manager"})
LONGEST = 300
HOST = re.compile(
    r"\b(?:[a-z0-9-]+\.)+(?:com|org|net|de|fr|uk|io|co|eu|info|edu|gov|ru|jp|cn|it|es|nl|pl|ch|at|us)\b", re.IGNORECASE
)
# A vocabulary has an address as its name.
KNOWN_VOCABULARIES = frozenset(
    {"schema.org", "data-vocabulary.org", "ogp.me", "purl.org", "microformats.org", "w3.org", "www.w3.org", "api.w.org"}
)
# Services whose comments stand on every site under one address of their own.
KNOWN_SERVICES = frozenset({"disqus.com", "giscus.app", "utteranc.es", "api.github.com"})


class Import(NamedTuple):
    """One import statement: the module that is asked for, and where it stands."""

    name: str
    line: int


def imports_of(source: str) -> list[Import]:
    """All imports of a module, with the names a `from` takes (they may be modules)."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            found += [Import(alias.name, node.lineno) for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports are absolute"
            found.append(Import(node.module or "", node.lineno))
            found += [Import(f"{node.module}.{alias.name}", node.lineno) for alias in node.names]
    return found


def starts_with(name: str, modules: frozenset[str] | set[str]) -> bool:
    """Whether a module is one of those, or inside one."""
    return any(name == module or name.startswith(f"{module}.") for module in modules)


def read(module: str) -> str:
    """The source of a module."""
    return (ROOT / module).read_text(encoding="utf-8")


def breaches(modules: Iterable[str], barred: frozenset[str] | set[str]) -> list[str]:
    """Imports that reach for something barred, as `file:line imports name`."""
    return [
        f"{module}:{line} imports {name}"
        for module in modules
        for name, line in imports_of(read(module))
        if starts_with(name, barred)
    ]


def strings_of(source: str) -> list[tuple[int, str]]:
    """String literals of a module that are not documentation."""
    tree = ast.parse(source)
    documentation = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    return [
        (node.lineno, node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in documentation
    ]


def test_the_archive_knows_no_scraper() -> None:
    modules = [name for name in MODULES if name.startswith("archive/")]
    assert breaches(modules, {"scraper", "scrapy"}) == []


def test_scrapy_stays_at_the_edge() -> None:
    modules = [name for name in MODULES if not name.startswith(MAY_IMPORT_SCRAPY)]
    assert breaches(modules, {"scrapy", "twisted", "itemadapter"}) == []


def test_the_parsers_have_one_door() -> None:
    modules = [name for name in MODULES if name.startswith(PURE) and name not in PARSER_DOORS]
    assert breaches(modules, PARSERS) == []


def test_pure_code_reaches_for_no_network_and_no_disk() -> None:
    assert breaches([name for name in MODULES if name.startswith(PURE)], NEVER_IN_PURE_CODE) == []


def test_no_rule_names_a_host() -> None:
    named = [
        f"{module}:{line} names {host}"
        for module in MODULES
        if module.startswith(PURE)
        for line, text in strings_of(read(module))
        for host in HOST.findall(text)
        if host.lower() not in KNOWN_VOCABULARIES
        and not (module.startswith("scraper/platforms/") and host.lower() in KNOWN_SERVICES)
    ]
    assert named == []


def test_modules_are_named_for_one_thing() -> None:
    assert [
        name for name in ALL_MODULES if BARRED_NAMES & {part.removesuffix(".py") for part in Path(name).parts}
    ] == []


def test_modules_fit_in_one_reading() -> None:
    assert [name for name in ALL_MODULES if len(read(name).splitlines()) > LONGEST] == []


@pytest.mark.parametrize(
    "module", ["scraper.extract.page", "scraper.normalise.page", "archive.store", "scraper.commands.root"]
)
def test_scrapy_is_not_loaded_by(module: str) -> None:
    code = f"import sys, {module}; sys.exit('scrapy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False, cwd=ROOT).returncode == 0


def test_imports_inside_functions_are_seen() -> None:
    source = "def f():\n    from scraper import extract\n    import scrapy.http\n"
    assert {name for name, _ in imports_of(source)} == {"scraper", "scraper.extract", "scrapy.http"}


def test_hosts_in_documentation_are_not_rules() -> None:
    assert [text for _, text in strings_of('"""See example.com."""\nx = "a.b"\n')] == ["a.b"]
