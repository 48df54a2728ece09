import { decodedRuns, turned, type Decoded } from './decode.js';
import { fold } from './fold.js';
import { fromLeet, fromSpaced } from './unhide.js';

/** One way to read a text. */
export interface View {
  /** How it was hidden, innermost last; empty for the text as it stands. */
  readonly how: readonly (Decoded['how'] | 'leetspeak' | 'spaced')[];
  /** As it stands in the text, but for what was decoded. */
  readonly raw: string;
  /** Folded: what rules read. */
  readonly text: string;
  /** Words in it that look-alikes of other scripts had hidden. */
  readonly lookalikes: number;
}

/** Bounds on what one text may cost, in UTF-16 units. */
export interface ViewBounds {
  /** All views together. */
  readonly most: number;
  /** How deep runs within decoded runs are decoded. */
  readonly depth: number;
  /** How much of the text is turned round or moved by 13 letters. */
  readonly turned: number;
}

export const viewBounds: ViewBounds = { most: 600_000, depth: 2, turned: 20_000 };

/**
 * A text as it stands, and each way to read what may be hidden in it: leetspeak, letters set apart, base64, hexadecimal, URL escapes, entities, invisible tags,
 * rot13, backwards; decoded runs may hide others, `depth` deep. Views stop when all together reach the bound.
 * @param isKnown whether a word stands in the lexicon
 */
export function* viewsOf(text: string, isKnown: (word: string) => boolean, bounds = viewBounds): Iterable<View> {
  let spent = 0;
  const queue: { readonly how: View['how']; readonly raw: string; readonly depth: number }[] = [
    { how: [], raw: text, depth: 0 },
  ];
  for (let at = 0; at < queue.length; at++) {
    const { how, raw, depth } = queue[at]!;
    if (at > 0 && spent + raw.length > bounds.most) return;
    const { text: folded, lookalikes } = fold(raw);
    const turning = how.at(-1) === 'rot13' || how.at(-1) === 'reversed';
    yield { how, raw, text: folded, lookalikes };
    spent += folded.length;
    for (const [name, unhidden] of [
      ['leetspeak', fromLeet(folded)],
      ['spaced', fromSpaced(folded, isKnown)],
    ] as const) {
      if (unhidden === folded || turning || spent + unhidden.length > bounds.most) continue;
      yield { how: [...how, name], raw, text: unhidden, lookalikes: 0 };
      spent += unhidden.length;
    }
    if (depth >= bounds.depth || turning) continue;
    const inner = decodedRuns(raw.normalize('NFKC'));
    for (const { how: name, text: decoded } of inner)
      queue.push({ how: [...how, name], raw: decoded, depth: depth + 1 });
    for (const { how: name, text: decoded } of turned(folded.slice(0, bounds.turned)))
      queue.push({ how: [...how, name], raw: decoded, depth: bounds.depth });
  }
}
