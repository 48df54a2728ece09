import type { Attack } from './attack.js';
import { attacks } from './attacks.js';

/** What each attack does, with its ATLAS techniques: a line each. */
export function attackLines(): readonly string[] {
  const width = Math.max(...attacks.map(({ name }) => name.length));
  return attacks.map(
    (attack) => `${attack.name.padEnd(width)}  ${attack.what} (${attack.atlas.join(', ')})${heeds(attack)}`,
  );
}

/** Which options it does not heed. */
function heeds({ by }: Attack): string {
  if (by === 'answers') return ' [without --share, --principals, --questions]';
  return by === 'labels' ? ' [without --principals, --questions]' : '';
}
