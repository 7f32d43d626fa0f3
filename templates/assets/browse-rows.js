// Papers as rows of a list or of a table. Every text of an entry is put in as text, never as HTML.

const MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(" ");

// Make an element; a property that begins with a letter of the DOM's own is set, others become attributes.
export function make(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (value === undefined || value === null || value === false) continue;
    if (name in element && name !== "list" && name !== "form") element[name] = value;
    else element.setAttribute(name, value);
  }
  element.append(...children.filter((child) => child !== null && child !== ""));
  return element;
}

const span = (className, text) => make("span", { className }, text);

function published(catalog, paper) {
  const venue = catalog.venues.list[catalog.venueOf[paper]];
  const posted = catalog.posted[paper];
  const month = posted ? `${MONTHS[(posted % 100) - 1]} ${Math.floor(posted / 100)}` : "";
  const preprint = catalog.isPreprint(paper);
  return {
    preprint,
    text: `${venue} ${preprint && month ? month : catalog.years[paper]}`,
    posted: preprint || !month ? "" : `arXiv ${month}`,
  };
}

function facts(catalog, paper) {
  const { preprint, text, posted } = published(catalog, paper);
  const parts = [span(preprint ? "published published--preprint" : "published", text)];
  if (posted) parts.push(" ", span("posted", `· ${posted}`));
  if (catalog.awards.has(paper)) parts.push(" ", span("award", catalog.awards.get(paper)));
  if (catalog.withdrawn.has(paper)) parts.push(" ", span("withdrawn", "Withdrawn"));
  return parts;
}

// Up to three authors, or two and how many more; whom the reader has filtered by is always among the named.
function authors(catalog, paper, wanted) {
  const names = catalog.authorsOf(paper);
  if (names.length <= 3) return names.join(", ");
  const sought = names.slice(2).find((name) => wanted.includes(name));
  return sought
    ? `${names[0]}, ${sought} and ${names.length - 2} more`
    : `${names[0]}, ${names[1]} and ${names.length - 2} more`;
}

function title(catalog, paper, base) {
  const link = make("a", { className: "row__title", href: `${base}papers/${encodeURIComponent(catalog.ids[paper])}/` });
  if (catalog.shortNames[paper]) link.append(span("paper__name", catalog.shortNames[paper]), " ");
  link.append(catalog.titles[paper]);
  return link;
}

function links(catalog, paper) {
  const found = [];
  const arxiv = catalog.arxiv[paper], code = catalog.codes[paper];
  if (arxiv) found.push(make("a", { className: "link link--arxiv", href: `https://arxiv.org/abs/${arxiv}` }, "arXiv"));
  if (/^https?:/i.test(code)) found.push(make("a", { className: "link link--code", href: code }, "Code"));
  return found;
}

export function listItem(catalog, paper, base, wanted) {
  const row = make("li", { className: "row" }, title(catalog, paper, base), " ");
  row.append(make("span", { className: "row__facts" }, ...facts(catalog, paper)), " ");
  const names = authors(catalog, paper, wanted);
  if (names) row.append(span("row__authors", names), " ");
  row.append(make("span", { className: "row__links" }, ...links(catalog, paper)));
  return row;
}

export function tableRow(catalog, paper, base, wanted) {
  const { text, posted } = published(catalog, paper);
  const added = String(catalog.added[paper]);
  const marks = facts(catalog, paper).filter((part) => /award|withdrawn/.test(part.className));
  return make(
    "tr",
    {},
    make("th", { scope: "row" }, title(catalog, paper, base), ...marks.flatMap((mark) => [" ", mark])),
    make("td", { className: "wide" }, authors(catalog, paper, wanted)),
    make("td", { title: posted ? `${text} · ${posted}` : text }, catalog.venues.list[catalog.venueOf[paper]]),
    make("td", { className: "number" }, String(catalog.years[paper])),
    make("td", { className: "number wide" }, `${added.slice(0, 4)}-${added.slice(4, 6)}-${added.slice(6)}`),
    make("td", { className: "row__links" }, ...links(catalog, paper)),
  );
}
