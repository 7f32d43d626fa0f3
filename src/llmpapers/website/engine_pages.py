"""What the engine renders for a build, begun before most of the program is brought in."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from llmpapers.parallel import in_background
from llmpapers.website.before_building import Before
from llmpapers.website.engine import EngineOutput, has_kept_results, render

if TYPE_CHECKING:
    from llmpapers.models import Topic


def rendered(before: Before, topics: "Iterable[Topic]") -> EngineOutput:
    """Render all pages that the engine makes, or take them out of the cache.

    Args:
        before: what is built.
        topics: all its topics, those without papers too.

    Raises:
        LlmpapersError: if the engine is not installed, or cannot render them.
    """
    from llmpapers.website.pages import engine_input

    content = engine_input(before.project, topics, search=before.options.search)
    return render(before.engine, content, before.project.cache)


@contextmanager
def engine_ahead(before: Before) -> Iterator[Callable[[], object]]:
    """Let the engine work while the catalog is checked, where nothing of it is kept; all that it needs are the topics.

    Yields:
        What waits until its result is in the cache.
    """
    if has_kept_results(before.project.cache):
        yield lambda: None
        return

    def begun() -> EngineOutput:
        from llmpapers.loading import load_topics

        return rendered(before, load_topics(before.project.root))

    with in_background(begun) as result:
        yield result
