// The browse page: what the reader chose is in the address; facets, list and chips follow it.
// The list that came with the page stays until something else is to be shown, so nothing waits for the data.

const version = new URL(import.meta.url).search;
const part = (name) => import(`./browse-${name}.js${version}`);
const [{ Catalog, load }, { Facets }, { make, listItem, tableRow }] = await Promise.all(["catalog", "facets", "rows"].map(part));

const CHUNK = 60; // Rows that are added at once.
const RUN = 8; // Chunks that come by themselves while scrolling; then a button asks.
const SORTS = ["year", "oldest", "added", "title", "venue"];
const TABLE = [
  ["Title", "title"], ["Authors", null, "wide"], ["Venue", "venue"], ["Year", "year"], ["Added", "added", "wide"], ["Links", null],
];

const root = document.querySelector("[data-browse]");
const base = root.dataset.browse;
const find = (name) => root.querySelector(`[data-${name}]`);
const [side, text, sort, count, chips, results, active] = ["side", "text", "sort", "count", "chips", "results", "active"].map(find);
const overview = JSON.parse(document.getElementById("browse-overview").textContent);
const catalog = new Catalog(overview);
const topicTitles = new Map(overview.topics.map(([path, , full]) => [path, full]));
const number = (value) => value.toLocaleString("en");
const papers = (value) => `${number(value)} ${value === 1 ? "paper" : "papers"}`;

// The state and the address

function parse(search) {
  const query = new URLSearchParams(search);
  const all = (name) => [...new Set(query.getAll(name).map((value) => value.trim()).filter(Boolean))];
  const only = (name, allowed) => all(name).filter((value) => allowed.includes(value));
  const [, single, from, to] = /^(?:(\d{4})|(\d{4})?-(\d{4})?)$/.exec((query.get("year") || "").trim()) || [];
  const year = (value) => (value ? Number(value) : null);
  return {
    q: (query.get("q") || "").trim(),
    topic: all("topic"),
    venue: all("venue"),
    from: year(single || from),
    to: year(single || to),
    code: only("code", ["yes", "no"]),
    kind: only("kind", ["published", "preprint"]),
    author: all("author"),
    sort: only("sort", SORTS)[0] || "year",
    view: query.get("view") === "table" ? "table" : "list",
  };
}

function years({ from, to }) {
  if (from === null && to === null) return "";
  return from === to ? String(from) : `${from ?? ""}-${to ?? ""}`;
}

function address(state) {
  const query = new URLSearchParams();
  const add = (name, values) => [values].flat().forEach((value) => value && query.append(name, value));
  add("q", state.q.trim());
  for (const name of ["topic", "venue"]) add(name, state[name]);
  add("year", years(state));
  for (const name of ["code", "kind", "author"]) add(name, state[name]);
  if (state.sort !== "year") add("sort", state.sort);
  if (state.view !== "list") add("view", state.view);
  return String(query) ? `?${query}` : location.pathname;
}

const isFiltered = (state) => address({ ...state, sort: "year", view: "list" }) !== location.pathname;

let state = parse(location.search);
let selected = null; // What passes, and the counts; null until the first papers are there.
let order = [];
let rows = history.state?.rows || CHUNK;
// The list that came with the page, as long as it shows what it should.
let isServed = !isFiltered(state) && address(state) === location.pathname;

// Change the state: a choice is a step of the history, typing is not.
function change(next, { typed = false } = {}) {
  state = { ...state, ...next };
  if (typed) history.replaceState(null, "", address(state));
  else if (address(state) !== (location.search || location.pathname)) history.pushState(null, "", address(state));
  rows = CHUNK;
  isServed = false;
  show();
}

function toggle(name, value, on) {
  change({ [name]: on ? [...state[name].filter((other) => other !== value), value] : state[name].filter((other) => other !== value) });
}

function clear() {
  change({ q: "", topic: [], venue: [], from: null, to: null, code: [], kind: [], author: [] });
}

// The panel: beside the list where there is room, else in a drawer

let facets = null;
const wide = matchMedia("(min-width: 62rem)");
const done = make("button", { type: "button", className: "button button--primary" }, "Show");
const drawerBody = make("div", { className: "drawer__body" });
const closeButton = make("button", { type: "button", className: "icon-button", "aria-label": "Close the filters" }, "✕");
const clearButton = make("button", { type: "button", className: "button" }, "Clear all");
const drawer = make(
  "dialog",
  { className: "drawer", "aria-labelledby": "drawer-title" },
  make("div", { className: "drawer__head" }, make("h2", { id: "drawer-title" }, "Filters"), closeButton),
  drawerBody,
  make("div", { className: "drawer__foot" }, clearButton, done),
);
root.append(drawer);
closeButton.addEventListener("click", () => drawer.close());
done.addEventListener("click", () => drawer.close());
clearButton.addEventListener("click", clear);
drawer.addEventListener("click", (event) => event.target === drawer && drawer.close());
find("open").addEventListener("click", () => (drawFacets(), drawer.showModal()));

function place() {
  if (wide.matches && drawer.open) drawer.close();
  if (facets) (wide.matches ? side : drawerBody).append(facets.element);
}
wide.addEventListener("change", place);

function drawFacets() {
  const turn = ([from, to]) => change(from && to && from > to ? { from: to, to: from } : { from, to });
  if (!facets) {
    facets = new Facets(overview, make, { change: toggle, years: turn });
    place();
  }
  facets.update(state, catalog, selected?.counts ?? null);
}

// The panel needs nothing but the page, the list needs data: the list goes first if those are there in a moment.
const PANEL_AFTER = 50; // Milliseconds.
const panelTimer = setTimeout(drawFacets, PANEL_AFTER);

// The list

function section(year, list) {
  const shown = selected.counts.year.get(year) || 0;
  const heading = make("h2", { id: `year-${year}` }, String(year), " ", make("span", { className: "count" }, number(shown)));
  return make("section", { className: "year", "aria-labelledby": `year-${year}` }, heading, list);
}

// Rows `from` to `to` of the order, into the list or table that is there.
function addRows(from, to) {
  const pieces = order.slice(from, to);
  if (state.view === "table") {
    results.querySelector("tbody").append(...Array.from(pieces, (paper) => tableRow(catalog, paper, base, state.author)));
    return;
  }
  const grouped = state.sort === "year" || state.sort === "oldest";
  let list = results.querySelector(":scope > :last-child .rows, :scope > .rows:last-child");
  let year = from && grouped ? catalog.years[order[from - 1]] : null;
  for (const paper of pieces) {
    if (!list || (grouped && catalog.years[paper] !== year)) {
      year = catalog.years[paper];
      list = make("ul", { className: "rows" });
      results.append(grouped ? section(year, list) : list);
    }
    list.append(listItem(catalog, paper, base, state.author));
  }
}

function table() {
  const cells = TABLE.map(([label, key, className = ""]) => {
    if (!key) return make("th", { scope: "col", className }, label);
    const own = state.sort === key || (key === "year" && state.sort === "oldest");
    const button = make("button", { type: "button" }, label);
    button.addEventListener("click", () => {
      change({ sort: key === "year" && state.sort === "year" ? "oldest" : key });
      [...results.querySelectorAll("thead button")].find((other) => other.textContent === label)?.focus();
    });
    const direction = key === "added" || (key === "year" && state.sort === "year") ? "descending" : "ascending";
    return make("th", { scope: "col", className, "aria-sort": own ? direction : undefined }, button);
  });
  const caption = make("caption", { className: "visually-hidden" }, "Papers");
  return make("table", { className: "paper-table" }, caption, make("thead", {}, make("tr", {}, ...cells)), make("tbody"));
}

const moreButton = make("button", { type: "button", className: "button" });
const more = make("p", { className: "browse__more", hidden: true }, moreButton);
results.after(more);
let run = 0;

function extend() {
  const before = rows;
  rows = Math.min(order.length, rows + CHUNK);
  addRows(before, rows);
  showMore();
}

function showMore() {
  more.hidden = rows >= order.length;
  moreButton.textContent = `Show more of ${papers(order.length)}`;
}

moreButton.addEventListener("click", () => {
  const first = rows;
  run = 0;
  extend();
  results.querySelectorAll(".row__title")[first]?.focus();
});
const nearEnd = new IntersectionObserver(
  (seen) => {
    if (!seen[0].isIntersecting || more.hidden || run >= RUN) return;
    run++;
    extend();
    nearEnd.unobserve(more);
    nearEnd.observe(more);
  },
  { rootMargin: "800px" },
);
nearEnd.observe(more);

let drawn = "";
let drawnRows = [];

function draw() {
  // While parts of a large catalog still come, the rows at the top mostly stay as they are.
  const shown = order.subarray(0, Math.max(rows, CHUNK));
  const key = `${state.view} ${state.sort} ${state.author.join("|")}`;
  const same = key === drawn && shown.length === drawnRows.length && shown.every((paper, place) => paper === drawnRows[place]);
  if (same) {
    for (const heading of results.querySelectorAll(".year > h2")) {
      heading.querySelector(".count").textContent = number(selected.counts.year.get(Number(heading.id.slice(5))) || 0);
    }
  } else {
    results.replaceChildren();
    if (state.view === "table" && order.length) results.append(table());
    addRows(0, shown.length);
    if (!order.length && catalog.isWhole) results.append(nothing());
    drawn = key;
    drawnRows = shown.slice();
  }
  rows = Math.max(rows, CHUNK);
  showMore();
}

function nothing() {
  const button = make("button", { type: "button", className: "button" }, "Clear all filters");
  button.addEventListener("click", () => (clear(), text.focus()));
  return make("div", { className: "browse__nothing" }, make("p", {}, "No paper has all of these. Remove a filter, or begin anew."), button);
}

// Chips

function chosen() {
  const found = [];
  const add = (kind, label, undo) => found.push({ kind, label, undo });
  if (state.q) add("text", `“${state.q}”`, () => change({ q: "" }));
  for (const value of state.topic) add("topic", topicTitles.get(value) || value, () => toggle("topic", value, false));
  for (const value of state.venue) add("venue", value, () => toggle("venue", value, false));
  const { from, to } = state;
  if (years(state)) {
    const label = from === to ? String(from) : from === null ? `until ${to}` : to === null ? `from ${from}` : `${from}–${to}`;
    add("year", label, () => change({ from: null, to: null }));
  }
  for (const value of state.code) add("code", value === "yes" ? "With code" : "Without code", () => toggle("code", value, false));
  for (const value of state.kind) add("publication", value === "published" ? "Published" : "Preprint only", () => toggle("kind", value, false));
  for (const value of state.author) add("author", value, () => toggle("author", value, false));
  return found;
}

function drawChips() {
  const filters = chosen();
  const items = filters.map(({ kind, label, undo }, place) => {
    const button = make("button", { type: "button", className: "chip", "aria-label": `Remove the filter: ${kind} ${label}` });
    button.append(make("span", {}, label), make("span", { "aria-hidden": "true" }, "✕"));
    button.addEventListener("click", () => {
      undo();
      (chips.querySelectorAll(".chip")[Math.min(place, filters.length - 2)] || text).focus();
    });
    return make("li", {}, button);
  });
  if (filters.length) {
    const all = make("button", { type: "button", className: "chip chip--clear" }, "Clear all");
    all.addEventListener("click", () => (clear(), text.focus()));
    items.push(make("li", {}, all));
  }
  chips.replaceChildren(...items);
  chips.hidden = !filters.length;
  active.hidden = !filters.length;
  active.textContent = String(filters.length);
  find("open").setAttribute("aria-label", filters.length ? `Filters, ${filters.length} active` : "Filters");
  clearButton.disabled = !filters.length;
}

// All of it follows the state

function afterPaint(act) {
  clearTimeout(panelTimer);
  requestAnimationFrame(() => setTimeout(act, 10));
}

function tell() {
  const found = order.length;
  const by = state.author.length === 1 ? ` by ${state.author[0]}` : "";
  const told = isFiltered(state) ? `${number(found)} of ${papers(overview.total)}${by}` : papers(overview.total);
  const message = catalog.isWhole ? told : `${told} …`;
  if (count.textContent !== message) count.textContent = message;
  done.textContent = `Show ${papers(found)}`;
  find("export-count").textContent = isFiltered(state) ? `The ${papers(found)} shown` : `All ${papers(found)}`;
}

function show() {
  document.documentElement.classList.remove("asked");
  if (text.value.trim() !== state.q) text.value = state.q;
  sort.value = state.sort;
  for (const button of root.querySelectorAll("[data-view]")) button.setAttribute("aria-pressed", String(button.dataset.view === state.view));
  drawChips();
  if (!catalog.count) {
    if (facets) drawFacets();
    // The list that came with the page would be a wrong answer to an address with filters.
    if (!isServed) {
      results.replaceChildren(make("p", { className: "browse__loading" }, "Loading the papers …"));
      count.textContent = "Loading …";
    }
    return;
  }
  selected = catalog.select(state);
  order = catalog.sorted(selected.matches, state.sort);
  if (facets) drawFacets();
  else afterPaint(drawFacets);
  tell();
  run = 0;
  const served = results.querySelectorAll(".row").length;
  if (isServed && (served === overview.total || !catalog.isWhole)) return;
  if (isServed) rows = Math.max(rows, served);
  isServed = false;
  draw();
}

text.addEventListener("input", () => change({ q: text.value.trim() }, { typed: true }));
sort.addEventListener("change", () => change({ sort: sort.value }));
for (const button of root.querySelectorAll("[data-view]")) button.addEventListener("click", () => change({ view: button.dataset.view }));

addEventListener("popstate", () => {
  state = parse(location.search);
  rows = history.state?.rows || CHUNK;
  isServed = false;
  show();
});

// Where the reader was, for the way back from a paper: which row stood where. Heights of rows out of sight are guesses, so
// on the way back all get their own before that row is looked for.
const shownRows = () => [...results.querySelectorAll(".row, tbody tr")];
const topOf = (row) => row.getBoundingClientRect().top;
addEventListener("pagehide", () => {
  const all = shownRows();
  const at = scrollY ? all.findIndex((row) => topOf(row) >= 0) : -1;
  history.replaceState({ rows, at, top: at < 0 ? 0 : topOf(all[at]) }, "");
});
let { at = -1, top: topWas = 0 } = history.state || {};
results.classList.toggle("browse__results--exact", at >= 0);

function restore() {
  const row = shownRows()[at];
  if (!row) return;
  at = -1;
  scrollBy({ top: topOf(row) - topWas, behavior: "instant" });
}

// Exports

const menu = find("export");
const told = make("p", { className: "menu__told", role: "status" });
menu.querySelector(".menu__items").append(told);

function cut(format) {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL(`browse-export.js${version}`, import.meta.url));
    const end = (then, value) => (worker.terminate(), then(value));
    worker.onmessage = ({ data }) => (data.error ? end(reject, new Error(data.error)) : end(resolve, data.text));
    worker.onerror = (event) => end(reject, new Error(event.message || "the export cannot start"));
    const ids = Array.from(order, (paper) => catalog.ids[paper]);
    worker.postMessage({ format, ids, all: catalog.ids, base: new URL(base, location.href).href });
  });
}

const TYPES = { bib: "application/x-bibtex", csv: "text/csv", json: "application/json" };

async function exported(format) {
  if (!catalog.isWhole) return "The papers are still loading; try again.";
  const amount = papers(order.length);
  told.textContent = "Preparing …";
  const content = await cut(format === "copy" ? "bib" : format);
  if (format === "copy") {
    await copy(content); // Of site.js.
    return `Copied the BibTeX of ${amount}.`;
  }
  const link = make("a", { href: URL.createObjectURL(new Blob([content], { type: TYPES[format] })), download: `papers.${format}` });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
  return `Downloaded ${amount} as papers.${format}.`;
}

for (const button of menu.querySelectorAll("[data-format]")) {
  button.addEventListener("click", async () => {
    told.textContent = await exported(button.dataset.format).catch((error) => `This did not work: ${error.message}`);
  });
}
menu.addEventListener("toggle", () => (told.textContent = ""));
menu.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && menu.open) {
    menu.open = false;
    menu.querySelector("summary").focus();
  }
});
document.addEventListener("click", (event) => {
  if (!menu.contains(event.target)) menu.open = false;
});

// Begin

show();
let last = 0;
try {
  await load(catalog, overview, new URL(".", import.meta.url), () => {
    // The first papers show at once; afterwards counts settle a few times a second.
    if (last && performance.now() - last < 250 && !catalog.isWhole) return;
    show();
    last = performance.now();
    restore();
  });
  root.dataset.ready = "";
} catch (error) {
  count.textContent = "The papers could not be loaded; the pages of the years below list them.";
  console.warn(error);
}
if (!overview.total) show();
