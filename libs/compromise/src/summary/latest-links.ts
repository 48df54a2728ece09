import type { Bit } from '../bits/detector.js';
import type { Declaration } from '../declaration.js';
import { askerOf, type Question } from '../question.js';

/** Links that are remembered, the latest. */
const remembered = 60;

/** A question that resembles an earlier one. */
export interface Link {
  readonly event_id: string;
  readonly asker: string;
  readonly beside: string;
  readonly beside_asker: string;
  /** Whether it got another answer than the earlier one. */
  readonly flipped: boolean;
  /** Bits that say so. */
  readonly bits: readonly string[];
}

/** Questions and what links them; every edge leads from the earlier to the later one. */
export interface LinkGraph {
  readonly nodes: readonly {
    readonly event_id: string;
    /** '' when nobody is named, or nobody remembers who it was. */
    readonly principal: string;
    /** Whether its answer is another one than that of a question before it that it is linked to. */
    readonly flipped: boolean;
  }[];
  readonly edges: readonly { readonly from: string; readonly to: string; readonly bits: readonly string[] }[];
}

/** The last sixty links between questions. */
export class LatestLinks {
  private readonly links: Link[];

  constructor(memory: readonly Link[] = []) {
    this.links = [...memory];
  }

  /** @param kinds of the bits; proof by itself, such as another answer to the same question, is no link */
  take(question: Question, bits: readonly Bit[], kinds: readonly { readonly declaration: Declaration }[]): void {
    const links = new Map<string, Link>();
    for (const [k, bit] of bits.entries()) {
      if (typeof bit !== 'object' || !('beside' in bit)) continue;
      const { name, never } = kinds[k]!.declaration;
      if (never) continue;
      const { beside, asker = '', flipped } = bit;
      const before = links.get(beside);
      links.set(beside, {
        event_id: question.event.event_id,
        asker: askerOf(question),
        beside,
        beside_asker: before?.beside_asker || asker,
        flipped,
        bits: [...(before?.bits ?? []), name],
      });
    }
    if (links.size === 0) return;
    this.links.push(...links.values());
    this.links.splice(0, this.links.length - remembered);
  }

  graph(): LinkGraph {
    const nodes = new Map<string, LinkGraph['nodes'][number]>();
    for (const { event_id, asker, beside, beside_asker, flipped } of this.links) {
      const from = nodes.get(beside);
      if (!from?.principal)
        nodes.set(beside, { event_id: beside, principal: beside_asker, flipped: from?.flipped ?? false });
      const isFlipped = flipped || nodes.get(event_id)?.flipped === true;
      nodes.set(event_id, { event_id, principal: asker, flipped: isFlipped });
    }
    return {
      nodes: [...nodes.values()],
      edges: this.links.map(({ event_id, beside, bits }) => ({ from: beside, to: event_id, bits })),
    };
  }

  memory(): readonly Link[] {
    return [...this.links];
  }
}
