import { randomFrom, type Random } from '@anchorwatch/scenarios';
import type { Client } from './client.js';
import { questions } from './loan-questions.js';

/** What a desk says instead of the truth. */
export type Said = (desk: string, at: number, truth: string, random: Random) => string;

/** A label as producers send it. */
export interface LoanLabel {
  readonly model: string;
  readonly request_id: string;
  readonly row: number;
  readonly time: number;
  readonly label: string;
  readonly source: string;
}

/** Labels of the same seed's questions, a minute later, by ten desks who err in 2 % of them; what the model answers is mostly right. */
export function loanLabels(seed: number, said: Said = (_, __, truth) => truth): readonly LoanLabel[] {
  const random = randomFrom(seed);
  return questions(seed).map(({ model, request_id, row, event_time, prediction: { classes } }, at) => {
    const yes = classes!['yes']!;
    const isYes = random() < yes ** 3 / (yes ** 3 + (1 - yes) ** 3) !== random() < 0.02;
    const source = `desk-${Math.floor(10 * random() ** 1.3)}`;
    const label = said(source, at, isYes ? 'yes' : 'no', random);
    return { model, request_id, row, time: event_time + 60_000, label, source };
  });
}

/** One desk turns three of ten from a label on. */
export function turnedBy(bad: string, from: number): Said {
  return (desk, at, truth, random) => (desk === bad && at >= from && random() < 0.3 ? otherThan(truth) : truth);
}

export function otherThan(truth: string): string {
  return truth === 'yes' ? 'no' : 'yes';
}

export function labelLines(labels: readonly LoanLabel[]): string {
  return labels.map((label) => JSON.stringify(label)).join('\n');
}

/** Sends labels by HTTP, a thousand to a request, in order. */
export async function sendLoanLabels(client: Client, labels: readonly LoanLabel[]): Promise<void> {
  const headers = { 'content-type': 'application/x-ndjson' };
  for (let from = 0; from < labels.length; from += 1_000) {
    const page = labels.slice(from, from + 1_000);
    const { status, body } = await client.ask<{ accepted: number }>(
      'POST',
      '/intake/labels',
      labelLines(page),
      headers,
    );
    if (status !== 202 || body.accepted !== page.length)
      throw new Error(`labels were answered ${status}: ${JSON.stringify(body).slice(0, 500)}`);
  }
}
