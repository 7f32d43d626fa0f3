"""The command line as a whole: what is called, and what was meant."""

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
