"""The comment that tells a pull request its problems: `python -m llmpapers.pull_request_comment problems.json`.

It runs where it may write comments, on results that anybody's change may have shaped. So these are data: bounded, shown
as code, never part of a command. What names the pull request comes from the host, by environment variables.
"""

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

MARK = "<!-- llmpapers: problems of the catalog -->"
"""By what the comment is found again, so that there is one a pull request."""
_MOST_SHOWN = 50
_LARGEST_RESULT = 4 * 1024 * 1024

Api = Callable[..., Any]
"""Asks the host: method, path, then the fields of a query or, as `body`, what is sent; gives the answer's JSON."""


def comment_text(result: Any, run_url: str) -> str:
    """Write the comment.

    Args:
        result: what `llmpapers check --format json` printed; anything else is said to be no result.
        run_url: address of the run, where the preview is.
    """
    problems = result.get("problems") if isinstance(result, dict) else None
    if not isinstance(problems, list):
        return f"{MARK}\nThe check left no result that can be read; see [the run]({run_url})."
    preview = f"A preview of the site is attached to [the run]({run_url}), under *Artifacts*."
    if not problems:
        return f"{MARK}\nThe catalog has no problems. {preview}"
    rows = [_row(problem) for problem in problems[:_MOST_SHOWN] if isinstance(problem, dict)]
    rest = len(problems) - _MOST_SHOWN
    more = f"\n\nand {rest} more." if rest > 0 else ""
    count = "1 problem" if len(problems) == 1 else f"{len(problems)} problems"
    table = "\n".join(["| Where | What | Hint |", "|---|---|---|", *rows])
    return f"{MARK}\nThe catalog has {count}; [the run]({run_url}) has the preview if there is one.\n\n{table}{more}"


def _row(problem: Mapping[str, Any]) -> str:
    place = f"{problem.get('file')}:{problem.get('line')}:{problem.get('column')}"
    what = f"{problem.get('severity')}[{problem.get('code')}]: {problem.get('message')}"
    return f"| {_as_code(place)} | {_as_code(what)} | {_as_code(problem.get('hint'))} |"


def _as_code(value: object) -> str:
    """Show a text so that nothing in it is a mention, a link, an image or a cell of its own."""
    text = re.sub(r"[\s|`]+", " ", "".join(c if c.isprintable() else " " for c in str(value)))[:300].strip()
    return f"`{text or '–'}`"


def post_comment(api: Api, repository: str, head: str, sha: str, text: str) -> str:
    """Write the comment to the pull request of a commit, or put it in place of the former one.

    Args:
        api: asks the host.
        repository: `owner/name` of the catalog.
        head: `owner:branch` that the change comes from.
        sha: the commit that was checked.
        text: the comment.

    Returns:
        What was done, for the log.
    """
    pulls = api("GET", f"repos/{repository}/pulls", state="open", head=head)
    numbers = [int(pull["number"]) for pull in pulls if pull["head"]["sha"] == sha]
    if not numbers:
        return "no open pull request has this commit any more"
    comments = api("GET", f"repos/{repository}/issues/{numbers[0]}/comments", per_page="100")
    own = [c for c in comments if c["body"].startswith(MARK) and c["user"]["type"] == "Bot"]
    if own:
        api("PATCH", f"repos/{repository}/issues/comments/{int(own[0]['id'])}", body=text)
        return f"renewed the comment at #{numbers[0]}"
    api("POST", f"repos/{repository}/issues/{numbers[0]}/comments", body=text)
    return f"commented at #{numbers[0]}"


def read_result(path: Path) -> Any:
    """Read the result of a check; None if it is none."""
    try:
        if path.stat().st_size > _LARGEST_RESULT:
            return None
        return json.loads(path.read_bytes())
    except (OSError, ValueError, RecursionError):
        return None


def _ask_host(method: str, path: str, **fields: str) -> Any:
    """Ask by the host's own command line, with the values as arguments or on its input: no shell reads them."""
    arguments = ["gh", "api", "--method", method, path]
    text = None
    if method == "GET":
        arguments += [part for name, value in fields.items() for part in ("-f", f"{name}={value}")]
    else:
        arguments += ["--input", "-"]
        text = json.dumps(fields)
    done = subprocess.run(arguments, input=text, capture_output=True, text=True, check=True)  # noqa: S603
    return json.loads(done.stdout)


def main(arguments: Sequence[str], environment: Mapping[str, str], api: Api = _ask_host) -> None:
    """Tell the pull request that the environment names."""
    text = comment_text(read_result(Path(arguments[0])), environment["RUN_URL"])
    head = f"{environment['HEAD_OWNER']}:{environment['HEAD_BRANCH']}"
    print(post_comment(api, environment["GITHUB_REPOSITORY"], head, environment["HEAD_SHA"], text))


if __name__ == "__main__":
    main(sys.argv[1:], os.environ)
