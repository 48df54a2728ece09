import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  PartitionCounter,
  readyBelow,
  type Baseline,
  type Feed,
  type Finding,
  type JudgePolicy,
  type PerformanceRow,
} from '@anchorwatch/detection';
import { Ledger } from '@anchorwatch/governance';
import { decideFindings, foldIncidents, type IncidentRecord } from '@anchorwatch/incidents';
import { openStore, type Store } from '@anchorwatch/store';
import type { StoredLabel } from '@anchorwatch/telemetry';
import { JudgedStream } from '../roles/judged-stream.js';
import { OutcomeJoin } from '../roles/outcome-join.js';
import { PerformanceRecord } from '../roles/performance-record.js';
import { streamOf } from '../roles/ledger-view.js';
import type { Page } from './source.js';

/** Rows of performance that one report lists at most. */
const MOST_ROWS = 1_000_000;

const FEEDS = ['events', 'labels'] as const;

/**
 * The server's path from telemetry to incidents, for one file, on a temporary embedded store: the same store, counter,
 * judge and correlation, fed page by page instead of by the bus.
 */
export class ScanEngine {
  private readonly counters: Readonly<Record<Feed, PartitionCounter>>;
  private readonly streams = new Map<Feed, JudgedStream>();
  private position = 0;

  private constructor(
    private readonly store: Store,
    private readonly folder: string,
    private readonly ledger: Ledger,
    private readonly baseline: Baseline,
    private readonly policies: Readonly<Record<Feed, JudgePolicy>>,
    private readonly topic: string,
    /** How far apart findings may lie and still be one incident: milliseconds, or rows for files without times. */
    private readonly reach: number,
  ) {
    const counter = (feed: Feed) =>
      new PartitionCounter({
        topic: this.topicOf(feed),
        partition: 0,
        feed,
        lateness_ms: 0,
        absent_ms: 0,
        baselineOf: () => baseline,
      });
    this.counters = { events: counter('events'), labels: counter('labels') };
  }

  static async open(
    baseline: Baseline,
    policies: Readonly<Record<Feed, JudgePolicy>>,
    topic: string,
    reach: number,
  ): Promise<ScanEngine> {
    const folder = await mkdtemp(join(tmpdir(), 'anchorwatch-scan-'));
    let store: Store | undefined;
    try {
      store = await openStore({ dataDir: folder, retentionDays: 3_650 });
      await store.migrate();
      await store.detection.putBaseline(baseline);
      const ledger = await Ledger.open(store.ledger, streamOf(baseline.model));
      return new ScanEngine(store, folder, ledger, baseline, policies, topic, reach);
    } catch (error) {
      await store?.close();
      await rm(folder, { recursive: true, force: true });
      throw error;
    }
  }

  /**
   * Stores one page and weighs what it completes. Labels carry the offset of the event they speak of.
   * @param signals findings of the compromise detectors on the page
   */
  async take(page: Page, labels: readonly StoredLabel[], signals: readonly Finding[]): Promise<void> {
    await this.store.telemetry.append({ events: page.events, labels, rejections: page.rejections }, { fresh: true });
    for (const { source, event } of page.events) {
      this.counters.events.takeEvent(source, event);
      this.position = source.offset + 1;
    }
    for (const { source, label } of labels) this.counters.labels.takeLabel(source, label);
    if (signals.length > 0) await this.store.detection.putFindings(signals);
    await this.weigh(signals.length > 0);
  }

  /** The end of the file closes every tick. */
  async finish(): Promise<void> {
    for (const feed of FEEDS) this.counters[feed].takeWatermark(Infinity);
    await this.weigh();
    await new PerformanceRecord(this.store.detection, this.baseline).upTo(Infinity, Infinity);
  }

  async findings(): Promise<readonly Finding[]> {
    return this.store.detection.findings({ model: this.baseline.model, limit: 100_000 });
  }

  /** The performance of every window, the first window first. */
  async performance(): Promise<readonly PerformanceRow[]> {
    const rows = await this.store.detection.performance({ model: this.baseline.model, limit: MOST_ROWS });
    return [...rows].sort((a, b) => a.tick - b.tick);
  }

  incidents(): readonly IncidentRecord[] {
    return [...foldIncidents(this.ledger.entries).values()];
  }

  async close(): Promise<void> {
    await this.store.close();
    await rm(this.folder, { recursive: true, force: true });
  }

  private topicOf(feed: Feed): string {
    return feed === 'labels' ? `${this.topic}/labels` : this.topic;
  }

  /** @param found whether there is something new to correlate already */
  private async weigh(found = false): Promise<void> {
    for (const feed of FEEDS) {
      const { profiles, progress, closed } = this.counters[feed].drain(this.position, 0);
      if (!closed) continue;
      await this.store.detection.putProfiles(profiles);
      const { tick, model, digest } = this.baseline;
      const tickLength = tick.kind === 'time' ? tick.ms : Infinity;
      const expected = { topic: this.topicOf(feed), partitions: 1 };
      const ready = readyBelow([progress], expected, `${model} ${digest}`, tickLength, 0);
      await (
        await this.stream(feed)
      ).upTo(ready, { below: Infinity, volume_below: Infinity }, async (findings) => {
        found ||= findings.length > 0;
      });
    }
    if (found) await this.correlate();
  }

  private async stream(feed: Feed): Promise<JudgedStream> {
    const known = this.streams.get(feed);
    if (known) return known;
    const { detection, telemetry } = this.store;
    const outcomes =
      feed === 'labels'
        ? new OutcomeJoin({
            baseline: this.baseline,
            detection,
            telemetry,
            // Labels tick with their events here, and a page is stored before it is counted.
            eventsBelow: async () => Infinity,
            belongs: () => true,
          })
        : undefined;
    const share = () => ({ policy: this.policies[feed], below: Infinity });
    // A scan tells findings alone.
    const options = { outcomes, verdicts: 'surprising' } as const;
    const stream = await JudgedStream.open(detection, this.baseline, feed, share, options);
    this.streams.set(feed, stream);
    return stream;
  }

  private async correlate(): Promise<void> {
    const incidents = foldIncidents(this.ledger.entries);
    await this.ledger.append(
      decideFindings(incidents, await this.findings(), { model: undefined, now: 0, reach: this.reach }),
    );
  }
}
