import { PartitionCounter, summed, type Baseline, type Feed, type Summed } from '@anchorwatch/detection';
import type { FileSource } from '../scan/source.js';

/** A whole file counted over the bins of a baseline, by subject and segment. */
export class FileCounts {
  private readonly sums = new Map<string, Summed>();
  events = 0;
  rejected = 0;

  static async of(source: FileSource, baseline: Baseline): Promise<FileCounts> {
    const counts = new FileCounts();
    const counter = (feed: Feed) =>
      new PartitionCounter({
        topic: source.topic,
        partition: 0,
        feed,
        lateness_ms: 0,
        absent_ms: 0,
        baselineOf: () => baseline,
      });
    const counters = { events: counter('events'), labels: counter('labels') };
    for await (const page of source.pages()) {
      counts.events += page.events.length;
      counts.rejected += page.rejections.length;
      for (const stored of page.events) counters.events.takeEvent(stored.source, stored.event);
      for (const stored of page.labels) counters.labels.takeLabel(stored.source, stored.label);
      for (const feed of Object.values(counters)) counts.add(feed);
    }
    for (const feed of Object.values(counters)) {
      feed.takeWatermark(Infinity);
      counts.add(feed);
    }
    return counts;
  }

  of(subject: string, segment: string): Summed | undefined {
    return this.sums.get(JSON.stringify([subject, segment]));
  }

  /** Adds the ticks that have closed, so that only open ones are held. */
  private add(counter: PartitionCounter): void {
    for (const profile of counter.drain(this.events, 0).profiles) {
      const place = JSON.stringify([profile.subject, profile.segment]);
      const before = this.sums.get(place);
      this.sums.set(place, summed(before ? [before, profile] : [profile], profile.counts.length));
    }
  }
}
