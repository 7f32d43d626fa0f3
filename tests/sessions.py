"""Terminal sessions of the documentation, run for real: `python tests/sessions.py` writes down what they print now.

A session is a block of commands and their output below a line `<!-- session: NAME -->`; blocks of one name go on where
the one before stopped. Its project is the small catalog with the files of `tests/data/sessions/NAME`, or these alone
where they are a catalog. Services and hosts are played by a server on this machine.
"""

import os
import pty
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from fake_services import ANSWERS, FakeServices, Reply, addresses

ROOT = Path(__file__).parents[1]
DATA = Path(__file__).parent / "data"
SESSIONS = DATA / "sessions"
PAGES = (ROOT / "docs" / "contributing.md", ROOT / "docs" / "maintaining.md")
BLOCK = re.compile(r"^<!-- session: (?P<name>[a-z]+) -->\n\n```console\n(?P<shown>.*?)^```$", re.MULTILINE | re.DOTALL)
# A person's answer stands behind the question; the terminal, not the program, shows it.
_ANSWERED = re.compile(r"(\[y/N\]: )(\w+)\n")


@dataclass(frozen=True)
class Sandbox:
    """Where the commands of one session run."""

    project: Path
    environment: dict[str, str]

    def run(self, command: str, answers: list[str]) -> str:
        """Run a command line, answer its questions, and give all that stands in the terminal then."""
        keyboard, terminal = pty.openpty()
        try:
            os.write(keyboard, "".join(f"{answer}\n" for answer in answers).encode())
            done = subprocess.run(
                ["bash", "-c", command], cwd=self.project, env=self.environment, stdin=terminal, stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT, text=True, timeout=60, check=False,
            )  # fmt: skip
        finally:
            os.close(keyboard)
            os.close(terminal)
        waiting = iter(answers)
        return re.sub(r"\[y/N\]: ", lambda question: f"{question[0]}{next(waiting, '')}\n", done.stdout)


@contextmanager
def sandbox(name: str) -> Iterator[Sandbox]:
    """Give a session's project and what plays the network to it."""
    services = FakeServices()
    for prefix, reply in REPLIES.items():
        services.reply(prefix, reply if isinstance(reply, Reply) else (ANSWERS / reply).read_bytes())
    with tempfile.TemporaryDirectory() as folder:
        project = Path(folder) / "papers"
        if not (SESSIONS / name / "catalog" / "topics.yaml").exists():
            shutil.copytree(DATA / "small", project)
        shutil.copytree(SESSIONS / name, project, dirs_exist_ok=True)
        try:
            yield Sandbox(project, environment(services.base, folder))
        finally:
            services.server.shutdown()
            services.server.server_close()


REPLIES = {
    "/arxiv": "arxiv-rye.atom",
    "/dblp": "dblp-rye.json",
    "http://": Reply(),
    "http://code.example.org/ada/": Reply(status=301, headers={"Location": "http://code.example.org/bread-lab/ryenet"}),
    "http://ryenet.example.org/": Reply(status=404),
    "http://ovens.example.org/tour": Reply(status=301, headers={"Location": "http://ovens.example.org/museum/tour"}),
    "http://journals.example.org/": Reply(status=403),
}
"""What the services and hosts answer, by the beginning of the address; the last that fits counts."""


def environment(server: str, home: str) -> dict[str, str]:
    """Give an environment that leads every request to the server, and shows the same on every machine."""
    return {
        "PATH": f"{Path(sys.executable).parent}:/usr/local/bin:/usr/bin:/bin",
        "HOME": home,
        "LC_ALL": "C.UTF-8",
        "COLUMNS": "106",
        "http_proxy": server,
        "no_proxy": "127.0.0.1",
        **addresses(server),
    }


def sessions(text: str) -> list[str]:
    """List the names of the sessions on a page."""
    return list(dict.fromkeys(block["name"] for block in BLOCK.finditer(text)))


def rerun(text: str, name: str) -> str:
    """Give the page with what the commands of a session print now."""
    with sandbox(name) as place:
        return BLOCK.sub(lambda block: _rerun_block(block, place) if block["name"] == name else block[0], text)


def _rerun_block(block: re.Match[str], place: Sandbox) -> str:
    shown = block["shown"]
    parts = re.split(r"^\$ (.*)\n", shown, flags=re.MULTILINE)
    answers = [[answer for _, answer in _ANSWERED.findall(output)] for output in parts[2::2]]
    ran = [f"$ {command}\n{place.run(command, given)}" for command, given in zip(parts[1::2], answers, strict=True)]
    return block[0].replace(shown, "".join(ran))


def main() -> None:
    for page in PAGES:
        text = page.read_text(encoding="utf-8")
        for name in sessions(text):
            text = rerun(text, name)
        page.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
