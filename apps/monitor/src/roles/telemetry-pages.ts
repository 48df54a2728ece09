import type { Batch } from '@anchorwatch/bus';
import type { StoredEvent, StoredLabel, StoredRejection, TelemetryBatch } from '@anchorwatch/telemetry';
import type { TelemetryDecoder } from './decode.js';
import type { KeptTexts } from './kept-texts.js';

/** Messages decoded at a time: few enough that their events die young, enough that a page is worth the turn. */
const PAGE = 500;

/** A stretch of a batch as telemetry, and what was found in it once its pages have been read. */
export class TelemetryPages {
  events = 0;
  labels = 0;
  readonly rejections: StoredRejection[] = [];

  /**
   * @param from index of the first message, `to` one past the last
   * @param texts what is kept of the texts of language models
   */
  constructor(
    private readonly decoder: TelemetryDecoder,
    private readonly batch: Batch,
    private readonly from: number,
    private readonly to: number,
    private readonly texts: KeptTexts,
  ) {}

  /** Decodes page by page, as they are asked for. To be read once: who needs the pages again makes them anew. */
  async *read(): AsyncGenerator<TelemetryBatch> {
    for (let from = this.from; from < this.to; from += PAGE) {
      const page = this.page(from, Math.min(from + PAGE, this.to));
      this.events += page.events.length;
      this.labels += page.labels.length;
      for (const rejection of page.rejections) this.rejections.push(rejection);
      yield { ...page, events: await this.texts.kept(page.events) };
    }
  }

  private page(from: number, to: number): TelemetryBatch {
    const { topic, partition, messages } = this.batch;
    const events: StoredEvent[] = [];
    const labels: StoredLabel[] = [];
    const rejections: StoredRejection[] = [];
    for (let index = from; index < to; index++) {
      const message = messages[index]!;
      const telegram = this.decoder.decode(topic, message);
      if (telegram.kind === 'watermark') continue;
      const { offset } = message;
      for (const record of telegram.records) {
        const source = { topic, partition, offset, part: record.part };
        if (record.kind === 'event') events.push({ source, event: record.event });
        else if (record.kind === 'label') labels.push({ source, label: record.label });
        else rejections.push({ source, rejection: record.rejection, rejected_at: message.timestamp });
      }
    }
    return { events, labels, rejections };
  }
}
