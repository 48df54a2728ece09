/** Questions and what links them; every edge leads from the earlier to the later one. */
export interface Links {
  readonly nodes: readonly LinkedQuestion[];
  readonly edges: readonly { readonly from: string; readonly to: string; readonly bits: readonly string[] }[];
}

export interface LinkedQuestion {
  readonly event_id: string;
  readonly principal: string;
  /** Whether it got another answer than one that it resembles. */
  readonly flipped: boolean;
}

/** Questions that hang together, in an order in which each stands after all that it resembles. */
export interface Chain {
  readonly questions: readonly LinkedQuestion[];
  /** Who asked them, those with the most questions first. */
  readonly principals: readonly string[];
  /** Between places in `questions`. */
  readonly links: readonly { readonly from: number; readonly to: number; readonly bits: readonly string[] }[];
}

/** What hangs together, the longest first. The same links always give the same chains. */
export function chainsOf({ nodes, edges }: Links): readonly Chain[] {
  const parents = new Map<string, string[]>();
  const near = new Map<string, string[]>(nodes.map(({ event_id }) => [event_id, []]));
  for (const { from, to } of edges) {
    if (!near.has(from) || !near.has(to)) continue;
    parents.set(to, [...(parents.get(to) ?? []), from]);
    near.get(from)!.push(to);
    near.get(to)!.push(from);
  }
  const ordered = inOrder(nodes, parents);
  const chainOf = new Map<string, number>();
  const chains: LinkedQuestion[][] = [];
  for (const node of ordered) {
    if (!chainOf.has(node.event_id)) {
      for (const id of reachable(node.event_id, near)) chainOf.set(id, chains.length);
      chains.push([]);
    }
    chains[chainOf.get(node.event_id)!]!.push(node);
  }
  return chains.map((questions) => whole(questions, edges)).sort((a, b) => b.questions.length - a.questions.length);
}

function whole(questions: readonly LinkedQuestion[], edges: Links['edges']): Chain {
  const places = new Map(questions.map(({ event_id }, place) => [event_id, place]));
  const counts = new Map<string, number>();
  for (const { principal } of questions) counts.set(principal, (counts.get(principal) ?? 0) + 1);
  return {
    questions,
    principals: [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)).map(([principal]) => principal),
    links: edges.flatMap(({ from, to, bits }) => {
      const [one, other] = [places.get(from), places.get(to)];
      return one === undefined || other === undefined ? [] : [{ from: one, to: other, bits }];
    }),
  };
}

function reachable(start: string, near: ReadonlyMap<string, readonly string[]>): ReadonlySet<string> {
  const found = new Set([start]);
  for (const id of found) for (const next of near.get(id) ?? []) found.add(next);
  return found;
}

/** Every question after those that it resembles, and else as they come. */
function inOrder(nodes: Links['nodes'], parents: ReadonlyMap<string, readonly string[]>): Links['nodes'] {
  const byId = new Map(nodes.map((node) => [node.event_id, node]));
  const done = new Set<string>();
  const ordered: LinkedQuestion[] = [];
  for (const { event_id } of nodes) {
    const waiting = [event_id];
    while (waiting.length > 0) {
      const next = waiting.at(-1)!;
      // A circle cannot be, but must not hang the page.
      const open = (parents.get(next) ?? []).filter((id) => !done.has(id) && !waiting.includes(id));
      if (open.length > 0 && !done.has(next)) {
        waiting.push(...open);
        continue;
      }
      waiting.pop();
      if (done.has(next)) continue;
      done.add(next);
      ordered.push(byId.get(next)!);
    }
  }
  return ordered;
}
