// The form of the contribute page: an entry as YAML, checked while it is written. Nothing is stored, and nothing is
// taken from the page's address but the id of an entry to correct.

const version = new URL(import.meta.url).search;
const { entryYaml } = await import(`./contribute-yaml.js${version}`);
const checks = await import(`./contribute-checks.js${version}`);

const LONGEST_ADDRESS = 8000;
const form = document.getElementById("contribute-form");
const block = document.getElementById("contribute-data");
const data = JSON.parse(block.textContent);
const root = new URL(block.dataset.base, location.href);
const state = { kind: "paper", touched: new Set(), original: null, file: "", ownId: "", idIsOwn: false, chosen: { paper: [], resource: [] }, clashes: [], asked: 0, dirty: false };
const schemas = {};
const files = new Map();

const $ = (selector, from = form) => from.querySelector(selector);
const oneLine = (text) => text.replace(/\s+/g, " ").trim();
const lines = (text) => text.split("\n").map(oneLine).filter(Boolean);
const idsOf = (text) => text.split(/[\s,]+/).filter(Boolean);
const folder = () => (state.kind === "paper" ? "papers" : "resources");

function linkOf(line) {
  const found = /https?:\/\/\S+/.exec(line);
  if (!found) return { label: line, url: "" };
  const label = oneLine(line.replace(found[0], " ")).replace(/[:–—-]$/, "").trim();
  return label ? { label, url: found[0] } : { label: "", url: found[0] };
}

// How each field is read from its text, and shown in it. Others are single lines.
const FORMS = {
  authors: { read: (text) => checks.splitAuthors(text), show: (names) => names.join("\n") },
  year: { read: (text) => (/^\d+$/.test(text.trim()) ? Number(text) : oneLine(text)), show: String },
  arxiv: { read: (text) => checks.parseArxiv(text) || oneLine(text), show: String },
  doi: { read: (text) => checks.bareDoi(text) || oneLine(text), show: String },
  code: {
    read: (text) => lines(text).map(linkOf).map(({ label, url }) => (url ? (label ? { url, label } : url) : label)),
    show: (links) => links.map((link) => (link.url ? [link.url, link.label].filter(Boolean).join(" ") : link)).join("\n"),
  },
  links: { read: (text) => lines(text).map(linkOf), show: (links) => links.map((link) => `${link.label} ${link.url}`).join("\n") },
  also_known_as: { read: lines, show: (names) => names.join("\n") },
  builds_on: { read: idsOf, show: (ids) => ids.join(", ") },
  related: { read: idsOf, show: (ids) => ids.join(", ") },
  paper: {
    read: (text) => {
      if (checks.isEntryId(text.trim()) || !text.trim()) return text.trim();
      const { label, url } = linkOf(oneLine(text));
      return { title: label, url };
    },
    show: (paper) => (paper.url ? `${paper.title} ${paper.url}` : paper),
  },
};
const SINGLE = { read: oneLine, show: (value) => String(value).replace(/\s+/g, " ") };

const part = () => $(`[data-kind="${state.kind}"]`);
const inputs = () => [...part().querySelectorAll("input[name]:not([type=checkbox]), textarea[name], select[name]")];

/** Read the entry; what the form has no field for stays as it was. */
function readEntry() {
  const fields = { ...(state.original || {}) };
  for (const input of inputs()) {
    const value = (FORMS[input.name] || SINGLE).read(input.value);
    if (value === "" || (Array.isArray(value) && !value.length)) delete fields[input.name];
    else fields[input.name] = value;
  }
  if (state.original && fields.summary && oneLine(state.original.summary || "") === fields.summary) fields.summary = state.original.summary.trim();
  if (state.chosen[state.kind].length) fields.topics = [...state.chosen[state.kind]];
  else delete fields.topics;
  if (!fields.added) {
    const now = new Date();
    const two = (number) => String(number).padStart(2, "0");
    fields.added = `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
  }
  return fields;
}

function showEntry(fields) {
  for (const input of inputs()) {
    const value = fields[input.name];
    if (value !== undefined) input.value = (FORMS[input.name] || SINGLE).show(value);
    else if (input.tagName !== "SELECT") input.value = "";
  }
  state.chosen[state.kind] = [...(fields.topics || [])];
  showTopics();
  const more = $(".more-fields", part());
  if (more) more.open = [...more.querySelectorAll("input, textarea")].some((input) => input.value);
}

function showTopics() {
  const chosen = state.chosen[state.kind];
  for (const box of part().querySelectorAll("[name=topics]")) box.checked = chosen.includes(box.value);
  const title = (path) => data.topics[path] || path;
  $("[data-chosen]", part()).textContent = chosen.length ? `Chosen: ${chosen.map((path, place) => `${place + 1}. ${title(path)}`).join(", ")}.` : "";
}

const entryId = () => form.elements.id.value.trim();
const fileName = () => state.file || `catalog/${folder()}/${entryId() || "short-name"}.yaml`;
const depth = () => fileName().split("/").length - 2;
const yaml = (fields) => entryYaml(state.kind, fields, Object.keys(schemas[state.kind].properties), depth());

function dataPart(name, key, count) {
  const number = checks.crc32(key) % count;
  const address = new URL(`${data.entries}/${name}-${number}.json`, root);
  if (!files.has(address.href)) {
    // The host may have a newer state than the browser's cache.
    files.set(address.href, fetch(address, { cache: "no-cache" }).then((answer) => (answer.ok ? answer.json() : Promise.reject(new Error(String(answer.status))))));
  }
  return files.get(address.href);
}

async function entryOf(name) {
  return (await dataPart("entries", name, data.parts.entries))[name];
}

/** Find the entries that have something that the new one cannot share with them. */
async function findClashes(fields) {
  const own = `${folder()}/${state.ownId}`;
  const found = [];
  for (const { field, key } of checks.entryKeys(folder(), entryId(), fields)) {
    const names = (await dataPart("keys", key, data.parts.keys))[checks.crc32(key).toString(16)] || [];
    for (const name of names.filter((other) => other !== own)) {
      const entry = await entryOf(name);
      // Two keys may have one checksum, so the entry itself has the last word.
      const [place, id] = name.split("/");
      if (!entry || !checks.entryKeys(place, id, entry).some((other) => other.key === key)) continue;
      const isId = field === "id";
      const isName = field === "also_known_as" || field === "title" || field === "name";
      found.push({
        field,
        severity: isName ? "warning" : "error",
        message: isId ? "this file name is taken by " : isName ? "an entry has this title already: " : "this work is in the catalog already: ",
        hint: "",
        link: { text: entry.title || entry.name, href: new URL(place === "papers" ? `papers/${id}/` : `resources/#${id}`, root).href },
      });
    }
  }
  for (const field of ["builds_on", "related"]) {
    for (const id of fields[field] || []) {
      const isThere = checks.isEntryId(id) && (await entryOf(`papers/${id}`));
      if (!isThere) found.push({ field, severity: "error", message: `there is no paper '${id}'`, hint: "an id is a file's name without .yaml" });
      else if (id === entryId()) found.push({ field, severity: "error", message: `'${id}' is this entry itself`, hint: "delete it" });
    }
  }
  return found;
}

function idFaults() {
  const id = entryId();
  if (!id) return [{ field: "id", message: "this is required", hint: "", severity: "error", missing: true }];
  return checks.isEntryId(id) ? [] : [{ field: "id", message: `'${id}' is no id`, hint: "lower-case letters a-z, digits, and single hyphens between them", severity: "error" }];
}

function showFaults(faults) {
  for (const place of form.querySelectorAll("[data-problem]")) {
    if (place.closest("[hidden]")) continue;
    const name = place.dataset.problem;
    const here = faults.filter((fault) => fault.field === name && (state.touched.has(name) || fault.link));
    const text = JSON.stringify(here);
    const control = place.closest(".field").querySelector("input, textarea, select");
    const target = name === "topics" ? place.closest("fieldset") : control;
    if (name !== "topics") target.setAttribute("aria-invalid", String(here.some((fault) => fault.severity === "error")));
    place.closest(".field").classList.toggle("field--wrong", here.some((fault) => fault.severity === "error"));
    // Writing the same again would make screen readers say it again.
    if (place.dataset.shown === text) continue;
    place.dataset.shown = text;
    place.replaceChildren(...here.map(faultLine));
  }
}

function faultLine(fault) {
  const line = document.createElement("p");
  line.className = `fault fault--${fault.severity}`;
  line.append(fault.severity === "warning" ? "Look again: " : "", fault.message);
  if (fault.link) {
    const link = document.createElement("a");
    link.href = fault.link.href;
    link.textContent = fault.link.text;
    line.append(link);
  }
  if (fault.hint) line.append(`; ${fault.hint}`);
  return line;
}

const plural = (count, what) => `${count} ${what}${count === 1 ? "" : "s"}`;

function showState(faults) {
  const missing = faults.filter((fault) => fault.missing).length;
  const errors = faults.filter((fault) => fault.severity === "error").length - missing;
  const warnings = faults.filter((fault) => fault.severity === "warning").length;
  const told = [missing && `${plural(missing, "field")} still to fill in`, errors && `${plural(errors, "fault")} to mend`, warnings && `${plural(warnings, "point")} to look at again`].filter(Boolean);
  $("[data-state]").textContent = told.length ? `${told.join(", ")}.` : "Complete, and no fault found.";
  $("[data-state]").classList.toggle("contribute__state--ready", !errors && !missing);
}

function newAddress(text) {
  const { host } = data;
  if (!host || !host.new) return null;
  const query = new URLSearchParams([[host.name, `${entryId()}.yaml`], [host.value, text]]);
  const short = new URLSearchParams([[host.name, `${entryId()}.yaml`]]);
  const begun = `${host.new}catalog/${folder()}/`;
  const whole = `${begun}?${query}`;
  return whole.length <= LONGEST_ADDRESS ? { href: whole, isWhole: true } : { href: `${begun}?${short}`, isWhole: false };
}

function showActions(text, isReady) {
  const open = $("[data-open]");
  const next = $("[data-next]");
  const { host } = data;
  const target = state.original ? host && { href: host.edit + state.file.split("/").map(encodeURIComponent).join("/"), isWhole: false } : newAddress(text);
  open.hidden = !target;
  if (!target) {
    next.textContent = `Copy or download the file, put it into the catalog as ${fileName()}, and propose the change.`;
    return;
  }
  if (isReady) open.href = target.href;
  else open.removeAttribute("href");
  open.setAttribute("role", "link");
  open.tabIndex = 0;
  open.setAttribute("aria-disabled", String(!isReady));
  open.target = "_blank";
  open.rel = "noopener";
  if (state.original) next.textContent = "Copy the file, open it on the repository host, and paste it over the old text. Comments of the old file are not in the copy; keep those that still hold.";
  else if (target.isWhole) next.textContent = "The repository host shows the file for a last look, and you propose it there.";
  else next.textContent = "The file is too long for an address: copy it, and paste it into the page of the repository host.";
}

let faults = [];
function update() {
  const fields = readEntry();
  const text = yaml(fields);
  const venues = data.venues;
  faults = [...checks.entryFaults(state.kind, fields, schemas[state.kind], venues), ...idFaults(), ...state.clashes];
  $("#entry-preview").textContent = text;
  $("[data-file]").textContent = fileName();
  showFaults(faults);
  showState(faults);
  showActions(text, !faults.some((fault) => fault.severity === "error"));
}

let waiting;
function lookForClashes() {
  clearTimeout(waiting);
  waiting = setTimeout(async () => {
    const asked = ++state.asked;
    try {
      const clashes = await findClashes(readEntry());
      if (asked !== state.asked) return;
      state.clashes = clashes;
    } catch {
      state.clashes = [{ field: "id", severity: "warning", message: "the existing entries could not be read, so nothing was compared", hint: "reload the page" }];
      files.clear();
    }
    update();
  }, 150);
}

/** Take a finished text into the form that it is stored in, and fill in what follows from it. */
function settle(input) {
  if (["authors", "arxiv", "doi"].includes(input.name) && input.value.trim()) {
    const { read, show } = FORMS[input.name];
    input.value = show(read(input.value));
  }
  if (input.name === "venue") {
    const folded = input.value.trim().toLowerCase();
    const meant = data.venues.find((venue) => [venue.name, ...venue.others].some((name) => name.toLowerCase() === folded));
    if (meant) input.value = meant.name;
  }
  const field = (name) => part().querySelector(`[name=${name}]`);
  if (input.name === "arxiv" && checks.parseArxiv(input.value) && !state.original) {
    const preprints = data.venues.filter((venue) => venue.kind === "preprint");
    if (!field("venue").value && preprints.length === 1) field("venue").value = preprints[0].name;
    if (!field("year").value && field("venue").value === preprints[0]?.name) field("year").value = String(checks.arxivYear(checks.parseArxiv(input.value)));
  }
}

function propose() {
  if (state.idIsOwn || state.original) return;
  const text = (name) => part().querySelector(`[name=${name}]`)?.value.trim() || "";
  const title = text("title");
  const head = title.includes(":") && title.indexOf(":") < 30 ? title.slice(0, title.indexOf(":")) : title;
  form.elements.id.value = checks.proposeId(text("short_name") || head || text("name"));
}

function showKind() {
  for (const other of form.querySelectorAll("[data-kind]")) other.hidden = other.dataset.kind !== state.kind;
  $("[data-folder]").textContent = `${folder()}/`;
  showTopics();
}

function useKind(kind) {
  state.kind = kind;
  showKind();
}

/** Read what both kinds are checked against before there is a form, so that nothing waits for it later. */
async function readSchemas() {
  const read = async (kind) => (schemas[kind] = await (await fetch(new URL(`schema/${kind}.json`, root))).json());
  await Promise.all(Object.keys(state.chosen).map(read));
}

function markAll() {
  for (const fault of faults) state.touched.add(fault.field);
  update();
  const wrong = form.querySelector(".field--wrong");
  const more = wrong?.closest("details");
  if (more) more.open = true;
  wrong?.querySelector("input, textarea, select")?.focus();
}

function isReady() {
  return !faults.some((fault) => fault.severity === "error");
}

function setUp() {
  form.addEventListener("input", (event) => {
    const { target } = event;
    state.dirty = true;
    if (target.name === "id") state.idIsOwn = target.value !== "";
    else propose();
    if (target.name === "topics") {
      const chosen = state.chosen[state.kind];
      state.chosen[state.kind] = target.checked ? [...chosen, target.value] : chosen.filter((path) => path !== target.value);
      state.touched.add("topics");
      showTopics();
    }
    update();
    lookForClashes();
  });
  form.addEventListener("change", (event) => {
    const { target } = event;
    if (target.type === "radio") {
      state.clashes = [];
      useKind(target.value);
      propose();
    } else {
      settle(target);
      state.touched.add(target.name);
      propose();
    }
    update();
    lookForClashes();
  });
  form.addEventListener("submit", (event) => event.preventDefault());
  const open = $("[data-open]");
  const refuse = (event) => {
    if (isReady()) return;
    event.preventDefault();
    markAll();
  };
  open.addEventListener("click", refuse);
  open.addEventListener("keydown", (event) => event.key === "Enter" && refuse(event));
  const copy = $("[data-copy-entry]");
  copy.addEventListener("click", async () => {
    if (!isReady()) return markAll();
    await copyText($("#entry-preview").textContent);
    copy.textContent = "Copied";
    setTimeout(() => (copy.textContent = "Copy"), 2000);
  });
  $("[data-save-entry]").addEventListener("click", () => {
    if (!isReady()) return markAll();
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([$("#entry-preview").textContent], { type: "application/yaml" }));
    link.download = fileName().split("/").pop();
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
    state.dirty = false;
  });
  addEventListener("beforeunload", (event) => {
    if (state.dirty && form.dataset.guard !== "off") event.preventDefault();
  });
}

async function copyText(text) {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    // Where the clipboard is closed, the text is selected for the reader to copy.
    getSelection().selectAllChildren(document.getElementById("entry-preview"));
    document.execCommand("copy");
  }
  state.dirty = false;
}

/** Fill the form with the entry whose id the page's address names. */
async function loadEntry() {
  const query = new URLSearchParams(location.search);
  const [kind, id] = query.has("resource") ? ["resource", query.get("resource")] : ["paper", query.get("id")];
  if (id === null) return;
  const said = $("[data-editing]");
  said.hidden = false;
  const name = `${kind === "paper" ? "papers" : "resources"}/${id}`;
  const entry = checks.isEntryId(id) ? await entryOf(name) : undefined;
  if (!entry) {
    said.textContent = "There is no such entry in this catalog; the form is for a new one.";
    return;
  }
  const { file, id: own, ...fields } = entry;
  Object.assign(state, { original: fields, file, ownId: own });
  useKind(kind);
  form.elements.id.value = own;
  form.elements.id.readOnly = true;
  $("[data-kinds]").hidden = true;
  showEntry(fields);
  said.textContent = `You are correcting “${fields.title || fields.name}”. `;
  const link = document.createElement("a");
  link.href = location.pathname;
  link.textContent = "Begin a new entry instead";
  said.append(link);
}

async function begin() {
  await readSchemas();
  useKind("paper");
  await loadEntry();
  setUp();
  document.documentElement.classList.add("has-form");
  form.hidden = false;
  update();
  lookForClashes();
}

try {
  await begin();
} catch {
  // Without the catalog's data the page stays what it is without this script: a template to copy.
  form.hidden = true;
  document.documentElement.classList.remove("has-form");
}
