// A text's words as search knows them; website/search/words.py and identifiers.fold cut and fold in the same way.

const GREEK = "alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi omicron pi rho sigma sigma tau upsilon phi chi psi omega".split(" ");
const OTHERS = { ø: "o", ł: "l", đ: "d", ð: "d", þ: "th", æ: "ae", œ: "oe", ß: "ss", ı: "i" };
const UNSPACED = "\\u3040-\\u30ff\\u3400-\\u4dbf\\u4e00-\\u9fff\\u{20000}-\\u{3ffff}";
const WORD = new RegExp(`[${UNSPACED}]+|(?:(?![${UNSPACED}])[\\p{L}\\p{N}])+`, "gu");
const HAS_UNSPACED = new RegExp(`[${UNSPACED}]`, "u");
const SPACED_WORD = `(?:(?![${UNSPACED}])[\\p{L}\\p{N}])+`;
const COMPOUND = new RegExp(`${SPACED_WORD}(?:[^\\p{L}\\p{N}\\s]{1,2}${SPACED_WORD})+`, "gu");
const SIGNS = /[^\p{L}\p{N}]+/gu;
export const LONGEST_WORD = 40;

/** Lower the case, take off accents, spell Greek letters out. */
export function fold(text) {
  if (/^[\x00-\x7f]*$/.test(text)) return text.toLowerCase();
  return text
    .normalize("NFKD")
    .toLowerCase()
    .normalize("NFKD")
    .replace(/[α-ω]/g, (letter) => GREEK[letter.charCodeAt(0) - 945])
    .replace(/[øłđðþæœßı]/g, (letter) => OTHERS[letter])
    .replace(/\p{M}/gu, "");
}

const shorten = (word) => (word.length > LONGEST_WORD ? [...word].slice(0, LONGEST_WORD).join("") : word);

/** Cut a folded text into words, in order; text without blanks gives single characters and pairs. */
export function plainWords(folded) {
  return (folded.match(WORD) || []).flatMap((word) => {
    if (!HAS_UNSPACED.test(word)) return [shorten(word)];
    const characters = [...word];
    return [...characters, ...characters.slice(1).map((character, place) => characters[place] + character)];
  });
}

/** Join what hangs together: low-rank is also found as lowrank. */
export function compounds(folded) {
  return (folded.match(COMPOUND) || [])
    .map((compound) => compound.split(SIGNS))
    .filter((parts) => parts.length <= 3)
    .map((parts) => shorten(parts.join("")));
}

/** Reduce a text to its folded letters and digits. */
export const squeeze = (text) => fold(text).replace(SIGNS, "");

/** What a reader typed as words: of text without blanks only the pairs, since each of them says more than its characters. */
export function queryWords(folded) {
  const words = (folded.match(WORD) || []).flatMap((word) => {
    if (!HAS_UNSPACED.test(word)) return [shorten(word)];
    const characters = [...word];
    return characters.length < 2 ? characters : characters.slice(1).map((character, place) => characters[place] + character);
  });
  return words;
}

// Endings of related forms, the longest first; what is left in front of them is compared.
const ENDINGS = (
  "izations ization isations isation ifications ification izers izing izer ized izes ize isers ising iser ised ises ise " +
  "ifiers ifying ifier ified ifies ify ations ation ating ators ator ated ates ate ative atively ively ivity ive ions ion " +
  "ences ence encies ency ently ent ances ance ants ant abilities ability ables able ities ity edly ingly ings ing " +
  "ness ments ment ally ely ly ers er ors or ed ies es s e y al"
).split(" ");

/** Take the ending off a word, so that quantized, quantizing and quantization meet. The rest is the word's beginning. */
export function stem(word) {
  if (word.length < 4 || !/^[a-z]+$/.test(word)) return word;
  for (const ending of ENDINGS) {
    if (!word.endsWith(ending) || (ending === "s" && /(ss|us|is)$/.test(word))) continue;
    const rest = word.slice(0, -ending.length);
    if (rest.length < 3 || !/[aeiouy]/.test(rest)) continue;
    const last = rest.at(-1);
    return rest.length > 3 && last === rest.at(-2) && !"aeious".includes(last) ? rest.slice(0, -1) : rest;
  }
  return word;
}

/** Which letters a word has, as bits; letters may share one. */
function letters(word) {
  let bits = 0;
  for (let place = 0; place < word.length; place += 1) bits |= 1 << (word.charCodeAt(place) & 31);
  return bits;
}

function bitsSet(bits) {
  let count = 0;
  for (let rest = bits; rest; rest &= rest - 1) count += 1;
  return count;
}

/** How many slips lie between two words: a letter more, less, another, or two neighbors swapped; more than `most` is Infinity. */
export function slips(one, other, most) {
  if (Math.abs(one.length - other.length) > most) return Infinity;
  // A slip changes at most two letters: one that is in the first word only, one in the second only.
  if (bitsSet(letters(one) ^ letters(other)) > most * 2) return Infinity;
  let before = null;
  let row = Array.from({ length: other.length + 1 }, (_, place) => place);
  for (let i = 1; i <= one.length; i += 1) {
    const next = [i];
    let least = i;
    for (let j = 1; j <= other.length; j += 1) {
      const isSame = one[i - 1] === other[j - 1];
      let cost = Math.min(row[j] + 1, next[j - 1] + 1, row[j - 1] + (isSame ? 0 : 1));
      if (i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1]) {
        cost = Math.min(cost, before[j - 2] + 1);
      }
      next.push(cost);
      if (cost < least) least = cost;
    }
    if (least > most) return Infinity;
    before = row;
    row = next;
  }
  return row[other.length] <= most ? row[other.length] : Infinity;
}

/** The signs of a text, without its letters, digits and blanks: what tells LoRA+ from LoRA. */
export const signs = (text) => text.replace(/[\p{L}\p{N}\s]/gu, "");

/** What the texts of a record add to its score: words side by side, a title that begins so, a title not much longer. */
export function likeness(record, words, known) {
  const others = record.others.map((other) => [other, 0.8]);
  let best = 0;
  for (const [text, factor] of [[record.title, 1], [record.name, 1], ...others, [record.authors.join(" | "), 0.7]]) {
    if (!text) continue;
    const there = plainWords(fold(text));
    const isMeant = (word, found) => stem(found) === stem(word) || found.startsWith(word) || slips(word, found, 2) <= 2;
    const has = (word, place) => there[place] === word || (known.has(there[place]) && isMeant(word, there[place]));
    let matched = 0;
    let beside = 0;
    let first = false;
    words.forEach((word, number) => {
      const places = there.flatMap((_, place) => (has(word, place) ? [place] : []));
      if (!places.length) return;
      matched += 1;
      if (number === 0 && places.includes(0)) first = true;
      if (number > 0 && places.some((place) => place > 0 && has(words[number - 1], place - 1))) beside += 1;
    });
    const cover = matched / words.length;
    const order = words.length > 1 ? beside / (words.length - 1) : 0;
    best = Math.max(best, factor * cover * (0.25 * order + (first ? 0.12 : 0) + 0.2 * Math.min(1, matched / there.length)));
  }
  return best;
}

const TABLE = Uint32Array.from({ length: 256 }, (_, number) => {
  let value = number;
  for (let bit = 0; bit < 8; bit += 1) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
  return value;
});

/** CRC-32, as zlib has it. */
export function checksum(text) {
  let value = 0xffffffff;
  for (const byte of new TextEncoder().encode(text)) value = TABLE[(value ^ byte) & 255] ^ (value >>> 8);
  return (value ^ 0xffffffff) >>> 0;
}
