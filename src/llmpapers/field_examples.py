"""Invented values of fields, for editors to show while one writes an entry."""

from typing import Any

EXAMPLES: dict[str, dict[str, list[Any]]] = {
    "Paper": {
        "short_name": ["ExampleNet", "S-Sample"],
        "authors": [["Ada Example", "Ben van der Sample"]],
        "arxiv": ["2402.01234", "cs/0112017"],
        "doi": ["10.1145/3694715.3695964", "10.18653/v1/2024.acl-long.1"],
        "code": [
            ["https://github.com/example/net"],
            ["https://github.com/example/net", {"url": "https://github.com/example/kernels", "label": "Kernels"}],
        ],
        "links": [[{"label": "Slides", "url": "https://example.org/slides.pdf"}]],
        "award": ["Best Paper", "Outstanding Paper"],
        "also_known_as": [["The Title under Which It Was First Posted"]],
        "builds_on": [["example-net"]],
        "added": ["2026-01-31", "2026-11-25"],
        "withdrawn": ["By its authors, for a fault in the proof.", "By the publisher, for copied figures."],
    },
    "Link": {"label": ["Kernels", "Port to PyTorch"]},
    "LabeledLink": {"label": ["Slides", "Video", "Poster", "Blog", "Models", "Data"]},
    "Resource": {
        "paper": ["example-net", {"title": "Example Net", "url": "https://example.org/example-net"}],
        "status_note": ["Replaced by SampleBench.", "No results since 2024."],
        "also_known_as": [["Sample Benchmark"]],
        "added": ["2026-01-31", "2026-11-25"],
    },
    "Topic": {
        "start_here": [[{"paper": "example-net", "why": "The simplest of them, with which the others compare."}]],
    },
    "Venue": {
        "name": ["ICML", "JMLR"],
        "full_name": ["International Conference on Machine Learning", "Journal of Machine Learning Research"],
        "aliases": [["Int. Conf. on Machine Learning", "ICML Main"]],
    },
    "LinkWaiver": {
        "reason": ["The host is being rebuilt.", "It asks for a login."],
        "until": ["2027-01-31", "2027-06-30"],
    },
}
"""By the kind of record and the field. An editor fills in the only example of a text, so that such have two or none."""

MEANINGS: dict[str, dict[str, str]] = {
    "ResourceKind": {
        "dataset": "Data to train or to measure with.",
        "benchmark": "Tasks with a way to score them.",
        "leaderboard": "Scores of many, kept up to date.",
        "tool": "Software to use.",
        "list": "Papers or links that others collect.",
    },
    "VenueKind": {
        "conference": "Its papers are @inproceedings in BibTeX.",
        "journal": "Its papers are @article in BibTeX.",
        "workshop": "Its papers are @inproceedings in BibTeX.",
        "preprint": "A server of preprints, which is no formal publication: @misc in BibTeX.",
    },
    "Status": {"active": "It is kept up.", "archived": "It is there, and nobody keeps it up any more."},
    "Drafts": {
        "allowed": "What is still to be written is a warning, and the site says so.",
        "refused": "What is still to be written is an error, as without this field.",
    },
}
"""What each value of an enumeration means, by the enumeration and the value."""
