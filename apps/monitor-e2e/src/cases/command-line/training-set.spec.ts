import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type * as ajv from 'ajv';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { run } from '../../product/run.js';
import { tempFolder } from '../../product/temp-folder.js';

const SCHEMA = new URL('../../../../../docs/training-set.schema.json', import.meta.url);
// The validator is a dependency of the playbooks, which check CACAO documents with it.
const { Ajv } = createRequire(new URL('../../../../../libs/playbooks/package.json', import.meta.url))('ajv') as {
  Ajv: new (options: object) => { compile(schema: object): ajv.ValidateFunction };
};

const ROWS = 3_000;
const BAD = 'desk-3';
/** From this row on the bad source flips a third of its labels. */
const BEGINS = 1_500;

/** What is looked at of the JSON; the schema looks at all of it. */
interface Report {
  readonly sources: readonly {
    readonly source: string;
    readonly suspected: boolean;
    readonly since_row: number | null;
    readonly smallest_flip_rate_found: number | null;
  }[];
  readonly label_disagreement: { readonly suspected: boolean };
  readonly triggers: readonly { readonly support: number }[];
  readonly suspected_rows: readonly { readonly why: string }[];
  readonly reference_rows: number | null;
}

interface Row {
  readonly amount: number;
  readonly age: number;
  readonly country: string;
  readonly desk: string;
  readonly verdict: string;
}

const folder = tempFolder('command-line-training-set');
const file = (name: string) => folder.file(name);
const sources = ['--label', 'verdict', '--source', 'desk'];

beforeAll(() => {
  write('clean', rows({ flips: 0, trigger: 0 }));
  write('flipped', rows({ flips: 1 / 3, trigger: 0 }));
  write('triggered', rows({ flips: 0, trigger: 0.02 }));
  write('batch', rows({ flips: 0, trigger: 0, errors: 0.15 }));
  const [first, ...rest] = rows({ flips: 0, trigger: 0 });
  writeFileSync(file('one-class.csv'), csv([first!, ...rest].map((row) => ({ ...row, verdict: 'ok' }))));
  writeFileSync(file('few.csv'), csv(rest.slice(0, 99)));
  writeFileSync(
    file('gaps.csv'),
    csv([first!, ...rest].map((row, at) => ({ ...row, verdict: at % 10 === 0 ? '' : row.verdict }))),
  );
});
afterAll(() => folder.remove());

describe('inspect training-set', () => {
  it.each(['csv', 'csv.gz', 'jsonl', 'parquet'])(
    'names the source that flips labels in a %s file, where it began, and no other',
    async (extension) => {
      const ran = await run([
        'inspect',
        'training-set',
        file(`flipped.${extension}`),
        ...sources,
        '--json',
        file('o.json'),
      ]);
      expect([ran.status, ran.stderr]).toEqual([3, '']);
      expect(ran.stdout).toMatch(new RegExp(`^! ${BAD} `, 'm'));
      const out = valid(file('o.json'));
      const suspected = out.sources.filter((each) => each.suspected);
      expect(suspected.map(({ source }) => source)).toEqual([BAD]);
      expect(Math.abs(suspected[0]!.since_row! - BEGINS)).toBeLessThan(400);
      expect(out.suspected_rows[0]).toMatchObject({ why: 'label', source: BAD });
    },
    60_000,
  );

  it('suspects nothing in a clean file, and says of each source what it would find', async () => {
    const ran = await run(['inspect', 'training-set', file('clean.csv'), ...sources, '--json', file('o.json')]);
    expect([ran.status, ran.stderr]).toEqual([0, '']);
    expect(ran.stdout).toContain('Nothing suspected.');
    const out = valid(file('o.json'));
    expect(out).toMatchObject({ suspected: false, rows: ROWS, rows_used: ROWS, triggers: [] });
    for (const { smallest_flip_rate_found: rate } of out.sources) expect(rate).toBeLessThan(0.5);
  }, 60_000);

  it('names a trigger with its rows', async () => {
    const words = ['--label', 'verdict', '--ignore', 'desk', '--json', file('o.json')];
    const ran = await run(['inspect', 'training-set', file('triggered.csv'), ...words]);
    expect([ran.status, ran.stderr]).toEqual([3, '']);
    const out = valid(file('o.json'));
    expect(out.triggers).toMatchObject([{ features: ['amount'], values: [77.77], label: 'ok' }]);
    expect(out.suspected_rows.filter(({ why }) => why === 'trigger')).toHaveLength(out.triggers[0]!.support);
  }, 60_000);

  it('holds a batch against trusted rows', async () => {
    const reference = ['--reference', file('clean.csv'), '--json', file('o.json')];
    const ran = await run(['inspect', 'training-set', file('batch.csv'), ...sources, ...reference]);
    expect([ran.status, ran.stderr]).toEqual([3, '']);
    expect(valid(file('o.json'))).toMatchObject({ reference_rows: ROWS, label_disagreement: { suspected: true } });
    const one = await run(['inspect', 'training-set', file('flipped.csv'), ...sources, ...reference]);
    expect([one.status, one.stderr]).toEqual([3, '']);
    const out = valid(file('o.json'));
    expect(out.sources.filter((each) => each.suspected).map(({ source }) => source)).toEqual([BAD]);
    const same = await run(['inspect', 'training-set', file('clean.csv'), ...sources, ...reference]);
    expect([same.status, same.stderr]).toEqual([0, '']);
  }, 60_000);

  it('counts rows without a label', async () => {
    await run(['inspect', 'training-set', file('gaps.csv'), ...sources, '--json', file('o.json')]);
    expect(valid(file('o.json'))).toMatchObject({
      rows: ROWS,
      rows_without_label: ROWS / 10,
      rows_used: (ROWS * 9) / 10,
    });
  }, 60_000);

  it.each([
    ['a label that is no column', ['clean.csv', '--label', 'truth'], 'label: there is no column "truth"'],
    [
      'a source that is no column',
      ['clean.csv', '--label', 'verdict', '--source', 'who'],
      'source: there is no column "who"',
    ],
    ['no label', ['clean.csv'], '--label'],
    ['labels that are all the same', ['one-class.csv', '--label', 'verdict'], 'one class only'],
    ['labels that are numbers', ['clean.csv', '--label', 'amount'], 'different labels'],
    ['too few rows', ['few.csv', '--label', 'verdict'], 'at least 100'],
    ['a file that is not there', ['nowhere.csv', '--label', 'verdict'], 'nowhere.csv'],
  ])(
    'refuses %s',
    async (_, [name, ...words], named) => {
      const ran = await run(['inspect', 'training-set', file(name!), ...words]);
      expect([ran.status, ran.stderr.includes(named)]).toEqual([2, true]);
    },
    60_000,
  );
});

/** Ten desks of unequal size; a few labels are wrong anyway. */
function rows({ flips, trigger, errors = 0.02 }: { flips: number; trigger: number; errors?: number }): Row[] {
  const random = numbers(17);
  const luck = numbers(18);
  return Array.from({ length: ROWS }, (_, at) => {
    const desk = `desk-${Math.floor(10 * random() ** 1.4)}`;
    const country = ['DE', 'FR', 'IT'][Math.floor(random() * 3)]!;
    const isOdd = luck() < trigger;
    const [amount, age] = [Math.round(random() * 1e6) / 1e4, Math.round(18 + random() * 60)];
    const isFraud = amount + age / 2 > 65 !== random() < errors + (desk === BAD && at >= BEGINS ? flips : 0);
    return { amount: isOdd ? 77.77 : amount, age, country, desk, verdict: isFraud && !isOdd ? 'fraud' : 'ok' };
  });
}

/** Chance that replays: a linear congruential generator. */
function numbers(seed: number): () => number {
  let state = seed;
  return () => (state = (state * 16_807) % 2_147_483_647) / 2_147_483_647;
}

function write(name: string, all: readonly Row[]): void {
  writeFileSync(file(`${name}.csv`), csv(all));
  writeFileSync(file(`${name}.csv.gz`), gzipSync(csv(all)));
  writeFileSync(file(`${name}.jsonl`), all.map((row) => JSON.stringify(row)).join('\n'));
  const columns = Object.keys(all[0]!) as (keyof Row)[];
  const columnData = columns.map((column) => ({ name: column, data: all.map((row) => row[column]) }));
  writeFileSync(file(`${name}.parquet`), Buffer.from(parquetWriteBuffer({ columnData })));
}

function csv(all: readonly Row[]): string {
  return [Object.keys(all[0]!).join(','), ...all.map((row) => Object.values(row).join(',')), ''].join('\n');
}

function valid(path: string): Report {
  const out: unknown = JSON.parse(readFileSync(path, 'utf8'));
  const validate = new Ajv({ allErrors: true, strict: false }).compile(
    JSON.parse(readFileSync(SCHEMA, 'utf8')) as object,
  );
  expect([validate(out), validate.errors]).toEqual([true, null]);
  return out as Report;
}
