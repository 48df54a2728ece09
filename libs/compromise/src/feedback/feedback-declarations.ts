import type { Declaration } from '../declaration.js';
import { flags } from './flags/flags.js';
import { feedbackSigns } from './signs.js';

/** What looks at labels, as the catalogue lists it. */
export const feedbackDeclarations: readonly Declaration[] = [
  ...Object.values(feedbackSigns),
  ...Object.values(flags).map(({ declaration }) => declaration),
];
