import type { LateModel } from './late-model.js';
import type { Act } from './scenario.js';
import type { Done } from './red-team/run.js';
import type { Rehearsal } from './red-team/rehearsal.js';
import type { Victim } from './red-team/victim/victim.js';
import type { Sent } from './send-pages.js';

/** What the simulator has to say, one line each. */
export type Line =
  | { readonly kind: 'fitted'; readonly artefact_digest: string; readonly examples: number; readonly auc: number }
  | { readonly kind: 'script'; readonly acts: readonly Act[] }
  | {
      readonly kind: 'rehearsal';
      readonly attack: string;
      readonly what: string;
      readonly atlas: readonly string[];
      readonly share: number;
      readonly principals: number;
    }
  | ({ readonly kind: 'sent' } & Sent)
  | ({ readonly kind: 'rehearsed' } & Done)
  | ({ readonly kind: 'done'; readonly seconds: number } & Sent);

/** The line for a rehearsal. */
export function rehearsalLine({ attack, share, principals }: Rehearsal): Line {
  const { name, what, atlas } = attack ?? { name: 'none', what: 'does nothing', atlas: [] };
  return { kind: 'rehearsal', attack: name, what, atlas, share, principals };
}

/** The line for a fitted model. */
export function fittedLine(
  { artefact_digest, examples }: Pick<LateModel | Victim, 'artefact_digest' | 'examples'>,
  auc: number,
): Line {
  return { kind: 'fitted', artefact_digest, examples, auc: Number(auc.toFixed(3)) };
}

/** A line in words. */
export function inWords(line: Line): string {
  switch (line.kind) {
    case 'fitted':
      return `fitted on ${line.examples} flights of January (AUC ${line.auc}), ${line.artefact_digest}`;
    case 'script':
      if (line.acts.length === 0) return 'nothing will be done to the traffic';
      return line.acts.map(({ what, from, to }) => `from ${day(from)} to ${day(to)}: ${what}`).join('\n');
    case 'rehearsal':
      return `${line.attack}: the attacker ${line.what}${line.atlas.length > 0 ? ` (${line.atlas.join(', ')})` : ''}`;
    case 'rehearsed':
      if (line.first_event === null) return 'no attack';
      return `the attack did ${line.attacked} of it, the first event ${line.first_event} at ${day(line.first_time!)}; its accounts are account0, account1 … of shell0, shell1 …`;
    case 'sent':
      return `${day(line.up_to)}: ${line.events} events, ${line.labels} labels`;
    case 'done':
      return `done in ${line.seconds} s: ${line.events} events, ${line.labels} labels`;
  }
}

function day(time: number): string {
  return new Date(time).toISOString().slice(0, 16).replace('T', ' ');
}
