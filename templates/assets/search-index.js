// Reads the files of the search index, each when it is first needed; website/search/files.py says what they hold.

const { checksum } = await import(`./search-words.js${new URL(import.meta.url).search}`);

export const FORMAT = 1;
export const LISTS = { head: 0, text: 1, facts: 2 };
const MOST_RANGES = 8; // Ranges that are looked through for one beginning or ending.
const decoder = new TextDecoder();

class Reader {
  constructor(bytes) {
    this.bytes = bytes;
    this.place = 0;
  }

  get isDone() {
    return this.place >= this.bytes.length;
  }

  number() {
    let value = 0;
    let scale = 1;
    for (;;) {
      const byte = this.bytes[this.place++];
      if (byte === undefined) throw new Error("the search index ends too early");
      value += (byte & 127) * scale;
      if (byte < 128) return value;
      scale *= 128;
    }
  }

  text() {
    const length = this.number();
    this.place += length;
    return decoder.decode(this.bytes.subarray(this.place - length, this.place));
  }
}

function words(text) {
  let before = "";
  return text.split("\n").map((line) => (before = before.slice(0, line.charCodeAt(0) - 63) + line.slice(1)));
}

const name = (word) => checksum(word).toString(16).padStart(8, "0");
const reversed = (word) => [...word].reverse().join("");

function byEnding(list) {
  const places = new Map();
  list.forEach((word, place) => {
    const ending = word.slice(-2);
    if (!places.has(ending)) places.set(ending, []);
    places.get(ending).push(place);
  });
  return places;
}

/** The last of sorted texts that is not behind the given one. */
function placeOf(sorted, text) {
  let low = 0;
  let high = sorted.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (sorted[middle] <= text) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** The first of sorted texts that is not before the given one. */
function firstFrom(sorted, text) {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle] < text) low = middle + 1;
    else high = middle;
  }
  return low;
}

export class SearchIndex {
  /**
   * @param top what index.json holds
   * @param read gives a promise of the bytes of a file by its name
   */
  constructor(top, read) {
    if (top.format !== FORMAT) throw new Error("the search index has another format");
    this.top = top;
    this.size = top.size;
    this.isWhole = Boolean(top.parts);
    this.read = read;
    this.kept = new Map();
  }

  #once(key, make) {
    if (!this.kept.has(key)) {
      const made = make();
      this.kept.set(key, made);
      made.catch(() => this.kept.delete(key));
    }
    return this.kept.get(key);
  }

  #file(file) {
    return this.#once(file, async () => {
      if (!this.isWhole) return this.read(file);
      const [start, length] = this.top.parts[file];
      return (await this.#once("all.bin", () => this.read("all.bin"))).subarray(start, start + length);
    });
  }

  #range(number) {
    return this.#once(`words ${number}`, async () => {
      const key = name(this.top.words[number]);
      const reader = new Reader(await this.#file(`w-${key}.bin`));
      const list = words(reader.text());
      // For every word three lists: where each begins and ends in the files of lists.
      const files = new Uint32Array(list.length * 3);
      const starts = new Uint32Array(list.length * 3);
      const lengths = new Uint32Array(list.length * 3);
      let file = 0;
      let size = 0;
      for (let place = 0; place < lengths.length; place += 1) {
        const length = reader.number();
        if (size && size + length > this.top.cut) {
          file += 1;
          size = 0;
        }
        files[place] = file;
        starts[place] = size;
        lengths[place] = length;
        size += length;
      }
      return { key, list, files, starts, lengths };
    });
  }

  async #endings(number) {
    return this.#once(`endings ${number}`, async () => {
      const reader = new Reader(await this.#file(`e-${name(this.top.endings[number])}.bin`));
      const list = words(reader.text());
      return { list, weights: reader.bytes.subarray(reader.place) };
    });
  }

  #term(range, place) {
    const at = place * 3;
    const head = range.lengths[at];
    const text = range.lengths[at + 1];
    const facts = range.lengths[at + 2];
    return { word: range.list[place], range, at, head, text, facts, bytes: head + text + facts };
  }

  /** The word, or undefined if no record has it. */
  async find(word) {
    const range = await this.#range(placeOf(this.top.words, word));
    const place = firstFrom(range.list, word);
    return range.list[place] === word ? this.#term(range, place) : undefined;
  }

  /** The words that begin so and are wanted. */
  async beginning(prefix, isWanted) {
    const first = placeOf(this.top.words, prefix);
    const last = Math.min(placeOf(this.top.words, `${prefix}\uffff`), first + MOST_RANGES - 1);
    const ranges = await Promise.all(Array.from({ length: last - first + 1 }, (_, step) => this.#range(first + step)));
    return ranges.flatMap((range) => {
      const start = firstFrom(range.list, prefix);
      const end = firstFrom(range.list, `${prefix}\uffff`);
      const places = Array.from({ length: end - start }, (_, step) => start + step);
      return places.filter((place) => isWanted(range.list[place])).map((place) => this.#term(range, place));
    });
  }

  /** The words that end so and are wanted. */
  async ending(suffix, isWanted) {
    if (this.isWhole) {
      const range = await this.#range(0);
      const places = await this.#once("places by ending", async () => byEnding(range.list));
      const near = places.get(suffix.slice(-2)) || [];
      const isFit = (word) => word.endsWith(suffix) && isWanted(word);
      return near.filter((place) => isFit(range.list[place])).map((place) => this.#term(range, place));
    }
    const backwards = reversed(suffix);
    const first = placeOf(this.top.endings, backwards);
    const last = Math.min(placeOf(this.top.endings, `${backwards}\uffff`), first + MOST_RANGES - 1);
    const ranges = await Promise.all(Array.from({ length: last - first + 1 }, (_, step) => this.#endings(first + step)));
    return ranges.flatMap((range) => {
      const start = firstFrom(range.list, backwards);
      const end = firstFrom(range.list, `${backwards}\uffff`);
      return range.list.slice(start, end).flatMap((backwards, step) => {
        const word = reversed(backwards);
        return isWanted(word) ? [{ word, bytes: 2 ** range.weights[start + step] }] : [];
      });
    });
  }

  /** Ask for the file in which the lists of a term begin, which is needed soon. */
  prepare(term) {
    return this.#file(this.#fileOf(term, "head"));
  }

  #fileOf(term, kind) {
    return `p-${term.range.key}-${term.range.files[term.at + LISTS[kind]]}.bin`;
  }

  /** A list of a term: calls `each` with the number of every record, and the place of the word in it for heads. */
  async list(term, kind, each) {
    const at = term.at + LISTS[kind];
    const length = term.range.lengths[at];
    if (!length) return;
    const file = await this.#file(this.#fileOf(term, kind));
    const reader = new Reader(file.subarray(term.range.starts[at], term.range.starts[at] + length));
    let record = -1;
    if (kind === "head") {
      while (!reader.isDone) {
        const step = reader.number();
        record += (step >>> 3) + 1;
        each(record, step & 7);
      }
    } else {
      while (!reader.isDone) each((record += reader.number() + 1), 0);
    }
  }

  /** Records with exactly this title, name or identifier: pairs of number and kind. */
  async exact(key) {
    const wanted = checksum(key);
    const number = this.top.bits ? wanted >>> (32 - this.top.bits) : 0;
    const checksums = await this.#once(`checksums ${number}`, async () => {
      const reader = new Reader(await this.#file(`x-${number}.bin`));
      const all = new Map();
      let value = 0;
      while (!reader.isDone) {
        value += reader.number();
        const record = reader.number();
        if (!all.has(value)) all.set(value, []);
        all.get(value).push([record >>> 3, record & 7]);
      }
      return all;
    });
    return checksums.get(wanted) || [];
  }

  /** A record as results show it. */
  async record(number) {
    if (this.isWhole) return this.#shown(this.top.records[number]);
    const block = await this.#once(`r-${Math.floor(number / this.top.block)}.json`, async () => {
      const bytes = await this.read(`r-${Math.floor(number / this.top.block)}.json`);
      return JSON.parse(decoder.decode(bytes));
    });
    return this.#shown(block[number % this.top.block]);
  }

  #shown([kind, address, title, shortName = "", shown = "", topic = -1, authors = [], others = []]) {
    const more = typeof authors.at(-1) === "number" ? authors.at(-1) : 0;
    return {
      kind: ["paper", "topic", "resource", "page"][kind],
      address: kind === 0 ? `papers/${address}/` : address,
      title,
      name: shortName,
      shown,
      topic: this.top.topics[topic],
      authors: more ? authors.slice(0, -1) : authors,
      more,
      others,
    };
  }
}
