import { openBus } from '@anchorwatch/bus';
import { areaUnderCurve } from './area-under-curve.js';
import { BusSender } from './bus-sender.js';
import { HttpSender } from './http-sender.js';
import { fitOnJanuary, type January } from './january.js';
import { commandOf, type Options } from './options.js';
import { isLate, questionOf } from './question.js';
import { attackLines } from './red-team/list.js';
import { attackOf } from './red-team/attacks.js';
import { runRehearsal } from './red-team/run.js';
import { fitVictim, readLessons } from './red-team/victim/victim.js';
import { FileSender, runFiles } from './file-sender.js';
import { fittedLine, inWords, rehearsalLine, type Line } from './report.js';
import { SCRIPT } from './scenario.js';
import type { Sender } from './sender.js';
import { simulate } from './simulate.js';

const DAY_MS = 24 * 3_600_000;

const command = commandOf()
  .exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? 0 : 2))
  .parse();
const options = command.opts<Options>();
if (!options.list && [options.url, options.kafka, options.out].filter((where) => where !== undefined).length !== 1)
  command.error('anchorwatch-simulator: say one of --url, --kafka and --out', { exitCode: 2 });
if (options.to <= options.from) command.error('anchorwatch-simulator: --to must be after --from', { exitCode: 2 });

try {
  if (options.list) console.log(attackLines().join('\n'));
  else if (options.attack === undefined) await run(options);
  else await runAttack(options.attack, options);
} catch (error) {
  console.error(`anchorwatch-simulator: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
}

async function run({ attacks, control, json, ...rest }: Options): Promise<void> {
  const say = (line: Line) => console.log(json ? JSON.stringify(line) : inWords(line));
  const script = attacks && !control ? SCRIPT.filter(({ from, to }) => from < rest.to && to > rest.from) : [];
  const january = await fitOnJanuary(rest.seed);
  say(fittedLine(january.honest, aucOf(january)));
  say({ kind: 'script', acts: script });
  const sender = await openSender(rest);
  const began = performance.now();
  let said = rest.from;
  try {
    const sent = await simulate(january, { ...rest, script, control }, sender, (progress) => {
      if (!json && progress.up_to - said < DAY_MS) return;
      said = progress.up_to;
      say({ kind: 'sent', ...progress });
    });
    say({ kind: 'done', seconds: Number(((performance.now() - began) / 1000).toFixed(1)), ...sent });
  } finally {
    await sender.close();
  }
}

/** Rehearses an attack, or the same traffic without one. */
async function runAttack(name: string, { json, ...rest }: Options): Promise<void> {
  const say = (line: Line) => console.log(json ? JSON.stringify(line) : inWords(line));
  const attack = name === 'none' ? undefined : attackOf(name);
  const victim = fitVictim(await readLessons(), attack, rest.seed);
  say(fittedLine(victim, victim.auc));
  const rehearsal = { ...rest, attack };
  say(rehearsalLine(rehearsal));
  const sender = await openSender(rest, attack?.by === 'labels');
  const began = performance.now();
  let said = rest.from;
  try {
    const { attacked, first_event, first_time, ...sent } = await runRehearsal(
      victim,
      rehearsal,
      rest.speed,
      sender,
      (progress) => {
        if (!json && progress.up_to - said < DAY_MS) return;
        said = progress.up_to;
        say({ kind: 'sent', ...progress });
      },
    );
    say({ kind: 'rehearsed', attacked, first_event, first_time });
    say({ kind: 'done', seconds: Number(((performance.now() - began) / 1000).toFixed(1)), ...sent });
  } finally {
    await sender.close();
  }
}

/** @param training whether a run to a file writes labelled rows as well */
async function openSender(
  { url, kafka, out }: Pick<Options, 'url' | 'kafka' | 'out'>,
  training = false,
): Promise<Sender> {
  if (out !== undefined) return FileSender.open(runFiles(out, training));
  if (kafka === undefined) return new HttpSender(url ?? '', process.env['ANCHORWATCH_API_KEY']);
  const brokers = kafka.split(',').map((broker) => broker.trim());
  return BusSender.open(openBus({ kind: 'kafka', brokers, clientId: 'anchorwatch-simulator' }));
}

/** On what it was fitted on: it says that the fit worked, not how good it will be. */
function aucOf({ flights, honest }: January): number {
  return areaUnderCurve(
    flights.map((flight) => ({ score: honest.score(questionOf(flight)), positive: isLate(flight) })),
  );
}
