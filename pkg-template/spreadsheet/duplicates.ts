/** A UUID is four words, so a row is eight, and its place one more. */
const WORDS = 9;
const ROWS_A_BLOCK = 4096;

/**
 * Finds rows that have the same customer and definition. It keeps their IDs as bytes, about 60 a row whatever the
 * rows hold: a `Map` of texts would take five times as much.
 */
export class Duplicates {
  /** Rows in their order, in blocks, so that growing copies nothing. */
  readonly #blocks: Uint32Array[] = [];
  /** Numbers of rows, from 1, by the hash of their IDs. */
  #table = new Uint32Array(1 << 12);
  #count = 0;
  readonly #words = new Uint32Array(WORDS);
  #definition = "";

  /**
   * The place of the first row with these IDs, which are UUIDs in any case of letters; undefined for the first itself.
   */
  firstOf(
    customerId: string,
    definitionId: string,
    place: number,
  ): number | undefined {
    readUuid(customerId, this.#words, 0);
    if (definitionId !== this.#definition) {
      readUuid(definitionId, this.#words, 4);
      this.#definition = definitionId;
    }
    if (this.#count * 2 >= this.#table.length) this.#grow();
    const slot = this.#slotOf(this.#words, 0);
    const number = this.#table[slot] ?? 0;
    if (number) {
      const [block, start] = this.#placeOf(number - 1);
      return block?.[start + WORDS - 1];
    }
    this.#table[slot] = this.#add(place);
    return undefined;
  }

  #add(place: number): number {
    const at = this.#count++;
    if (at % ROWS_A_BLOCK === 0)
      this.#blocks.push(new Uint32Array(ROWS_A_BLOCK * WORDS));
    const [block, start] = this.#placeOf(at);
    this.#words[WORDS - 1] = place;
    block?.set(this.#words, start);
    return at + 1;
  }

  #placeOf(at: number): [Uint32Array | undefined, number] {
    const block = this.#blocks[Math.floor(at / ROWS_A_BLOCK)];
    return [block, (at % ROWS_A_BLOCK) * WORDS];
  }

  /** The slot that holds, or will hold, a row's number. */
  #slotOf(words: Uint32Array, start: number): number {
    const mask = this.#table.length - 1;
    for (let slot = hashOf(words, start) & mask; ; slot = (slot + 1) & mask) {
      const number = this.#table[slot] ?? 0;
      if (!number || this.#isSame(number - 1, words, start)) return slot;
    }
  }

  #isSame(at: number, words: Uint32Array, start: number): boolean {
    const [block, other] = this.#placeOf(at);
    for (let word = 0; word < WORDS - 1; word++)
      if (block?.[other + word] !== words[start + word]) return false;
    return true;
  }

  #grow(): void {
    this.#table = new Uint32Array(this.#table.length * 2);
    for (let at = 0; at < this.#count; at++) {
      const [block, start] = this.#placeOf(at);
      if (block) this.#table[this.#slotOf(block, start)] = at + 1;
    }
  }
}

/** Mixes all words, since sequential IDs differ in only one of them. */
function hashOf(words: Uint32Array, start: number): number {
  let hash = 0;
  for (let word = 0; word < WORDS - 1; word++) {
    hash = Math.imul(hash ^ (words[start + word] ?? 0), 0x9e3779b1);
    hash ^= hash >>> 15;
  }
  return hash >>> 0;
}

function readUuid(text: string, into: Uint32Array, start: number): void {
  let word = 0;
  let digits = 0;
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    if (unit === HYPHEN) continue;
    // The low bits of a letter in either case, and of a digit.
    word = (word << 4) | (unit > NINE ? (unit & 7) + 9 : unit & 15);
    if (++digits % 8 === 0) into[start + digits / 8 - 1] = word;
  }
}

const HYPHEN = 45;
const NINE = 57;
