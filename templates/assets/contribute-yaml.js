// An entry as YAML, written as `llmpapers fmt` writes it: yaml_layout.py has the same rules.

const WIDTH = 94;
const SAFE = /^(?:(?=.*[G-WYZg-wyz])[A-Za-z0-9][A-Za-z0-9 ,.()/&'+_-]*[A-Za-z0-9).]|https?:\/\/[^\s#]*[^\s#:])$/;
// What one version of YAML or the other takes for a number, a date, a truth value or nothing.
const AMBIGUOUS =
  /^(?:[-+.]*\p{Nd}[\p{Nd}_.,:eE+-]*|[-+]?0[xXoObB][\da-fA-F_]+|[-+]?\.(?:inf|nan)|\p{Nd}+-\p{Nd}+-\p{Nd}+(?:[Tt ].*)?|y|n|yes|no|on|off|true|false|null|~|=|<<|)$/iu;
const INDICATORS = "-?:,[]{}#&*!|>'\"%@`<=";
const UNPRINTABLE = /[\x7f-\x9f\xad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ud800-\udfff\ue000-\uf8ff\ufeff\ufffe\uffff]/gu;

function quoted(text) {
  return JSON.stringify(text).replace(UNPRINTABLE, (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, "0")}`);
}

/** Whether a text can stand bare, since no reader could take it for anything else. */
function isPlain(text) {
  if (SAFE.test(text) && !AMBIGUOUS.test(text)) return true;
  if (!text || INDICATORS.includes(text[0]) || AMBIGUOUS.test(text)) return false;
  if (/(?! )[\p{C}\p{Z}]/u.test(text)) return false;
  return !/: |:$| #|^ | $/.test(text);
}

const scalar = (value) => (typeof value === "number" ? String(value) : isPlain(value) ? value : quoted(value));

const size = (text) => [...text].length;

function filled(text) {
  const lines = [];
  for (const part of text.split(/(?<=\S) (?=\S)/u)) {
    const last = lines.length - 1;
    if (last >= 0 && size(lines[last]) + 1 + size(part) <= WIDTH) lines[last] += ` ${part}`;
    else lines.push(part);
  }
  return lines;
}

function prose(name, text) {
  const lines = text.includes("\n") ? ["|", ...text.split("\n")] : [">-", ...filled(text)];
  return [`${name}: ${lines[0]}`, ...lines.slice(1).map((line) => (line ? `  ${line}` : ""))];
}

function mapping(value, depth) {
  return Object.entries(value).map(([name, text]) => `${" ".repeat(depth)}${scalar(name)}: ${scalar(text)}`);
}

function item(value) {
  if (typeof value !== "object") return [`  - ${scalar(value)}`];
  const [first, ...rest] = mapping(value, 4);
  return [`  - ${first.trimStart()}`, ...rest];
}

function field(name, value) {
  if (name === "arxiv") return [`${name}: ${quoted(value)}`];
  if (name === "added") return [`${name}: ${value}`];
  if (name === "summary" || name === "description") return prose(name, value);
  if (Array.isArray(value)) return [`${name}:`, ...value.flatMap(item)];
  if (typeof value === "object") return [`${name}:`, ...mapping(value, 2)];
  return [`${name}: ${scalar(value)}`];
}

const isThere = (value) => value !== undefined && value !== null && value !== "" && !(Array.isArray(value) && !value.length);

/**
 * Write an entry's file.
 * @param kind "paper" or "resource"
 * @param fields its values by name; empty ones are left out
 * @param order the names of the fields in the order of the schema
 * @param depth folders between catalog/ and the file
 */
export function entryYaml(kind, fields, order, depth = 1) {
  const lines = [`# yaml-language-server: $schema=${"../".repeat(depth)}schema/${kind}.json`];
  for (const name of order) if (isThere(fields[name])) lines.push(...field(name, fields[name]));
  return `${lines.join("\n")}\n`;
}
