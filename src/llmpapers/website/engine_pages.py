"""What the engine renders for a build, begun before most of the program is brought in."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager

# Both processes need it; brought in here, before they part, it is brought in once.
import jinja2  # noqa: F401

from llmpapers.parallel import in_background, processes
from llmpapers.website.before_building import Before
from llmpapers.website.engine import EngineOutput, render
from llmpapers.website.engine_input import engine_input
from llmpapers.website.topic_prose import TopicProse, read_topic_prose


def rendered(before: Before, topics: Iterable[TopicProse]) -> EngineOutput:
    """Render all pages that the engine makes, or take them out of the cache.

    Args:
        before: what is built.
        topics: all its topics, those without papers too.

    Raises:
        LlmpapersError: if the engine is not installed, or cannot render them.
    """
    content = engine_input(before.project, topics, search=before.options.search)
    return render(before.engine, content, before.project.cache)


@contextmanager
def engine_ahead(before: Before) -> Iterator[Callable[[], object]]:
    """Let the engine work while the catalog is checked, if need be; all that it needs are the topics.

    Yields:
        What waits until its result is in the cache.
    """
    if processes() == 1:
        yield lambda: None
        return

    def begun() -> EngineOutput:
        return rendered(before, read_topic_prose(before.project.root))

    with in_background(begun) as result:
        yield result
