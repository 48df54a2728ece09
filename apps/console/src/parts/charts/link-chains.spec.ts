import { describe, expect, it } from '@jest/globals';
import { chainsOf } from './link-chains.js';

const node = (event_id: string, principal: string, flipped = false) => ({ event_id, principal, flipped });
const edge = (from: string, to: string) => ({ from, to, bits: ['near'] });

describe('linked questions as chains', () => {
  it('are what hangs together, the longest first, with who asked most of it', () => {
    const nodes = [node('x1', 'x'), node('x2', 'x'), node('a1', 'a'), node('b1', 'b'), node('a2', 'a', true)];
    const chains = chainsOf({ nodes, edges: [edge('x1', 'x2'), edge('a1', 'b1'), edge('b1', 'a2'), edge('a1', 'a2')] });
    expect(chains).toEqual([
      {
        questions: [nodes[2], nodes[3], nodes[4]],
        principals: ['a', 'b'],
        links: [
          { from: 0, to: 1, bits: ['near'] },
          { from: 1, to: 2, bits: ['near'] },
          { from: 0, to: 2, bits: ['near'] },
        ],
      },
      { questions: [nodes[0], nodes[1]], principals: ['x'], links: [{ from: 0, to: 1, bits: ['near'] }] },
    ]);
  });

  it('stand after what they resemble, in whichever order they are listed', () => {
    const nodes = [node('late', 'a'), node('middle', 'a'), node('early', 'a')];
    const [chain] = chainsOf({ nodes, edges: [edge('middle', 'late'), edge('early', 'middle')] });
    expect(chain!.questions.map(({ event_id }) => event_id)).toEqual(['early', 'middle', 'late']);
    expect(chain!.links.every(({ from, to }) => from < to)).toBe(true);
  });

  it('hold every question once, and leave out links to questions that nobody knows', () => {
    const nodes = Array.from({ length: 40 }, (_, k) => node(`q${k}`, `p${k % 5}`));
    const edges = Array.from({ length: 30 }, (_, k) => edge(`q${k}`, `q${k + 1 + (k % 7)}`));
    const chains = chainsOf({ nodes, edges: [...edges, edge('gone', 'q3')] });
    const ids = chains.flatMap(({ questions }) => questions.map(({ event_id }) => event_id));
    expect([...ids].sort()).toEqual(nodes.map(({ event_id }) => event_id).sort());
    expect(chains.reduce((sum, { links }) => sum + links.length, 0)).toBe(30);
  });

  it('come to an end even where links run in a circle', () => {
    const nodes = [node('a', 'x'), node('b', 'x')];
    expect(chainsOf({ nodes, edges: [edge('a', 'b'), edge('b', 'a')] })[0]!.questions).toHaveLength(2);
  });

  it('are none where there are no links', () => {
    expect(chainsOf({ nodes: [], edges: [] })).toEqual([]);
  });
});
