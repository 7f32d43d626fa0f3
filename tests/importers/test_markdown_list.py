"""A Markdown list of any layout becomes candidates, and states nothing that it does not say."""

import time

import pytest

from llmpapers.importers.markdown_list import read_markdown

ARXIV = "https://arxiv.org/abs/2401.01234"
CODE = "https://github.com/example/net"

# One entry each, in the layouts that lists use: text, then what is expected where it is not the usual.
ENTRIES = {
    "title in the link, venue before": f"- [ICLR'23] [Example Net: Fast Samples]({ARXIV})",
    "glued venue and year": f"* ICLR2023: [Example Net: Fast Samples]({ARXIV})",
    "short year": f"- [ICLR 23] [Example Net: Fast Samples]({ARXIV})",
    "venue, full stop and short year": f"- [Example Net: Fast Samples]({ARXIV}). ICLR. 23",
    "venue behind": f"1. [Example Net: Fast Samples]({ARXIV}), ICLR 2023.",
    "venue and note in parentheses": f"- [Example Net: Fast Samples]({ARXIV}) (ICLR 2023, Oral)",
    "venue in the link": f"- [Example Net: Fast Samples (ICLR 2023)]({ARXIV})",
    "venue in bold": f"- **ICLR 2023** [Example Net: Fast Samples]({ARXIV})",
    "venue in code": f"- `ICLR 2023` [Example Net: Fast Samples]({ARXIV})",
    "venue in italics behind": f"- [Example Net: Fast Samples]({ARXIV}), *ICLR 2023*",
    "year before venue": f"- [2023 ICLR] [Example Net: Fast Samples]({ARXIV})",
    "joined by hyphens": f"- 2023-ICLR-Example Net: Fast Samples [[Paper]]({ARXIV})",
    "bold title, links behind": f"- **Example Net: Fast Samples**, ICLR 2023. [[Paper]]({ARXIV})",
    "numbered bold title": f"- **[12] Example Net: Fast Samples,** ICLR 2023.\n\n  [[Paper]({ARXIV})][Code]",
    "quoted title": f'- Ada Example and Ben Sample. "Example Net: Fast Samples." ICLR 2023. [paper]({ARXIV})',
    "plain title": f"- Example Net: Fast Samples. ICLR 2023 [[pdf]({ARXIV})]",
    "authors with et al.": f"- [Example Net: Fast Samples]({ARXIV}) by Ada Example et al., ICLR 2023",
    "badge": f"- [Example Net: Fast Samples]({ARXIV}) ![](https://img.shields.io/badge/ICLR-2023-blue)",
    "badge that says what it is": f"- [Example Net: Fast Samples]({ARXIV}) "
    "![](https://img.shields.io/badge/Conference-ICLR'23-blue)",
    "badge that is never a link": f"- [Example Net: Fast Samples]({ARXIV}) "
    f"[![P](https://img.shields.io/badge/2023-ICLR-1)]",
    "emoji": f"- 🔥🔥 [Example Net: Fast Samples]({ARXIV}) ⭐️ (ICLR 2023) 🎉",
    "checkbox": f"- [ ] [Example Net: Fast Samples]({ARXIV}) (ICLR 2023)",
    "wrapped lines": f"- [ICLR'23] [Example Net:\n  Fast Samples\n  ]({ARXIV})",
    "broken link": f"- [Example Net: Fast Samples] ({ARXIV} (ICLR 2023)",
    "bare address": f"- Example Net: Fast Samples (ICLR 2023) {ARXIV}",
    "nested fields": f"- Example Net: Fast Samples\n  - Venue: ICLR 2023\n  - Paper: [link]({ARXIV})",
    "nested authors and links": f"- Example Net: Fast Samples.\n  - A. Example, B. Sample, and C. Test. *ICLR 2023*. "
    f"[[pdf]]({ARXIV})",
    "heading with fields": f"### Example Net: Fast Samples\n- Venue: ICLR 2023\n- Paper: {ARXIV}",
    "lines of one paragraph": f"**Example Net: Fast Samples** \\\n*Ada Example, Ben Sample* \\\nICLR 2023. "
    f"[[Paper]({ARXIV})]",
    "paragraph without bullets": f"[ICLR'23] [Example Net: Fast Samples]({ARXIV}), Example University </br>",
    "table": f"| Date | Title | Venue |\n|---|---|---|\n| 2023 | [Example Net: Fast Samples]({ARXIV}) | ICLR |",
    "table of links": f"| Title | Pub | Links |\n|:-|:-|:-|\n| Example Net: Fast Samples | ICLR'23 | "
    f"[[pdf]]({ARXIV}) |",
    "table without headings for links": f"|Year|Venue|Title||\n|-|-|-|-|\n|2023|ICLR|Example Net: Fast "
    f"Samples|[pdf]({ARXIV})|",
    "HTML table": f"<table><tr><th>Title</th><th>Venue</th></tr><tr><td><a href='{ARXIV}'>Example Net: Fast "
    f"Samples</a></td>"
    "<td>ICLR 2023</td></tr></table>",
    "HTML table with a spanning cell": f"<table><tr><td>Venue</td><td>Title</td></tr><tr><td rowspan=2>ICLR "
    f"2023</td><td>"
    f"<a href='{ARXIV}'>Example Net: Fast Samples</a></td></tr></table>",
    "HTML table with a spanning cell under years": "<table><tr><td>Years</td><td>Title</td><td>Materials</td></tr>"
    "<tr><td rowspan=2><a href='https://a.example'>ICLR 2023</a></td>"
    f"<td><a href='{ARXIV}'>Example Net: Fast Samples</a></td><td></td></tr></table>",
    "table whose column says nothing": "| Where and when | Title |\n|---|---|\n"
    f"| ICLR 2023 | [Example Net: Fast Samples]({ARXIV}) |",
    "HTML list": f"<ul><li><a href='{ARXIV}'><b>Example Net: Fast Samples</b></a>. <i>ICLR 2023</i></li></ul>",
    "details": f"<details><summary>Networks</summary>\n- [Example Net: Fast Samples]({ARXIV}) (ICLR 2023)\n</details>",
    "heading that tells venue and year": f"## ICLR 2023\n- [Example Net: Fast Samples]({ARXIV})",
    "Windows line ends": f"- [ICLR'23]\r\n  [Example Net: Fast Samples]({ARXIV})\r\n",
    "front matter": f"---\ntitle: A list\n---\n\n- [Example Net: Fast Samples]({ARXIV}) (ICLR 2023)",
    "category with nested bullets": f"- Networks\n  - [Example Net: Fast Samples]({ARXIV}) (ICLR 2023)",
    "fine print": f"- <sub>[Example Net: Fast Samples]({ARXIV})</sub> — ICLR 2023",
}


@pytest.mark.parametrize("layout", ENTRIES)
def test_an_entry_is_read_in_any_layout(layout):
    found = read_markdown(ENTRIES[layout]).candidates
    assert [(c.title, c.arxiv, c.venue, c.year) for c in found] == [
        ("Example Net: Fast Samples", "2401.01234", "ICLR", 2023)
    ]
    assert found[0].url == ARXIV


@pytest.mark.parametrize(
    ("text", "venue", "year"),
    [
        (f"- [Example Net: Fast Samples]({ARXIV})", None, None),
        (f"- [Example Net: Fast Samples]({ARXIV}) by Ada Example et al.", None, None),
        (f"- [Example Net: Fast Samples]({ARXIV}) - keeps the accuracy on ImageNet", None, None),
        (f"- [2024/05] [Example Net: Fast Samples]({ARXIV})", None, 2024),
        (f"- (May 2024) [Example Net: Fast Samples]({ARXIV})", None, 2024),
        (f"- [arXiv 2401.01234] [Example Net: Fast Samples]({ARXIV})", "arXiv", None),
        (f"- [Example Net: Fast Samples]({ARXIV}), *arXiv, Oct 2024*", "arXiv", 2024),
        (f"- [ACM CSUR'23] [Example Net: Fast Samples]({ARXIV})", "ACM CSUR", 2023),
        (f"- [ExamplesML@ICLR'23] [Example Net: Fast Samples]({ARXIV})", "ExamplesML@ICLR", 2023),
        (f"- [XYZ'21] [Example Net: Fast Samples]({ARXIV})", "XYZ", 2021),
        (f"- [arXiv'22, ICML'23] [Example Net: Fast Samples]({ARXIV})", "ICML", 2023),
        (f"- [Example Net: Fast Samples]({ARXIV}). In Findings of EMNLP 2023.", "Findings of EMNLP", 2023),
        (f"- [Example Net: Fast Samples]({ARXIV}), SC 2021", "SC", 2021),
        (f"- [Example Net: Fast Samples]({ARXIV}) (Acc)", None, None),
        (f"- [Example Net: Fast Samples]({ARXIV}) [[Github]({CODE})]", None, None),
    ],
)
def test_venue_and_year_are_what_the_list_states(text, venue, year):
    (found,) = read_markdown(text).candidates
    assert (found.title, found.venue, found.year) == ("Example Net: Fast Samples", venue, year)


@pytest.mark.parametrize(
    ("links", "url", "code", "project"),
    [
        (f"[[paper]({ARXIV})] [[code]({CODE})]", ARXIV, [CODE], None),
        (f"[[code]]({CODE}) [[pdf]]({ARXIV})", ARXIV, [CODE], None),
        (
            f"[Paper]({ARXIV}) | [GitHub]({CODE}) | [Project](https://example.org/net)",
            ARXIV,
            [CODE],
            "https://example.org/net",
        ),
        (f"[[Paper]({ARXIV})] [[Code](https://example.org/code)]", ARXIV, ["https://example.org/code"], None),
        (f"[slides](https://example.org/s.pdf) [paper]({ARXIV})", ARXIV, [], None),
        (f"[paper]({ARXIV}) [![Stars](https://img.shields.io/github/stars/example/net)]({CODE})", ARXIV, [CODE], None),
        (f"[paper]({ARXIV}) [code]()", ARXIV, [], None),
        (f"Paper: {ARXIV} Code: {CODE}", ARXIV, [CODE], None),
    ],
)
def test_a_links_label_decides_what_it_leads_to(links, url, code, project):
    (found,) = read_markdown(f"- **Example Net: Fast Samples** {links}").candidates
    assert (found.title, found.url, list(found.code), found.project) == (
        "Example Net: Fast Samples",
        url,
        code,
        project,
    )


@pytest.mark.parametrize(
    "text",
    [
        "- [Networks](#networks)\n- [Samples](#samples)",
        f"<!-- - [Example Net: Fast Samples]({ARXIV}) -->",
        f"```\n- [Example Net: Fast Samples]({ARXIV})\n```",
        f"This list goes with [our survey]({ARXIV}), which says more about all that is in it; star it if it helps you.",
        f"> Note: see also [Example Net: Fast Samples]({ARXIV}).",
        "- [exampletool](https://github.com/example/tool): a tool for examples",
        "![](https://img.shields.io/badge/Other-orange) Other important information of the work.",
        "| Model | Size |\n|---|---|\n| ExampleNet | 7B |",
        "",
    ],
)
def test_what_is_no_entry_is_left_alone(text):
    assert read_markdown(text).candidates == []


def test_lines_of_a_paragraph_are_entries_of_their_own():
    text = f"[ICLR'23] [Example Net: Fast Samples]({ARXIV}), X </br>\n"
    text += "[ACL'21] [Other Net: Slow Samples](https://example.org/o.pdf), Y"
    assert [(c.title, c.venue, c.line) for c in read_markdown(text).candidates] == [
        ("Example Net: Fast Samples", "ICLR", 1),
        ("Other Net: Slow Samples", "ACL", 2),
    ]


def test_titles_without_any_link_are_read_beside_their_venue():
    text = "- [OSDI'23] Example Net: Fast Samples\n- [NSDI'22] Other Nets by Cutting Samples (`Cutter`)"
    assert [(c.title, c.venue, c.short_name) for c in read_markdown(text).candidates] == [
        ("Example Net: Fast Samples", "OSDI", None),
        ("Other Nets by Cutting Samples", "NSDI", "Cutter"),
    ]


def test_a_further_version_belongs_to_the_entry_above_it():
    text = f"- [SoCC'23] [Example Net: Fast Samples](https://example.org/a.pdf)\n  - [arxiv version]({ARXIV})"
    (found,) = read_markdown(text).candidates
    assert (found.url, found.arxiv, found.venue) == ("https://example.org/a.pdf", "2401.01234", "SoCC")


def test_sections_are_the_path_of_headings():
    text = f"# List\n## Networks 🔥\n### Small ([back](#top))\n**Tiny**\n- [Example Net: Fast Samples]({ARXIV})"
    assert read_markdown(text).candidates[0].section == "Networks > Small > Tiny"


def test_authors_are_read_only_where_the_list_is_whole():
    whole = f"- [Example Net: Fast Samples]({ARXIV}). Ada Example, Ben Sample and Cleo Test. ICLR 2023."
    assert read_markdown(whole).candidates[0].authors == ("Ada Example", "Ben Sample", "Cleo Test")
    part = f"- [Example Net: Fast Samples]({ARXIV}). Ada Example, Ben Sample et al. ICLR 2023."
    assert read_markdown(part).candidates[0].authors == ()


HOSTILE = {
    "open brackets": "[" * 1_000_000,
    "open brackets in lines": ("[" * 5_000 + "\n") * 100,
    "pairs of brackets": ("[a][" * 2_000 + "\n") * 20,
    "stars": ("*a **b " * 1_000 + "\n") * 30,
    "images": ("![a" * 2_000 + "\n") * 30,
    "nested lists": "".join(" " * (2 * depth) + "- a\n" for depth in range(300)),
    "quotes": "> " * 4_000 + "a",
    "tags": "<details><summary>" * 5_000,
    "an open comment": "<!-- " * 2_000,
    "table rows": "| a " * 2_000 + "|\n" + "|---" * 2_000 + "|\n",
    "surrogates and controls": "- [\x00\x07\ufffe\u202e](https://arxiv.org/abs/2401.01234\x00)\n" * 50,
    "one long paragraph": f"[ICLR'23] [Example Net: Fast Samples]({ARXIV})\n" * 1_500,
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_hostile_text_ends_and_ends_soon(kind):
    begin = time.process_time()
    read_markdown(HOSTILE[kind])
    assert time.process_time() - begin < 30


def test_lines_that_nobody_wrote_are_reported():
    found = read_markdown(f"- [Example Net: Fast Samples]({ARXIV})\n\n" + "x" * 20_000)
    assert len(found.candidates) == 1
    assert [(notice.line, notice.message) for notice in found.notices] == [
        (3, "a line of 20,000 characters was left out")
    ]
