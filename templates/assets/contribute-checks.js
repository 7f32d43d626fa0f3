// What is wrong with an entry, in the words of `llmpapers check`; identifiers.py, models.py and checks.py have the same rules.

const { fold, squeeze } = await import(`./search-words.js${new URL(import.meta.url).search}`);

const ARXIV_ADDRESS =
  /^(?:https?:\/\/)?(?:(?:www|export|browse)\.)?(?:arxiv\.org|ar5iv(?:\.labs\.arxiv)?\.org|alphaxiv\.org)\/(?:abs|pdf|html|format|e-print|src|ps)\/([^?#\s]+)(?:[?#]\S*)?$/i;
const ARXIV_DOI = /^(?:(?:https?:\/\/)?(?:dx\.)?doi\.org\/|doi:)?10\.48550\/arxiv\.(.+)$/i;
const ARXIV_NEW = /^(\d{4})\.(\d{4,5})(?:v[1-9]\d{0,5})?$/;
const ARXIV_OLD = /^([a-z]+(?:-[a-z]+)?)(?:\.[A-Za-z]{2})?\/(\d{4})(\d{3})(?:v[1-9]\d{0,5})?$/;
const DOI = /^10\.[0-9]{4,9}(?:\.[0-9]+)*\/[^\s\x00-\x1f\x7f-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff9-\ufffb\ufffe\uffff\ud800-\udfff\ue000-\uf8ff\u{1d173}-\u{1d17a}\u{e0000}-\u{e00ff}\u{e01f0}-\u{e0fff}\u{f0000}-\u{10ffff}"<>]+(?:<[\w.,:&;*+-]+>[0-9]\.[0-9]\.[A-Za-z]{2};[0-9](?:-[0-9A-Za-z#])?)?$/u;
const NOT_IN_ADDRESS = /[\s\x00-\x1f\x7f-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff9-\ufffb\ufffe\uffff\ud800-\udfff\ue000-\uf8ff\u{1d173}-\u{1d17a}\u{e0000}-\u{e00ff}\u{e01f0}-\u{e0fff}\u{f0000}-\u{10ffff}\\"<>`{}|^]/u;
const FORBIDDEN = /[\x00-\x1f\x7f-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff9-\ufffb\ufffe\uffff\ud800-\udfff\ue000-\uf8ff\u{1d173}-\u{1d17a}\u{e0000}-\u{e00ff}\u{e01f0}-\u{e0fff}\u{f0000}-\u{10ffff}]/u;

const [SHORT_SUMMARY, LONG_SUMMARY] = [60, 600];

function decoded(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** Read an arXiv id in any of its forms; gives the bare id, or null. */
export function parseArxiv(text) {
  let id = text.trim();
  const address = ARXIV_ADDRESS.exec(id) || ARXIV_DOI.exec(id);
  id = address ? decoded(address[1]).replace(/\/+$/, "").replace(/\.pdf$/, "") : id.replace(/^arxiv:\s*/i, "");
  let found = ARXIV_NEW.exec(id);
  let month;
  let bare;
  if (found) {
    if ((found[2].length === 5) !== Number(found[1]) >= 1501 || Number(found[1]) < 704) return null;
    [month, bare] = [found[1].slice(2), `${found[1]}.${found[2]}`];
  } else {
    found = ARXIV_OLD.exec(id);
    if (!found || (Number(found[2]) > 703 && Number(found[2]) < 9108)) return null;
    [month, bare] = [found[2].slice(2), `${found[1]}/${found[2]}${found[3]}`];
  }
  return Number(month) >= 1 && Number(month) <= 12 ? bare : null;
}

export function arxivYear(id) {
  const short = Number(id.slice(id.lastIndexOf("/") + 1).slice(0, 2));
  return short >= 91 ? 1900 + short : 2000 + short;
}

/** Take the resolver's address off a DOI; null if the text is none. */
export function bareDoi(text) {
  const given = text.trim();
  const bare = given.replace(/^(?:https?:\/\/(?:dx\.)?doi\.org\/|doi:\s*)/i, "");
  const read = bare !== given || !DOI.test(bare) ? decoded(bare) : bare;
  return DOI.test(read) ? read : null;
}

export function isWebAddress(text) {
  if (NOT_IN_ADDRESS.test(text)) return false;
  const found = /^https?:\/\/([^/?#]*)/i.exec(text);
  if (!found || found[1].includes("@")) return false;
  const [host, port] = found[1].split(/:(?=\d*$)/);
  return (port === undefined || port === "" || (Number(port) > 0 && Number(port) < 65536)) && /^[^.\s]+(\.[^.\s]+)+\.?$/.test(host);
}

// Windows can hold no file of a device's name, whatever its ending.
const DEVICE = /^(?:con|prn|aux|nul|com[0-9]|lpt[0-9])$/;
export const isEntryId = (text) => text.length <= 80 && /^[a-z0-9]+(?:-[a-z0-9]+)*$/.test(text) && !DEVICE.test(text);

/** Make an id of a short name or a title. */
export function proposeId(text) {
  const words = fold(text).split(/[^a-z0-9]+/).filter(Boolean);
  let id = "";
  for (const word of words) {
    const longer = id ? `${id}-${word}` : word;
    if (id && longer.length > 40) break;
    id = longer.slice(0, 80);
  }
  return id;
}

/** Split what was pasted into names: one a line, "A, B and C", or BibTeX's "Family, Given and Family, Given". */
export function splitAuthors(text) {
  const clean = (name) => name.replace(/[*†‡§¶∗]+|(?<=\p{L})\d+$/gu, "").replace(/\s+/g, " ").trim();
  const lines = text.split(/\n+/).map((line) => line.replace(/[,;]\s*$/, "").trim()).filter(Boolean);
  if (lines.length > 1) return lines.flatMap((line) => splitAuthors(line));
  const parts = (lines[0] || "").split(/\s*,?\s+and\s+|\s*&\s*|\s*;\s*/i).filter(Boolean);
  const commas = parts.map((part) => part.split(",").length - 1);
  const sides = parts.length === 1 ? parts[0].split(",").map((side) => side.trim()) : [];
  const isTwoWholeNames = sides.length === 2 && sides.every((side) => side.includes(" "));
  if (parts.length && commas.every((count) => count === 1) && !isTwoWholeNames) {
    return parts.map((part) => clean(part.split(",").reverse().join(" "))).filter(Boolean);
  }
  return parts.flatMap((part) => part.split(",")).map(clean).filter(Boolean);
}

export function crc32(text) {
  let sum = ~0;
  for (const byte of new TextEncoder().encode(text)) {
    sum ^= byte;
    for (let bit = 0; bit < 8; bit++) sum = (sum >>> 1) ^ (sum & 1 ? 0xedb88320 : 0);
  }
  return ~sum >>> 0;
}

const urlKey = (url) =>
  url.trim().replace(/^https?:\/\/(www\.)?/i, "").split("#")[0].replace(/\/+$/, "").replace(/\.git$/, "").toLowerCase();

/** List what no other entry can have too, each with the field at which a clash is shown. */
export function entryKeys(folder, id, fields) {
  const keys = [];
  const add = (field, key) => key && keys.push({ field, key });
  add("id", id && `${folder}:id:${id}`);
  for (const former of fields.former_ids || []) add("id", `${folder}:id:${former}`);
  const main = folder === "papers" ? "title" : "name";
  if (fields[main]) add(main, `${folder}:title:${squeeze(fields[main])}`);
  for (const name of fields.also_known_as || []) add("also_known_as", `${folder}:title:${squeeze(name)}`);
  if (folder === "resources") return fields.url ? [...keys, { field: "url", key: `url:${urlKey(fields.url)}` }] : keys;
  add("arxiv", fields.arxiv && `arxiv:${parseArxiv(fields.arxiv)}`);
  add("doi", fields.doi && `doi:${(bareDoi(fields.doi) || "").toLowerCase()}`);
  return keys;
}

const show = (value) => `'${value}'`;
const fault = (field, message, hint = "") => ({ field, message, hint, severity: "error" });
// A warning has the code by which an entry may waive it.
const warning = (code, field, message, hint) => ({ code, field, message, hint, severity: "warning" });

function resolve(schema, root) {
  return schema.$ref ? root.$defs[schema.$ref.split("/").pop()] : schema;
}

function typeOf(value) {
  return Array.isArray(value) ? "array" : Number.isInteger(value) ? "integer" : typeof value;
}

/** Check a value against the part of JSON Schema that the catalog's schemas use. */
function schemaFaults(field, value, given, root) {
  const schema = resolve(given, root);
  if (schema.anyOf) {
    const fitting = schema.anyOf.map((option) => resolve(option, root)).find((option) => option.type === typeOf(value));
    return fitting ? schemaFaults(field, value, fitting, root) : [fault(field, "this has the wrong form")];
  }
  if (schema.type && schema.type !== typeOf(value)) return [fault(field, schema.type === "integer" ? "a whole number is wanted" : "this has the wrong form")];
  if (schema.type === "array") return value.flatMap((member) => schemaFaults(field, member, schema.items, root));
  if (schema.type === "object") {
    const names = Object.keys(schema.properties || {});
    const missing = (schema.required || []).filter((name) => !value[name]);
    return [
      ...missing.map((name) => fault(field, `the required field \`${name}\` is missing`)),
      ...names.filter((name) => value[name]).flatMap((name) => schemaFaults(field, value[name], schema.properties[name], root)),
    ];
  }
  if (schema.type === "string") return textFaults(field, value, schema);
  return [];
}

function textFaults(field, text, schema) {
  if (schema.enum && !schema.enum.includes(text)) {
    const meant = schema.enum.find((option) => fold(option) === fold(text));
    const what = { venue: "venue", topics: "topic" }[field];
    return [fault(field, what ? `there is no ${what} ${show(text)}` : `${show(text)} is not among the values`, meant ? `did you mean ${show(meant)}?` : "choose one of the list")];
  }
  const sign = FORBIDDEN.exec(text);
  if (sign && !(sign[0] === "\n" && /summary|description/.test(field))) {
    return [fault(field, sign[0] === "\n" ? "the text holds a line break" : `the text holds the character U+${sign[0].codePointAt(0).toString(16).toUpperCase().padStart(4, "0")}`, "write one line of visible text")];
  }
  const most = { title: 400, name: 400, also_known_as: 400, summary: 4000, description: 4000 }[field] || (schema.format === "uri" ? 100000 : 300);
  const length = [...text].length;
  if (length > most) return [fault(field, `the text has ${length} characters, more than ${most}`, "shorten it")];
  if (schema.format === "uri" && !isWebAddress(text)) {
    return [fault(field, `${show(text)} is no http(s) address`, isWebAddress(`https://${text}`) ? `did you mean ${show(`https://${text}`)}?` : "write an absolute address that begins with https://")];
  }
  return [];
}

/** Check an entry by itself. */
export function entryFaults(kind, fields, schema, venues) {
  const faults = [];
  for (const name of schema.required) {
    const value = fields[name];
    if (value === undefined || value === "" || (Array.isArray(value) && !value.length)) {
      faults.push({ ...fault(name, "this is required", schema.properties[name].description), missing: true });
    }
  }
  for (const [name, value] of Object.entries(fields)) {
    if (schema.properties[name] && value !== undefined && value !== "") faults.push(...schemaFaults(name, value, schema.properties[name], schema));
  }
  faults.push(...(kind === "paper" ? paperFaults(fields, venues) : []), ...repeats(fields));
  return faults.filter((found) => !found.code || !fields.waive?.[found.code]);
}

function repeats(fields) {
  return ["authors", "also_known_as", "code", "links", "builds_on", "related"].flatMap((name) => {
    const values = (fields[name] || []).map((value) => value.url || value);
    const twice = values.find((value, place) => values.indexOf(value) !== place);
    if (!twice) return [];
    const told = `${show(twice)} stands twice`;
    return [name === "authors" ? warning("repeated-author", name, told, "delete one, or waive this if two authors share the name") : fault(name, told, "delete one")];
  });
}

function paperFaults(fields, venues) {
  const faults = [];
  const { arxiv, doi, year, summary, title } = fields;
  if (arxiv && parseArxiv(arxiv) !== arxiv) faults.push(fault("arxiv", `${show(arxiv)} is no arXiv id`, "write the bare id, such as 2402.12354, or paste its address"));
  if (doi && !bareDoi(doi)) faults.push(fault("doi", `${show(doi)} is no DOI`, "a DOI looks like 10.1145/3694715.3695964"));
  else if (doi && doi.toLowerCase().startsWith("10.48550/arxiv.")) faults.push(fault("doi", "this DOI only repeats the arXiv id", "write the id into the field for arXiv"));
  const last = Number(String(fields.added || "").slice(0, 4)) + 1;
  if (Number.isInteger(year) && (year < 1936 || (last && year > last))) faults.push(fault("year", `the year ${year} cannot be`, `a year lies between 1936 and ${last}`));
  else if (Number.isInteger(year) && arxiv && parseArxiv(arxiv)) {
    const posted = arxivYear(arxiv);
    const isPreprint = venues.some((venue) => venue.name === fields.venue && venue.kind === "preprint");
    if (isPreprint && year !== posted) faults.push(warning("year-after-preprint", "year", `a preprint of ${year}, with an arXiv id of ${posted}`, `write ${posted}, or name the formal publication`));
    else if (year < posted) faults.push(warning("year-before-arxiv", "year", `published in ${year}, but posted in ${posted}`, "check both"));
  }
  if ((fields.topics || []).length > 4) faults.push(warning("too-many-topics", "topics", `${fields.topics.length} topics`, "keep the 4 that fit best"));
  if (summary) faults.push(...summaryFaults(summary, title));
  if (title && isShouted(title)) faults.push(warning("title-in-capitals", "title", "the title is in capitals", "write it as the paper's page does"));
  for (const author of fields.authors || []) {
    if (/\bet\s+al\b|\band others\b|,|;|\band\b|&|\d|@|[<>{}\\]/i.test(author)) faults.push(warning("author-format", "authors", `${show(author)} is not written as a name`, "write 'Given Family', one author a line"));
  }
  return faults;
}

function isShouted(title) {
  const letters = [...title].filter((letter) => letter.toLowerCase() !== letter.toUpperCase());
  const shouting = letters.filter((letter) => letter === letter.toUpperCase()).length;
  return title.split(/\s+/).length >= 4 && letters.length >= 20 && shouting > 0.8 * letters.length;
}

function summaryFaults(summary, title) {
  if (/^TODO\b/i.test(summary)) return [fault("summary", "the summary is still to be written", "say in one to three sentences of your own the problem, the idea and the result")];
  const length = [...summary].length;
  if (length < SHORT_SUMMARY) return [warning("summary-too-short", "summary", `the summary has only ${length} characters`, "say the problem, the idea and the result")];
  if (length > LONG_SUMMARY) return [warning("summary-too-long", "summary", `the summary has ${length} characters`, `cut it to ${LONG_SUMMARY} at most`)];
  if (title && squeeze(summary).startsWith(squeeze(title))) return [warning("summary-repeats-title", "summary", "the summary begins with the title", "say it in other words")];
  return [];
}
