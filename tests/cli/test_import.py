"""`import` prints what a file holds, or makes entries of it."""

import io
import json
import re

from click.testing import CliRunner

from llmpapers.cli import main

LIST = "- [Example Net: Fast Samples](https://arxiv.org/abs/2401.01234) (ICLR 2023)\n" * 2


def run(*arguments, input=None):
    return CliRunner().invoke(main, [*map(str, arguments)], input=input)


def test_json_prints_every_candidate_repeats_included_and_needs_no_catalog(tmp_path):
    (tmp_path / "list.md").write_text(LIST, encoding="utf-8")
    result = run("import", tmp_path / "list.md", "--json")
    assert result.exit_code == 0
    rows = [json.loads(line) for line in result.stdout.splitlines()]
    assert rows == 2 * [
        {"title": "Example Net: Fast Samples", "url": "https://arxiv.org/abs/2401.01234", "arxiv": "2401.01234",
         "doi": None, "venue": "ICLR", "year": 2023, "code": [], "section": None, "authors": []}
    ]  # fmt: skip
    assert "2 papers found" in result.stderr


def test_a_hyphen_is_standard_input_and_from_names_its_format():
    result = run(
        "import", "-", "--from", "bibtex", "--json", input=io.BytesIO(b"@misc{a, title={Net}}\n@misc{b, year=1}")
    )
    assert json.loads(result.stdout)["title"] == "Net"
    assert "standard input:2: the entry 'b' has no title" in result.stderr


INVENTED = """\
## Sourdough
- [Rye Net: Slow Loaves](https://arxiv.org/abs/2402.01234) (ICBB 2023) [[code]](https://github.com/example/rye)
- [Rye Net: Slow Loaves](https://arxiv.org/abs/2402.01234)
- [Oven Nets by Learning](https://example.org/ovens.pdf), TOAST 2022
- [FoldFormer: Attention to Every Fold of a Dough](https://arxiv.org/abs/2305.09999) (Crumbs Workshop 2023)
- [Undated Nets for Bread](https://example.org/undated.pdf) (ICBB)
## Elsewhere
- [Other Nets for Other Things](https://arxiv.org/abs/2402.04321)
"""


def project_with_list(write_project, changes=None):
    root = write_project({"list.md": INVENTED, **(changes or {})})
    return root, root / "list.md"


def papers(root):
    return {path.stem: path.read_text(encoding="utf-8") for path in (root / "catalog" / "papers").rglob("*.yaml")}


def test_a_dry_run_says_what_would_become_of_every_paper_and_writes_nothing(write_project):
    root, file = project_with_list(write_project)
    before = papers(root)
    result = run("--root", root, "import", file, "--topic", "baking/sourdough", "--dry-run", "--format", "json")
    report = json.loads(result.stdout)
    assert [entry["title"] for entry in report["added"]] == [
        "Rye Net: Slow Loaves", "Oven Nets by Learning", "Other Nets for Other Things",
    ]  # fmt: skip
    assert [(merged["id"], list(merged["changes"])) for merged in report["merged"]] == [("foldformer", ["arxiv"])]
    assert [(one["title"], one["why"]) for one in report["skipped"]] == [
        ("Undated Nets for Bread", "no year is stated")
    ]
    assert (report["repeats"], report["venues"]) == (1, {"TOAST": 1})
    assert papers(root) == before


def test_new_papers_become_entries_and_known_ones_gain_what_they_lack(write_project):
    root, file = project_with_list(write_project)
    before = papers(root)
    assert run("--root", root, "import", file, "--topic", "ovens", "--add-venues", "--yes").exit_code == 0
    after = papers(root)
    assert sorted(set(after) - set(before)) == ["other-nets-other-things", "oven-nets-learning", "rye-net-slow-loaves"]
    assert [id_ for id_ in before if after[id_] != before[id_]] == ["foldformer"]
    assert 'arxiv: "2305.09999"' in after["foldformer"]
    assert (
        'venue: ICBB\nyear: 2023\narxiv: "2402.01234"\ncode:\n  - https://github.com/example/rye'
        in after["rye-net-slow-loaves"]
    )
    assert "name: TOAST" in (root / "catalog" / "venues.yaml").read_text(encoding="utf-8")
    assert "0 known with nothing to add" not in run("--root", root, "import", file, "--topic", "ovens").stdout


def test_what_no_entry_can_hold_is_left_out_with_the_reason(write_project):
    root = write_project()
    file = root / "old.bib"
    entry = "@article{{a{0}, title={{{1}}}, author={{A. Example}}, year={2}, journal={{ICBB}}}}"
    works = [("Bread of the Ancients", 1809), ("Bread " * 80, 2020)]
    file.write_text("\n".join(entry.format(n, *work) for n, work in enumerate(works)), encoding="utf-8")
    result = run("--root", root, "import", file, "--topic", "ovens", "--yes", "--format", "json")
    assert [one["why"] for one in json.loads(result.stdout)["skipped"]] == [
        "the year 1809 cannot be: one lies between 1936 and next year",
        "title: the text has 479 characters, more than 400",
    ]


def test_spellings_of_a_well_known_venue_become_one_that_is_added_by_its_full_name(write_project):
    root = write_project()
    file = root / "list.md"
    bullets = [f"- [Net Number {number} for Bread](https://a.example/{number}), {venue} 2019" for number, venue in
               enumerate(["NIPS", "NeurIPS", "Advances in Neural Information Processing Systems"])]  # fmt: skip
    file.write_text("\n".join(bullets), encoding="utf-8")
    assert run("--root", root, "import", file, "--topic", "ovens", "--add-venues", "--yes").exit_code == 0
    venues = (root / "catalog" / "venues.yaml").read_text(encoding="utf-8")
    assert venues.endswith("""\
- id: neurips
  name: NeurIPS
  full_name: Advances in Neural Information Processing Systems
  kind: conference
  aliases:
    - NIPS
    - Conference on Neural Information Processing Systems
""")
    assert sum("venue: NeurIPS\n" in text for text in papers(root).values()) == 3


def test_what_is_imported_twice_is_known(write_project):
    root, file = project_with_list(write_project)
    run("--root", root, "import", file, "--topic", "ovens", "--yes")
    before = papers(root)
    result = run("--root", root, "import", file, "--topic", "ovens", "--yes")
    assert "0 new papers, 4 known with nothing to add" in result.stdout
    assert papers(root) == before


def test_without_consent_nothing_is_written(write_project):
    root, file = project_with_list(write_project)
    before = papers(root)
    result = run("--root", root, "import", file, "--topic", "ovens")
    assert (result.exit_code, "say --yes" in result.stderr) == (1, True)
    assert papers(root) == before


def test_a_mapping_is_written_to_edit_and_read_the_next_time(write_project):
    root, file = project_with_list(write_project)
    mapping = root / "map.yaml"
    arguments = ("--root", root, "import", file, "--map", mapping, "--dry-run", "--format", "json")
    assert "then run the same command again" in run(*arguments).stdout
    assert mapping.read_text(encoding="utf-8").splitlines()[2:] == ["Sourdough: baking/sourdough", "Elsewhere: null"]
    report = json.loads(run(*arguments).stdout)
    assert [entry["id"] for entry in report["added"]] == ["rye-net-slow-loaves", "oven-nets-learning"]
    assert ("Other Nets for Other Things", "its section has no topic") in [
        (one["title"], one["why"]) for one in report["skipped"]
    ]
    mapping.write_text("Sourdough: bakign\n", encoding="utf-8")
    assert "there is no topic 'bakign'" in run(*arguments).stderr


def test_conflicts_are_listed_and_the_catalogs_word_stays(write_project):
    text = "- [FoldFormer: Attention to Every Fold of a Dough](https://arxiv.org/abs/2305.09999) (ICBB 2021)\n"
    root, _ = project_with_list(write_project, {"list.md": text})
    result = run("--root", root, "import", root / "list.md", "--topic", "ovens", "--yes")
    assert "conflict foldformer: venue is 'Crumbs Workshop', the list has 'ICBB'" in result.stdout
    assert "venue: Crumbs Workshop\nyear: 2023" in papers(root)["foldformer"]


def test_where_papers_belong_must_be_said(write_project):
    root, file = project_with_list(write_project)
    assert "--topic PATH, --map FILE, or --new-topics" in run("--root", root, "import", file).stderr
    assert (
        "there is no topic 'oven'; did you mean 'ovens'"
        in run("--root", root, "import", file, "--topic", "oven").stderr
    )


def test_a_list_becomes_a_catalog_of_drafts_that_builds(write_project):
    root, file = project_with_list(write_project, {"catalog/catalog.yaml": "format: 1\ndrafts: allowed\n"})
    result = run("--root", root, "import", file, "--new-topics", "--add-venues", "--yes")
    assert result.exit_code == 0, result.output
    checked = json.loads(run("--root", root, "check", "--format", "json").stdout)
    assert {p["code"] for p in checked["problems"] if p["severity"] == "error"} == set()
    assert "unfinished-entry" in {p["code"] for p in checked["problems"]}
    assert "id: elsewhere\n" in (root / "catalog" / "topics.yaml").read_text(encoding="utf-8")
    assert run("--root", root, "build").exit_code == 0
    page = (root / "site" / "papers" / "rye-net-slow-loaves" / "index.html").read_text(encoding="utf-8")
    assert "No summary yet." in page
    assert "Authors not recorded" in page
    assert "TODO" not in page


def test_unfinished_entries_are_errors_where_drafts_are_not_allowed(write_project):
    root, file = project_with_list(write_project)
    run("--root", root, "import", file, "--topic", "ovens", "--yes")
    checked = json.loads(run("--root", root, "check", "--format", "json").stdout)
    assert {"unwritten-summary", "unwritten-authors"} <= {p["code"] for p in checked["problems"]}


def test_headings_that_are_years_or_meetings_become_no_topics(write_project):
    root = write_project()
    file = root / "list.md"
    sections = ["Ovens of Clay > 2024", "Ovens of Clay > ICML 2023", "2022"]
    lines = [f"## {section.replace(' > ', chr(10) + '### ')}\n- [Some Net Number {n}](https://a.example/{n}), ICBB 2024"
             for n, section in enumerate(sections)]  # fmt: skip
    file.write_text("\n\n".join(lines), encoding="utf-8")
    assert run("--root", root, "import", file, "--new-topics", "--yes").exit_code == 0
    topics = [
        re.search(r"topics:\n  - (.*)", text)[1] for id_, text in sorted(papers(root).items()) if "some-net" in id_
    ]
    assert topics == ["ovens-of-clay", "ovens-of-clay", "papers"]
