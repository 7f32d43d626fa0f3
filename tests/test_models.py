"""What the prose of a topic may hold, judged by what a renderer makes of it."""

import html
import re

import markdown
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from llmpapers.models import Markdown

PROSE = TypeAdapter(Markdown)
PIECES = [
    "[x](", "[x]", "[y]", "[y]: ", "]:", "](", "[", "]", "(", ")", "<", ">", " ", "\n", "\n\n", "`", "*", "\\", "!",
    "javascript:alert(1)", "java", "script:alert(1)", "&Tab;", "&NewLine;", "&#106;avascript:a", "&colon;", "&lt;",
    "https://bread.example.org", "other.md", "> ", "- ", ":   ", '"t"',
]  # fmt: skip


_MARKUP = st.lists(st.sampled_from(PIECES), max_size=4).map("".join)


@given(st.builds("{}[x]({}) [y] {}\n\n[y]: {}".format, *[_MARKUP] * 4))
@settings(max_examples=800)
def test_no_prose_that_passes_renders_as_a_live_script_or_an_image(text):
    try:
        page = markdown.markdown(PROSE.validate_python(text), extensions=["def_list", "attr_list", "footnotes"])
    except ValidationError:
        return
    addresses = [re.sub(r"[\t\r\n]", "", html.unescape(found)) for found in re.findall(r'href="([^"]*)"', page)]

    assert "<img" not in page
    assert not [address for address in addresses if re.match(r"[\0- ]*(?!https?:)[a-z][a-z0-9+.-]*:", address, re.I)]
