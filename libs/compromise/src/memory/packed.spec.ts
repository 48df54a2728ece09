import { describe, expect, it } from '@jest/globals';
import { packMemory, packMemoryAside, unpackMemory } from './packed.js';

describe('a packed memory', () => {
  it('gives what was packed, and one thing for what was one thing', () => {
    const step = { point: Float64Array.of(1, 2), id: 'a' };
    const memory = { recent: [step, undefined], passed: new Map([['x', { step }]]), n: NaN };
    const unpacked = unpackMemory(packMemory(memory)) as typeof memory;
    expect(unpacked).toEqual(memory);
    expect(unpacked.passed.get('x')!.step).toBe(unpacked.recent[0]);
  });

  it('gives arrays that hold on to nothing but themselves', () => {
    const memory = { large: new Float64Array(1_000), small: [Float64Array.of(1), new Map([['x', Uint32Array.of(2)]])] };
    const { small } = unpackMemory(packMemory(memory)) as { small: [Float64Array, Map<string, Uint32Array>] };
    expect(small[0].buffer.byteLength).toBe(8);
    expect(small[1].get('x')!.buffer.byteLength).toBe(4);
  });

  it('is the same when it is packed aside, whatever changes meanwhile', async () => {
    const memory = { counts: Float64Array.of(1, 2, 3), names: new Map([['x', 1]]) };
    const wanted = packMemory(memory);
    const aside = packMemoryAside(memory);
    memory.counts[0] = 9;
    memory.names.set('y', 2);
    expect(await aside).toEqual(wanted);
  });
});
