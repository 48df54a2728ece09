import type { BitSign } from '../bit-signs.js';
import { listed } from '../numbers.js';
import type { Signs } from '../signs.js';
import { Weighing, type Hypothesis, type Proposal } from './hypothesis.js';
import { movement, names } from './phrases.js';

/** Somebody changed the model behind its name. */
export const tampering: Proposal = (signs) => {
  const { answers, inputs, version } = signs;
  const first = answers[0];
  const bit = (wanted: string) => signs.bits.find(({ name }) => name === wanted);
  const [golden, conflict, artefact] = [bit('golden'), bit('conflict'), bit('artefact')];
  if (golden !== undefined) return otherAnswers(0.9, sentenceOf(golden), signs);
  if (conflict !== undefined) return otherAnswers(0.85, repeatedOf(conflict), signs);
  // Telemetry and register may say it, or what the probe was told.
  const otherBytes = version.other_bytes ?? (artefact && sentenceOf(artefact));
  if (otherBytes === undefined && (first === undefined || inputs.length > 0)) return undefined;

  const moved = first === undefined ? '' : `${listed(names(answers))} moved while the questions did not.`;
  const weighing =
    otherBytes === undefined
      ? new Weighing(0.5, moved).when(
          version.known && version.changed === undefined,
          0.05,
          'The version is the same as before.',
        )
      : new Weighing(0.9, otherBytes).when(
          first !== undefined,
          0.03,
          inputs.length === 0 ? moved : 'The answers moved.',
        );
  return weighing
    .when(signs.pace === 'abrupt', 0.05, 'It came from one moment to the next.')
    .when(signs.latency && first !== undefined, 0.05, 'The latency changed with the answers, as with another program.')
    .when(version.changed !== undefined, -0.3, version.changed ?? '')
    .when(!version.known, -0.1, 'No finding names a version, so a release cannot be told from a swap.')
    .when(signs.truth.length > 0, -0.2, 'The truth moved too: something that is not among the inputs may have changed.')
    .when(signs.constant_answer, -0.15, 'The answer stands still, as with a fault more than with another model.')
    .when(
      signs.only_segments.length > 0,
      -0.1,
      `Only ${listed(signs.only_segments)} is concerned, not the whole traffic.`,
    )
    .when(signs.errors, -0.1, 'Errors rose at the same time.')
    .when(
      signs.faint_inputs.length > 0,
      -0.05,
      `${listed(names(signs.faint_inputs))} moved too, though not enough to explain it.`,
    )
    .conclude({
      kind: 'tampering',
      words:
        first === undefined
          ? 'one version has served from different artefacts'
          : `${movement(first)} while the questions are as before`,
      would_settle: [
        'A model swapped behind the same version would look like this; compare the artefact digest of what serves with the registered one.',
        'Ask stored questions again: another answer under one version settles it.',
        'Look who deployed, restarted or reconfigured the service shortly before.',
      ],
    });
};

function repeatedOf({ strongest: { value, n } }: BitSign): string {
  return `${Math.round(value * n)} of the last ${n} repeated questions got another answer under the same version, which the baseline never showed.`;
}

function sentenceOf({ strongest: { words } }: BitSign): string {
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}.`;
}

/** The same question, another answer, under one version: no statistics are needed. */
function otherAnswers(base: number, reason: string, { version, inputs, answers }: Signs): Hypothesis {
  return new Weighing(base, reason)
    .when(version.other_bytes !== undefined, 0.05, version.other_bytes ?? '')
    .when(answers.length > 0 && inputs.length === 0, 0.05, 'The answers moved while the questions did not.')
    .when(version.changed !== undefined, -0.3, version.changed ?? '')
    .conclude({
      kind: 'tampering',
      words: 'the same questions get other answers under one version',
      would_settle: [
        'Compare the artefact digest of what serves with the registered one.',
        'Ask stored questions again, and the registered artefact beside it: what differs was changed.',
        'Ask who deployed, restarted or reconfigured the service shortly before.',
      ],
    });
}
