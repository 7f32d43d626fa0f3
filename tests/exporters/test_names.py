"""Names in parts, and names that are left whole."""

import pytest

from llmpapers.exporters.names import PersonName, split_name


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("Ada Example", PersonName("Example", "Ada")),
        ("Ada B. Example", PersonName("Example", "Ada B.")),
        ("Ada Example-Sample", PersonName("Example-Sample", "Ada")),
        ("Jo van den Nobody", PersonName("Nobody", "Jo", "van den")),
        ("Jo de las Casas", PersonName("Casas", "Jo", "de las")),
        ("Jo De Sa", PersonName("De Sa", "Jo")),
        ("Jo Van den Berg", PersonName("Van den Berg", "Jo")),
        ("Jo van Der Berg", PersonName("Der Berg", "Jo", "van")),
        ("Le Example", PersonName("Example", "Le")),
        ("Jo V. Le", PersonName("Le", "Jo V.")),
        ("bell example", PersonName("example", "bell")),
        ("Jo Example Jr.", PersonName("Example", "Jo", "", "Jr.")),
        ("Jo Example, Jr.", PersonName("Example", "Jo", "", "Jr.")),
        ("Jo van Example III", PersonName("Example", "Jo", "van", "III")),
        ("Éva Šample", PersonName("Šample", "Éva")),
        ("Bakery-AI", PersonName(literal="Bakery-AI")),
        ("The Bread Team", PersonName(literal="The Bread Team")),
        ("Bread Team", PersonName(literal="Bread Team")),
        ("Rock and Rye", PersonName(literal="Rock and Rye")),
        ("Bread, Inc.", PersonName(literal="Bread, Inc.")),
        ("Example, Ada", PersonName(literal="Example, Ada")),
        ("面包", PersonName(literal="面包")),
        ("面 包", PersonName(literal="面 包")),
        ("パン 職人", PersonName(literal="パン 職人")),
        ("빵 집", PersonName(literal="빵 집")),
    ],
)
def test_a_name_is_split_only_where_it_says_which_part_is_which(name: str, parts: PersonName) -> None:
    assert split_name(name) == parts


@pytest.mark.parametrize(
    ("name", "surname"), [("Jo van den Nobody", "van den Nobody"), ("Jo De Sa", "De Sa"), ("面包", "面包")]
)
def test_a_surname_begins_with_its_particle(name: str, surname: str) -> None:
    assert split_name(name).surname == surname
