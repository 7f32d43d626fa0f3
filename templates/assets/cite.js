// The citation of a paper's page in four formats. The BibTeX stands in the page; the others are made of its JSON data,
// character by character as `llmpapers show` and `llmpapers export` write them.
"use strict";

(() => {
  const RIS_TYPES = { "paper-conference": "CONF", "article-journal": "JOUR", article: "UNPB" };

  function risName(name) {
    if (name.literal) return name.literal;
    const particle = name["non-dropping-particle"];
    const family = particle ? `${particle} ${name.family}` : name.family;
    return [family, name.given, name.suffix].filter(Boolean).join(", ");
  }

  function ris(item) {
    const [year, month] = item.issued["date-parts"][0];
    const tags = [["TY", RIS_TYPES[item.type]], ["ID", item.id], ["TI", item.title]];
    for (const name of item.author || []) tags.push(["AU", risName(name)]);
    tags.push(["PY", year], ["DA", month ? `${year}/${String(month).padStart(2, "0")}//` : `${year}///`]);
    const variables = [
      ["T2", "container-title"], ["J2", "container-title-short"], ["PB", "publisher"], ["M1", "number"],
      ["DO", "DOI"], ["UR", "URL"],
    ];
    for (const [tag, variable] of variables) {
      if (variable in item) tags.push([tag, item[variable]]);
    }
    if ("archive_location" in item) tags.push(["AN", `arXiv:${item.archive_location}`]);
    return [...tags, ["ER", ""]].map(([tag, value]) => `${tag}  - ${value}`).join("\n");
  }

  const closed = (sentence) => (/[.?!]$/.test(sentence) ? sentence : `${sentence}.`);

  function plainName(name) {
    const parts = ["given", "non-dropping-particle", "family", "suffix"];
    return name.literal || parts.map((part) => name[part]).filter(Boolean).join(" ");
  }

  function names(authors = []) {
    const written = authors.map(plainName);
    const last = written.pop();
    const comma = written.length > 1 ? "," : "";
    if (!last) return "";
    return closed(written.length ? `${written.join(", ")}${comma} and ${last}` : last);
  }

  function where(item) {
    if (item.type === "article") return item.number || item.publisher ? closed(item.number || item.publisher) : "";
    const container = item["container-title"];
    const short = item["container-title-short"];
    const name = short && !container.includes(short) ? `${container} (${short})` : container;
    return closed(item.type === "article-journal" ? name : `In ${name}`);
  }

  function doiAddress(doi) {
    return `https://doi.org/${encodeURIComponent(doi).replace(/%(2F|3A|3B)/g, decodeURIComponent)}`;
  }

  function citation(item) {
    const year = item.issued["date-parts"][0][0];
    const address = item.DOI ? doiAddress(item.DOI) : item.URL || "";
    return [names(item.author), `${year}.`, closed(item.title), where(item), address].filter(Boolean).join(" ");
  }

  const FORMATS = [
    { name: "BibTeX", ending: "bib", type: "application/x-bibtex" },
    { name: "CSL-JSON", ending: "json", type: "application/vnd.citationstyles.csl+json", make: (item) => JSON.stringify([item], null, 2) },
    { name: "RIS", ending: "ris", type: "application/x-research-info-systems", make: ris, lineEnd: "\r\n" },
    { name: "Text", ending: "txt", type: "text/plain", make: citation },
  ];

  async function copy(code) {
    try {
      await navigator.clipboard.writeText(code.textContent);
    } catch {
      // A page that was opened from a folder may not use the clipboard; copying what is marked still works there.
      getSelection().selectAllChildren(code);
      document.execCommand("copy");
    }
  }

  function download(text, format, name) {
    const whole = `${text}\n`.replaceAll("\n", format.lineEnd || "\n");
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([whole], { type: format.type }));
    link.download = `${name}.${format.ending}`;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  }

  function element(tag, properties, ...children) {
    const made = Object.assign(document.createElement(tag), properties);
    made.append(...children);
    return made;
  }

  function panelOf(format, number, first, item) {
    let box = first;
    if (number > 0) {
      const code = element("code", { textContent: format.make(item) });
      box = element("pre", { tabIndex: 0, hidden: true }, code);
    }
    box.id = `cite-${format.ending}`;
    box.setAttribute("role", "tabpanel");
    box.removeAttribute("aria-label");
    box.setAttribute("aria-labelledby", `cite-tab-${format.ending}`);
    return box;
  }

  function tabOf(format) {
    const tab = element("button", { type: "button", id: `cite-tab-${format.ending}`, className: "cite__tab", textContent: format.name });
    tab.setAttribute("role", "tab");
    tab.setAttribute("aria-controls", `cite-${format.ending}`);
    return tab;
  }

  function setUp(section) {
    const item = JSON.parse(document.getElementById("citation-data").textContent);
    const first = section.querySelector("pre");
    const panels = FORMATS.map((format, number) => panelOf(format, number, first, item));
    const tabs = FORMATS.map(tabOf);
    let chosen = 0;
    const choose = (number, focus) => {
      chosen = (number + tabs.length) % tabs.length;
      tabs.forEach((tab, at) => {
        tab.setAttribute("aria-selected", String(at === chosen));
        tab.tabIndex = at === chosen ? 0 : -1;
        panels[at].hidden = at !== chosen;
      });
      if (focus) tabs[chosen].focus();
    };
    tabs.forEach((tab, at) => tab.addEventListener("click", () => choose(at)));

    const list = element("div", { className: "cite__tabs" }, ...tabs);
    list.setAttribute("role", "tablist");
    list.setAttribute("aria-labelledby", "cite-heading");
    list.addEventListener("keydown", (event) => {
      const target = { ArrowRight: chosen + 1, ArrowLeft: chosen - 1, Home: 0, End: tabs.length - 1 }[event.key];
      if (target === undefined) return;
      event.preventDefault();
      choose(target, true);
    });

    const copied = element("span", { className: "visually-hidden" });
    copied.setAttribute("role", "status");
    const copyButton = element("button", { type: "button", className: "button", textContent: "Copy" });
    copyButton.addEventListener("click", async () => {
      await copy(panels[chosen].firstElementChild);
      copyButton.textContent = "Copied";
      copied.textContent = `${FORMATS[chosen].name} copied`;
      setTimeout(() => {
        copyButton.textContent = "Copy";
        copied.textContent = "";
      }, 2000);
    });
    const downloadButton = element("button", { type: "button", className: "button", textContent: "Download" });
    downloadButton.addEventListener("click", () => {
      download(panels[chosen].textContent, FORMATS[chosen], section.dataset.cite);
    });

    section.querySelector(".cite__head").append(list, element("div", { className: "cite__buttons" }, copyButton, downloadButton, copied));
    first.after(...panels.slice(1));
    choose(0);
  }

  for (const section of document.querySelectorAll("[data-cite]")) setUp(section);
})();
