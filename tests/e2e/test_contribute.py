"""The form of the contribute page: from what a person types to a file that the program takes."""

import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
import yaml
from playwright.sync_api import Page, Route, expect

from llmpapers.checking import read_and_check
from llmpapers.models import Paper, Resource
from llmpapers.project import Project
from llmpapers.website.building import build_site
from llmpapers.writing import canonical_text

pytestmark = [pytest.mark.e2e, pytest.mark.xdist_group("e2e")]

OpenPage = Callable[..., Page]

REPOSITORY = Path(__file__).parents[2]
SUMMARY = (
    "Ovens waste most of their heat. The model learns where a loaf needs it: three \"zones\" suffice, and # of turns "
    "falls by half — at the same crust."
)  # fmt: skip
FILLED = {
    "paper-arxiv": "https://arxiv.org/pdf/2501.01234v2",
    "paper-title": "Crumb: Where Heat Goes",
    "paper-short_name": "Crumb & Co",
    "paper-authors": "Ada Example, Ben O'Sample and Çelik Müster",
    "paper-venue": "icml",
    "paper-year": "2025",
    "paper-summary": SUMMARY,
    "paper-code": "https://github.com/example/crumb\nhttps://github.com/example/port Port",
}


@pytest.fixture
def open_form(open_page: OpenPage) -> Callable[..., Page]:
    def open_(query: str = "", **options: object) -> Page:
        page = open_page(f"contribute/{query}", **options)
        expect(page.get_by_role("form", name="An entry")).to_be_visible()
        return page

    return open_


OpenForm = Callable[..., Page]


def fill(page: Page, values: dict[str, str]) -> None:
    for id_, value in values.items():
        page.locator(f"#{id_}").fill(value)
        page.locator(f"#{id_}").blur()


def preview(page: Page) -> str:
    return page.locator("#entry-preview").text_content() or ""


def problems_of(name: str, text: str, folder: Path) -> list[str]:
    """Check a file among the topics and venues of the real catalog, as the command does."""
    (folder / "catalog" / Path(name).parent).mkdir(parents=True)
    for shared in ("catalog.yaml", "topics.yaml", "venues.yaml"):
        shutil.copy(REPOSITORY / "catalog" / shared, folder / "catalog" / shared)
    (folder / "catalog" / name).write_text(text, encoding="utf-8")
    return [str(problem) for problem in read_and_check(folder).problems if problem.file.endswith(Path(name).name)]


@pytest.mark.integration
def test_what_is_typed_becomes_a_file_that_the_check_accepts(open_form: OpenForm, tmp_path: Path) -> None:
    page = open_form()
    fill(page, FILLED)
    page.get_by_role("checkbox", name="Quantization").check()
    page.get_by_role("checkbox", name="Pruning").check()
    expect(page.locator("#entry-id")).to_have_value("crumb-co")
    expect(page.locator("[data-state]")).to_have_text("Complete, and no fault found.")
    text = preview(page)
    assert problems_of("papers/crumb-co.yaml", text, tmp_path) == []
    read = yaml.safe_load(text)
    assert read["authors"] == ["Ada Example", "Ben O'Sample", "Çelik Müster"]
    assert (read["arxiv"], read["venue"], read["summary"]) == ("2501.01234", "ICML", SUMMARY)
    assert read["topics"] == ["quantization", "compression/pruning"]
    assert read["code"][1] == {"url": "https://github.com/example/port", "label": "Port"}
    address = urlsplit(page.get_by_role("link", name="Open on the repository host").get_attribute("href") or "")
    assert (address.netloc, address.path) == ("github.com", "/example/catalog/new/main/catalog/papers/")
    assert parse_qs(address.query) == {"filename": ["crumb-co.yaml"], "value": [text]}
    page.once("dialog", lambda dialog: dialog.accept())


@pytest.mark.integration
def test_a_resource_is_written_too(open_form: OpenForm, tmp_path: Path) -> None:
    page = open_form()
    page.get_by_label("A resource").check()
    page.locator("#resource-name").fill("Loaf Bench: 3 Tasks")
    page.locator("#resource-kind").select_option("benchmark")
    page.locator("#resource-url").fill("https://loaf.example.org/")
    page.locator("#resource-description").fill("Three tasks on which models that bake are compared, with recipes.")
    page.locator("#resource-paper").fill("A Paper on Loaves https://loaf.example.org/paper")
    page.locator("#resource-paper").blur()
    expect(page.locator("[data-state]")).to_have_text("Complete, and no fault found.")
    assert problems_of("resources/loaf-bench.yaml", preview(page), tmp_path) == []
    assert yaml.safe_load(preview(page))["paper"] == {
        "title": "A Paper on Loaves",
        "url": "https://loaf.example.org/paper",
    }


@pytest.mark.integration
def test_the_kind_may_change_at_any_moment(open_page: OpenPage, site) -> None:
    page = open_page("about/")
    answers: list[Route] = []
    page.route("**/schema/resource.json", lambda route: answers.append(route))  # noqa: PLW0108 - it is marked
    page.goto(f"{site.url}contribute/")
    page.wait_for_timeout(300)
    # Until both kinds can be checked there is no form that could be filled in.
    expect(page.get_by_label("A resource")).to_be_hidden()
    answers[0].continue_()
    for label, field in (("A resource", "name"), ("A paper", "title"), ("A resource", "name")):
        page.get_by_label(label).check()
        page.locator(f"#{label[2:]}-{field}").fill("Loaf Bench")
    expect(page.locator("#entry-preview")).to_contain_text("name: Loaf Bench")


TEXTS = [
    "plain words", "with: colon", "ends with:", "a #hash", "#leading", "- dash", "? mark", "* star", "& and", "! no",
    "% percent", "@ at", "`tick", "'single' quotes", 'double "quotes"', "back\\slash", "[a, b]", "{a: b}", "a [b] {c}",
    "true", "No", "null", "~", "12", "1.5", "0x1F", "1e5", "2024-01-31", "12:30", "1_000", "=", "<<", "…", "σ-MoE: x",
    "汉字", "emoji 🍞 bread", "soft\u00adhyphen", "no\u00a0break", "tail-", "x,", "https://a.example/b?c=d#e",
    "https://a.example/b:", "key:value", "a  b", "> folded", "| literal", "...", "---", "–dash", "Ω", "١٢٣",
    "C#", "F# x",
]  # fmt: skip


def entries() -> list[tuple[str, dict[str, object]]]:
    base: dict[str, object] = {"venue": "ICML", "year": 2024, "topics": ["quantization"], "added": "2026-01-31"}
    papers = [
        {"title": text, "authors": [text, "Ada Example"], **base, "summary": f"{text} {SUMMARY}", "arxiv": "2401.00001",
         "code": ["https://a.example/b", {"url": "https://a.example/c", "label": text}],
         "links": [{"label": text, "url": "https://a.example/d"}], "also_known_as": [text],
         "waive": {"summary-too-long": text}}
        for text in TEXTS
    ]  # fmt: skip
    long = {
        "title": "Long",
        "authors": ["Ada Example"],
        **base,
        "summary": ("word " * 150 + "x" * 120 + " end").strip(),
    }
    resource = {"name": "Loaf: Bench", "kind": "tool", "url": "https://a.example", "description": SUMMARY,
                "paper": {"title": "A: B", "url": "https://a.example/p"}, "status": "active",
                "added": "2026-01-31"}  # fmt: skip
    return [*(("paper", paper) for paper in [*papers, long]), ("resource", resource)]


def test_yaml_says_what_the_fields_say_and_is_in_canonical_form(open_page: OpenPage) -> None:
    page = open_page("about/")
    orders = {"paper": list(Paper.model_fields), "resource": list(Resource.model_fields)}
    written = page.evaluate(
        """async ([entries, orders]) => {
          const { entryYaml } = await import(new URL("../assets/llmpapers/contribute-yaml.js", location.href).href);
          return entries.map(([kind, fields]) => entryYaml(kind, fields, orders[kind]));
        }""",
        [entries(), orders],
    )
    for (kind, fields), text in zip(entries(), written, strict=True):
        read = yaml.safe_load(text)
        assert {**read, "added": str(read["added"])} == fields, text
        assert text == canonical_text(text, Paper if kind == "paper" else Resource)


@pytest.mark.parametrize(
    ("id_", "value", "field", "linked"),
    [
        ("paper-arxiv", "arXiv:2106.09685v3", "paper-arxiv", "papers/lora/"),
        ("paper-title", "LORA – low rank adaptation of Large language models", "paper-title", "papers/lora/"),
        ("entry-id", "lora", "entry-id", "papers/lora/"),
    ],
)
def test_what_is_in_the_catalog_already_is_shown_with_a_link(
    open_form: OpenForm, id_: str, value: str, field: str, linked: str
) -> None:
    page = open_form()
    fill(page, {id_: value})
    place = page.locator(f"#{field}-problem")
    expect(place.get_by_role("link")).to_have_attribute("href", re.compile(f"/{linked}$"))
    page.once("dialog", lambda dialog: dialog.accept())


@pytest.mark.integration
@pytest.mark.parametrize("id_", ["lora", "quip-sharp", "d2dmoe", "deepseek-v3"])
def test_an_entry_to_correct_comes_back_as_it_is_and_changes_where_it_is_changed(open_page: OpenPage, id_: str) -> None:
    page = open_page(f"papers/{id_}/")
    page.get_by_role("link", name="Correct this entry").click()
    expect(page.locator("[data-editing]")).to_contain_text("You are correcting")
    expect(page.locator("[data-state]")).to_have_text("Complete, and no fault found.")
    file = REPOSITORY / "catalog" / "papers" / f"{id_}.yaml"
    original = yaml.safe_load(file.read_text("utf-8"))
    assert yaml.safe_load(preview(page)) == original
    page.locator("#paper-year").fill("2023")
    assert yaml.safe_load(preview(page)) == {**original, "year": 2023}
    expect(page.get_by_role("link", name="Open on the repository host")).to_have_attribute(
        "href", f"https://github.com/example/catalog/edit/main/catalog/papers/{id_}.yaml"
    )


@pytest.mark.integration
def test_a_resource_to_correct_comes_back_as_it_is(open_page: OpenPage) -> None:
    page = open_page("resources/")
    page.locator("#vllm").get_by_role("link", name="Correct this entry").click()
    expect(page.locator("[data-editing]")).to_contain_text("You are correcting “vLLM”")
    original = yaml.safe_load((REPOSITORY / "catalog" / "resources" / "vllm.yaml").read_text("utf-8"))
    assert yaml.safe_load(preview(page)) == original
    expect(page.get_by_role("link", name="Open on the repository host")).to_have_attribute(
        "href", "https://github.com/example/catalog/edit/main/catalog/resources/vllm.yaml"
    )


@pytest.mark.parametrize(
    "query", ["?id=not-here", "?id=%3Cscript%3E", "?id=../x", "?title=Evil&summary=x", "?resource="]
)
def test_an_address_that_someone_else_made_fills_nothing_in(open_form: OpenForm, query: str) -> None:
    page = open_form(query)
    values = page.locator("form.contribute").evaluate(
        "form => [...form.querySelectorAll('input[type=text], textarea')].map(field => field.value).join('')"
    )
    assert values == ""
    assert "Evil" not in (page.locator("article").text_content() or "")


def test_faults_stand_at_their_fields_and_hold_the_file_back(open_form: OpenForm) -> None:
    page = open_form(permissions=["clipboard-read", "clipboard-write"])
    fill(page, {"paper-year": "1066"})
    year = page.locator("#paper-year")
    expect(year).to_have_attribute("aria-invalid", "true")
    assert "paper-year-problem" in (year.get_attribute("aria-describedby") or "")
    expect(page.locator("#paper-year-problem")).to_contain_text("the year 1066 cannot be")
    expect(page.locator("#paper-title-problem")).to_be_empty()
    page.get_by_role("button", name="Copy").last.click()
    expect(page.locator("#paper-title-problem")).to_contain_text("this is required")
    expect(page.locator("#paper-title")).to_be_focused()
    assert page.get_by_role("link", name="Open on the repository host").get_attribute("href") is None


def test_the_form_is_used_by_keyboard_alone(open_form: OpenForm) -> None:
    page = open_form(permissions=["clipboard-read", "clipboard-write"])
    page.locator("[name=kind]").first.focus()

    def go_on(*keys: str, text: str = "") -> None:
        page.keyboard.press("Tab")
        if text:
            page.keyboard.insert_text(text)
        for key in keys:
            page.keyboard.press(key)

    for name in ("arxiv", "title", "short_name", "authors", "venue", "year"):
        go_on(text=FILLED[f"paper-{name}"])
    go_on("Space")
    for _ in range(page.locator("[data-kind=paper] [name=topics]").count() - 1):
        go_on()
    go_on(text=SUMMARY)
    expect(page.locator("[data-state]")).to_have_text("Complete, and no fault found.")
    page.locator("[data-copy-entry]").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Copied")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == preview(page)
    assert yaml.safe_load(preview(page))["topics"] == ["peft"]


def test_a_file_too_long_for_an_address_is_to_be_copied(open_form: OpenForm) -> None:
    page = open_form()
    fill(page, FILLED)
    page.get_by_role("checkbox", name="Quantization").check()
    fill(page, {"paper-authors": "\n".join(f"Given{chr(97 + n % 26)}ü Family{chr(97 + n // 26)}é" for n in range(500))})
    open_ = page.get_by_role("link", name="Open on the repository host")
    expect(open_).to_have_attribute("href", re.compile(r"\?filename=crumb-co\.yaml$"))
    expect(page.locator("[data-next]")).to_contain_text("too long for an address")


def test_without_javascript_the_page_is_the_template_and_the_rules(open_page: OpenPage) -> None:
    page = open_page("contribute/", java_script_enabled=False)
    expect(page.locator("form.contribute")).to_be_hidden()
    expect(page.locator("#entry-template")).to_be_visible()
    expect(page.get_by_role("link", name="Begin a new entry in the browser")).to_be_visible()


def test_where_the_host_is_unknown_the_file_is_downloaded(
    open_page: OpenPage, serve: Callable[[Path], str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("REPO_URL", raising=False)
    root = tmp_path / "small"
    shutil.copytree(REPOSITORY / "tests" / "data" / "small", root)
    assert build_site(Project(root), root / "site").published
    page = open_page(f"{serve(root / 'site')}contribute/?id=steam")
    expect(page.locator("[data-editing]")).to_contain_text("You are correcting")
    expect(page.locator("[data-open]")).to_be_hidden()
    expect(page.locator("[data-next]")).to_contain_text("catalog/papers/ovens/steam.yaml")
    expect(page.locator("[data-state]")).not_to_contain_text("fill in")
    with page.expect_download() as download:
        page.get_by_role("button", name="Download").click()
    assert download.value.suggested_filename == "steam.yaml"
    text = download.value.path().read_text("utf-8")
    assert text.startswith("# yaml-language-server: $schema=../../schema/paper.json\n")
    original = root / "catalog/papers/ovens/steam.yaml"
    assert yaml.safe_load(text) == yaml.safe_load(original.read_text("utf-8"))


def test_arxiv_ids_names_and_checksums_are_read_as_the_program_does(open_page: OpenPage) -> None:
    from zlib import crc32

    from llmpapers.identifiers import is_web_address, parse_arxiv, strip_doi_resolver, title_key

    references = [
        "2402.12354",
        "arXiv:2402.12354v3",
        "https://arxiv.org/abs/2402.12354",
        "arxiv.org/pdf/2402.12354v1.pdf",
        "https://ar5iv.labs.arxiv.org/html/2402.12354",
        "10.48550/arXiv.2402.12354",
        "hep-th/9901001",
        "1413.0001",
        "2402.1234",
        "0703.00001",
        "https://arxiv.org/abs/cs.LG/0601001v2",
        "x",
        "",
        "2402.99999 ",
    ]
    dois = [
        "10.1145/3694715.3695964",
        "https://doi.org/10.1000/a%2Fb",
        "doi: 10.1/x",
        "10.12345/x y",
        "DOI:10.1234/Abc",
        "10.1002/(SICI)1097-0258(19980815/30)17:15/16<1661::AID-SIM968>3.0.CO;2-2",
        "https://doi.org/10.1175/1520-0469(1993)050%3C0001:ABC%3E2.0.CO;2",
        "10.1002/x<b>y",
    ]
    urls = [
        "https://a.example",
        "http://a.example:80/x?y#z",
        "ftp://a.example",
        "https://a",
        "https://u@a.example/",
        "https://a.example:0/",
        "https://a b.example",
        "a.example",
        'https://a.example/"x"',
    ]
    names = {
        "A B, C D and E F": ["A B", "C D", "E F"],
        "A B and C D": ["A B", "C D"],
        "Hu, E. J. and Shen, Y.": ["E. J. Hu", "Y. Shen"],
        "A B, C D": ["A B", "C D"],
        "Hu, Edward": ["Edward Hu"],
        "A B1, C D*, and E F†": ["A B", "C D", "E F"],
        "A B\nC D\n": ["A B", "C D"],
        "A Band; C Dand & E F": ["A Band", "C Dand", "E F"],
        "": [],
    }
    found = page_evaluate(open_page("about/"), [references, dois, urls, list(names), TEXTS])
    arxiv, doi, web, authors, sums, keys = found
    assert arxiv == [(read := parse_arxiv(text)) and read.text for text in references]
    assert doi == [strip_doi_resolver(text) for text in dois]
    assert web == [is_web_address(text) for text in urls]
    assert authors == list(names.values())
    assert sums == [crc32(text.encode()) for text in TEXTS]
    assert keys == [title_key(text) for text in TEXTS]


def page_evaluate(page: Page, given: list[list[str]]) -> list[list[object]]:
    return json.loads(
        page.evaluate(
            """async ([references, dois, urls, names, texts]) => {
              const load = (name) => import(new URL(`../assets/llmpapers/${name}.js`, location.href).href);
              const checks = await load("contribute-checks");
              const { squeeze } = await load("search-words");
              return JSON.stringify([
                references.map(checks.parseArxiv), dois.map(checks.bareDoi), urls.map(checks.isWebAddress),
                names.map(checks.splitAuthors), texts.map(checks.crc32), texts.map(squeeze),
              ]);
            }""",
            given,
        )
    )
