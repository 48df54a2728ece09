import { z } from 'zod';
import { count, duration } from './fields.js';

/** Somebody's classifier of prompts, asked as they come in. */
export const classifierSchema = z
  .strictObject({
    /** Where it is asked, with its path. */
    url: z
      .url({ protocol: /^https?$/ })
      .refine(
        (text) => new URL(text).username + new URL(text).password === '',
        'expected no user or password: name a token',
      ),
    /** Names it, with its version: scores under another name are not compared with those of the baseline. */
    name: z.string().min(1).max(100).default('classifier'),
    /** `scores`: { texts: [...] } is answered { scores: [...] }. `labels`: { inputs: [[text], ...] } is answered [[{ label, score }, ...], ...]. */
    format: z.enum(['scores', 'labels']).default('scores'),
    /** Of `labels`: whose score is taken. */
    label: z.string().max(200).default(''),
    /** Name of a secret in compromise.secrets, sent as a bearer token; '' sends none. */
    token: z.string().max(200).default(''),
    /** How long intake waits for the scores of some hundred events at most. */
    timeout: duration('1s').refine((ms) => ms >= 10 && ms <= 10_000, 'expected between 10ms and 10s'),
    /** Texts of a request, and requests at the same time. */
    batch: count(1, 256).default(32),
    in_flight: count(1, 32).default(4),
    /** How long nothing is asked after a failure. */
    rest: duration('10s').refine((ms) => ms >= 0 && ms <= 600_000, 'expected at most 10m'),
  })
  .refine(({ format, label }) => format !== 'labels' || label !== '', {
    path: ['label'],
    message: 'expected the label whose score is taken',
  });

export type ClassifierSettings = z.output<typeof classifierSchema>;
