import { holdsCanary } from './canary.js';
import { countInvisible } from './fold.js';
import { disguises, invisible } from './hidden-rules.js';
import { knownTextRules } from './known-text-rules.js';
import { Grammar } from './grammar.js';
import { guardOf, type GuardedTexts } from './guarded.js';
import { Lexicon } from './lexicon/lexicon.js';
import { disclosure } from './lexicon/disclosure.js';
import { hijack } from './lexicon/hijack.js';
import { orders } from './lexicon/orders.js';
import { persona } from './lexicon/persona.js';
import { refusals } from './lexicon/refusals.js';
import { leakRules } from './leaks.js';
import { overlapWith } from './overlap.js';
import { answerRules } from './answer-rules.js';
import { grammarRules, literalRules } from './rules.js';
import { tokenise } from './tokens.js';
import { viewsOf } from './views.js';

/** What is looked for. */
export interface InspectorOptions {
  /** Whether texts are a model's answers: then leaks are sought; otherwise attacks. */
  readonly answers?: boolean;
  /** Tokens that stand in the system prompt and nowhere else: meeting one is certain. At least six letters and digits. */
  readonly canaries?: readonly string[];
  /** The text that must not come out. */
  readonly systemPrompt?: string;
  /** The same two by their hashes. */
  readonly guarded?: GuardedTexts;
  /** Hosts, lower case, that answers may point at, with all under them. Without any, addresses are not judged. */
  readonly allowedHosts?: readonly string[];
  /** UTF-16 units of a text that are read, six in ten from its beginning and four from its end. At most, and unless said, `longestText`. */
  readonly longest?: number;
}

/** What was said of a text. It holds nothing of the text itself. */
export interface Inspection {
  /** 1 − Π(1 − weight) over the rules: 0 nothing, 1 certain. */
  readonly score: number;
  /** Whether the score reaches `flaggedFrom`. */
  readonly flagged: boolean;
  /** Ids of the rules that fired, `family.name`, in alphabetical order. */
  readonly rules: readonly string[];
  /** UTF-16 units in the middle of the text that were not looked at. */
  readonly cut: number;
  /** Units and words that were worked through, in all readings: bounded whatever the text is. */
  readonly steps: number;
}

/** A text is flagged from this score on. */
export const flaggedFrom = 0.5;

/** Of a longer text the beginning and the end are read: what is said last counts most for a model. */
export const longestText = 100_000;
const shareAtEnd = 0.4;

const concepts = { ...orders, ...disclosure, ...persona, ...hijack, ...refusals };
const lexicon = new Lexicon(concepts);
const attacks = new Grammar(lexicon, concepts, grammarRules);
const disclosures = new Grammar(lexicon, concepts, answerRules);

/** Words with look-alikes, and invisible characters, from which on they are no slip. */
const mixedWords = 2;
const invisibles = 3;

/**
 * Makes an inspector of texts. It is a pure function of a text, whose work is bounded: at most `longestText` units are read in at most a few ways each, every
 * expression has bounded quantifiers, and rules are matched in one pass.
 */
export function textInspector(options: InspectorOptions = {}): (text: string) => Inspection {
  const overlap = options.systemPrompt === undefined ? () => 0 : overlapWith(options.systemPrompt);
  const guard = options.guarded && guardOf(options.guarded);
  const { canaries = [], allowedHosts = [], answers = false, longest = longestText } = options;
  return (whole) => {
    const { text, cut } = shorten(whole, Math.min(longest, longestText));
    const weights = new Map<string, number>();
    let steps = 0;
    if (answers) for (const rule of leakRules) if (rule.isIn(text, allowedHosts)) weights.set(rule.id, rule.weight);
    for (const view of viewsOf(text, (word) => lexicon.has(word))) {
      const { rules, steps: taken } = (answers ? disclosures : attacks).match(tokenise(view.text));
      steps += taken + view.text.length;
      const fresh = new Map<string, number>();
      for (const { id, weight } of rules) if (!weights.has(id)) fresh.set(id, weight);
      for (const { id, weight, literals, atLeast } of answers ? [] : literalRules)
        if (!weights.has(id) && literals.filter((each) => view.text.includes(each)).length >= atLeast)
          fresh.set(id, weight);
      for (const [id, weight] of fresh) weights.set(id, weight);
      const how = view.how[0] ?? (view.lookalikes >= mixedWords ? 'lookalikes' : undefined);
      if (how !== undefined && together(fresh.values()) >= flaggedFrom)
        weights.set(disguises[how].id, disguises[how].weight);
      const readings = [view.raw, view.text];
      if (readings.some((text) => holdsCanary(text, canaries) || guard?.holdsCanary(text) === true))
        weights.set(knownTextRules.canary.id, 1);
      const share = Math.max(overlap(view.text), guard?.overlap(view.text) ?? 0);
      if (share >= leastShare)
        weights.set(knownTextRules.systemPrompt.id, Math.min(0.99, knownTextRules.systemPrompt.weight + share / 2));
    }
    if (!answers) {
      const { between, tags } = countInvisible(text);
      if (tags > 0) weights.set(invisible.tags.id, invisible.tags.weight);
      if (between >= invisibles) weights.set(invisible.between.id, invisible.between.weight);
    }
    const score = Math.round(together(weights.values()) * 1e4) / 1e4;
    return { score, flagged: score >= flaggedFrom, rules: [...weights.keys()].sort(), cut, steps };
  };
}

function together(weights: Iterable<number>): number {
  let pass = 1;
  for (const weight of weights) pass *= 1 - weight;
  return 1 - pass;
}

/** Less of the system prompt than this may be a phrase that everybody uses. */
const leastShare = 0.1;

function shorten(text: string, longest: number): { readonly text: string; readonly cut: number } {
  const cut = text.length - longest;
  const atEnd = Math.floor(shareAtEnd * longest);
  if (cut <= 0) return { text, cut: 0 };
  return { text: `${text.slice(0, longest - atEnd)}\n${text.slice(-atEnd)}`, cut };
}
