// Asks the statistics library the questions of an oracle file and compares its answers with those of other implementations.
// Usage: npm run oracles [-- FILE]     (by default libs/stats/fixtures/oracles.json)
// Ends with 0 when every answer agrees, 1 when one does not, 2 on wrong use.
import { existsSync, readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { gunzipSync } from 'node:zlib';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..');
const library = resolve(root, 'libs/stats/dist/index.js');

class WrongUse extends Error {}

try {
  process.exitCode = await run(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof WrongUse)) throw error;
  console.error(error.message);
  process.exitCode = 2;
}

async function run(words) {
  if (words.length > 1 || words[0]?.startsWith('-')) throw new WrongUse('usage: npm run oracles [-- FILE]');
  if (!existsSync(library)) throw new WrongUse('libs/stats is not built yet: run `npm run build` first');
  const { isImplemented, judgeCase, oracleCases } = await import(pathToFileURL(library).href);
  const file = resolve(words[0] ?? resolve(root, 'libs/stats/fixtures/oracles.json'));
  const inputs = inputReader(dirname(file));
  const tally = new Map();
  const failures = [];
  for (const oracle of casesOf(file, oracleCases)) {
    // Inputs of a kind that nobody answers need not be there.
    const resolved = isImplemented(oracle.kind) ? { ...oracle, inputs: inputs(oracle.inputs) } : oracle;
    const outcome = judgeCase(resolved);
    const counts = tally.get(oracle.kind) ?? { passed: 0, failed: 0, 'not implemented': 0 };
    counts[outcome.kind] += 1;
    tally.set(oracle.kind, counts);
    if (outcome.kind === 'failed') failures.push({ oracle, differences: outcome.differences });
  }
  report(file, tally, failures);
  return failures.length === 0 ? 0 : 1;
}

function casesOf(file, oracleCases) {
  try {
    return oracleCases(JSON.parse(read(file).toString('utf8')));
  } catch (error) {
    if (error instanceof WrongUse) throw error;
    throw new WrongUse(`${file} is not an oracle file: ${error.message}`);
  }
}

function report(file, tally, failures) {
  const kinds = [...tally].sort(([a], [b]) => (a < b ? -1 : 1));
  const total = (outcome) => kinds.reduce((sum, [, counts]) => sum + counts[outcome], 0);
  console.log(file);
  for (const outcome of ['passed', 'failed', 'not implemented']) {
    console.log(`${total(outcome)} ${outcome}`);
    for (const [kind, counts] of kinds) if (counts[outcome] > 0) console.log(`  ${counts[outcome]}  ${kind}`);
  }
  for (const { oracle, differences } of failures) {
    console.log(`\nfailed: ${oracle.id} (${oracle.kind}; ${oracle.source})`);
    for (const { field, expected, got } of differences) {
      console.log(`  ${field}: expected ${show(expected)}, got ${show(got)}`);
    }
  }
}

function show(value) {
  return typeof value === 'number' ? String(value) : JSON.stringify(value);
}

/**
 * Puts the values in place of `{ file }`, `{ file, column, rows }`, `{ file, column, by }` and `{ file, columns, month }`, paths
 * relative to the folder.
 */
function inputReader(folder) {
  const tables = new Map();
  const table = (file) => {
    if (!tables.has(file)) tables.set(file, parseTable(read(resolve(folder, file)), file));
    return tables.get(file);
  };
  const values = (reference) => {
    if (reference.columns !== undefined) return columnsOf(folder, table, reference);
    if (reference.column === undefined) return JSON.parse(read(resolve(folder, reference.file)).toString('utf8'));
    const rows = table(reference.file);
    const all = column(rows, reference.column, reference.file);
    if (reference.by !== undefined) return monthly(all, column(rows, 'timestamp', reference.file));
    const chosen = all.slice(...(reference.rows ?? [])).map(Number);
    return reference.cast === 'float16' ? chosen.map(toFloat16) : chosen;
  };
  const replace = (value) => {
    if (Array.isArray(value)) return value.map(replace);
    if (value === null || typeof value !== 'object') return value;
    if (typeof value.file === 'string') return values(value);
    return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, replace(inner)]));
  };
  return replace;
}

function read(path) {
  try {
    const bytes = readFileSync(path);
    return path.endsWith('.gz') ? gunzipSync(bytes) : bytes;
  } catch (error) {
    throw new WrongUse(`cannot read ${path}: ${error.message}`);
  }
}

function parseTable(bytes) {
  const [header, ...rows] = bytes.toString('utf8').trim().split(/\r?\n/);
  return { names: cells(header), rows: rows.map(cells) };
}

function cells(line) {
  return line.split(',').map((cell) => cell.replace(/^"(.*)"$/, '$1'));
}

function column({ names, rows }, name, file) {
  const place = names.indexOf(name);
  if (place < 0) throw new WrongUse(`${file} has no column ${name}`);
  return rows.map((row) => row[place]);
}

/** Several columns of one table, of one month if it says so. Truth that lies beside it (`NAME_gt.csv`) comes along, by id. */
function columnsOf(folder, table, { file, columns, month }) {
  const rows = table(file);
  const found = Object.fromEntries(columns.map((name) => [name, column(rows, name, file).map(Number)]));
  const truth = file.replace(/(?=\.csv)/, '_gt');
  if (existsSync(resolve(folder, truth))) {
    const ids = new Map(column(table(truth), 'id', truth).map((id, row) => [id, row]));
    for (const name of table(truth).names.filter((name) => name !== 'id')) {
      const values = column(table(truth), name, truth);
      found[name] = column(rows, 'id', file).map((id) => Number(values[ids.get(id)]));
    }
  }
  if (month === undefined) return found;
  const within = column(rows, 'timestamp', file).map((time) => time.startsWith(month));
  return Object.fromEntries(Object.entries(found).map(([name, all]) => [name, all.filter((_, row) => within[row])]));
}

function monthly(values, timestamps) {
  const months = new Map();
  values.forEach((value, row) => {
    const month = timestamps[row].slice(0, 7);
    if (!months.has(month)) months.set(month, []);
    months.get(month).push(Number(value));
  });
  return [...months.values()];
}

/** Rounds to a half-precision number, ties to even. */
function toFloat16(value) {
  if (value === 0 || !Number.isFinite(value)) return value;
  const step = 2 ** (Math.max(-14, Math.floor(Math.log2(Math.abs(value)))) - 10);
  const scaled = value / step;
  const below = Math.floor(scaled);
  const rest = scaled - below;
  return (rest > 0.5 || (rest === 0.5 && below % 2 !== 0) ? below + 1 : below) * step;
}
