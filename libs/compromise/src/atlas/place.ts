/** A file that is no ATLAS, or a damaged one: where it is wrong and how. */
export class AtlasProblem extends Error {
  constructor(
    /** Where in the file, such as `matrices[0].techniques[3].name`; '' is the whole of it. */
    readonly path: string,
    readonly reason: string,
  ) {
    super(path === '' ? reason : `${path}: ${reason}`);
  }
}

/** Longest name, version or source that is taken. */
const longest = 500;

/** A value of a parsed file with the path to it, so that whatever is wrong is named by its place. Every reading throws `AtlasProblem`. */
export class Place {
  constructor(
    readonly value: unknown,
    readonly path: string = '',
  ) {}

  /** Whether the value is a mapping that says anything under this name. */
  has(name: string): boolean {
    return isMapping(this.value) && Object.hasOwn(this.value, name) && this.value[name] != null;
  }

  at(name: string): Place {
    const path = this.path === '' ? name : `${this.path}.${name}`;
    return new Place(isMapping(this.value) && Object.hasOwn(this.value, name) ? this.value[name] : undefined, path);
  }

  /** The entries of a list, at most `most`. */
  list(most: number): readonly Place[] {
    if (!Array.isArray(this.value)) throw this.problem('a list');
    if (this.value.length > most) throw this.problem(`at most ${most} entries`, `${this.value.length}`);
    return this.value.map((entry: unknown, index) => new Place(entry, `${this.path}[${index}]`));
  }

  /** The entries of a mapping, at most `most`. */
  entries(most: number): readonly (readonly [string, Place])[] {
    if (!isMapping(this.value)) throw this.problem('a mapping');
    const names = Object.keys(this.value);
    if (names.length > most) throw this.problem(`at most ${most} entries`, `${names.length}`);
    return names.map((name) => [name, this.at(name)] as const);
  }

  /** One line of text. */
  text(): string {
    const { value } = this;
    if (typeof value !== 'string' || value.trim() === '') throw this.problem('text');
    if (value.length > longest) throw this.problem(`at most ${longest} characters`, `${value.length}`);
    if (/\p{Cc}/u.test(value)) throw this.problem('one line of text without control characters', 'others');
    return value;
  }

  textOr(fallback: string): string {
    return this.value == null || this.value === '' ? fallback : this.text();
  }

  /** Text of this form, such as an id. */
  matching(pattern: RegExp, what: string): string {
    const text = this.text();
    if (!pattern.test(text)) throw this.problem(what);
    return text;
  }

  problem(expected: string, got: string = shown(this.value)): AtlasProblem {
    return new AtlasProblem(this.path, `expected ${expected}, got ${got}`);
  }
}

function isMapping(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function shown(value: unknown): string {
  if (value == null) return 'nothing';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'a mapping';
  return JSON.stringify(typeof value === 'string' ? value.slice(0, 60) : value);
}
