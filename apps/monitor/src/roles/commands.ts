import { randomUUID } from 'node:crypto';
import type { Subscription } from '@anchorwatch/bus';
import type { SelfTestReport } from '@anchorwatch/detection';
import type { Registration } from '@anchorwatch/governance';
import type { IncidentCommand } from '@anchorwatch/incidents';
import type { Infrastructure } from '../infra/infrastructure.js';
import { readMessage } from '../infra/read-message.js';
import { TOPICS } from '../infra/topics.js';

/** What a person may ask of the one writer of a model's ledger. */
export type Wish =
  | { readonly type: 'register'; readonly registration: Registration }
  | {
      readonly type: 'promote';
      readonly digest: string;
      readonly model_version: string;
      readonly effective_from?: number;
    }
  | { readonly type: 'incident'; readonly incident_id: string; readonly command: IncidentCommand }
  | {
      readonly type: 'decide';
      readonly run_id: string;
      readonly step_id: string;
      readonly decision: 'approve' | 'reject';
      readonly note: string;
    }
  /** The monitor's own: how its watch of the model did on known changes. */
  | { readonly type: 'self_test'; readonly report: SelfTestReport };

export interface Command {
  readonly command_id: string;
  readonly model: string;
  readonly actor: string;
  readonly wish: Wish;
}

/** What travels on the commands topic: a command, or a reminder that findings wait in the store. */
export type DeskMessage =
  { readonly kind: 'command'; readonly command: Command } | { readonly kind: 'findings'; readonly model: string };

/** What is announced on the ledger topic. */
export interface Announcement {
  readonly model: string;
  /** Types of the entries that were appended, e.g. `incident.opened`, with what they are about. */
  readonly entries: readonly { readonly type: string; readonly subject_id: string }[];
  readonly command_id?: string;
  readonly refusal?: { readonly code: string; readonly message: string };
}

/** What is announced on the findings topic. */
export interface FindingAnnouncement {
  readonly model: string;
  readonly id: string;
  readonly tier: string;
}

export type Outcome =
  | { readonly kind: 'done' }
  | { readonly kind: 'refused'; readonly code: string; readonly message: string }
  | { readonly kind: 'taken'; readonly command_id: string };

const WAIT_MS = 10_000;

/** The asking side: publishes a command and answers when its result has been announced, or that it was taken. */
export class CommandDesk {
  private readonly waiting = new Map<string, (announcement: Announcement) => void>();
  private readonly listeners = new Set<(announcement: Announcement) => void>();
  private subscription: Subscription | undefined;
  readonly name = 'announcements';

  constructor(private readonly infrastructure: Infrastructure) {}

  async start(): Promise<void> {
    this.subscription = await this.infrastructure.bus.subscribe({
      // A group of its own: every process hears everything, from now on.
      group: `anchorwatch-announcements-${randomUUID()}`,
      topics: [TOPICS.ledger, TOPICS.findings],
      startFrom: async () => 'latest',
      handle: async (batch) => {
        for (const message of batch.messages) {
          const said = readMessage<Announcement | FindingAnnouncement>(message, batch.topic, this.infrastructure.log);
          if (said === undefined) continue;
          this.hear(
            'entries' in said ? said : { model: said.model, entries: [{ type: 'finding', subject_id: said.id }] },
          );
        }
      },
    });
  }

  async stop(): Promise<void> {
    await this.subscription?.close();
  }

  health() {
    return this.subscription?.health() ?? { healthy: false, reason: 'not subscribed yet' };
  }

  lag(): number {
    return this.subscription?.lag() ?? 0;
  }

  /** Hears every announcement; returns how to stop. */
  listen(listener: (announcement: Announcement) => void): () => void {
    this.listeners.add(listener);
    return () => void this.listeners.delete(listener);
  }

  async ask(model: string, actor: string, wish: Wish): Promise<Outcome> {
    const command: Command = { command_id: randomUUID(), model, actor, wish };
    const heard = new Promise<Outcome>((resolve) => {
      const timer = setTimeout(() => resolve({ kind: 'taken', command_id: command.command_id }), WAIT_MS).unref();
      this.waiting.set(command.command_id, ({ refusal }) => {
        clearTimeout(timer);
        resolve(refusal ? { kind: 'refused', ...refusal } : { kind: 'done' });
      });
    });
    try {
      await this.infrastructure.bus.publish(TOPICS.commands, [deskMessage({ kind: 'command', command })]);
      return await heard;
    } finally {
      this.waiting.delete(command.command_id);
    }
  }

  private hear(announcement: Announcement): void {
    if (announcement.command_id) this.waiting.get(announcement.command_id)?.(announcement);
    for (const listener of this.listeners) listener(announcement);
  }
}

/** A message for the desk of a model, keyed so that one desk gets all of them in order. */
export function deskMessage(message: DeskMessage) {
  const model = message.kind === 'command' ? message.command.model : message.model;
  return { key: model, value: Buffer.from(JSON.stringify(message)) };
}
