"""Commands in copies of one warm process, ended or refused by the system at a chosen operation on the disk.

Run as a program, it reads a request a line and answers each with a line, both JSON. A process of its own, since one
that runs tests has threads, and no copy of it could be trusted.
"""

import builtins
import errno
import importlib
import io
import json
import os
import signal
import sys
import traceback
from collections.abc import Callable
from typing import Any

WARM = """
    filelock material mkdocs.commands.build mkdocs.contrib.search PIL.Image PIL.ImageDraw PIL.ImageFont
    pymdownx.superfences pymdownx.highlight markdown.extensions.toc tempfile yaml llmpapers.cli.add_command
    llmpapers.cli.build_command llmpapers.cli.check_command llmpapers.cli.dedupe_command llmpapers.cli.fmt_command
    llmpapers.cli.import_command llmpapers.cli.list_command llmpapers.cli.show_command llmpapers.clusters
    llmpapers.drafts llmpapers.formatting llmpapers.import_run llmpapers.importers.bibtex
    llmpapers.importers.markdown_list llmpapers.importers.source_file llmpapers.joining llmpapers.lookups.look_up
    llmpapers.website.building llmpapers.website.serving llmpapers.writing
""".split()
"""What is imported once, and not by every copy."""

CHANGES = {
    "os.chmod", "os.link", "os.mkdir", "os.remove", "os.rename", "os.rmdir", "os.symlink", "os.truncate", "os.utime",
}  # fmt: skip
"""What Python tells of that changes a folder; opening and writing are looked at apart."""
NEED_NO_SPACE = {"os.chmod", "os.remove", "os.rename", "os.rmdir", "os.truncate", "os.utime"}
"""Which of it a full disk still does."""

KILL = "kill"


class Faults:
    """Counts what a process does to the disk, and lets it end or fail from a certain operation on."""

    def __init__(self, kind: str, at: int, below: str, before: str) -> None:
        """Prepare.

        Args:
            kind: `kill`, or the name of an error number.
            at: the first operation that is met, from 1; 0 for none.
            below: only operations on paths in this folder, and on files without a path, count.
            before: instead of `at`, the path that the first operation makes or changes, or the end of it.
        """
        self.met: list[str] = []
        self._kind = kind
        self._at = at
        self._below = os.fsencode(below)
        self._before = os.fsencode(before)

    def install(self) -> None:
        """Begin; there is no way back."""
        sys.addaudithook(self._audit)
        builtins.open = io.open = self._open  # type: ignore[assignment]
        for name in ("sendfile", "copy_file_range", "write"):
            setattr(os, name, self._counted(getattr(os, name)))
        # Only a machine that loses its power needs it, and it takes most of the time.
        os.fsync = self._counted(_no_sync)

    def meet(self, what: str, path: Any = None, half: Callable[[], object] = lambda: None) -> None:
        """Count an operation; what is cut off in its middle is done half first."""
        self.met.append(what)
        if self._before and path is not None and os.fsencode(path).endswith(self._before):
            self._at = self._at or len(self.met)
        if not self._at or len(self.met) < self._at:
            return
        if self._kind == KILL:
            half()
            os.kill(os.getpid(), signal.SIGKILL)
        if self._kind == "ENOSPC" and what in NEED_NO_SPACE:
            return
        half()
        number = getattr(errno, self._kind)
        raise OSError(number, os.strerror(number), *([] if path is None else [path]))

    def _audit(self, event: str, arguments: tuple[Any, ...]) -> None:
        if event == "open":
            path, _, flags = arguments
            is_path = not isinstance(path, int)
            if is_path and flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC) and self._counts(path):
                self.meet(event, path)
        elif event in CHANGES and self._counts(arguments[0]):
            self.meet(event, arguments[event in {"os.rename", "os.link"}])

    def _counts(self, path: Any) -> bool:
        if isinstance(path, int):
            return True
        return os.path.abspath(os.fsencode(path)).startswith(self._below)  # noqa: PTH100

    def _counted(self, call: Callable[..., Any]) -> Callable[..., Any]:
        def counted(descriptor: int, *arguments: Any) -> Any:
            if descriptor > 2:
                self.meet("sync" if call is _no_sync else "write")
            return call(descriptor, *arguments)

        return counted

    def _open(
        self, file: Any, mode: str = "r", buffering: int = -1, encoding: str | None = None, errors: str | None = None,
        newline: str | None = None, closefd: bool = True, opener: Any = None,
    ) -> Any:  # fmt: skip
        if not set(mode) & set("wax+"):
            return _really_open(file, mode, buffering, encoding, errors, newline, closefd, opener)
        raw = _CutFile(self, file, mode.replace("b", "").replace("t", ""), closefd, opener)
        if buffering == 0:
            return raw
        buffered = io.BufferedRandom(raw) if "+" in mode else io.BufferedWriter(raw)
        return buffered if "b" in mode else io.TextIOWrapper(buffered, encoding, errors, newline)


def _no_sync(descriptor: int) -> None:
    """Do nothing."""


_really_open = io.open


class _CutFile(io.FileIO):
    """A file in which each writing counts, and may end in its middle."""

    def __init__(self, faults: Faults, *arguments: Any) -> None:
        self._faults = faults
        super().__init__(*arguments)

    def write(self, content: Any) -> int:
        written = bytes(content)
        self._faults.meet("write", half=lambda: super(_CutFile, self).write(written[: len(written) // 2]))
        return super().write(written)


def _run(request: dict[str, Any], output: int, told: int) -> None:
    """Do what is asked, in a copy of the process."""
    null = os.open(os.devnull, os.O_RDONLY)
    os.dup2(null, 0)
    os.dup2(output, 1)
    os.dup2(output, 2)
    os.chdir(request["folder"])
    if user := request.get("user"):
        os.setgid(user)
        os.setuid(user)
    faults = Faults(request["kind"], request["at"], request["below"], request["before"])
    faults.install()
    status = 1
    try:
        if "call" in request:
            module, _, name = request["call"].partition(":")
            getattr(importlib.import_module(module), name)(*request["arguments"])
            status = 0
        else:
            from llmpapers.cli import main

            main(request["arguments"], "llmpapers")
    except SystemExit as error:
        status = error.code if isinstance(error.code, int) else 1
    except BaseException:
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        _write(told, json.dumps(faults.met).encode())
        os._exit(status)


_write = os.write


def answer(request: dict[str, Any]) -> dict[str, Any]:
    """Do what a request asks, and tell what came of it."""
    output = os.memfd_create("output")
    told_out, told_in = os.pipe()
    process = os.fork()
    if not process:
        _run(request, output, told_in)
    os.close(told_in)
    operations = b"".join(iter(lambda: os.read(told_out, 1 << 16), b""))
    os.close(told_out)
    _, status = os.waitpid(process, 0)
    os.lseek(output, 0, os.SEEK_SET)
    said = b"".join(iter(lambda: os.read(output, 1 << 16), b""))
    os.close(output)
    return {
        "status": os.waitstatus_to_exitcode(status),
        "operations": json.loads(operations) if operations else [],
        "said": said.decode("utf-8", "replace"),
    }


def serve() -> None:
    """Answer requests until there are no more."""
    import gc

    for name in WARM:
        importlib.import_module(name)
    gc.collect()
    gc.freeze()
    for line in sys.stdin:
        print(json.dumps(answer(json.loads(line))), flush=True)


if __name__ == "__main__":
    serve()
