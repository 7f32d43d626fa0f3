// The search box: a dialog with a combobox over papers, topics, resources and pages. It opens at once, so that no key is
// lost; what it searches with is fetched when it is first opened, and the index in parts as they are needed.

const SHOWN = 12;
const KINDS = { paper: "", topic: "Topic", resource: "Resource", page: "Page" };
const SLOW = 150; // Milliseconds after which a search says that it is at work.

const version = new URL(import.meta.url).search;
const assets = new URL(".", import.meta.url);
const root = new URL("../../", assets);

let engine = null;
let fold = null;
let loading = null;
let dialog = null;

function open() {
  load(); // First, since it takes longer than making the dialog.
  dialog ||= makeDialog();
  if (!dialog.element.open) dialog.element.showModal();
  dialog.input.select();
  dialog.search();
}

function load() {
  loading ||= fetchEngine().then(
    () => dialog?.search(),
    () => {
      loading = null;
      dialog?.say("Search could not be loaded. All papers are on the page Papers.");
    },
  );
}

async function fetchEngine() {
  const folder = new URL("search/", assets);
  const [index, { SearchEngine, openIndex }, words] = await Promise.all([
    fetch(new URL("index.json", folder), { cache: "no-cache" }),
    ...["engine", "words", "index"].map((name) => import(`./search-${name}.js${version}`)),
  ]);
  fold = words.fold;
  engine = new SearchEngine(await openIndex(folder, index));
}

function make(tag, className, ...content) {
  const element = document.createElement(tag);
  if (className) element.className = className;
  element.append(...content);
  return element;
}

function makeDialog() {
  const element = make("dialog", "search");
  element.setAttribute("aria-label", "Search");
  element.innerHTML =
    '<div class="search__field">' +
    '<svg class="search__glass" viewBox="0 0 24 24" width="20" height="20" aria-hidden="true"><path d="m20 20-4.6-4.6M10.5 17a6.5 6.5 0 1 1 0-13 6.5 6.5 0 0 1 0 13z" fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round"/></svg>' +
    '<input type="text" role="combobox" aria-label="Search papers, topics, resources and pages"' +
    ' aria-expanded="false" aria-controls="search-results" aria-autocomplete="list" autocomplete="off" autocapitalize="off"' +
    ' spellcheck="false" enterkeyhint="go" placeholder="Title, method, author or idea">' +
    '<button type="button" class="icon-button" aria-label="Close search">✕</button></div>' +
    '<p class="search__status" role="status"></p>' +
    '<ul class="search__results" id="search-results" role="listbox" aria-label="Results"></ul>' +
    '<div class="search__empty" hidden><p>Misspelled words are tried in other spellings too. What often helps:</p>' +
    "<ul><li>fewer words, or the rarest one of the title alone</li><li>a method’s name, an author’s family name, or an arXiv id</li>" +
    '<li>a look at <a data-to="papers/">all papers</a> or <a data-to="topics/">the topics</a></li></ul></div>' +
    '<p class="search__keys" aria-hidden="true"><span><kbd>↑</kbd> <kbd>↓</kbd> choose</span><span><kbd>Enter</kbd> open</span><span><kbd>Esc</kbd> close</span></p>';
  for (const link of element.querySelectorAll("[data-to]")) link.href = new URL(link.dataset.to, root).href;
  document.body.append(element);
  const input = element.querySelector("input");
  const status = element.querySelector(".search__status");
  const list = element.querySelector(".search__results");
  const empty = element.querySelector(".search__empty");
  let active = -1;
  let turn = 0; // Counts searches, so that a late answer to an earlier one is dropped.
  let isWaiting = false; // Enter was pressed before there were results.
  let isChosen = false; // The reader moved to a result.

  const say = (text) => (status.textContent = text);
  const options = () => [...list.children];
  const activate = (place) => {
    const all = options();
    active = all.length ? (place + all.length) % all.length : -1;
    all.forEach((option, number) => option.setAttribute("aria-selected", String(number === active)));
    if (active >= 0) {
      input.setAttribute("aria-activedescendant", all[active].id);
    } else {
      input.removeAttribute("aria-activedescendant");
    }
  };
  const follow = (option, event) => {
    const address = option.dataset.address;
    if (event && (event.ctrlKey || event.metaKey)) window.open(address, "_blank", "noopener");
    else {
      element.close();
      location.href = address;
    }
  };
  const move = (place) => {
    isChosen = true;
    activate(place);
    options()[active]?.scrollIntoView({ block: "nearest" });
  };
  const show = (text, { results, total, words, isCertain = false }, isEarly = false) => {
    const chosen = isChosen ? options()[active]?.dataset.address : null;
    const made = results.map((record, number) => makeOption(record, number, text, words));
    if (total > results.length) made.push(makeContinuation(made.length, text));
    list.replaceChildren(...made);
    list.dataset.shown = text;
    if (!isEarly) {
      list.dataset.query = text;
      element.classList.remove("search--busy");
    }
    empty.hidden = !text || total > 0;
    input.setAttribute("aria-expanded", String(total > 0));
    const first = total > results.length ? `First ${results.length} of ` : "";
    const count = `${first}${total} result${total === 1 ? "" : "s"}`;
    if (isEarly) say("Looking for more …");
    else if (!text) say("Type a word of the title, a method, an author, or what it is about.");
    else say(total ? count : `Nothing found for “${shorten(text)}”.`);
    // What the reader has moved to stays chosen when further results come.
    const place = made.findIndex((option) => option.dataset.address === chosen);
    activate(Math.max(place, 0));
    if (place < 0) list.scrollTop = 0;
    if (isEarly && !isCertain) return;
    if (total && isWaiting) follow(options()[0]);
    isWaiting = false;
  };
  const search = async () => {
    const text = input.value.trim();
    turn += 1;
    if (!engine) {
      say("Loading …");
      return;
    }
    if (list.dataset.query === text) return;
    const mine = turn;
    let held = null;
    const busy = setTimeout(() => {
      if (mine !== turn) return;
      element.classList.add("search--busy");
      if (held) show(text, held, true);
    }, SLOW);
    // One result alone would make a list that is there jump, unless the others take long.
    const early = (found) => {
      if (mine !== turn || list.dataset.query === text) return;
      if (found.isCertain && list.firstElementChild && !element.classList.contains("search--busy")) held = found;
      else show(text, found, true);
    };
    try {
      const found = text ? await engine.search(input.value.trimStart(), SHOWN, early) : { results: [], total: 0, words: [] };
      if (mine === turn) show(text, found);
    } catch {
      if (mine === turn) {
        element.classList.remove("search--busy");
        say("A part of the search could not be loaded. Change a letter to try again.");
      }
    } finally {
      clearTimeout(busy);
    }
  };

  input.addEventListener("input", () => {
    isWaiting = false;
    isChosen = false;
    search();
  });
  input.addEventListener("keydown", (event) => {
    const isCurrent = list.dataset.shown === input.value.trim();
    if (event.isComposing) return;
    if (event.key === "ArrowDown") move(active + 1);
    else if (event.key === "ArrowUp") move(active - 1);
    else if (event.key === "Enter" && !isCurrent) isWaiting = true;
    else if (event.key === "Enter" && active >= 0) follow(options()[active], event);
    else return;
    event.preventDefault();
  });
  list.addEventListener("click", (event) => {
    const option = event.target.closest("[role=option]");
    if (option) follow(option, event);
  });
  list.addEventListener("mousemove", (event) => {
    const option = event.target.closest("[role=option]");
    if (option && option.getAttribute("aria-selected") !== "true") move(options().indexOf(option));
  });
  element.querySelector("button").addEventListener("click", () => element.close());
  element.addEventListener("click", (event) => {
    if (event.target === element) element.close();
  });
  return { element, input, say, search };
}

const shorten = (text) => (text.length > 60 ? `${text.slice(0, 59)}…` : text);

/** Split a text into pieces, and mark those whose words were found. */
function marked(text, words) {
  const pieces = [];
  let end = 0;
  for (const match of text.matchAll(/[\p{L}\p{N}\p{M}]+(?:[-.][\p{L}\p{N}\p{M}]+)*/gu)) {
    // A compound such as low-rank is marked whole or by its parts.
    const parts = words.has(fold(match[0]).replace(/[^\p{L}\p{N}]/gu, "")) ? [match] : [...match[0].matchAll(/[\p{L}\p{N}\p{M}]+/gu)];
    for (const part of parts) {
      const start = match === part ? match.index : match.index + part.index;
      if (!isFound(part[0], words)) continue;
      pieces.push(text.slice(end, start), make("mark", "", part[0]));
      end = start + part[0].length;
    }
  }
  return [...pieces, text.slice(end)].filter((piece) => piece !== "");
}

function isFound(text, words) {
  const folded = fold(text).replace(/[^\p{L}\p{N}]/gu, "");
  const isUnspaced = /[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff]/.test(folded);
  return words.has(folded) || (isUnspaced && [...words].some((word) => folded.includes(word)));
}

/** Name the authors on one line: up to three, or those that were asked for, or the first, and the number of the others. */
function shownAuthors(record, words) {
  const count = record.authors.length + record.more;
  if (count <= 3) return record.authors.join(", ");
  const asked = record.authors.filter((author) => words.has(fold(author).split(/[^\p{L}\p{N}]+/u).at(-1))).slice(0, 2);
  const named = asked.length ? asked : record.authors.slice(0, 1);
  return `${named.join(", ")} and ${count - named.length} more`;
}

/** Give the earlier title or name by which a paper was found, so that the reader knows why it is here. */
function otherName(record, text) {
  const squeeze = (words) => fold(words).replace(/[^\p{L}\p{N}]/gu, "");
  const key = squeeze(text);
  const has = (name) => squeeze(name).includes(key);
  if (key.length < 3 || has(record.title) || has(record.name)) return "";
  return record.others.filter(has).sort((one, other) => one.length - other.length)[0] || "";
}

function makeOption(record, number, text, found) {
  const words = new Set(found);
  const option = make("li", "search__hit");
  option.id = `search-result-${number}`;
  option.setAttribute("role", "option");
  option.setAttribute("aria-selected", "false");
  option.dataset.address = new URL(record.address, root).href;
  const title = make("span", "search__title");
  const isNamed = record.name && !record.title.toLowerCase().startsWith(record.name.toLowerCase());
  if (isNamed) title.append(make("span", "paper__name", ...marked(record.name, words)), " ");
  title.append(...marked(record.title, words));
  const facts = make("span", "search__facts");
  const add = (...content) => facts.append(...(facts.childNodes.length ? [" · "] : []), ...content);
  const other = record.kind === "topic" ? "" : otherName(record, text);
  if (other) add("also known as ", ...marked(other, words));
  if (KINDS[record.kind]) add(KINDS[record.kind]);
  if (record.shown) add(...marked(record.shown, words));
  const authors = shownAuthors(record, words);
  if (authors) add(...marked(authors, words));
  option.append(title);
  if (record.topic) {
    const topic = make("span", "search__topic", ...(record.kind === "topic" ? [] : [record.topic[0]]));
    topic.style.setProperty("--hue", record.topic[1]);
    if (record.kind !== "topic") facts.prepend(topic, " ");
    else title.prepend(topic);
  }
  option.append(facts);
  return option;
}

/** The way from the first results to all of them. */
function makeContinuation(number, text) {
  const option = make("li", "search__all", `Look for “${shorten(text)}” among all papers`);
  option.id = `search-result-${number}`;
  option.setAttribute("role", "option");
  option.setAttribute("aria-selected", "false");
  const address = new URL("papers/", root);
  address.searchParams.set("q", text);
  option.dataset.address = address.href;
  return option;
}

function setUp() {
  for (const button of document.querySelectorAll("[data-search]")) {
    button.addEventListener("click", open);
    for (const sign of ["pointerenter", "focus"]) button.addEventListener(sign, load, { once: true });
    button.hidden = false;
  }
  document.addEventListener("keydown", (event) => {
    const isTyping = event.target.closest("input, textarea, select, [contenteditable]");
    const isSlash = event.key === "/" && !isTyping && !event.ctrlKey && !event.metaKey && !event.altKey;
    if (isSlash || (event.key.toLowerCase() === "k" && (event.ctrlKey || event.metaKey))) {
      event.preventDefault();
      open();
    }
  });
}

setUp();
