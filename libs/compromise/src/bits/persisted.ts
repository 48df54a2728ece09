import { askerOf, type Question } from '../question.js';
import { answered } from '../texts/answered.js';
import { hasPrompt, keyOf, shinglesUnder } from '../texts/of-event.js';
import type { Detector } from './detector.js';

/** Conversations with a refused question that are remembered, the latest. */
const mostConversations = 10_000;
/** Refused questions of one of them, the latest. */
const mostRefused = 4;
/** Pairs of words kept of each. */
const mostKept = 64;
/** Fewer pairs of words in common are chance. */
const fewestCommon = 3;
/** Healthy prompts, the newest, whose pairs of words are counted; which share of them makes a pair one that everybody uses; and how many of these are kept. */
const counted = 2_000;
const ordinaryShare = 0.01;
const mostOrdinary = 2_000;
/** Somebody who writes a question anew keeps this share of its pairs, or puts the old one into a story whole. */
const usual = { lookedBack: 8, alike: 0.4 };

/** How many of a conversation's questions after a refusal are compared with it, and from which share of common pairs of words they are alike. */
export interface FittedPersisted {
  readonly lookedBack: number;
  readonly alike: number;
  /** Hashes of pairs of words that stand in one healthy prompt in a hundred: forms and courtesies, which make no two questions alike. */
  readonly ordinary: readonly number[];
  /** Of the hashes; '' and absent where the texts themselves were read. */
  readonly key?: string;
}

/** A question that was refused. */
interface Refused {
  readonly id: string;
  readonly shingles: Uint32Array;
  /** Questions of the conversation since. */
  readonly since: number;
}

/** By conversation, the latest last. */
export type PersistedMemory = ReadonlyMap<string, readonly Refused[]>;

/**
 * Whether a question that was refused gets its answer after all, a few questions of the same conversation or principal later and in other words: how jailbreaks look
 * from outside, whatever is in them. Only hashes of prompts are remembered.
 */
export const persisted: Detector<FittedPersisted, PersistedMemory> = {
  remembers: true,
  bits: [
    {
      name: 'persisted',
      means: 'get an answer after one much like it was refused, within eight questions of the same conversation',
      needs: 'text.prompt; sessions or principals; text.output, or the attributes finish_reason or refusal',
      costs:
        'hashes of the pairs of words of a prompt, at most 20,000 characters; four refused questions each of 10,000 conversations are remembered',
      suspicion: 'injection',
      never: false,
      atlas: ['AML.T0054', 'AML.T0051'],
      owasp: ['LLM01:2026'],
      nist: ['NISTAML.018'],
      evaded_by:
        'asking in entirely other words, in those that everybody uses or in another language, from another account, or after more than eight other questions',
    },
  ],

  fit(healthy) {
    if (!healthy.some(({ event }) => hasPrompt(event))) return { blind: 'no prompts' };
    if (!healthy.some((question) => conversationOf(question) !== '')) return { blind: 'no sessions and no principals' };
    if (!healthy.some(({ event }) => answered(event) !== undefined))
      return { blind: 'no answers, and no attribute that says whether a question was refused' };
    const key = keyOf(healthy);
    return { ...usual, ordinary: ordinaryOf(healthy, key), key };
  },

  open({ lookedBack, alike, ordinary, key = '' }, memory) {
    const forms = new Set(ordinary);
    const conversations = new Map(memory);
    return {
      read(question) {
        const { event } = question;
        const [conversation, said, outcome] = [conversationOf(question), shinglesUnder(key, event), answered(event)];
        if (conversation === '' || said === undefined || outcome === undefined) return [undefined];
        const before = (conversations.get(conversation) ?? [])
          .map((each) => ({ ...each, since: each.since + 1 }))
          .filter(({ since }) => since <= lookedBack);
        if (outcome === 'complied' && before.length === 0) {
          conversations.delete(conversation);
          return [false];
        }
        const shingles = said.filter((hash) => !forms.has(hash));
        const like =
          outcome === 'complied' ? before.findLast((each) => areAlike(each.shingles, shingles, alike)) : undefined;
        const own = { id: event.event_id, shingles: shingles.slice(0, mostKept), since: 0 };
        conversations.delete(conversation);
        conversations.set(conversation, outcome === 'refused' ? [...before, own].slice(-mostRefused) : before);
        if (conversations.size > mostConversations) conversations.delete(conversations.keys().next().value!);
        return [like !== undefined && { because: `much like ${like.id}, which was refused ${like.since} before` }];
      },
      memory: () => new Map(conversations),
    };
  },
};

function ordinaryOf(healthy: readonly Question[], key: string): readonly number[] {
  const prompts = healthy
    .map(({ event }) => shinglesUnder(key, event))
    .filter((shingles) => shingles !== undefined)
    .slice(-counted);
  const times = new Map<number, number>();
  for (const prompt of prompts) for (const hash of prompt) times.set(hash, (times.get(hash) ?? 0) + 1);
  return [...times]
    .filter(([, count]) => count >= Math.max(3, ordinaryShare * prompts.length))
    .sort((a, b) => b[1] - a[1] || a[0] - b[0])
    .slice(0, mostOrdinary)
    .map(([hash]) => hash);
}

/** The session where there is one, else who asks; '' when the telemetry says neither. */
function conversationOf(question: Question): string {
  const { session_id } = question.event;
  if (session_id !== '') return `session ${session_id}`;
  const asker = askerOf(question);
  return asker === '' ? '' : `asker ${asker}`;
}

/** Whether one of two questions holds much of the other. */
function areAlike(refused: Uint32Array, now: Uint32Array, alike: number): boolean {
  const held = new Set(now);
  const common = refused.filter((hash) => held.has(hash)).length;
  return common >= fewestCommon && common >= alike * Math.min(refused.length, now.length);
}
