// The papers in columns: filtering, counting and sorting by numbers, so that fifty thousand papers take milliseconds.
// Nothing in here knows the page.

const { fold } = await import(`./search-words.js${new URL(import.meta.url).search}`);

const CODE = 1;
const PREPRINT = 2;
const RANKS = 2 ** 20; // More papers than any page will hold; a number has room for a key above it.

// Which facets a paper fails, as bits. A facet's counts follow the others: of them all that a paper may fail is itself.
const TOPIC = 1, VENUE = 2, YEAR = 4, AUTHOR = 8, IS_CODE = 16, KIND = 32, TEXT = 64;

// Numbers in a list whose length is not known from the start.
class Growing {
  constructor(Type, room) {
    this.values = new Type(room);
    this.length = 0;
  }
  push(value) {
    if (this.length === this.values.length) {
      const larger = new this.values.constructor(this.length * 2);
      larger.set(this.values);
      this.values = larger;
    }
    this.values[this.length++] = value;
  }
}

class Names {
  constructor(names = []) {
    this.list = [];
    this.numbers = new Map();
    names.forEach((name) => this.number(name));
  }
  number(name) {
    let number = this.numbers.get(name);
    if (number === undefined) {
      number = this.list.push(name) - 1;
      this.numbers.set(name, number);
    }
    return number;
  }
}

export class Catalog {
  constructor(overview) {
    const total = overview.total;
    this.total = total;
    this.count = 0;
    this.ids = [];
    this.titles = [];
    this.shortNames = [];
    this.texts = []; // Folded; the title comes first, so that they also sort by title.
    this.arxiv = [];
    this.codes = [];
    this.awards = new Map();
    this.withdrawn = new Map();
    this.years = new Uint16Array(total);
    this.posted = new Uint32Array(total);
    this.added = new Uint32Array(total);
    this.venueOf = new Uint16Array(total);
    this.marks = new Uint8Array(total);
    this.topicStart = new Uint32Array(total + 1);
    this.topicRefs = new Growing(Uint16Array, total * 2 + 16);
    this.authorStart = new Uint32Array(total + 1);
    this.authorRefs = new Growing(Uint32Array, total * 5 + 16);
    this.topics = new Names(overview.topics.map(([path]) => path));
    this.venues = new Names(overview.venues.map(([name]) => name));
    this.preprintVenues = new Set(overview.venues.filter((venue) => venue[2]).map(([name]) => name));
    this.authors = new Names();
    this.authorTexts = [];
    this.byTitle = new Uint32Array(0);
    this.ranked = -1; // For how many papers the ranks hold.
  }

  get isWhole() {
    return this.count === this.total;
  }

  // Take in a part; see browse_data.py for its columns.
  add(part) {
    const venues = part.venueNames.map((name) => this.venues.number(name));
    const preprints = part.venueNames.map((name) => this.preprintVenues.has(name));
    // A paper of a topic is also one of the topics above it.
    const lineages = part.topicPaths.map((path) => {
      const steps = path.split("/");
      return steps.map((_, depth) => this.topics.number(steps.slice(0, depth + 1).join("/")));
    });
    const authors = part.authorNames.map((name) => {
      const number = this.authors.number(name);
      if (number === this.authorTexts.length) this.authorTexts.push(fold(name));
      return number;
    });
    for (let place = 0; place < part.id.length; place++) {
      const paper = this.count++;
      const title = part.title[place];
      const name = part.name[place] || "";
      this.ids.push(part.id[place]);
      this.titles.push(title);
      this.shortNames.push(name);
      this.texts.push(fold(name || part.names[place] ? `${title}\n${name}\n${part.names[place] || ""}` : title));
      this.arxiv.push(part.arxiv[place]);
      this.codes.push(part.code[place]);
      if (part.award[place]) this.awards.set(paper, part.award[place]);
      if (part.withdrawn[place]) this.withdrawn.set(paper, part.withdrawn[place]);
      this.years[paper] = part.year[place];
      this.posted[paper] = posted(part.arxiv[place]);
      this.added[paper] = part.added[place];
      this.venueOf[paper] = venues[part.venue[place]];
      this.marks[paper] = (part.code[place] ? CODE : 0) | (preprints[part.venue[place]] ? PREPRINT : 0);
      const own = part.topics[place];
      const all = own.length === 1 ? lineages[own[0]] : new Set(own.flatMap((topic) => lineages[topic]));
      for (const topic of all) this.topicRefs.push(topic);
      this.topicStart[paper + 1] = this.topicRefs.length;
      for (const author of part.authors[place]) this.authorRefs.push(authors[author]);
      this.authorStart[paper + 1] = this.authorRefs.length;
    }
  }

  isPreprint(paper) {
    return (this.marks[paper] & PREPRINT) > 0;
  }

  authorsOf(paper) {
    const refs = this.authorRefs.values.subarray(this.authorStart[paper], this.authorStart[paper + 1]);
    return Array.from(refs, (author) => this.authors.list[author]);
  }

  // Which papers pass, and for every value of every facet how many would be shown with it.
  select(wanted) {
    const { count, years, venueOf, marks, topicStart, authorStart } = this;
    const topicRefs = this.topicRefs.values, authorRefs = this.authorRefs.values;
    const topicOn = flags(this.topics, wanted.topic), venueOn = flags(this.venues, wanted.venue);
    const authorOn = flags(this.authors, wanted.author);
    const from = wanted.from ?? 0, to = wanted.to ?? 65535;
    // Two bits: which of "with" and "without" are let through.
    const codes = choice(wanted.code, "yes", "no"), kinds = choice(wanted.kind, "preprint", "published");
    const missesText = this.textMisses(wanted.q);
    const counts = {
      topic: new Uint32Array(this.topics.list.length),
      venue: new Uint32Array(this.venues.list.length),
      author: new Uint32Array(this.authors.list.length),
      year: new Map(),
      code: { yes: 0, no: 0 },
      kind: { preprint: 0, published: 0 },
    };
    const byYear = new Uint32Array(65536);
    const matches = new Uint32Array(count);
    let found = 0;
    for (let paper = 0; paper < count; paper++) {
      const mark = marks[paper], year = years[paper];
      let fails = missesText ? missesText[paper] : 0;
      if (topicOn && !any(topicRefs, topicStart[paper], topicStart[paper + 1], topicOn)) fails |= TOPIC;
      if (authorOn && !any(authorRefs, authorStart[paper], authorStart[paper + 1], authorOn)) fails |= AUTHOR;
      if (venueOn && !venueOn[venueOf[paper]]) fails |= VENUE;
      if (year < from || year > to) fails |= YEAR;
      if (!(codes & (mark & CODE ? 1 : 2))) fails |= IS_CODE;
      if (!(kinds & (mark & PREPRINT ? 1 : 2))) fails |= KIND;
      if (!(fails & ~TOPIC)) for (let i = topicStart[paper]; i < topicStart[paper + 1]; i++) counts.topic[topicRefs[i]]++;
      if (!(fails & ~AUTHOR)) for (let i = authorStart[paper]; i < authorStart[paper + 1]; i++) counts.author[authorRefs[i]]++;
      if (!(fails & ~VENUE)) counts.venue[venueOf[paper]]++;
      if (!(fails & ~YEAR)) byYear[year]++;
      if (!(fails & ~IS_CODE)) counts.code[mark & CODE ? "yes" : "no"]++;
      if (!(fails & ~KIND)) counts.kind[mark & PREPRINT ? "preprint" : "published"]++;
      if (!fails) matches[found++] = paper;
    }
    byYear.forEach((papers, year) => papers && counts.year.set(year, papers));
    return { matches: matches.subarray(0, found), counts };
  }

  // For every paper 0, or TEXT where a word is neither in its title and names nor in one author's name.
  textMisses(text) {
    const words = fold(text).split(/\s+/).filter(Boolean);
    if (!words.length) return null;
    const misses = new Uint8Array(this.count);
    const refs = this.authorRefs.values;
    for (const word of words) {
      const inName = this.authorTexts.map((name) => name.includes(word));
      for (let paper = 0; paper < this.count; paper++) {
        if (misses[paper] || this.texts[paper].includes(word)) continue;
        if (!any(refs, this.authorStart[paper], this.authorStart[paper + 1], inName)) misses[paper] = TEXT;
      }
    }
    return misses;
  }

  // Papers in order, by keys that are numbers: what sorts first, then the rank of what sorts next.
  sorted(papers, order) {
    this.rank();
    const ranks = order === "title" || order === "oldest" ? this.titleRank : this.defaultRank;
    const places = order === "title" || order === "oldest" ? this.byTitle : this.byDefault;
    return decoded(Float64Array.from(papers, (paper) => this.key(paper, order) * RANKS + ranks[paper]), places);
  }

  key(paper, order) {
    switch (order) {
      case "title": return 0;
      case "oldest": return this.years[paper] * 1e6 + this.posted[paper];
      case "added": return 3e7 - this.added[paper];
      case "venue": return this.venueRank[this.venueOf[paper]];
      default: return 0;
    }
  }

  rank() {
    if (this.ranked === this.count) return;
    const { texts, ids } = this;
    const before = (a, b) => (texts[a] < texts[b] ? -1 : texts[a] > texts[b] ? 1 : ids[a] < ids[b] ? -1 : 1);
    const known = this.byTitle.length;
    const fresh = Array.from({ length: this.count - known }, (_, place) => known + place).sort(before);
    this.byTitle = merged(this.byTitle, fresh, before);
    this.titleRank = ranksOf(this.byTitle);
    const newest = (paper) => (5000 - this.years[paper]) * 1e6 - this.posted[paper];
    const keys = new Float64Array(this.count);
    for (let paper = 0; paper < this.count; paper++) keys[paper] = newest(paper) * RANKS + this.titleRank[paper];
    this.byDefault = decoded(keys, this.byTitle);
    this.defaultRank = ranksOf(this.byDefault);
    const venues = this.venues.list.map((name, number) => [name.toLowerCase(), number]).sort((a, b) => (a[0] < b[0] ? -1 : 1));
    this.venueRank = ranksOf(Uint32Array.from(venues, ([, number]) => number));
    this.ranked = this.count;
  }
}

// When an arXiv paper was posted, as year and month in one number: 2402.12354 gives 202402, hep-th/9901001 gives 199901.
function posted(arxiv) {
  if (!arxiv) return 0;
  const digits = arxiv.slice(arxiv.lastIndexOf("/") + 1);
  const short = Number(digits.slice(0, 2));
  return (short >= 91 ? 1900 + short : 2000 + short) * 100 + Number(digits.slice(2, 4));
}

function flags(names, chosen) {
  if (!chosen.length) return null;
  const on = new Uint8Array(names.list.length);
  for (const name of chosen) {
    const number = names.numbers.get(name);
    if (number !== undefined) on[number] = 1;
  }
  return on;
}

function choice(chosen, first, second) {
  return ((chosen.includes(first) ? 1 : 0) | (chosen.includes(second) ? 2 : 0)) || 3;
}

function any(refs, start, end, on) {
  for (let i = start; i < end; i++) if (on[refs[i]]) return true;
  return false;
}

function decoded(keys, places) {
  keys.sort();
  return Uint32Array.from(keys, (key) => places[key % RANKS]);
}

function ranksOf(order) {
  const ranks = new Uint32Array(order.length);
  order.forEach((item, rank) => (ranks[item] = rank));
  return ranks;
}

function merged(a, b, before) {
  const all = new Uint32Array(a.length + b.length);
  for (let i = 0, j = 0, k = 0; k < all.length; k++) {
    all[k] = j === b.length || (i < a.length && before(a[i], b[j]) < 0) ? a[i++] : b[j++];
  }
  return all;
}

// Fetch the parts, a few at a time, and take them in in their order; `onPart` is called after each.
export async function load(catalog, overview, assets, onPart) {
  const fetchPart = async ([name, version]) => {
    const response = await fetch(new URL(`papers/${name}.json?${version}`, assets));
    if (!response.ok) throw new Error(`${response.status} ${response.url}`);
    return response.text();
  };
  const waiting = [];
  const begin = () => {
    const next = overview.parts[waiting.length];
    if (!next) return;
    const text = fetchPart(next);
    text.catch(() => {}); // Told when its turn comes.
    waiting.push(text);
  };
  for (let i = 0; i < 4; i++) begin();
  for (let i = 0; i < overview.parts.length; i++) {
    const text = await waiting[i];
    waiting[i] = null;
    begin();
    catalog.add(JSON.parse(text));
    onPart();
    // Other work of the page goes first.
    await new Promise((done) => setTimeout(done));
  }
}
