import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { InferenceEvent } from '../event.js';
import { countRows } from './count-rows.js';
import { fileDigest } from './file-digest.js';
import { labelsFile } from './labels-file.js';
import { parseMapping, type Mapping } from './mapping.js';
import { type FileRecord, type ReadFileOptions, readFile } from './read-file.js';

const options: ReadFileOptions = { pseudonymise: (name) => name, now: Date.UTC(2010, 0, 1), model: 'file' };
const PARQUET = new URL('../../fixtures/flights.parquet', import.meta.url).pathname;
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'anchorwatch-files-'));
});
afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

describe('a CSV file', () => {
  it('without a mapping is all features, and the row is the time', async () => {
    const events = await eventsOf('x,colour\n1,red\n2.5,blue\n');
    expect(events).toMatchObject([
      { model: 'file', request_id: '0', event_time: 0, features: { x: 1, colour: 'red' } },
      { model: 'file', request_id: '1', event_time: 1, features: { x: 2.5, colour: 'blue' } },
    ]);
  });

  it('is read by a mapping of its columns', async () => {
    const mapping: Mapping = {
      model: 'flights',
      time: 'when',
      prediction: 'said',
      score: 'p',
      label: 'truth',
      segment: ['airport'],
      principal: 'key',
      request_id: 'id',
      status: 'http',
      latency_ms: 'ms',
      ignore: ['junk'],
      categorical: ['code'],
    };
    const file = await write(
      'id,when,x,code,said,p,truth,airport,key,http,ms,junk\na,2001-02-03 04:05:06,1.5,007,late,0.75,early,SFO,alice,200,12,z\n',
    );
    const records = await all(readFile(file, { ...options, mapping }));
    expect(records.map(({ row, decoded }) => [row, decoded.part, decoded.kind])).toEqual([
      [0, 0, 'event'],
      [0, 1, 'label'],
    ]);
    expect(records.map(({ decoded }) => decoded)).toMatchObject([
      {
        event: {
          model: 'flights',
          event_id: 'a#0',
          event_time: Date.UTC(2001, 1, 3, 4, 5, 6),
          features: { x: 1.5, code: '007' },
          prediction: { label: 'late', score: 0.75 },
          principal: { key: 'alice' },
          status: 'ok',
          latency_ms: 12,
          attributes: { airport: 'SFO' },
        },
      },
      { label: { model: 'flights', event_id: 'a#0', label: 'early', label_time: Date.UTC(2001, 1, 3, 4, 5, 6) } },
    ]);
  });

  it('knows who gave a label where a column says so', async () => {
    const file = await write('x,y,by\n1,late,desk\n2,early,\n');
    const records = await all(readFile(file, { ...options, mapping: { label: 'y', source: 'by' } }));
    const labels = records.flatMap(({ decoded }) => (decoded.kind === 'label' ? [decoded.label.source] : []));
    expect(labels).toEqual(['desk', '']);
    expect(parseMapping({ source: 'by' })).toEqual({
      kind: 'problems',
      problems: ['mapping.source: names who gave the label, and no label is mapped'],
    });
  });

  it.each<[string, Mapping['time_unit'], number]>([
    ['1000', undefined, 1_000],
    ['1000', 's', 1_000_000],
    ['2001-02-03', 'iso', Date.UTC(2001, 1, 3)],
    ['2001/02/03 04:05', undefined, Date.UTC(2001, 1, 3, 4, 5)],
    ['2001-02-03T04:05:06.5+01:00', undefined, Date.UTC(2001, 1, 3, 3, 5, 6, 500)],
  ])('reads the time %s in %s', async (time, time_unit, ms) => {
    const [event] = await eventsOf(`t\n${time}\n`, { time: 't', ...(time_unit && { time_unit }) });
    expect(event?.event_time).toBe(ms);
  });

  it('takes a column for numbers when its first values are, and passes on what comes later', async () => {
    const early = Array.from({ length: 1_000 }, (_, at) => `${at},${at},`).join('\n');
    const events = await eventsOf(`id,n,late\n${early}\n1000,oops,7\n1001,NA,x\n1002,,8\n`);
    expect(events.slice(999).map(({ features }) => features)).toEqual([
      { id: 999, n: 999, late: null },
      { id: 1000, n: 'oops', late: 7 },
      { id: 1001, n: null, late: 'x' },
      { id: 1002, n: null, late: 8 },
    ]);
  });

  it('may have a byte order mark, CRLF, quoted line ends and blank lines', async () => {
    const text = '\ufeffa,"b ""c"""\r\n1,"x\r\ny"\r\n\r\n2,"z,"\r\n';
    expect((await eventsOf(text)).map(({ features }) => features)).toEqual([
      { a: 1, 'b "c"': 'x\r\ny' },
      { a: 2, 'b "c"': 'z,' },
    ]);
    expect(await countRows(await write(text))).toBe(2);
  });

  it('answers a broken row with its number and reads on', async () => {
    const file = await write('a,b\n1,2\n1,2,3\n4\n5,6\nInfinity,7\n8,9');
    const records = await all(readFile(file, options));
    expect(records.map(({ row, decoded }) => [row, decoded.kind])).toEqual([
      [0, 'event'],
      [1, 'rejection'],
      [2, 'rejection'],
      [3, 'event'],
      [4, 'rejection'],
      [5, 'event'],
    ]);
    expect(records[1]?.decoded).toMatchObject({
      rejection: { field: 'row 1', reason: 'has 3 fields, the header has 2', excerpt: '1,2,3' },
    });
    expect(records[4]?.decoded).toMatchObject({
      rejection: { field: 'features.a', reason: 'expected a finite number, got "Infinity"' },
    });
  });

  it('ends with a rejection when a quote is never closed', async () => {
    const records = await all(readFile(await write('a,b\n1,2\n3,"4\n5,6\n'), options));
    expect(records.map(({ decoded }) => decoded.kind)).toEqual(['event', 'rejection']);
  });

  it('is read alike when gzipped, whatever its name', async () => {
    const text = `a,b\n${Array.from({ length: 3_000 }, (_, at) => `${at},${at % 7}`).join('\n')}\n`;
    const packed = await write(gzipSync(text), 'packed.csv');
    expect(await all(readFile(packed, options))).toEqual(await all(readFile(await write(text), options)));
    expect(await countRows(packed)).toBe(3_000);
  });

  it.each<[string, string | Buffer, string]>([
    ['empty', '', 'has no rows'],
    ['blank', '\n\n', 'has no rows'],
    ['a header only', 'a,b\n', 'has no rows below its header'],
    ['binary', Buffer.from([1, 2, 0, 255, 254]), 'is neither CSV nor JSONL nor Parquet: its bytes are no UTF-8 text'],
    ['half a gzip', gzipSync('a,b\n1,2\n3,4\n').subarray(0, 14), 'unpacked'],
    ['half a Parquet', Buffer.from('PAR1garbage'), 'cannot be read as Parquet'],
    ['without a header', '1,2\n3,4\n', 'its first line holds numbers only'],
    ['of a column named __proto__', 'a,__proto__\n3,4\n', 'column.__proto__ is not allowed as a name'],
    ['of a column twice', 'a,a\n3,4\n', 'the column "a" occurs twice'],
  ])('that is %s is refused in words', async (_, content, problem) => {
    await expect(all(readFile(await write(content), options))).rejects.toThrow(problem);
  });

  it('that is not there is refused in words', async () => {
    await expect(all(readFile(join(folder, 'none'), options))).rejects.toThrow('cannot be opened');
  });
});

describe('a mapping', () => {
  it('lists every column that the file does not have', async () => {
    const mapping: Mapping = { time: 'ts', segment: ['a', 'b'] };
    await expect(all(readFile(await write('a,x\n1,2\n'), { ...options, mapping }))).rejects.toThrow(
      'mapping.time: column "ts" is not in the file (columns: a, x); mapping.segment[1]: column "b" is not in the file (columns: a, x)',
    );
  });

  it('lists every problem of its own, with its path', () => {
    expect(parseMapping({ time: 5, colour: 'x', features: 'a', time_unit: 'h', model: '' })).toMatchObject({
      kind: 'problems',
      problems: [
        'mapping.time: expected a column name',
        expect.stringMatching(/^mapping.colour: unknown field/),
        'mapping.features: expected a list of column names',
        'mapping.time_unit: expected "ms", "s" or "iso"',
        'mapping.model: expected a name',
      ],
    });
    expect(parseMapping('x')).toMatchObject({ kind: 'problems' });
    expect(parseMapping({ segment: 'a', time: 't' })).toEqual({
      kind: 'mapping',
      mapping: { segment: ['a'], time: 't' },
    });
    expect(parseMapping({ segment: ['a', 'b', 'a'] })).toEqual({
      kind: 'problems',
      problems: ['mapping.segment[2]: column "a" is named twice'],
    });
  });
});

describe('a JSONL file', () => {
  it('of native events is read line by line, and a broken line is a rejection', async () => {
    const line = (id: string) => JSON.stringify({ request_id: id, time: 5, features: {} });
    const file = await write(`\ufeff${line('a')}\r\n\n{oops\n${line('b')}`);
    expect(await all(readFile(file, options))).toMatchObject([
      { row: 0, decoded: { kind: 'event', event: { request_id: 'a', model: 'file' } } },
      { row: 1, decoded: { kind: 'rejection', rejection: { field: 'body' } } },
      { row: 2, decoded: { kind: 'event', event: { request_id: 'b' } } },
    ]);
    expect(await countRows(file)).toBe(3);
  });
});

describe('half a character', () => {
  it('in a line of a file is refused, for no store can keep it', async () => {
    const file = await write('{"request_id":"\\ud800","time":5,"features":{}}\n');
    expect(await all(readFile(file, options))).toMatchObject([{ decoded: { rejection: { field: 'request_id' } } }]);
    expect(await all(labelsFile(file, options))).toMatchObject([{ decoded: { rejection: { field: 'request_id' } } }]);
  });
});

describe('a Parquet file', () => {
  it('is read over its row groups, with times, long integers and gaps as numbers and nulls', async () => {
    const records = await all(readFile(PARQUET, { ...options, mapping: { time: 'date' } }));
    const events = records.map(({ decoded }) => (decoded.kind === 'event' ? decoded.event : undefined));
    expect(events.map((event) => event?.event_time)).toEqual(
      [0, 1, 2, 3, 4, 5].map((minute) => Date.UTC(2001, 0, 1, 0, minute)),
    );
    expect(events.map((event) => event?.features)).toEqual([
      { delay: 5, distance: 100, origin: 'SFO', share: 0.5 },
      { delay: -3, distance: 200, origin: 'LAX', share: null },
      { delay: 0, distance: 300, origin: 'JFK', share: 0.25 },
      { delay: 12, distance: 400, origin: 'ORD', share: 1 },
      { delay: null, distance: 500, origin: 'SFO', share: 0 },
      { delay: 7, distance: 600, origin: 'LAX', share: 2 },
    ]);
    expect(await countRows(PARQUET)).toBe(6);
  });
});

describe('a file of labels', () => {
  it('names its events by id or by row, and takes their times', async () => {
    const timeOf = (id: string) => (id === '1' ? 1_000 : undefined);
    const byRow = await all(labelsFile(await write('row,label,value\n1,yes,\n2,,3.5\n3,,\n'), { ...options, timeOf }));
    expect(byRow).toMatchObject([
      { row: 0, decoded: { label: { event_id: '1#0', label: 'yes', label_time: 1_000 } } },
      { row: 1, decoded: { label: { event_id: '2#0', value: 3.5, label_time: 1 } } },
      { row: 2, decoded: { kind: 'rejection' } },
    ]);
    const byId = await write('id,truth,time\na,1,2001-02-03\n');
    const columns = { request_id: 'id', label: 'truth' };
    expect(await all(labelsFile(byId, { ...options, columns }))).toMatchObject([
      { decoded: { label: { event_id: 'a#0', label: '1', label_time: Date.UTC(2001, 1, 3) } } },
    ]);
    const lines = await write('{"row":4,"label":"x"}\n{"request_id":"b","value":1,"time":7}\n');
    expect(await all(labelsFile(lines, options))).toMatchObject([
      { decoded: { label: { event_id: '4#0' } } },
      { decoded: { label: { event_id: 'b#0', label_time: 7 } } },
    ]);
  });

  it('without the columns it needs is refused with all that is missing', async () => {
    await expect(all(labelsFile(await write('a,b\n1,2\n'), { ...options, columns: { time: 't' } }))).rejects.toThrow(
      /labels.time: column "t" is not in the file; needs a column request_id or row.*; needs a column label or value; its columns are a, b/,
    );
  });
});

describe('the digest of a file', () => {
  it('is that of its bytes', async () => {
    // printf abc | sha256sum
    expect(await fileDigest(await write('abc'))).toBe(
      'sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
    );
  });
});

let written = 0;

async function write(content: string | Buffer, name = `${written++}.csv`): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, content);
  return path;
}

async function all(pages: AsyncIterable<FileRecord[]>): Promise<FileRecord[]> {
  const records: FileRecord[] = [];
  for await (const page of pages) records.push(...page);
  return records;
}

async function eventsOf(content: string, mapping?: Mapping): Promise<InferenceEvent[]> {
  const records = await all(readFile(await write(content), { ...options, ...(mapping && { mapping }) }));
  return records.map(({ decoded }) => {
    if (decoded.kind !== 'event') throw new Error(JSON.stringify(decoded));
    return decoded.event;
  });
}
