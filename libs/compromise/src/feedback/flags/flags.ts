import { relabelled } from './relabelled.js';
import { burst } from './burst.js';
import { far } from './far.js';
import type { Flag } from './flag.js';
import { odd } from './odd.js';

/** Every flag, in the order in which they read a label. */
export const flags: Readonly<Record<string, Flag>> = { odd, far, relabelled, burst } as Readonly<Record<string, Flag>>;
