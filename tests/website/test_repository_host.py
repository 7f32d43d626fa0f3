"""Where the host of the repository edits files, and begins new ones."""

from pathlib import Path

import pytest

from llmpapers.project import Project
from llmpapers.website.repository_host import (
    FileHost,
    docs_edit_address,
    file_host,
    new_paper_address,
    repository_edit_address,
)


@pytest.mark.parametrize(
    ("settings", "address"),
    [
        ("site_name: x", None),
        ("repo_url: ''", None),
        ("repo_url: https://github.com/a/b", "https://github.com/a/b/edit/main/"),
        ("repo_url: https://github.com/a/b/", "https://github.com/a/b/edit/main/"),
        ("repo_url: https://gitlab.com/a/b", "https://gitlab.com/a/b/-/edit/main/"),
        ("repo_url: https://git.example.org/a/b", None),
        (
            "repo_url: https://git.example.org/a/b\nedit_uri: _edit/trunk/docs",
            "https://git.example.org/a/b/_edit/trunk/",
        ),
        ("repo_url: https://github.com/a/b\nedit_uri: blob/dev/docs/", "https://github.com/a/b/blob/dev/"),
        ("repo_url: https://github.com/a/b\nedit_uri: https://x.example.org/e/docs", "https://x.example.org/e/"),
        (
            "repo_url: https://github.com/a/b\ndocs_dir: pages\nedit_uri: edit/main/pages/",
            "https://github.com/a/b/edit/main/",
        ),
        ("repo_url: https://github.com/a/b\ndocs_dir: ./pages/", "https://github.com/a/b/edit/main/"),
        (
            "repo_url: https://github.com/a/b\ndocs_dir: a/pages\nedit_uri: edit/x/a/pages",
            "https://github.com/a/b/edit/x/",
        ),
    ],
)
def test_where_the_host_edits_files(tmp_path: Path, settings: str, address: str | None) -> None:
    (tmp_path / "mkdocs.yml").write_text(settings, encoding="utf-8")
    project = Project(tmp_path)
    assert repository_edit_address(project) == address
    assert docs_edit_address(project) == (f"{address}{project.docs_name}/" if address else None)


@pytest.mark.parametrize(
    ("edit", "host"),
    [
        (None, None),
        ("https://github.com/o/r/edit/main/", ("https://github.com/o/r/new/main/", "filename", "value")),
        ("https://gitlab.com/o/r/-/edit/main/", ("https://gitlab.com/o/r/-/new/main/", "file_name", "content")),
        ("https://git.example.org/o/r/_edit/main/", ("https://git.example.org/o/r/_new/main/", "filename", "value")),
        ("https://example.org/o/r/change/", ("", "", "")),
    ],
)
def test_a_host_begins_files_as_it_edits_them(edit: str | None, host: tuple[str, str, str] | None) -> None:
    assert file_host(edit) == (FileHost(str(edit), *host) if host else None)


def test_a_host_that_begins_no_files_has_no_address_for_them() -> None:
    assert new_paper_address(file_host("https://example.org/o/r/change/")) is None
    assert new_paper_address(None) is None
