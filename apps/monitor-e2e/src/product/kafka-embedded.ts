import { freePort } from './free-port.js';
import { ABSENT_MS, LATENESS_MS, promote } from './kafka-course.js';
import { storeFront } from './kafka-installation.js';
import { outcomeOf, type Outcome } from './kafka-store.js';
import { putBaseline, SECRET, type Story } from './kafka-story.js';
import { Server } from './server.js';
import { tempFolder } from './temp-folder.js';
import { closeUpTo, send } from './traffic.js';
import { watchedUpTo } from './watched-model.js';
import { openStore } from '@anchorwatch/store';

/** Tells a story by HTTP to the program without Kafka and without a server of ClickHouse, and reads what it left. */
export async function tellEmbedded(story: Story): Promise<Outcome> {
  const folder = tempFolder('embedded');
  const env = {
    ANCHORWATCH_DETECTION_TICK: `${story.tickMs / 1000}s`,
    ANCHORWATCH_INTAKE_PRINCIPAL_SECRET: SECRET,
  };
  let server: Server | undefined;
  try {
    const dataDir = folder.file('data');
    const digest = await prepared(story, dataDir);
    server = await Server.start({ dataDir, env });
    await promote(story, digest, server.client());
    let newest = 0;
    for await (const page of story.pages()) {
      await send(server.client(), page);
      newest = page.at(-1)!.event_time;
      await closeUpTo(server.client(), newest);
    }
    await closeUpTo(server.client(), newest + 2 * story.tickMs + LATENESS_MS + ABSENT_MS);
    // Judges have been waited for, the watch works behind them.
    await watchedUpTo(server.client(), story.model, newest);
    await server.stop();
    return await left(story.model, dataDir);
  } finally {
    await server?.kill();
    folder.remove();
  }
}

async function prepared(story: Story, dataDir: string): Promise<string> {
  const store = await openStore({ dataDir });
  try {
    await store.migrate();
    return await putBaseline(story, store);
  } finally {
    await store.close();
  }
}

/** One process at a time may have the directory: the front opens it once the program has let it go. */
async function left(model: string, dataDir: string): Promise<Outcome> {
  const port = await freePort();
  const front = storeFront(dataDir, port);
  await front.start();
  try {
    return await outcomeOf(`http://127.0.0.1:${port}`, model);
  } finally {
    await front.stop();
  }
}
