import { EventEmitter, once } from 'node:events';
import type { FastifyReply } from 'fastify';
import { describe, expect, it } from '@jest/globals';
import { whileAsked } from './while-asked.js';

const tooLong = new Error('took too long');
const replyOf = (raw: EventEmitter) => ({ raw }) as unknown as Pick<FastifyReply, 'raw'>;

/** Work that ends only when it is told to. */
async function endless(signal: AbortSignal): Promise<never> {
  await once(signal, 'abort');
  throw signal.reason;
}

describe('work that a client waits for', () => {
  it('is answered, and leaves nothing behind', async () => {
    const raw = new EventEmitter();
    expect(await whileAsked(replyOf(raw), { ms: 60_000, error: tooLong }, async () => 'done')).toBe('done');
    expect(raw.listenerCount('close')).toBe(0);
  });

  it('stops when the client leaves, and when the time is up', async () => {
    const raw = new EventEmitter();
    const left = whileAsked(replyOf(raw), { ms: 60_000, error: tooLong }, endless);
    raw.emit('close');
    await expect(left).rejects.toMatchObject({ status: 499 });
    await expect(whileAsked(replyOf(raw), { ms: 1, error: tooLong }, endless)).rejects.toBe(tooLong);
    expect(raw.listenerCount('close')).toBe(0);
  });
});
