"""The pull request that proposes what a look at other hosts found: `python -m llmpapers.proposed_changes FOLDER`.

The folder holds `changes.patch` for the catalog and the reports of `refresh` and `links`. They come from other hosts'
answers, so they are data: the patch may touch the catalog only, the reports are shown as code.
"""

import base64
import json
import os
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

BRANCH = "llmpapers/mend"
"""The branch of the proposal; a newer one replaces it."""
TITLE = "Mend the catalog: published preprints, moved code, dead links"
_LONGEST_REPORT = 20_000
_INCLUDED = tuple(f"--include=catalog/{name}" for name in ("papers/*", "resources/*", "topics.yaml", "venues.yaml"))

Run = Callable[..., str]
"""Runs a program with its arguments, and with text on its input; gives its output."""


def body_text(reports: Mapping[str, str]) -> str:
    """Write the text of the pull request.

    Args:
        reports: what a command printed, by the command's name.
    """
    parts = ["Found by looking at arXiv, publishers and the links; nothing is certain before someone has looked at it."]
    for name, report in reports.items():
        shown = report[:_LONGEST_REPORT].replace("```", "'''").strip() or "nothing"
        parts.append(f"`llmpapers {name}`:\n\n```text\n{shown}\n```")
    return "\n\n".join(parts) + "\n"


def propose(folder: Path, base: str, repository: str, token: str, run: Run) -> str:
    """Put the changes on a branch and open a pull request, or renew the one that is open.

    Args:
        folder: what was found.
        base: the branch that the changes are for.
        repository: `owner/name` of the catalog.
        token: what the host takes for a password.
        run: runs `git` and `gh`.

    Returns:
        What was done, for the log.
    """
    patch = folder / "changes.patch"
    if not patch.is_file() or not patch.stat().st_size:
        return "nothing to propose"
    run("git", "switch", "--force-create", BRANCH)
    run("git", "apply", "--index", *_INCLUDED, str(patch))
    if not run("git", "diff", "--cached", "--name-only").strip():
        return "nothing to propose"
    author = ("-c", "user.name=llmpapers", "-c", "user.email=llmpapers@users.noreply.github.com")
    run("git", *author, "commit", "--message", TITLE)
    # As a header, so that the token is in no file and in no address that an error could show.
    secret = base64.b64encode(f"x-access-token:{token}".encode()).decode()
    header = f"http.extraHeader=Authorization: Basic {secret}"
    run("git", "-c", header, "push", "--force", f"https://github.com/{repository}.git", BRANCH)
    return _open(body_text(_reports(folder)), base, repository, run)


def _open(body: str, base: str, repository: str, run: Run) -> str:
    owner = repository.partition("/")[0]
    query = ["-f", "state=open", "-f", f"head={owner}:{BRANCH}", "-f", f"base={base}"]
    pulls = json.loads(run("gh", "api", "--method", "GET", f"repos/{repository}/pulls", *query))
    if pulls:
        number = int(pulls[0]["number"])
        address = f"repos/{repository}/pulls/{number}"
        run("gh", "api", "--method", "PATCH", address, "--input", "-", text=json.dumps({"body": body}))
        return f"renewed #{number}"
    fields = {"title": TITLE, "head": BRANCH, "base": base, "body": body}
    answer = run("gh", "api", "--method", "POST", f"repos/{repository}/pulls", "--input", "-", text=json.dumps(fields))
    return f"opened #{int(json.loads(answer)['number'])}"


def _reports(folder: Path) -> dict[str, str]:
    names = ("refresh", "links")
    files = {name: folder / f"{name}.txt" for name in names}
    return {name: path.read_text("utf-8", "replace") for name, path in files.items() if path.is_file()}


def _run(*command: str, text: str | None = None) -> str:
    return subprocess.run(command, input=text, stdout=subprocess.PIPE, text=True, check=True).stdout  # noqa: S603


def main(arguments: Sequence[str], environment: Mapping[str, str], run: Run = _run) -> None:
    """Propose the changes in the repository that the environment names."""
    base, repository = environment["BASE_BRANCH"], environment["GITHUB_REPOSITORY"]
    print(propose(Path(arguments[0]), base, repository, environment["GH_TOKEN"], run))


if __name__ == "__main__":
    main(sys.argv[1:], os.environ)
