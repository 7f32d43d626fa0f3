"""The command line as a whole: what is called, and what was meant."""

import os
import subprocess
import sys
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from llmpapers.cli import COMMANDS, main


@pytest.mark.parametrize(
    ("name", "hint"),
    [("chekc", "did you mean 'check'?"), ("stat", "did you mean 'stats'?"), ("zzz", f"known: {', '.join(COMMANDS)}")],
)
def test_an_unknown_command_gives_the_nearest(name: str, hint: str) -> None:
    result = CliRunner().invoke(main, [name, "--strict"])

    assert result.exit_code == 2
    assert f"there is no command {name!r}; {hint}" in result.stderr


def test_an_unknown_option_is_not_taken_for_a_command() -> None:
    result = CliRunner().invoke(main, ["--rot", "."])

    assert result.exit_code == 2
    assert "--rot" in result.stderr
    assert "command" not in result.stderr.splitlines()[-1]


def test_help_names_every_command_in_a_line_without_importing_it() -> None:
    program = (
        "import atexit, sys; from llmpapers.cli import main\n"
        "atexit.register(lambda: print([name for name in sys.modules if name.endswith('_command')]))\n"
        "main(['--help'])"
    )
    shown = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout

    assert shown.endswith("\n[]\n")
    lines = shown.partition("Commands:\n")[2].splitlines()[:-1]
    assert [line.split()[0] for line in lines] == list(COMMANDS)
    assert max(map(len, lines)) < 80


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_that_help_names_is_there(name: str) -> None:
    command = main.get_command(click.Context(main), name)
    assert command
    assert command.name == name


@pytest.mark.parametrize("encoding", ["cp1252", "latin-1", "ascii"])
def test_another_program_gets_utf_8_whatever_the_system_writes(encoding: str) -> None:
    command = [sys.executable, "-m", "llmpapers", "check", "--help"]
    environment = os.environ | {"PYTHONIOENCODING": encoding}
    done = subprocess.run(command, capture_output=True, check=True, env=environment)

    assert "PATH]…" in done.stdout.decode("utf-8")


@pytest.mark.skipif(sys.platform == "win32", reason="there nobody can remove the folder that somebody is in")
def test_a_folder_that_is_gone_is_told_in_one_sentence(tmp_path: Path) -> None:
    program = "import os; os.rmdir(os.getcwd()); from llmpapers.cli import main; main(['check'])"
    done = subprocess.run([sys.executable, "-c", program], cwd=tmp_path, capture_output=True, text=True, check=False)

    assert done.returncode == 1
    assert done.stderr == "Error: the folder that you are in is gone; go to another\n"
