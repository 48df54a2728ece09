import type { FastifyReply } from 'fastify';
import { ApiError } from './errors.js';

/**
 * Does what a client waits for, and tells it to stop when the client has left or the time is up.
 * @param limit most milliseconds, and what the signal's reason is after them
 */
export async function whileAsked<Of>(
  reply: Pick<FastifyReply, 'raw'>,
  limit: { readonly ms: number; readonly error: Error },
  work: (signal: AbortSignal) => Promise<Of>,
): Promise<Of> {
  const stop = new AbortController();
  const left = () => stop.abort(new ApiError(499, 'left', 'The client has left.'));
  const late = setTimeout(() => stop.abort(limit.error), limit.ms);
  reply.raw.once('close', left);
  try {
    return await work(stop.signal);
  } finally {
    clearTimeout(late);
    reply.raw.off('close', left);
  }
}
