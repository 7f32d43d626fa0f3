"""Venues as lists, bibliographies and databases write them."""

import pytest

from llmpapers.catalog import Sourced
from llmpapers.models import Venue, VenueKind
from llmpapers.reading import Document
from llmpapers.venue_names import VenueNames, year_in


def venue(
    name: str, full_name: str, *aliases: str, kind: VenueKind = VenueKind.CONFERENCE
) -> tuple[str, Sourced[Venue]]:
    record = Venue(
        id=name.lower().replace(" ", "-"), name=name, full_name=full_name, kind=kind, aliases=[*aliases] or None
    )
    return name, Sourced(record.id, record, Document("catalog/venues.yaml"))


NAMES = VenueNames(
    dict(
        [
            venue("arXiv", "arXiv preprint", "CoRR", "arXiv.org", kind=VenueKind.PREPRINT),
            venue("ICBB", "International Conference on Better Bread"),
            venue("NeurDough", "Advances in Neural Dough Processing Systems", "NDPS"),
            venue("OVEN", "USENIX Symposium on Oven Design and Implementation", "USENIX OVEN"),
            venue("AB", "Annual Meeting of the Association for Bread Linguistics"),
            venue(
                "AB Findings",
                "Findings of the Association for Bread Linguistics: AB",
                "Findings of AB",
                "AB (Findings)",
            ),
            venue("PVDB", "Proceedings of the Very Large Dough Endowment", "Proc. VLDO Endow.", kind=VenueKind.JOURNAL),
            venue("Dough Networks", "Dough Networks", kind=VenueKind.JOURNAL),
            venue("TBR", "Transactions on Bread Research", kind=VenueKind.JOURNAL),
            venue("HEAT", "IEEE/ACM International Symposium on Heat and Pattern Recognition"),
        ]
    )
)


@pytest.mark.parametrize(
    ("text", "name", "year"),
    [
        ("ArXiv:2307.09288", "arXiv", None),
        ("arXiv: 2307.09288v2 [stat.ML]", "arXiv", None),
        ("ICBB", "ICBB", None),
        ("icbb 2024", "ICBB", 2024),
        ("ICBB'23", "ICBB", 2023),
        ("ICBB’23", "ICBB", 2023),
        ("ICBB2024", "ICBB", 2024),
        ("ICBB24", "ICBB", 2024),
        ("OVEN 25", "OVEN", 2025),
        ("USENIX OVEN'98", "OVEN", 1998),
        ("`ICBB 2023`", "ICBB", 2023),
        ("[NeurDough 2022]", "NeurDough", 2022),
        ("NeurDough 2024 (Spotlight)", "NeurDough", 2024),
        ("ICBB 2024 poster", "ICBB", 2024),
        ("ICBB 2023 notable top 25%", "ICBB", 2023),
        ("NeurDough Datasets and Benchmarks Track", "NeurDough", None),
        ("Proceedings of the 41st International Conference on Better Bread", "ICBB", None),
        ("The Twelfth International Conference on Better Bread", "ICBB", None),
        ("Forty-first International Conference on Better Bread", "ICBB", None),
        ("Int. Conf. on Better Bread, ICBB 2021, Paris, France", "ICBB", 2021),
        ("2019 Conference on Better Bread (ICBB)", "ICBB", 2019),
        ("Advances in Neural Dough Processing Systems 35", "NeurDough", None),
        ("Adv. Neural Dough Process. Syst.", "NeurDough", None),
        ("18th USENIX Symposium on Oven Design and Implementation (OVEN 24)", "OVEN", 2024),
        ("Symposium on Oven Design & Implementation", "OVEN", None),
        ("OVEN '23: Proceedings of the Symposium on Oven Design and Implementation", "OVEN", 2023),
        (
            "Proceedings of the 61st Annual Meeting of the Association for Bread Linguistics (Volume 1: Long Papers)",
            "AB",
            None,
        ),
        ("Findings of the Association for Bread Linguistics: AB 2023", "AB Findings", 2023),
        ("AB 2023 Findings", "AB Findings", 2023),
        ("AB (Findings) 2023", "AB Findings", 2023),
        ("Proc. VLDO Endow. 17(5)", "PVDB", None),
        ("Trans. Bread Res.", "TBR", None),
        ("IEEE Symposium on Heat and Pattern Recognition", "HEAT", None),
        ("CoRR abs/2402.12354", "arXiv", None),
        ("arXiv preprint arXiv:2019.12354", "arXiv", None),
        ("arXiv.org", "arXiv", None),
        ("Preprint", "arXiv", None),
        # Other events and other venues, however near they sound.
        ("ICBB 2023 Workshop on Crumbs", None, 2023),
        ("ICBB 2024 Workshop", None, 2024),
        ("Companion Proceedings of ICBB 2024", None, 2024),
        ("Submitted to ICBB 2025", None, 2025),
        ("Asian Conference on Better Bread", None, None),
        ("IEEE Transactions on Dough Networks and Learning Systems", None, None),
        ("Better Bread", None, None),
        ("", None, None),
        ("2024", None, 2024),
        ("()", None, None),
    ],
)
def test_a_venue_and_its_year_are_read(text, name, year):
    assert NAMES.read(text) == (name, year)


@pytest.mark.parametrize("text", ["2402.12354", "10.1145/2020.3", "volume 36", "page 1999999"])
def test_a_number_that_is_no_year_is_none(text):
    assert year_in(text) is None
