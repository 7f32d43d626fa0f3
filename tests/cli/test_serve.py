"""`llmpapers serve` as a program of its own: rebuilt on a change, with the problems shown, until Ctrl+C."""

import os
import queue
import re
import signal
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

pytestmark = pytest.mark.skipif(os.name == "nt", reason="needs signals")

PATIENCE = 60
"""Seconds after which a test gives up waiting."""
OVERLAY = 'id="llmpapers-problems"'


class Served:
    """The command at work on a project."""

    def __init__(self, root: Path) -> None:
        command = [sys.executable, "-u", "-m", "llmpapers", "--root", str(root), "serve", "--port", "0"]
        # In a group of its own, as a shell starts it.
        self.process = subprocess.Popen(
            command,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            encoding="utf-8",
            start_new_session=True,
        )
        self.said: list[str] = []
        self._lines: queue.Queue[str] = queue.Queue()
        self._listener = threading.Thread(target=self._listen, daemon=True)
        self._listener.start()
        self.url = self.hear(r"http://127\.0\.0\.1:\d+/")
        self.hear("^Built in")

    def _listen(self) -> None:
        assert self.process.stdout
        with self.process.stdout as lines:
            for line in lines:
                self._lines.put(line)

    def hear(self, pattern: str) -> str:
        """Wait for a line, and give what it has of the pattern."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            try:
                self.said.append(self._lines.get(timeout=0.2))
            except queue.Empty:
                assert self.process.poll() is None, self.said
                continue
            if found := re.search(pattern, self.said[-1]):
                return found[0]
        raise AssertionError(f"nobody said {pattern}: {self.said}")

    def get(self, path: str) -> str:
        with urllib.request.urlopen(self.url + path, timeout=PATIENCE) as answer:
            return str(answer.read().decode())

    def stop(self) -> int:
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
        try:
            return self.process.wait(timeout=PATIENCE)
        finally:
            self.process.kill()
            self._listener.join(timeout=PATIENCE)
            while not self._lines.empty():
                self.said.append(self._lines.get())


@pytest.fixture
def served(write_project: Callable[..., Path]) -> Iterator[Served]:
    served = Served(write_project())
    yield served
    served.stop()


def change(root: Path, old: str, new: str) -> None:
    path = root / "catalog" / "papers" / "levain.yaml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_a_changed_entry_is_shown_a_broken_one_reported_and_a_mended_one_shown(served: Served, tmp_path: Path) -> None:
    root = tmp_path / "project"
    assert "Many Loaves" in served.get("papers/levain/")
    change(root, "Many Loaves", "Few Loaves")
    served.hear("^Built in")
    page = served.get("papers/levain/")
    assert "Few Loaves" in page
    assert OVERLAY not in page
    change(root, "venue: ICBB", "venue: ICBBB")
    served.hear("catalog/papers/levain.yaml:7:8")
    served.hear("the last good site stays")
    page = served.get("papers/levain/")
    assert OVERLAY in page
    assert "unknown-venue" in page
    assert "Few Loaves" in page
    change(root, "venue: ICBBB", "venue: ICBB")
    served.hear("^Built in")
    assert OVERLAY not in served.get("papers/levain/")


def test_warnings_about_the_pages_are_told(served: Served, tmp_path: Path) -> None:
    (tmp_path / "project" / "docs").mkdir()
    (tmp_path / "project" / "docs" / "guide.md").write_text("# Guide\n\n[x](missing.md)\n", encoding="utf-8")
    assert served.hear(r"^docs: .*missing\.md")
    assert served.hear(r"^Built in \d+\.\d s, \d+ files? changed$")


def test_ctrl_c_ends_it_quietly_and_leaves_no_site(served: Served, tmp_path: Path) -> None:
    assert list(tmp_path.glob("project/.cache/llmpapers/preview-*"))
    assert served.stop() in {0, 130}
    assert "Traceback" not in "".join(served.said)
    assert not list(tmp_path.glob("project/.cache/llmpapers/*preview*"))


def test_strangers_and_other_files_are_refused(served: Served) -> None:
    foreign = urllib.request.Request(served.url, headers={"Host": "evil.example.org"})
    with pytest.raises(urllib.error.HTTPError, match="403") as refused:
        urllib.request.urlopen(foreign, timeout=PATIENCE)
    refused.value.close()
    with pytest.raises(urllib.error.HTTPError, match="404") as missing:
        served.get("../../../../../../../../etc/passwd")
    missing.value.close()


def test_a_taken_port_is_told(served: Served, write_project: Callable[..., Path], tmp_path: Path) -> None:
    port = served.url.rstrip("/").rpartition(":")[2]
    command = [sys.executable, "-m", "llmpapers", "--root", str(tmp_path / "project"), "serve", "--port", port]
    result = subprocess.run(command, capture_output=True, text=True, timeout=PATIENCE, check=False)
    assert result.returncode == 1
    assert f"port {port} cannot be used" in result.stderr
    assert "Traceback" not in result.stderr
