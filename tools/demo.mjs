// npm run demo: a model in service, real traffic, two things done to it, and what Anchorwatch makes of it.
// Needs nothing but Node ≥ 20.19 and what `npm ci` installed. See docs/demo.md.
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { apiOf } from './demo/api.mjs';
import { build } from './demo/build.mjs';
import { stopAll } from './demo/children.mjs';
import { compare } from './demo/compare.mjs';
import { promoteBaseline, register } from './demo/model.mjs';
import { readOptions } from './demo/options.mjs';
import { budgetLines, otherLines, scriptLines } from './demo/report.mjs';
import { dataDirectory, startServer } from './demo/server.mjs';
import { answered, judged, stored } from './demo/settle.mjs';
import { simulate } from './demo/simulator.mjs';
import { startWebhook } from './demo/webhook.mjs';
import { count, moment } from './demo/words.mjs';

const root = resolve(fileURLToPath(import.meta.url), '../..');
const model = 'late-arrivals';
const JANUARY = Date.UTC(2001, 0, 1);
const FEBRUARY = Date.UTC(2001, 1, 1);
const WEEK_MS = 7 * 24 * 3_600_000;
const alarms_per_week = 1;
const began = performance.now();

const interrupted = new Promise((resolve) => {
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => resolve(130));
});
process.exitCode = await guarded(main);

/** Runs the demo; whatever happens, no process and no folder of it is left behind. */
async function guarded(action) {
  const cleanups = [];
  const work = action((cleanup) => cleanups.unshift(cleanup));
  work.catch(() => undefined);
  try {
    return await Promise.race([work, interrupted]);
  } catch (error) {
    console.error(`\ndemo: ${error instanceof Error ? error.message : String(error)}`);
    return 1;
  } finally {
    await stopAll();
    for (const cleanup of cleanups) await cleanup();
  }
}

async function main(atEnd) {
  const options = readOptions(process.argv.slice(2));
  const { every, to, tick_ms, kafka, control } = options;
  if (!options.skipBuild) {
    say('building what is not built');
    build(root);
  }
  const webhook = await startWebhook();
  atEnd(webhook.stop);
  const directory = await dataDirectory(options, atEnd);
  const server = await startServer(root, directory, { webhook: webhook.url, kafka, alarms_per_week });
  const api = apiOf(server.url);
  say(`the server is up at ${server.url}, its store is in ${directory}`);
  const replay = (stretch) =>
    Promise.race([simulate(root, { url: server.url, kafka, model, every, ...stretch }), server.failed]);

  say(`January: a model is fitted, and one flight in ${every} becomes its healthy traffic`);
  const january = await replay({ from: JANUARY, to: FEBRUARY, more: ['--no-attacks'] });
  await stored(api, january);
  await register(api, model, january.fitted);
  const baseline = await promoteBaseline(api, model, { from: JANUARY, to: FEBRUARY, tick_ms });
  say(`January's ${count(baseline.events)} events are the baseline; the watch begins on 1 February`);

  const spring = await replay({
    from: FEBRUARY,
    to,
    more: control ? ['--control'] : [],
    progress: ({ events, up_to }) => say(`${moment(up_to)}: ${count(events)} events`),
  });
  say('all is sent; waiting for the last windows and playbooks');
  await stored(api, { events: january.events + spring.events, labels: january.labels + spring.labels });
  await judged(api, model, { to, tick_ms });
  await answered(api, model);
  const seconds = (performance.now() - began) / 1000;

  const { matched, others } = await compare(api, model, spring.acts);
  const weeks = (to - FEBRUARY) / WEEK_MS;
  const lines = [
    ...(control
      ? ['', '  Nothing was done: this is January, dealt at random to its hours.']
      : scriptLines(matched, webhook.calls)),
    ...otherLines(others, control),
    ...budgetLines({ weeks, alarms_per_week, others, control }),
    `  One flight in ${every} was replayed: ${count(january.events)} of January, ${count(spring.events)} since; ${seconds.toFixed(0)} s in all.`,
    '',
  ];
  console.log(lines.join('\n'));
  if (options.exit) return (control ? others.length === 0 : matched.every(({ inTime }) => inTime)) ? 0 : 1;
  say(`the console is at ${server.url} (Ctrl-C ends it)`);
  return server.failed;
}

function say(text) {
  console.log(`${((performance.now() - began) / 1000).toFixed(0).padStart(4)} s  ${text}`);
}
