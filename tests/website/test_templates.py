"""Templates: the project's own before the packaged ones, and what they may do with an entry's text."""

from pathlib import Path

import pytest
from jinja2 import Environment

from llmpapers.errors import LlmpapersError
from llmpapers.project import Project
from llmpapers.website.building import build_site
from llmpapers.website.template_folders import packaged_templates, template_files
from llmpapers.website.templates import Renderer, inline_markdown, plain_text


def override(root: Path, name: str, content: str) -> None:
    path = root / "templates" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content, encoding="utf-8")


def build(root: Path) -> Path:
    report = build_site(Project(root), root / "site")
    assert report.published, report.checked.problems
    return root / "site"


def test_a_single_template_of_content_can_be_replaced(root: Path) -> None:
    override(root, "content/topics.html", "<h1>Our {{ topics | length }} topics</h1>")
    site = build(root)
    assert "<h1>Our 2 topics</h1>" in (site / "topics" / "index.html").read_text(encoding="utf-8")
    assert "Ada Example" in (site / "papers" / "levain" / "index.html").read_text(encoding="utf-8")


def test_shared_parts_can_be_replaced(root: Path) -> None:
    parts = (packaged_templates() / "content" / "parts.html").read_text(encoding="utf-8")
    override(root, "content/parts.html", parts.replace('class="paper"', 'class="paper ours"'))
    assert 'class="paper ours"' in (build(root) / "index.html").read_text(encoding="utf-8")


def test_a_style_can_be_replaced_and_browsers_notice(root: Path) -> None:
    before = (build(root) / "index.html").read_text(encoding="utf-8")
    override(root, "assets/site.css", "body { color: tomato }")
    site = build(root)
    assert (site / "assets" / "llmpapers" / "site.css").read_text(encoding="utf-8") == "body { color: tomato }"
    assert (site / "index.html").read_text(encoding="utf-8") != before


def test_an_asset_can_be_added(root: Path) -> None:
    override(root, "assets/logo/ours.svg", "<svg/>")
    assert (build(root) / "assets" / "llmpapers" / "logo" / "ours.svg").is_file()


def test_the_frame_of_all_pages_can_be_replaced(root: Path) -> None:
    override(root, "engine/partials/footer.html", "<footer>Made by {{ config.site_name }}</footer>")
    site = build(root)
    for address in ("", "papers/levain/", "topics/baking/", "about/"):
        assert "<footer>Made by Bread Papers</footer>" in (site / address / "index.html").read_text(encoding="utf-8")


def test_a_packaged_page_can_be_replaced(root: Path) -> None:
    override(root, "pages/about.md", "# About our bread\n")
    assert "About our bread" in (build(root) / "about" / "index.html").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        (
            "content/paper.html",
            "<p>\n{{ paper.no_such_thing }}",
            r"^the template templates/content/paper\.html:2 cannot be rendered: '\w+ object' has no attribute",
        ),
        ("content/paper.html", "<p>\n{% if %}", r"^the template templates/content/paper\.html:2 "),
        ("content/paper.html", "{{ 1 / 0 }}", r"^the template templates/content/paper\.html:1 "),
        ("content/paper.html", "{% include 'missing.html' %}", r"missing\.html"),
        ("content/paper.html", "{{ paper.title | no_such_filter }}", r"no_such_filter"),
        ("content/home.html", "{{ topics + 1 }}", r"home\.html"),
        ("content/home.html", "{% extends 'home.html' %}", r"home\.html"),
        ("engine/main.html", "{% if %}", "mkdocs cannot render"),
        ("engine/main.html", "{{ page.no.such.thing }}", "mkdocs cannot render"),
    ],
)
def test_a_mistake_in_a_template_is_named(root: Path, name: str, content: str, message: str) -> None:
    override(root, name, content)
    with pytest.raises(LlmpapersError, match=message):
        build(root)
    assert not (root / "site").exists()


def test_a_mistake_in_an_included_template_is_told_where_it_is(root: Path) -> None:
    override(root, "content/home.html", "<p>\n\n{% include 'ours.html' %}")
    override(root, "content/ours.html", "<p>\n{{ nobody.knows }}")
    with pytest.raises(LlmpapersError, match=r"^the template templates/content/ours\.html:2 .* 'nobody' is undefined"):
        build(root)


def test_a_template_that_is_not_utf8_is_named(root: Path) -> None:
    override(root, "content/home.html", "")
    (root / "templates" / "content" / "home.html").write_bytes(b"<p>\xff")
    with pytest.raises(LlmpapersError, match=r"home\.html"):
        build(root)


def test_the_projects_files_go_before_the_packaged_ones(root: Path) -> None:
    override(root, "assets/site.css", "")
    override(root, "assets/.DS_Store", "")
    files = dict(template_files(Project(root), "assets"))
    assert files["site.css"] == root / "templates" / "assets" / "site.css"
    assert files["search.js"] == packaged_templates() / "assets" / "search.js"
    assert ".DS_Store" not in files


def test_texts_are_escaped_by_default(root: Path) -> None:
    override(root, "content/x.html", "{{ text }}")
    assert Renderer(Project(root)).render("x.html", text="<b>") == "&lt;b&gt;"


@pytest.mark.parametrize(
    ("text", "html", "plain"),
    [
        ("plain", "plain", "plain"),
        ("*light* and **strong**", "<em>light</em> and <strong>strong</strong>", "light and strong"),
        ("`code <b>`", "<code>code &lt;b&gt;</code>", "code <b>"),
        ("2 * 3 * 4 and a_b_c", "2 * 3 * 4 and a_b_c", "2 * 3 * 4 and a_b_c"),
        (r"\*literal\*", "*literal*", "*literal*"),
        ("a\n  b", "a b", "a b"),
        ("<b>x</b>", "&lt;b&gt;x&lt;/b&gt;", "<b>x</b>"),
        ("[x](https://a.org)", "[x](https://a.org)", "[x](https://a.org)"),
        ("![x](y)", "![x](y)", "![x](y)"),
        ("<https://a.org>", "&lt;https://a.org&gt;", "<https://a.org>"),
        ("&lt; &amp;", "&amp;lt; &amp;amp;", "&lt; &amp;"),
        ("# not a heading", "# not a heading", "# not a heading"),
    ],
)
def test_a_summary_may_hold_code_and_emphasis_only(text: str, html: str, plain: str) -> None:
    assert str(inline_markdown(text)) == html
    assert plain_text(text) == plain


@pytest.mark.parametrize("text", ["plain", "<b>", "a & b", 'say "so"', "it's", "1 > 0", "&amp;", ""])
def test_a_text_is_escaped_as_jinja_escapes_it(root: Path, text: str) -> None:
    put_out = "{% macro put_out(value) %}[{{ value }}]{% endmacro %}{{ text }} {{ put_out(text) }} {{ text ~ 1 }}"
    (root / "templates" / "content").mkdir(parents=True)
    (root / "templates" / "content" / "put-out.html").write_text(put_out, encoding="utf-8")
    expected = Environment(autoescape=True).from_string(put_out).render(text=text)
    assert Renderer(Project(root)).render("put-out.html", text=text) == expected
