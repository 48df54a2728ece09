import { CompromiseStore, type Calibration } from '@anchorwatch/compromise';
import { inChunks } from '../clickhouse/chunks.js';
import type { Clickhouse } from '../clickhouse/clickhouse.js';
import { number, text } from '../clickhouse/json.js';
import { joined, partsOf } from '../clickhouse/parts.js';

/** What the compromise detectors stand on, in ClickHouse. */
export class ClickhouseCompromiseStore extends CompromiseStore {
  constructor(private readonly clickhouse: Clickhouse) {
    super();
  }

  putCalibration(digest: string, calibration: Calibration): Promise<void> {
    const parts = partsOf(JSON.stringify(calibration));
    return inChunks(
      parts.map((body, part) => ({ body, part })),
      ({ body, part }) => `[${text(digest)},${number(part)},${number(parts.length)},${text(body)}]`,
      (lines) => this.clickhouse.insert('calibrations', ['digest', 'part', 'parts', 'body'], lines),
    );
  }

  async calibration(digest: string): Promise<Calibration | undefined> {
    const rows = await this.clickhouse.rows<[number, string]>(readCalibration, { digest });
    const json = joined(
      rows.map(([, body]) => body),
      rows[0]?.[0],
    );
    return json === undefined ? undefined : (JSON.parse(json) as Calibration);
  }
}

const readCalibration = `
SELECT parts, body
FROM {database}.calibrations FINAL
WHERE digest = {digest:String}
ORDER BY part`;
