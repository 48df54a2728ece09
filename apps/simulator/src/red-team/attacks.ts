import type { Attack } from './attack.js';
import { active } from './attacks/active.js';
import { answers } from './attacks/answers.js';
import { attribute } from './attacks/attribute.js';
import { backdoor } from './attacks/backdoor.js';
import { boundary } from './attacks/boundary.js';
import { coordinate } from './attacks/coordinate.js';
import { copycat } from './attacks/copycat.js';
import { drip } from './attacks/drip.js';
import { equation } from './attacks/equation.js';
import { flips } from './attacks/flips.js';
import { hopskipjump } from './attacks/hopskipjump.js';
import { inversion } from './attacks/inversion.js';
import { jacobian } from './attacks/jacobian.js';
import { knockoff } from './attacks/knockoff.js';
import { membership } from './attacks/membership.js';
import { signopt } from './attacks/signopt.js';
import { sponge } from './attacks/sponge.js';
import { swap } from './attacks/swap.js';
import { uniform } from './attacks/uniform.js';
import { zoo } from './attacks/zoo.js';

/** Every attack. Adding one is one file and one line here. Prompt injection is not among them: the model takes no text. */
export const attacks: readonly Attack[] = [
  uniform,
  copycat,
  knockoff,
  jacobian,
  active,
  equation,
  boundary,
  hopskipjump,
  signopt,
  zoo,
  coordinate,
  inversion,
  membership,
  attribute,
  swap,
  answers,
  flips,
  backdoor,
  sponge,
  drip,
];

/** @throws Error naming all attacks when there is none of this name */
export function attackOf(name: string): Attack {
  const attack = attacks.find((known) => known.name === name);
  if (attack === undefined)
    throw new Error(`there is no attack "${name}"; there are ${attacks.map((known) => known.name).join(', ')}`);
  return attack;
}
