"""Serves a folder as hosts of static sites do: compressed once, on kept connections, without needless waits."""

import functools
import gzip
import http.server
import multiprocessing
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing.connection import Connection
from pathlib import Path

_COMPRESSED = {".html", ".css", ".js", ".json", ".svg", ".xml", ".txt", ".bib", ".csv"}


@functools.cache
def _answer(path: Path, kind: str) -> bytes:
    content = path.read_bytes()
    packed = path.suffix in _COMPRESSED
    content = gzip.compress(content, 6, mtime=0) if packed else content
    head = (
        f"HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\nCache-Control: max-age=600\r\nContent-Length: {len(content)}\r\n"
    )
    return (head + ("Content-Encoding: gzip\r\n" if packed else "") + "\r\n").encode() + content


class _Handler(http.server.SimpleHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    # Else the second answer on a connection waits for up to 40 ms, which no host does.
    disable_nagle_algorithm = True

    def do_GET(self) -> None:
        path = Path(self.translate_path(self.path))
        path = path / "index.html" if path.is_dir() else path
        if path.is_file():
            self.wfile.write(_answer(path, self.guess_type(str(path))))
        else:
            self.send_error(404)

    def log_message(self, *arguments: object) -> None:
        pass


class _Server(http.server.ThreadingHTTPServer):
    request_queue_size = 128


def _serve(folder: str, port: Connection) -> None:
    server = _Server(("127.0.0.1", 0), functools.partial(_Handler, directory=folder))
    port.send(server.server_port)
    server.serve_forever()


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """Serve a folder from a process of its own, which does not wait for what drives the browser; gives its address."""
    ours, theirs = multiprocessing.Pipe()
    process = multiprocessing.get_context("spawn").Process(target=_serve, args=(str(folder), theirs), daemon=True)
    process.start()
    try:
        yield f"http://127.0.0.1:{ours.recv()}/"
    finally:
        process.terminate()
        process.join()
