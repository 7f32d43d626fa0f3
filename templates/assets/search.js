// The search box: a dialog with a combobox over papers, topics, resources and pages. It opens at once, so that no key is
// lost; the data and the library are fetched when it is first opened. `fold` comes from site.js.

const SHOWN = 12;
const LONGEST_GUESSED = 24; // Letters of a word; of what is longer, spelling variants would take seconds to try.
const KINDS = { paper: "", topic: "Topic", resource: "Resource", page: "Page" };

const assets = new URL(".", import.meta.url);

let engine = null;
let loading = null;
let dialog = null;

function open() {
  dialog ||= makeDialog();
  if (!dialog.element.open) dialog.element.showModal();
  dialog.input.select();
  if (engine) {
    dialog.search();
    return;
  }
  dialog.say("Loading …");
  loading ||= load().then(
    (made) => {
      engine = made;
      dialog.search();
    },
    () => {
      loading = null;
      dialog.say("Search could not be loaded. All papers are on the page Papers.");
    },
  );
}

async function load() {
  const [response] = await Promise.all([fetch(new URL("search.json", assets)), loadScript(new URL("lunr.js", assets))]);
  if (!response.ok) throw new Error(String(response.status));
  return makeEngine(await response.json(), window.lunr, fold);
}

function loadScript(url) {
  return new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = url;
    script.addEventListener("load", resolve);
    script.addEventListener("error", reject);
    document.head.append(script);
  });
}

/** Index the records; gives a function from a query to the records found, the best first. */
export function makeEngine(records, lunr, fold) {
  const squeeze = (text) => fold(text).replace(/[^\p{L}\p{N}]/gu, "");
  const exact = new Map();
  const names = records.map((record) => [record.t, record.n, ...(record.k || [])].filter(Boolean).map(squeeze));
  // An identifier is found as it is pasted: 2106.09685, arXiv:2106.09685, or the DOI.
  const ids = records.map((record) => (record.i || []).flatMap((id) => [squeeze(id), squeeze(`arxiv ${id}`)]));
  names.forEach((keys, number) =>
    [...keys, ...ids[number]].forEach((key) => exact.set(key, [...(exact.get(key) || []), number])),
  );

  lunr.tokenizer.separator = /[^\p{L}\p{N}]+/u;
  const index = lunr(function () {
    this.ref("number");
    this.field("name", { boost: 12 });
    this.field("title", { boost: 8 });
    this.field("authors", { boost: 5 });
    this.field("other", { boost: 6 });
    this.field("where", { boost: 2 });
    this.field("text", { boost: 1 });
    // "the" and "of" are words of titles too; the rarity of a word decides what it counts.
    this.pipeline.remove(lunr.stopWordFilter);
    this.pipeline.remove(lunr.stemmer);
    this.pipeline.add(stemBesideWord(lunr));
    records.forEach((record, number) => {
      // A name such as D2DMoE or LLM.int8() is also one word, however it is cut.
      const name = record.n ? `${fold(record.n)} ${squeeze(record.n)}` : "";
      const title = fold(record.t);
      const head = title.includes(":") ? squeeze(title.split(":")[0]) : "";
      this.add({
        number,
        name,
        title: `${title} ${head}`,
        authors: fold((record.a || []).join(" ")),
        other: (record.k || []).map((other) => `${fold(other)} ${squeeze(other.split(":")[0])}`).join(" "),
        where: fold(record.p || ""),
        text: fold(record.s || ""),
      });
    });
  });

  const scoresOf = (word, isLast) => {
    const found = new Map();
    const run = (factor, build) => {
      for (const { ref, score } of index.query(build)) {
        found.set(ref, Math.max(found.get(ref) || 0, score * factor));
      }
    };
    run(1, (query) => query.term(word));
    if (isLast || word.length > 2) {
      run(0.7, (query) => query.term(word, { usePipeline: false, wildcard: lunr.Query.wildcard.TRAILING }));
    }
    if (word.length >= 4 && word.length <= LONGEST_GUESSED) {
      const editDistance = word.length >= 8 ? 2 : 1;
      run(0.35, (query) => query.term(word, { usePipeline: false, editDistance }));
    }
    return found;
  };

  return (text) => {
    const literal = fold(text.trim());
    const words = literal.split(/[^\p{L}\p{N}]+/u).filter(Boolean).slice(0, 24);
    const key = squeeze(text);
    if (!key) return [];
    const totals = new Map();
    const matched = new Map();
    words.forEach((word, place) => {
      for (const [ref, score] of scoresOf(word, place === words.length - 1)) {
        totals.set(ref, (totals.get(ref) || 0) + score);
        matched.set(ref, (matched.get(ref) || 0) + 1);
      }
    });
    // A record that has all the words goes before one that has some of them often.
    for (const [ref, score] of totals) totals.set(ref, score * (matched.get(ref) / words.length) ** 2);
    const best = Math.max(1, ...totals.values());
    const lift = (number, by) => totals.set(String(number), (totals.get(String(number)) || 0) + best * by);
    for (const number of exact.get(key) || []) {
      const name = records[number].n || "";
      // LoRA and LoRA+ differ by a sign only.
      lift(number, fold(name) === literal ? 5 : squeeze(name) === key ? 4 : 3);
    }
    if (key.length > 1) {
      names.forEach((keys, number) => {
        if (keys.some((name) => name.startsWith(key) && name !== key)) lift(number, 1);
        if (key.length > 3 && keys.some((name) => isOneSlipAway(name, key))) lift(number, 1.5);
      });
    }
    return [...totals]
      .sort(([one, a], [other, b]) => b - a || one - other)
      .map(([ref]) => records[Number(ref)]);
  };
}

// A word that is misspelled resembles the whole word, not its stem, so both are in the index.
function stemBesideWord(lunr) {
  const label = "stemBesideWord";
  const step = (token) => {
    const stem = lunr.stemmer(token.clone());
    return stem.toString() === token.toString() ? [token] : [token, stem];
  };
  return lunr.Pipeline.registeredFunctions[label] || (lunr.Pipeline.registerFunction(step, label), step);
}

// One letter too many, too few, another one, or two neighbors swapped.
function isOneSlipAway(name, typed) {
  if (name === typed || Math.abs(name.length - typed.length) > 1) return false;
  let start = 0;
  while (start < name.length && name[start] === typed[start]) start += 1;
  let end = 0;
  const most = Math.min(name.length, typed.length) - start;
  while (end < most && name.at(-1 - end) === typed.at(-1 - end)) end += 1;
  const rest = name.slice(start, name.length - end);
  const typedRest = typed.slice(start, typed.length - end);
  const isSwapped = rest.length === 2 && rest === typedRest[1] + typedRest[0];
  return isSwapped || (rest.length <= 1 && typedRest.length <= 1);
}

function makeDialog() {
  const element = document.createElement("dialog");
  element.className = "search";
  element.setAttribute("aria-label", "Search");
  element.innerHTML =
    '<div class="search__field"><input type="text" role="combobox" aria-label="Search papers, topics, resources and pages"' +
    ' aria-expanded="false" aria-controls="search-results" aria-autocomplete="list" autocomplete="off" autocapitalize="off"' +
    ' spellcheck="false" enterkeyhint="go" placeholder="Title, method, author or idea">' +
    '<button type="button" class="icon-button" aria-label="Close search">✕</button></div>' +
    '<p class="search__status" role="status"></p>' +
    '<ul class="search__results" id="search-results" role="listbox" aria-label="Results"></ul>';
  document.body.append(element);
  const input = element.querySelector("input");
  const status = element.querySelector(".search__status");
  const list = element.querySelector(".search__results");
  const root = new URL("../../", assets);
  let active = -1;
  let isWaiting = false; // Enter was pressed before there were results.

  const say = (text) => (status.textContent = text);
  const options = () => [...list.children];
  const activate = (place) => {
    const all = options();
    active = all.length ? (place + all.length) % all.length : -1;
    all.forEach((option, number) => option.setAttribute("aria-selected", String(number === active)));
    if (active >= 0) {
      input.setAttribute("aria-activedescendant", all[active].id);
      all[active].scrollIntoView({ block: "nearest" });
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
  const search = () => {
    const text = input.value.trim();
    list.replaceChildren();
    activate(-1);
    if (!text || !engine) {
      input.setAttribute("aria-expanded", "false");
      say(engine ? "Type a word of the title, a method, an author, or what it is about." : status.textContent);
      return;
    }
    const found = engine(text);
    list.append(...found.slice(0, SHOWN).map((record, number) => makeOption(record, number, root, text)));
    input.setAttribute("aria-expanded", String(found.length > 0));
    const first = found.length > SHOWN ? `First ${SHOWN} of ` : "";
    say(found.length ? `${first}${found.length} result${found.length === 1 ? "" : "s"}` : `Nothing found for “${text}”. Try fewer or other words.`);
    if (found.length) activate(0);
    if (found.length && isWaiting) follow(options()[0]);
  };

  input.addEventListener("input", () => {
    isWaiting = false;
    search();
  });
  input.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown") activate(active + 1);
    else if (event.key === "ArrowUp") activate(active - 1);
    else if (event.key === "Enter" && active >= 0) follow(options()[active], event);
    else if (event.key === "Enter" && !engine) isWaiting = true;
    else return;
    event.preventDefault();
  });
  list.addEventListener("click", (event) => {
    const option = event.target.closest("[role=option]");
    if (option) follow(option, event);
  });
  list.addEventListener("mousemove", (event) => {
    const option = event.target.closest("[role=option]");
    if (option && option.getAttribute("aria-selected") !== "true") activate(options().indexOf(option));
  });
  element.querySelector("button").addEventListener("click", () => element.close());
  element.addEventListener("click", (event) => {
    if (event.target === element) element.close();
  });
  return { element, input, say, search };
}

/** Name the authors on one line: the one that was asked for, or the first, and the number of the others. */
function shortAuthors(authors, words) {
  if (authors.length <= 3) return authors.join(", ");
  const asked = authors.find((author) => {
    const family = author.toLowerCase().split(" ").at(-1);
    return words.some((word) => word.length > 2 && word === family);
  });
  return `${asked || authors[0]} and ${authors.length - 1} more`;
}

/** Give the earlier title or name by which a paper was found, so that the reader knows why it is here. */
function otherName(record, text) {
  const key = fold(text).replace(/[^\p{L}\p{N}]/gu, "");
  const has = (name) => fold(name || "").replace(/[^\p{L}\p{N}]/gu, "").includes(key);
  if (key.length < 3 || has(record.t) || has(record.n)) return "";
  const name = (record.k || []).filter(has).sort((one, other) => one.length - other.length)[0];
  return name ? `also known as ${name}` : "";
}

function makeOption(record, number, root, text) {
  const option = document.createElement("li");
  option.id = `search-result-${number}`;
  option.setAttribute("role", "option");
  option.setAttribute("aria-selected", "false");
  option.dataset.address = new URL(record.u, root).href;
  const title = document.createElement("span");
  title.className = "search__title";
  const isNamed = record.n && !record.t.toLowerCase().startsWith(record.n.toLowerCase());
  if (isNamed) {
    const name = document.createElement("span");
    name.className = "paper__name";
    name.textContent = record.n;
    title.append(name, " ");
  }
  title.append(record.t);
  const facts = document.createElement("span");
  facts.className = "search__facts";
  const authors = shortAuthors(record.a || [], text.toLowerCase().split(/\s+/));
  facts.textContent = [otherName(record, text), KINDS[record.y], record.p, authors].filter(Boolean).join(" · ");
  option.append(title, facts);
  return option;
}

function setUp() {
  const buttons = document.querySelectorAll("[data-search]");
  for (const button of buttons) {
    button.addEventListener("click", open);
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
