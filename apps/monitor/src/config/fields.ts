import { z } from 'zod';
import { parseDuration } from './duration.js';

/** A length of time as people write it, in milliseconds. */
export const duration = (fallback: string) =>
  z
    .string()
    .default(fallback)
    .transform((text, context) => {
      const ms = parseDuration(text);
      if (ms === undefined) context.addIssue(`expected a length of time such as 90s, 5m or 1h, got "${text}"`);
      return ms ?? 0;
    });

/** A whole number, also when it comes from the environment. */
export const count = (least: number, most: number) => z.coerce.number().int().min(least).max(most);
