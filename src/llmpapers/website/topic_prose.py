"""What the engine renders of a topic, read without the models: to bring those in takes longer than all the reading."""

from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple, Protocol

from llmpapers.reading import LIST_LIMIT, read_document


class TopicProse(Protocol):
    """A topic as far as the engine renders it; the records of topics are such too."""

    @property
    def path(self) -> str:
        """Its name: `compression/low-rank`."""

    @property
    def title(self) -> str:
        """Heading of its page."""

    @property
    def description(self) -> str | None:
        """Its prose, in Markdown."""


class _Prose(NamedTuple):
    path: str
    title: str
    description: str | None


def read_topic_prose(root: Path) -> list[TopicProse]:
    """Read the topics of a catalog; where that has no errors, they say what its records say."""
    catalog = root / "catalog"
    document = read_document(str(root), "catalog/topics.yaml", catalog=catalog, limit=LIST_LIMIT, typed={})
    items = document.data if isinstance(document.data, list) else []
    return [topic for item in items if isinstance(item, dict) and (topic := _prose(item))]


def _prose(item: Mapping[str, object]) -> _Prose | None:
    id_, title, parent, description = map(item.get, ("id", "title", "parent", "description"))
    if not isinstance(id_, str) or not isinstance(title, str):
        return None
    path = f"{parent}/{id_}" if isinstance(parent, str) else id_
    return _Prose(path, title, description if isinstance(description, str) else None)
