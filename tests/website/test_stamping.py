import pytest

from llmpapers.website.stamping import PAPER_SLOT, Shell, text_slot

PAGE = (
    f'<title>{text_slot("title")}</title><a href="{PAPER_SLOT}">x</a><!-- slot:content --><i><!-- slot:content --></i>'
)


def test_a_shell_knows_its_slots_in_order() -> None:
    assert Shell(PAGE).slots == ["title", "id", "content", "content"]


def test_every_slot_is_filled() -> None:
    page = Shell(PAGE).stamp({"title": "T", "id": "i", "content": "<p>c</p>"}).decode()
    assert page == '<title>T</title><a href="i">x</a><p>c</p><i><p>c</p></i>'


def test_text_is_escaped_and_html_is_not() -> None:
    values = {"title": "<b> & \"x\" 'y'", "id": "i", "content": "<b>&amp;</b>"}
    page = Shell(PAGE).stamp(values).decode()
    assert page.startswith("<title>&lt;b&gt; &amp; &quot;x&quot; &#x27;y&#x27;</title>")
    assert "<b>&amp;</b>" in page


@pytest.mark.parametrize("text", ["<!-- slot:content -->", text_slot("title"), PAPER_SLOT])
@pytest.mark.parametrize("slot", ["title", "content"])
def test_a_value_is_never_looked_at_for_slots(slot: str, text: str) -> None:
    values = {"title": "T", "id": "i", "content": "c", slot: text}
    page = Shell(f"{text_slot('title')}|<!-- slot:content -->|{PAPER_SLOT}").stamp(values).decode()
    first, second, third = page.split("|")
    assert third == "i"
    assert {"title": second, "content": first}[slot] == {"title": "c", "content": "T"}[slot]


def test_a_slot_without_value_stays() -> None:
    assert Shell(PAGE).stamp({}).decode() == PAGE
    assert Shell(PAGE).stamp(lambda slot: "i" if slot == "id" else None) == PAGE.replace(PAPER_SLOT, "i").encode()


@pytest.mark.parametrize("html", ["", "no slots", "<!-- slot: x -->", "<!--slot:x-->", "<!-- slot:X -->", "slot:x"])
def test_what_only_looks_like_a_slot_is_text(html: str) -> None:
    shell = Shell(html)
    assert shell.slots == []
    assert shell.stamp({"x": "filled"}).decode() == html
