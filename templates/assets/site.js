// Behavior of every page: color scheme, menu, copying. Search and browse have files of their own.
// Without this script all content is there; only these comforts are missing.
"use strict";

function show(selector) {
  for (const element of document.querySelectorAll(selector)) element.hidden = false;
}

function setUpTheme() {
  const root = document.documentElement;
  const dark = matchMedia("(prefers-color-scheme: dark)");
  for (const button of document.querySelectorAll("[data-theme-toggle]")) {
    button.addEventListener("click", () => {
      const now = root.dataset.theme || (dark.matches ? "dark" : "light");
      root.dataset.theme = now === "dark" ? "light" : "dark";
      try {
        localStorage.setItem("llmpapers.theme", root.dataset.theme);
      } catch {
        // A browser that keeps nothing still switches this page.
      }
    });
  }
  show("[data-theme-toggle]");
}

function setUpMenu() {
  const button = document.querySelector(".site-nav__toggle");
  const list = document.getElementById("site_nav");
  if (!button || !list) return;
  const set = (open) => {
    button.setAttribute("aria-expanded", String(open));
    list.classList.toggle("open", open);
  };
  button.addEventListener("click", () => set(button.getAttribute("aria-expanded") !== "true"));
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && button.getAttribute("aria-expanded") === "true") {
      set(false);
      button.focus();
    }
  });
  document.addEventListener("click", (event) => {
    if (!event.target.closest(".site-nav")) set(false);
  });
  button.hidden = false;
}

async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    // Pages that were opened from a folder may not use the clipboard; the old way still works there.
    const area = document.createElement("textarea");
    area.value = text;
    area.setAttribute("aria-hidden", "true");
    area.style.position = "fixed";
    document.body.append(area);
    area.select();
    document.execCommand("copy");
    area.remove();
  }
}

function setUpCopying() {
  for (const button of document.querySelectorAll("[data-copy]")) {
    const label = button.textContent;
    button.setAttribute("aria-live", "polite");
    button.addEventListener("click", async () => {
      await copy(document.getElementById(button.dataset.copy).textContent);
      button.textContent = "Copied";
      setTimeout(() => (button.textContent = label), 2000);
    });
  }
  for (const button of document.querySelectorAll("[data-download]")) {
    button.addEventListener("click", () => {
      const text = document.getElementById(button.dataset.download).textContent + "\n";
      const link = document.createElement("a");
      link.href = URL.createObjectURL(new Blob([text], { type: "application/x-bibtex" }));
      link.download = button.dataset.filename;
      link.click();
      setTimeout(() => URL.revokeObjectURL(link.href), 1000);
    });
  }
  show("[data-copy], [data-download]");
}

// An address that names a tab of a page's prose opens it.
function setUpTabs() {
  const tab = document.getElementById(location.hash.slice(1));
  if (tab && tab.name && tab.name.startsWith("__tabbed_")) tab.checked = true;
}

// What is wider than the screen has to scroll by keyboard too; on pages of prose the theme makes code do so.
function setUpScrolling() {
  for (const element of document.querySelectorAll(".md-typeset pre > code")) element.tabIndex = 0;
}

// A long list is read twice: once for its titles, once for what they mean. The choice holds for all topics.
function setUpTitlesOnly() {
  const button = document.querySelector("[data-titles-only]");
  if (!button) return;
  const set = (on) => {
    document.documentElement.classList.toggle("titles-only", on);
    button.setAttribute("aria-pressed", String(on));
    try {
      localStorage.setItem("llmpapers.titles", on ? "only" : "");
    } catch {
      // A browser that keeps nothing still changes this page.
    }
  };
  button.addEventListener("click", () => set(button.getAttribute("aria-pressed") !== "true"));
  try {
    if (localStorage.getItem("llmpapers.titles")) set(true);
  } catch {
    // As above.
  }
  button.hidden = false;
}

// A page of the header is fetched when the reader is about to go there, so that it opens at once.
function setUpFetchingAhead() {
  for (const link of document.querySelectorAll(".site-nav a:not([aria-current='page'])")) {
    const fetchAhead = () => {
      if (navigator.connection?.saveData) return;
      const hint = document.createElement("link");
      hint.rel = "prefetch";
      hint.href = link.href;
      document.head.append(hint);
    };
    for (const sign of ["pointerenter", "focus"]) link.addEventListener(sign, fetchAhead, { once: true });
  }
}

function setUpGuideNav() {
  const narrow = matchMedia("(max-width: 62rem)");
  const details = document.querySelector(".guide-nav details");
  if (!details) return;
  const set = () => (details.open = !narrow.matches);
  narrow.addEventListener("change", set);
  set();
}

addEventListener("load", () => document.documentElement.classList.remove("asked"));
setUpTheme();
setUpMenu();
setUpCopying();
setUpScrolling();
setUpTabs();
setUpTitlesOnly();
setUpFetchingAhead();
setUpGuideNav();
