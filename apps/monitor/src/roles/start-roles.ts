import type { Config } from '../config/schema.js';
import { openInfrastructure, type Infrastructure } from '../infra/infrastructure.js';
import { Counting } from './counting.js';
import { TelemetryDecoder } from './decode.js';
import { Ingest } from './ingest.js';
import { Judging } from './judging.js';
import { Lifecycle } from './lifecycle.js';
import { Pairing } from './pairing.js';
import { PlaybookShelf } from './playbook-shelf.js';
import { RegisterView } from './register-view.js';
import { Respond } from './respond.js';
import { Watching } from './watching.js';

export interface StartedRoles {
  readonly infrastructure: Infrastructure;
  stop(): Promise<void>;
}

/** Plays ingest, detect and respond in this process without HTTP: for commands that bring their own telemetry. */
export async function startRoles(config: Config): Promise<StartedRoles> {
  const infrastructure = await openInfrastructure(config);
  const decoder = new TelemetryDecoder(
    infrastructure.pseudonymise,
    config.intake.max_future,
    !infrastructure.bus.durable,
  );
  const watching = new Watching(infrastructure, new RegisterView(infrastructure.store));
  const parts = [
    new Pairing(infrastructure),
    new Ingest(infrastructure, decoder),
    new Counting(infrastructure, decoder, new RegisterView(infrastructure.store)),
    new Judging(infrastructure, new RegisterView(infrastructure.store)),
    watching,
    new Respond(infrastructure, new PlaybookShelf(config.respond.playbooks_dir, infrastructure.log)),
  ];
  const lifecycle = new Lifecycle(infrastructure, parts);
  await lifecycle.onApplicationBootstrap();
  const stop = async () => {
    // Nobody waits for it while telemetry comes in: what came is watched to its end before the end.
    await watching.settled();
    await lifecycle.onApplicationShutdown();
  };
  return { infrastructure, stop };
}
