"""Settings of single sites: kept in the archive, told apart from nonsense."""

from __future__ import annotations

from pathlib import Path

import pytest

from archive.database import Archive
from archive.errors import UnknownSettingError
from archive.site_settings import NAMES, SiteSettings, changed, put_site_settings, site_settings
from tests.archive.commanding import document, output, run


def test_a_site_without_settings_has_the_defaults(archive: Archive) -> None:
    assert site_settings(archive, "example.org") == SiteSettings()


def test_what_is_put_is_read_back_and_defaults_leave_nothing(archive: Archive) -> None:
    settings = SiteSettings(
        delay=2.5, budget=200, limit=500, depth=9, megabytes=70, requests=900, include=("/a/", "b$"), exclude=("/shop/",), via="pages", headers=("X-A: 1",), captures=False,
        follow=False, hook="cat",
    )  # fmt: skip
    put_site_settings(archive, "example.org", settings)
    assert site_settings(archive, "example.org") == settings
    assert site_settings(archive, "example.net") == SiteSettings()
    put_site_settings(archive, "example.org", SiteSettings(delay=0.0))
    assert site_settings(archive, "example.org") == SiteSettings(delay=0.0)
    assert archive.connection.execute("select count(*) from site_settings").fetchone()[0] == 1


@pytest.mark.parametrize(("name", "text", "value"), [
    ("delay", "0", 0.0), ("delay", "1.5", 1.5), ("budget", "90", 90), ("captures", "no", False), ("captures", "Yes", True),
    ("follow", "off", False), ("via", "api", "api"), ("exclude", "/a/\n /b/ ", ("/a/", "/b/")), ("delay", "", None),
    ("exclude", "", ()), ("headers", "Cookie: a=b", ("Cookie: a=b",)), ("hook", "notify --me", "notify --me"),
    ("limit", " 500 ", 500), ("depth", "1", 1), ("megabytes", "20000", 20_000), ("limit", "", None), ("requests", "900", 900),
])  # fmt: skip
def test_values_as_a_person_writes_them(name: str, text: str, value: object) -> None:
    assert getattr(changed(SiteSettings(), name, text), name) == value


@pytest.mark.parametrize(("name", "text", "words"), [
    ("dealy", "1", "no such setting"), ("delay", "-1", "0 or more"), ("delay", "nan", "0 or more"), ("budget", "1.5", "a number"),
    ("captures", "maybe", "yes or no"), ("via", "fax", "auto, pages or api"), ("exclude", "(", "no regular expression"),
    ("headers", "no colon", "Name: value"), ("limit", "0", "from 1 to"), ("depth", "-3", "from 1 to"), ("depth", "2.5", "from 1 to"),
    ("megabytes", "1_000", "from 1 to"), ("megabytes", "9" * 30, "from 1 to"), ("limit", "many", "limit= for the default"),
])  # fmt: skip
def test_nonsense_is_refused_in_one_line(name: str, text: str, words: str) -> None:
    with pytest.raises(UnknownSettingError, match=words) as caught:
        changed(SiteSettings(), name, text)
    assert "\n" not in str(caught.value)


def test_set_show_and_import(tmp_path: Path) -> None:
    path = tmp_path / "new.db"
    assert run(path, "site", "set", "https://www.Example.org/a", "delay=2", "exclude=/shop/").exit_code == 0
    assert document(path, "site", "show", "example.org")["sites"]["example.org"]["delay"] == 2.0
    assert [line.split() for line in output(path, "site", "show").splitlines()[1:]] == [
        ["example.org", "delay", "2.0"],
        ["example.org", "exclude", "/shop/"],
    ]
    file = tmp_path / "sites.toml"
    file.write_text(
        '["example.org"]\nbudget = 9\ndepth = 4\nfollow = false\n\n["example.net"]\nexclude = ["/a/", "/b/"]\n'
    )
    assert run(path, "site", "import", str(file)).exit_code == 0
    found = document(path, "site", "show")["sites"]
    assert (found["example.org"]["budget"], found["example.org"]["delay"], found["example.org"]["follow"]) == (
        9,
        None,
        False,
    )
    assert (found["example.org"]["depth"], found["example.org"]["limit"]) == (4, None)
    assert found["example.net"]["exclude"] == ["/a/", "/b/"]
    assert set(found["example.net"]) == set(NAMES)
    file.write_text('[sites."example.org"]\nbudget = 7\n[sites."example.net"]\ndelay = 3\n')
    assert run(path, "site", "import", str(file)).exit_code == 0
    found = document(path, "site", "show")["sites"]
    assert (found["example.org"]["budget"], found["example.net"]["delay"]) == (7, 3.0)


@pytest.mark.parametrize(
    "toml",
    [
        "delay = 2",
        '["a.org"]\nspeed = 3',
        "[",
        '["a.org"]\ndelay = "soon"',
        '["a.org"]\ndelay = inf',
        '["a.org"]\ndepth = 0',
        '["a.org"]\nlimit = true',
        '["a b"]\ndelay = 2',
        "[sites]\ndelay = 2",
        '[sites."a.org"]\nspeed = 2',
    ],
)
def test_a_file_that_makes_no_sense_changes_nothing(tmp_path: Path, toml: str) -> None:
    file = tmp_path / "sites.toml"
    file.write_text(toml)
    done = run(tmp_path / "new.db", "site", "import", str(file))
    assert isinstance(done.exception, UnknownSettingError)
    assert not (tmp_path / "new.db").exists()


def test_a_host_without_quotes_is_told_how_to_write_it(tmp_path: Path) -> None:
    file = tmp_path / "sites.toml"
    file.write_text("[www.example.org]\ndelay = 2\n")
    assert str(run(tmp_path / "new.db", "site", "import", str(file)).exception).startswith(
        'www.example.org: a host without quotes. Write ["www.example.org"]'
    )
