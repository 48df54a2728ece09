import { fold } from '../fold.js';
import { tokenise } from '../tokens.js';
import type { Concept } from './concept.js';

/** Ideas found in a text: which, from which word to which. */
export interface Hit {
  readonly concept: string;
  readonly start: number;
  readonly end: number;
}

interface Node {
  readonly next: Map<string, Node>;
  /** By the beginning of a word. */
  readonly stems: Map<string, Node>;
  /** How long those beginnings are. */
  readonly lengths: Set<number>;
  readonly concepts: string[];
}

const newNode = (): Node => ({ next: new Map(), stems: new Map(), lengths: new Set(), concepts: [] });
const longestStem = 20;
const shortestStem = 3;

/** All phrases of all ideas as one tree of words, so that a text is looked through once whatever the number of phrases. */
export class Lexicon {
  private readonly root = newNode();
  private readonly words = new Set<string>();

  constructor(concepts: Readonly<Record<string, Concept>>) {
    for (const [name, byLanguage] of Object.entries(concepts))
      for (const phrases of Object.values(byLanguage)) for (const phrase of phrases.split(', ')) this.add(name, phrase);
  }

  /** Whether a word begins, ends or is a phrase of its own. */
  has(word: string): boolean {
    return this.words.has(word);
  }

  /** What is found, by the word at which it ends. The work at one word is bounded by the phrases that can begin there. */
  hits(words: readonly string[]): Hit[][] {
    const byEnd: Hit[][] = words.map(() => []);
    for (let start = 0; start < words.length; start++) this.walk(words, start, byEnd);
    return byEnd;
  }

  private walk(words: readonly string[], start: number, byEnd: Hit[][]): void {
    let nodes = [this.root];
    for (let end = start; end < words.length && nodes.length > 0; end++) {
      nodes = nodes.flatMap((node) => after(node, words[end]!));
      for (const { concepts } of nodes) for (const concept of concepts) byEnd[end]!.push({ concept, start, end });
    }
  }

  private add(concept: string, phrase: string): void {
    let node = this.root;
    for (const word of phraseWords(phrase)) {
      const isStem = word.endsWith('*');
      const plain = isStem ? word.slice(0, -1) : word;
      if (isStem && (plain.length < shortestStem || plain.length > longestStem))
        throw new Error(`${concept}: "${word}" must have ${shortestStem} to ${longestStem} letters before the star`);
      this.words.add(plain);
      const branch = isStem ? node.stems : node.next;
      const child = branch.get(plain) ?? newNode();
      branch.set(plain, child);
      if (isStem) node.lengths.add(plain.length);
      node = child;
    }
    node.concepts.push(concept);
  }
}

function after(node: Node, word: string): Node[] {
  const exact = node.next.get(word);
  const found = exact === undefined ? [] : [exact];
  for (const length of node.lengths) {
    const child = length <= word.length ? node.stems.get(word.slice(0, length)) : undefined;
    if (child !== undefined) found.push(child);
  }
  return found;
}

function phraseWords(phrase: string): string[] {
  return phrase.split(' ').flatMap((word) => {
    if (word.startsWith('$')) return [word];
    const words = tokenise(fold(word).text).words;
    return word.endsWith('*') ? [...words.slice(0, -1), `${words.at(-1)}*`] : words;
  });
}
