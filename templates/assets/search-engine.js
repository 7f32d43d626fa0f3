// Finds and ranks: which words of the index a reader may have meant, which records have them, and which come first.

const version = new URL(import.meta.url).search;
const [{ fold, likeness, queryWords, signs, slips, squeeze, stem }, { SearchIndex }] = await Promise.all([
  import(`./search-words.js${version}`),
  import(`./search-index.js${version}`),
]);

const MOST_WORDS = 24;
// Words that tell nothing beside others; where each word has to be fetched, they are only looked for in the first results.
const SMALL_WORDS = new Set("a an and are as at be by can for from in into is it its of on or that the this to towards under using via we with".split(" "));
const POOL = { whole: 48, divided: 12 }; // Records whose texts are looked at before the first are chosen.
const BYTES = 160_000; // Bytes of lists that one search may ask for, but for the first of each word.
// What a word counts by its place: in a long or short title, as the first author's family name, in a name, as the name, in
// an earlier name, in an author's name, as a family name.
const PLACES = [1, 1.06, 1, 1.2, 1.4, 0.9, 0.55, 0.92];
const AUTHORS = new Set([2, 6, 7]); // The places of those that are of authors.
const TEXT = 0.4;
const FACTS = 0.55;
const MOSTLY = 0.4; // Share of the query's words, by rarity, from which on a record is shown while others are tried.
const FORMS = 0.9; // The same word in another form: quantized for quantization.
const ONE_SLIP = 0.72;
const TWO_SLIPS = 0.5;
// What the whole query being a title, name, earlier name, a side of the title's colon, or an identifier
// counts.
const EXACT = [5, 5, 3, 2.5, 9, 0];
const CERTAIN = 5; // What a record has at least that comes first whatever else is found,
const AHEAD = 3; // and how much less the second may have: more than all that its words can add.
const AUTHOR = 5; // The kind of checksums of authors' names.
const SAME_AUTHOR = 0.5; // What words side by side count that are one author's name.

/**
 * Open an index.
 * @param folder its address
 * @param asked the request for its first file, where it is under way already
 */
export async function openIndex(folder, asked = fetch(new URL("index.json", folder), { cache: "no-cache" })) {
  const answer = await asked;
  if (!answer.ok) throw new Error(String(answer.status));
  const top = await answer.json();
  return new SearchIndex(top, async (file) => {
    const part = await fetch(new URL(`${file}?${top.digest}`, folder));
    if (!part.ok) throw new Error(`${file}: ${part.status}`);
    return new Uint8Array(await part.arrayBuffer());
  });
}

/** A word of the query, or several at once, with the words of the index that it may stand for. */
class Meaning {
  constructor(first, count) {
    this.first = first;
    this.count = count;
    this.terms = new Map(); // By word: the term and how well it fits, 0 to 1.
    this.parts = null; // Two meanings that both have to be there, for words without the blank between them.
  }

  add(term, fit) {
    const known = this.terms.get(term.word);
    if (!known || known.fit < fit) this.terms.set(term.word, { term, fit });
  }

  get isKnown() {
    return [...this.terms.values()].some(({ fit }) => fit >= FORMS) || Boolean(this.parts);
  }
}

export class SearchEngine {
  constructor(index) {
    this.index = index;
  }

  /**
   * Search.
   * @param onEarly is called with answers that may still change, where the last one has to wait for more files: with the
   *   one result that will be the first, or with what was found before misspellings are tried
   * @returns {Promise<{results: object[], total: number, words: string[]}>} the best records, how many there are, and
   *   the words that were found in them, for marking.
   */
  async search(text, wanted = 12, onEarly = null) {
    const literal = fold(text.trim().slice(0, 400));
    const all = queryWords(literal).slice(0, MOST_WORDS);
    if (!all.length) return { results: [], total: 0, words: [] };
    const telling = all.filter((word, place) => !SMALL_WORDS.has(word) || place === all.length - 1);
    const words = this.index.isWhole || telling.length < 2 ? all : telling;
    const isTyping = !/[\s]$/.test(text);
    const asked = this.#exact(literal);
    const early = onEarly && !this.index.isWhole ? onEarly : null;
    const { begun, complete } = this.#meanings(words, isTyping);
    let isLate = false;
    const tell = (found) => found && !isLate && early(found);
    if (early) {
      asked.then((exact) => this.#certain(exact, all)).then(tell).catch(() => {}); // Told below.
      this.#soon(begun, asked, { literal, all, words, wanted }).then(tell).catch(() => {});
    }
    const [exact, meanings] = await Promise.all([asked, complete]);
    const query = { literal, all, words, wanted, exact, meanings };
    let found = await this.#score(words, meanings);
    const authors = this.#authors(words, found.names);
    authors.catch(() => {}); // Told below.
    // A word that exists may still be another one's misspelling; that is tried where little or nothing has all words.
    if (!exact.size && found.complete < (words.length < 3 ? 3 : 1)) {
      if (early && found.best > MOSTLY) {
        isLate = true;
        this.#ranked(query, found.scores, await authors).then(early, () => {});
      }
      await this.#guess(words, meanings);
      found = await this.#score(words, meanings);
    }
    return this.#ranked(query, found.scores, await authors);
  }

  /** The answer by the words that are known, while others are taken for misspelled; null where it tells too little. */
  async #soon(begun, asked, query) {
    const [exact, words] = await Promise.all([asked, begun]);
    if (exact.size || words.every(({ term }) => term)) return null;
    const meanings = words.map(({ meaning }) => meaning);
    const found = await this.#score(query.words, meanings);
    return found.best > MOSTLY ? this.#ranked({ ...query, exact, meanings }, found.scores, []) : null;
  }

  /** The answer before words are looked at, where one record comes first whatever they find; else null. */
  async #certain(exact, words) {
    const [first, second] = [...exact].sort((a, b) => b[1] - a[1]);
    if (!first || first[1] < CERTAIN || first[1] - (second?.[1] || 0) < AHEAD) return null;
    return { results: [{ ...(await this.index.record(first[0])), number: first[0] }], total: 1, words, isCertain: true };
  }

  /** Put the best records in order by their texts. */
  async #ranked({ literal, all, words, meanings, exact, wanted }, found, authors) {
    const scores = new Map(found);
    for (const number of exact.keys()) if (!scores.has(number)) scores.set(number, 0);
    for (const [number, count] of authors) scores.set(number, (scores.get(number) || 0) + SAME_AUTHOR * (count / words.length));
    const total = (number) => scores.get(number) + (exact.get(number) || 0);
    const most = Math.max(wanted, this.index.isWhole ? POOL.whole : POOL.divided);
    const pool = highest(scores.keys(), total, most);
    const known = new Set(meanings.flatMap((meaning) => [...meaning.terms.keys()]));
    const records = await Promise.all(pool.map((number) => this.index.record(number)));
    const results = pool
      .map((number, place) => {
        const weighed = scores.get(number) * (1 + likeness(records[place], all, known));
        // LoRA and LoRA+ differ by a sign only.
        const isLiteral = exact.has(number) && [records[place].name, records[place].title].some((name) => fold(name) === literal);
        const hasSigns = signs(literal) && signs(fold(records[place].name)) === signs(literal) && weighed > 0.8;
        const score = weighed + (exact.get(number) || 0) + (isLiteral ? 1 : 0) + (hasSigns ? 0.1 : 0);
        return { ...records[place], number, score };
      })
      .sort((a, b) => b.score - a.score || a.number - b.number);
    return { results: results.slice(0, wanted), total: scores.size, words: [...known] };
  }

  /** What a whole title, name or identifier adds, by record. */
  async #exact(literal) {
    const identifier = literal.match(/\b\d{4}\.\d{4,5}(?=v\d+\b|\b)/) || literal.match(/\b10\.\d{4,9}\/\S+/) || literal.match(/\b[a-z-]+\/\d{7}\b/);
    const keys = [squeeze(literal), ...(identifier ? [squeeze(identifier[0])] : [])];
    const bonuses = new Map();
    for (const key of new Set(keys)) {
      if (!key) continue;
      for (const [number, kind] of await this.index.exact(key)) {
        bonuses.set(number, Math.max(bonuses.get(number) || 0, EXACT[kind]));
      }
    }
    return bonuses;
  }

  /** How many words of the query are the name of one of a record's authors, by record. */
  async #authors(words, names) {
    const found = new Map();
    const pairs = words.flatMap((word, place) =>
      [place + 1, place + 2].flatMap((other) => (names[place] && names[other] ? [word + words[other], words[other] + word] : [])),
    );
    await Promise.all(
      pairs.map(async (key) => {
        for (const [number, kind] of await this.index.exact(key)) if (kind === AUTHOR) found.set(number, 2);
      }),
    );
    return found;
  }

  /** What the words may stand for: promises of what is certain, and of everything. */
  #meanings(words, isTyping) {
    const begun = words.map((_, place) => this.#begun(words, place, isTyping));
    const single = begun.map(async (known, place) => this.#completed(await known, words[place], isTyping && place === words.length - 1));
    const joined = [];
    for (let first = 0; first + 1 < words.length; first += 1) {
      for (const count of [2, 3]) {
        if (first + count > words.length) continue;
        const isGuessed = Promise.all(single.slice(first, first + count)).then((parts) => parts.some((part) => !part.isKnown));
        joined.push(this.#joined(words, first, count, isGuessed));
      }
    }
    if (words.length > 3 && words.length < 6) joined.push(this.#joined(words, 0, words.length, true));
    const certain = Promise.all(begun);
    certain.catch(() => {}); // Told by the other.
    return { begun: certain, complete: Promise.all([...single, ...joined]) };
  }

  /** A word as it is and in its other forms; all files that this needs are asked for at once. */
  async #begun(words, place, isTyping) {
    const word = words[place];
    const meaning = new Meaning(place, 1);
    const asked = this.index.find(word);
    asked.then((found) => found && this.index.prepare(found)).catch(() => {}); // Told below.
    const isLast = isTyping && place === words.length - 1;
    const [term] = await Promise.all([asked, this.#addForms(meaning, word), isLast && this.#addBeginnings(meaning, word, true)]);
    if (term) meaning.add(term, 1);
    return { meaning, term };
  }

  async #completed({ meaning, term }, word, isLast) {
    if (!isLast && !meaning.terms.size && word.length > 2) await this.#addBeginnings(meaning, word, false);
    if (!term && !meaning.terms.size) await this.#addSlips(meaning, word, 1);
    else if (!term && word.length > 3) await this.#addSlips(meaning, word, 0.9);
    if (!meaning.isKnown && word.length > 4) meaning.parts = await this.#split(word, meaning.first);
    return meaning;
  }

  async #addForms(meaning, word) {
    if (word.length === 2 || word.length === 3) {
      const plural = await this.index.find(`${word}s`);
      if (plural) meaning.add(plural, FORMS);
    }
    const root = stem(word);
    if (root.length < 3 || !/^[a-z]+$/.test(word) || word.length < 4) return;
    const family = await this.index.beginning(root, (other) => other !== word && stem(other) === root);
    for (const term of largest(family, 12)) meaning.add(term, FORMS);
  }

  async #addBeginnings(meaning, word, isLast) {
    const longer = await this.index.beginning(word, (other) => other.length > word.length);
    for (const term of largest(longer, word.length < 3 ? 12 : 40)) {
      meaning.add(term, (isLast ? 0.62 : 0.5) + 0.25 * (word.length / term.word.length));
    }
  }

  /** Words one slip away, and of long words those two slips away. */
  async #addSlips(meaning, word, factor) {
    if (word.length < 3 || /^\d+$/.test(word)) return;
    const most = word.length >= 8 ? 2 : 1;
    // One slip leaves either the beginning or the end as it was, but for two letters swapped in a short word.
    const start = word.length === 7 ? 3 : 2;
    const end = word.length >= 6 ? 3 : 2;
    // Too many words of three letters are alike.
    const isLike = (other) => word.length > 3 || other.length > 3 || [...word].sort().join() === [...other].sort().join();
    const isNear = (other) => other !== word && isLike(other) && slips(word, other, most) <= most;
    const swaps = word.length > 5 ? [] : Array.from({ length: word.length - 1 }, (_, place) => this.index.find(swapped(word, place)));
    const sides = await Promise.all([this.index.beginning(word.slice(0, start), isNear), this.index.ending(word.slice(-end), isNear), ...swaps]);
    const near = new Map();
    for (const candidate of sides.flat()) {
      if (!candidate || near.has(candidate.word) || !isNear(candidate.word)) continue;
      near.set(candidate.word, { ...candidate, distance: slips(word, candidate.word, most) });
    }
    const chosen = [...near.values()]
      .sort((a, b) => a.distance - b.distance || (b.word[0] === word[0]) - (a.word[0] === word[0]) || b.bytes - a.bytes)
      .slice(0, 12);
    await Promise.all(
      chosen.map(async ({ word: other, distance }) => {
        const term = await this.index.find(other);
        if (term) meaning.add(term, factor * (distance === 1 ? ONE_SLIP : TWO_SLIPS) * (other[0] === word[0] ? 1 : 0.95));
      }),
    );
  }

  /** Several words as one: flash attention for FlashAttention, and adap tation for adaptation. */
  async #joined(words, first, count, isGuessed) {
    const meaning = new Meaning(first, count);
    const word = words.slice(first, first + count).join("");
    const [term, isTried] = await Promise.all([this.index.find(word), isGuessed]);
    if (term) meaning.add(term, 0.97);
    else if (isTried && word.length > 4) await this.#addSlips(meaning, word, 0.95);
    return meaning;
  }

  /** One word as two: kvcache for KV cache. */
  async #split(word, place) {
    const cuts = Array.from({ length: word.length - 3 }, (_, step) => step + 2);
    const pairs = await Promise.all(
      cuts.map((cut) => Promise.all([this.index.find(word.slice(0, cut)), this.index.find(word.slice(cut))])),
    );
    const [best] = pairs
      .filter(([one, other]) => one?.head && other?.head)
      .sort((a, b) => Math.min(b[0].head, b[1].head) - Math.min(a[0].head, a[1].head));
    if (!best) return null;
    return best.map((term) => {
      const part = new Meaning(place, 1);
      part.add(term, 0.9);
      return part;
    });
  }

  /** Try for words that exist, too, that they are misspelled or lack a blank. */
  async #guess(words, meanings) {
    await Promise.all(
      meanings.map(async (meaning) => {
        const word = words.slice(meaning.first, meaning.first + meaning.count).join("");
        if (word.length > 2 && (meaning.isKnown || meaning.count > 1)) await this.#addSlips(meaning, word, meaning.count > 1 ? 0.9 : 0.6);
        if (meaning.count === 1 && word.length > 4) meaning.parts ||= await this.#split(word, meaning.first);
      }),
    );
  }

  /** How well a meaning fits every record, and whether it is an author's name. */
  async #fits(meaning, budget) {
    const fits = new Map();
    const raise = (record, fit) => {
      if (fit > (fits.get(record) || 0)) fits.set(record, fit);
    };
    let isName = false;
    const terms = [...meaning.terms.values()].sort((a, b) => b.fit - a.fit || a.term.bytes - b.term.bytes);
    const asked = [];
    for (const kind of ["head", "facts", "text"]) {
      for (const { term, fit } of terms) {
        if (!term[kind]) continue;
        const isFirst = kind === "head" && fit === 1;
        if (!isFirst && term[kind] > budget.left) continue;
        budget.left -= term[kind];
        const factor = kind === "text" ? fit * TEXT : fit * FACTS;
        asked.push(
          this.index.list(term, kind, (record, place) => {
            raise(record, kind === "head" ? fit * PLACES[place] : factor);
            if (kind === "head" && fit === 1 && AUTHORS.has(place)) isName = true;
          }),
        );
      }
    }
    if (meaning.parts) {
      const [one, other] = await Promise.all(meaning.parts.map((part) => this.#fits(part, budget)));
      for (const [record, fit] of one.fits) if (other.fits.has(record)) raise(record, Math.min(fit, other.fits.get(record)));
    }
    await Promise.all(asked);
    return { fits, isName };
  }

  async #score(words, meanings) {
    const budget = { left: BYTES };
    const found = await Promise.all(meanings.map((meaning) => this.#fits(meaning, budget)));
    const byWord = words.map((_, place) => new Map(found[place].fits));
    meanings.slice(words.length).forEach((meaning, number) => {
      for (const [record, fit] of found[words.length + number].fits) {
        for (let place = meaning.first; place < meaning.first + meaning.count; place += 1) {
          if (fit > (byWord[place].get(record) || 0)) byWord[place].set(record, fit);
        }
      }
    });
    const rarity = byWord.map((map) => Math.log(1 + this.index.size / (map.size + 0.5)));
    const all = rarity.reduce((sum, value) => sum + value, 0);
    const sums = new Map();
    const covered = new Map();
    byWord.forEach((map, place) => {
      for (const [record, fit] of map) {
        sums.set(record, (sums.get(record) || 0) + rarity[place] * fit);
        covered.set(record, (covered.get(record) || 0) + rarity[place]);
      }
    });
    let complete = 0;
    let best = 0;
    for (const [record, sum] of sums) {
      const share = covered.get(record) / all;
      if (share > 0.999) complete += 1;
      if (share > best) best = share;
      sums.set(record, (sum / all) * share ** 2);
    }
    return { scores: sums, complete, best, names: found.slice(0, words.length).map(({ isName }) => isName) };
  }
}

const swapped = (word, place) => word.slice(0, place) + word[place + 1] + word[place] + word.slice(place + 2);

/** The numbers with the highest values, the highest first; of equal ones the lower number. */
function highest(numbers, value, count) {
  const top = [];
  for (const number of numbers) {
    const own = value(number);
    const last = top.at(-1);
    if (top.length === count && (own < last.own || (own === last.own && number > last.number))) continue;
    let place = top.length;
    while (place && (top[place - 1].own < own || (top[place - 1].own === own && top[place - 1].number > number))) place -= 1;
    top.splice(place, 0, { number, own });
    if (top.length > count) top.pop();
  }
  return top.map(({ number }) => number);
}

function largest(terms, count) {
  return terms.length <= count ? terms : terms.sort((a, b) => b.bytes - a.bytes).slice(0, count);
}
