#!/usr/bin/env node
// Values a second of counting and judging, beside simple-statistics and plain loops; memory of a series; see README.md.
import { parseArgs } from 'node:util';
import { counting } from './parts/speed-counting.mjs';
import { columnsJudged } from './parts/speed-columns.mjs';
import { memory, tickOfMany } from './parts/speed-judging.mjs';

const { values } = parseArgs({
  options: {
    rows: { type: 'string', default: '100000' },
    runs: { type: 'string', default: '5' },
    subjects: { type: 'string', default: '1000' },
    only: { type: 'string', default: 'counting,columns,tick,memory' },
    help: { type: 'boolean', default: false },
  },
});
const [rows, runs, subjects] = [values.rows, values.runs, values.subjects].map(Number);
if (values.help || !(rows >= 10_000 && runs >= 1 && subjects >= 1)) {
  console.log(`usage: speed.mjs [--rows 100000] [--runs 5] [--subjects 1000] [--only counting,columns,tick,memory]

  --rows N      messages, and rows of the columns, at least 10,000
  --runs N      the median of so many runs is told
  --subjects N  subjects of the judged tick and of the memory of a series`);
  process.exit(values.help ? 0 : 2);
}

console.log('Seconds are those that this thread had a processor.\n');
const parts = {
  counting: () => counting(rows, runs),
  columns: () => columnsJudged(rows, runs),
  tick: () => tickOfMany(subjects, runs),
  memory: () => memory(subjects),
};
for (const name of values.only.split(',')) {
  for (const line of await parts[name]()) console.log(line);
  console.log();
}
