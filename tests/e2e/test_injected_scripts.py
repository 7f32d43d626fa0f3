"""A script that got into a page all the same would not run."""

import re

from playwright.sync_api import Browser, Route

INJECTED = (
    "<script>document.documentElement.dataset.ran = 1</script>"
    '<img src="data:," onerror="document.documentElement.dataset.ran = 2">'
    '<iframe srcdoc="<script>parent.document.documentElement.dataset.ran = 3</script>"></iframe>'
    '<a id="link" href="javascript:document.documentElement.dataset.ran = 4">x</a>'
    '<script src="https://other.example.org/x.js"></script>'
)


def test_injected_scripts_do_not_run(browser: Browser, site):
    asked: list[str] = []
    refused: list[str] = []
    page = browser.new_page()

    def inject(route: Route) -> None:
        answer = route.fetch()
        route.fulfill(response=answer, body=re.sub("<h1", INJECTED + "<h1", answer.text(), count=1))

    page.route("**/papers/lora/", inject)
    page.on("response", lambda response: asked.append(response.url))
    page.on("console", lambda message: refused.append(message.text))
    page.goto(f"{site.url}papers/lora/")
    page.locator("#link").click()
    assert page.locator("html").get_attribute("data-ran") is None
    assert not [url for url in asked if "other.example.org" in url]
    assert len([text for text in refused if "Content Security Policy" in text]) >= 4
    page.close()
