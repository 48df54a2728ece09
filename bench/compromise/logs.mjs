// Reads what bench/attacks made.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const lines = (path) => {
  const text = readFileSync(path, 'utf8').trim();
  return text === '' ? [] : text.split('\n').map((line) => JSON.parse(line));
};

/** A model's benign questions with their answers, each with its number, and where the rest of it lies. */
export function readSet(folder, name) {
  const path = join(folder, name);
  return { name, path, benign: lines(join(path, 'benign.jsonl')).map((row, number) => ({ ...row, number })) };
}

/** Names of the attacks on a model. */
export function readAttacks({ path }) {
  return readdirSync(join(path, 'attacks')).map((file) => file.replace('.jsonl', ''));
}

/** What an attack asked and was answered, in order. */
export function readAttack({ path }, attack) {
  return lines(join(path, 'attacks', `${attack}.jsonl`));
}

/** Other answers to the benign questions, by number. */
export function readAnswers({ path }, kind) {
  return lines(join(path, `${kind}.jsonl`));
}
