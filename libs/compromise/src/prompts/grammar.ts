import type { Hit, Lexicon } from './lexicon/lexicon.js';
import type { GrammarRule } from './rule.js';
import type { Tokens } from './tokens.js';

interface Slot {
  readonly concepts: readonly string[];
  /** Words between this idea and the one before. */
  readonly gap: number;
}

interface Place {
  readonly pattern: number;
  readonly slot: number;
}

/** What a pass over a text found, and what it cost. */
export interface Matched {
  readonly rules: ReadonlySet<GrammarRule>;
  /** Words read and ideas weighed: bounded by a constant times the words. */
  readonly steps: number;
}

/** Of each part of a pattern so many latest places are remembered: older ones lie farther away and serve no better, unless they overlap. */
const remembered = 4;
const usualGap = 3;

/** Rules over ideas, matched in one pass: every part of every pattern remembers where it was last met, so nothing is ever tried again. */
export class Grammar {
  private readonly patterns: { readonly rule: GrammarRule; readonly slots: readonly Slot[] }[] = [];
  private readonly index = new Map<string, Place[]>();

  /** @throws Error when a rule names an idea that is not in `concepts` */
  constructor(
    private readonly lexicon: Lexicon,
    concepts: Readonly<Record<string, unknown>>,
    rules: readonly GrammarRule[],
  ) {
    for (const rule of rules)
      for (const text of rule.patterns) {
        const slots = readPattern(text);
        const pattern = this.patterns.push({ rule, slots }) - 1;
        for (const [slot, { concepts: named }] of slots.entries())
          for (const concept of named) {
            if (!(concept in concepts)) throw new Error(`${rule.id}: there is no idea "${concept}"`);
            this.index.set(concept, [...(this.index.get(concept) ?? []), { pattern, slot }]);
          }
      }
  }

  match({ words, places }: Tokens): Matched {
    const rules = new Set<GrammarRule>();
    const met = new Map<number, Hit[]>();
    const byEnd = this.lexicon.hits(words);
    let steps = words.length;
    for (const hits of byEnd)
      for (const hit of hits)
        for (const { pattern, slot } of this.index.get(hit.concept) ?? []) {
          steps++;
          const { rule, slots } = this.patterns[pattern]!;
          if (rules.has(rule)) continue;
          if (slot > 0 && !follows(met.get(key(pattern, slot - 1)), hit, slots[slot]!.gap, places)) continue;
          if (slot < slots.length - 1) remember(met, key(pattern, slot), hit);
          else if (!isBefore(rule.unlessBefore, hit.end + 1, byEnd)) rules.add(rule);
        }
    return { rules, steps };
  }
}

const key = (pattern: number, slot: number) => pattern * 16 + slot;

function remember(met: Map<number, Hit[]>, at: number, hit: Hit): void {
  const places = met.get(at);
  if (places === undefined) met.set(at, [hit]);
  else if (places.push(hit) > remembered) places.shift();
}

/** Whether an idea begins at a word. Its phrases have four words at most. */
function isBefore(concept: string | undefined, start: number, byEnd: readonly (readonly Hit[])[]): boolean {
  if (concept === undefined) return false;
  return byEnd
    .slice(start, start + 4)
    .some((hits) => hits.some((hit) => hit.start === start && hit.concept === concept));
}

function follows(earlier: readonly Hit[] | undefined, hit: Hit, gap: number, places: readonly number[]): boolean {
  return earlier?.some(({ end }) => end < hit.start && places[hit.start]! - places[end]! - 1 <= gap) ?? false;
}

function readPattern(text: string): Slot[] {
  const slots: Slot[] = [];
  let gap = usualGap;
  for (const part of text.split(' '))
    if (/^\d+$/.test(part)) gap = Number(part);
    else {
      slots.push({ concepts: part.split('|'), gap });
      gap = usualGap;
    }
  return slots;
}
