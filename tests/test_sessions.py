"""What the documentation shows of the terminal is what the commands print."""

import pytest

from sessions import PAGES, SESSIONS, rerun, sessions

SHOWN = [(page, name) for page in PAGES for name in sessions(page.read_text(encoding="utf-8"))]


@pytest.mark.parametrize(("page", "name"), SHOWN, ids=[name for _, name in SHOWN])
def test_a_session_prints_what_the_page_shows(page, name):
    text = page.read_text(encoding="utf-8")
    assert rerun(text, name) == text, "run: python tests/sessions.py"


def test_every_session_is_shown_once():
    assert sorted(name for _, name in SHOWN) == sorted(path.name for path in SESSIONS.iterdir())
