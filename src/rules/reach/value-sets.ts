// Sets of the values that a feature can have and a test lets through: how they meet, and which is inside which.
// All values of one feature are in sets of one kind.

type Words = ReadonlySet<string>;

export interface ValueSet {
  /** What a comparison with it costs, about. */
  readonly size: number;
  isEmpty(): boolean;
  intersect(other: this): ValueSet;
  isInside(other: this): boolean;
}

/** Texts, in lower case: those listed, or all but those; and perhaps what is unknown. */
export class WordSet implements ValueSet {
  readonly #words: Words;
  readonly #allBut: boolean;
  readonly #unknown: boolean;
  constructor(words: Words, { allBut = false, unknown = false } = {}) {
    this.#words = words;
    this.#allBut = allBut;
    this.#unknown = unknown;
  }

  get size(): number {
    return 1 + this.#words.size;
  }

  complement(): WordSet {
    return new WordSet(this.#words, { allBut: !this.#allBut, unknown: !this.#unknown });
  }

  isEmpty(): boolean {
    return !this.#allBut && this.#words.size === 0 && !this.#unknown;
  }

  intersect(other: WordSet): WordSet {
    const unknown = this.#unknown && other.#unknown;
    if (this.#allBut && other.#allBut)
      return new WordSet(union(this.#words, other.#words), { allBut: true, unknown });
    if (this.#allBut) return other.intersect(this);
    const words = other.#allBut
      ? difference(this.#words, other.#words)
      : intersection(this.#words, other.#words);
    return new WordSet(words, { unknown });
  }

  isInside(other: WordSet): boolean {
    if (this.#unknown && !other.#unknown) return false;
    if (this.#allBut) return other.#allBut && isSubset(other.#words, this.#words);
    return other.#allBut
      ? intersection(this.#words, other.#words).size === 0
      : isSubset(this.#words, other.#words);
  }
}

/** Sets of words: those that have a word of each of some lists, and none of those barred. */
export class ChoiceSet implements ValueSet {
  readonly #wanted: readonly Words[];
  readonly #barred: Words;
  constructor(wanted: readonly Words[], barred: Words) {
    this.#wanted = wanted;
    this.#barred = barred;
  }

  get size(): number {
    return this.#wanted.reduce((sum, words) => sum + words.size, 1 + this.#barred.size);
  }

  isEmpty(): boolean {
    return this.#wanted.some((words) => isSubset(words, this.#barred));
  }

  intersect(other: ChoiceSet): ChoiceSet {
    return new ChoiceSet([...this.#wanted, ...other.#wanted], union(this.#barred, other.#barred));
  }

  isInside(other: ChoiceSet): boolean {
    if (!isSubset(other.#barred, this.#barred)) return false;
    return other.#wanted.every((words) =>
      this.#wanted.some((own) => isSubset(difference(own, this.#barred), words)),
    );
  }
}

function union(a: Words, b: Words): Words {
  return new Set([...a, ...b]);
}

function difference(a: Words, b: Words): Words {
  return new Set([...a].filter((word) => !b.has(word)));
}

function intersection(a: Words, b: Words): Words {
  return new Set([...a].filter((word) => b.has(word)));
}

function isSubset(a: Words, b: Words): boolean {
  return [...a].every((word) => b.has(word));
}
