// A worker that cuts what a reader filtered out of the published files, so that a page of ten thousand papers stays
// responsive meanwhile, and so that what is exported is written by one program only.
"use strict";

const FILES = { bib: "catalog.bib", csv: "catalog.csv", json: "catalog.json" };

addEventListener("message", async ({ data: { format, ids, all, base } }) => {
  try {
    const response = await fetch(new URL(FILES[format], base));
    if (!response.ok) throw new Error(`${response.status} ${response.url}`);
    postMessage({ text: { bib: bibtex, csv: table, json: entries }[format](await response.text(), ids, all) });
  } catch (error) {
    postMessage({ error: String(error.message || error) });
  }
});

// Entries stand in the file in the order of their papers' ids; an entry begins a line with its sign.
function bibtex(text, ids, all) {
  const found = text.split(/^(?=@\w+\{)/m).filter((piece) => piece.startsWith("@"));
  if (found.length !== all.length) throw new Error("the page is older than the catalog; reload it");
  const places = new Map([...all].sort().map((id, place) => [id, place]));
  return ids.map((id) => `${found[places.get(id)].trimEnd()}\n`).join("\n");
}

function table(text, ids) {
  // A quoted cell may hold line breaks, so rows end where no quotation is open.
  const rows = text.match(/(?:"(?:[^"]|"")*"|[^"\n])+\n?/g) || [];
  const head = rows.shift() || "";
  const byId = new Map(rows.map((row) => [row.slice(0, row.search(/[,\r\n]/)).replaceAll('"', ""), row]));
  return head + ids.map((id) => byId.get(id) || "").join("");
}

function entries(text, ids) {
  const byId = new Map(JSON.parse(text).papers.map((paper) => [paper.id, paper]));
  return `${JSON.stringify(ids.map((id) => byId.get(id)), null, 1)}\n`;
}
