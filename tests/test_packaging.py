"""What is in the box: everything the commands need, and nothing else."""

from __future__ import annotations

import subprocess
import sys
import tarfile
import tomllib
import zipfile
from importlib.metadata import entry_points
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGES = ("archive", "scraper")
DATA = (".sql", ".html", ".css", ".js", ".svg", ".xml", ".txt", ".json", ".toml", "py.typed")


def tracked_files() -> list[str]:
    """What git knows of both packages."""
    listing = subprocess.run(["git", "ls-files", *PACKAGES], cwd=ROOT, capture_output=True, text=True, check=False)
    if listing.returncode:
        pytest.skip("not a git checkout")
    return listing.stdout.splitlines()


def build(kind: str, folder: Path) -> Path:
    """Build a wheel or an sdist of what git knows, with the setuptools of this environment and no network."""
    source = folder / "source"
    tree = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout.splitlines()
    for name in tree:
        target = source / name
        target.parent.mkdir(parents=True, exist_ok=True)
        if (ROOT / name).exists():
            target.write_bytes((ROOT / name).read_bytes())
    code = f"from setuptools import build_meta; print(build_meta.build_{kind}({str(folder)!r}))"
    subprocess.run([sys.executable, "-c", code], cwd=source, check=True, capture_output=True)
    return next(folder.glob("*.whl" if kind == "wheel" else "*.tar.gz"))


def test_the_console_script_is_the_root_command() -> None:
    (script,) = entry_points(group="console_scripts", name="commentariat")
    assert script.value == "scraper.commands.root:main"


def test_every_dependency_is_pinned_for_the_set_up() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    wanted = [*project["project"]["dependencies"], *project["build-system"]["requires"]]
    wanted += [name for group in project["dependency-groups"].values() for name in group]
    pins = {line.partition("==")[0].lower().replace("_", "-") for line in constraints()}
    assert {name.partition(">")[0].lower() for name in wanted} <= pins


def test_constraints_name_versions_and_no_places() -> None:
    assert [line for line in constraints() if "==" not in line or "@" in line or "/" in line] == []


def constraints() -> list[str]:
    """The lines of constraints.txt that are not comments."""
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


@pytest.mark.slow
def test_the_wheel_holds_both_packages_with_their_data(tmp_path: Path) -> None:
    with zipfile.ZipFile(build("wheel", tmp_path)) as wheel:
        names = set(wheel.namelist())
    expected = {name for name in tracked_files() if name.endswith((".py", *DATA)) and (ROOT / name).exists()}
    assert sorted(expected - names) == []
    assert sorted({name.split("/")[0] for name in names if ".dist-info/" not in name}) == list(PACKAGES)
    assert any(name.endswith("licenses/LICENSE") for name in names)


@pytest.mark.slow
def test_the_sdist_builds_the_same_wheel(tmp_path: Path) -> None:
    with tarfile.open(build("sdist", tmp_path / "sdist")) as sdist:
        sdist.extractall(tmp_path)
        top = sdist.getnames()[0].split("/")[0]
    code = f"from setuptools import build_meta; build_meta.build_wheel({str(tmp_path)!r})"
    subprocess.run([sys.executable, "-c", code], cwd=tmp_path / top, check=True, capture_output=True)
    with (
        zipfile.ZipFile(next(tmp_path.glob("*.whl"))) as again,
        zipfile.ZipFile(build("wheel", tmp_path / "w")) as wheel,
    ):
        assert set(again.namelist()) == set(wheel.namelist())
