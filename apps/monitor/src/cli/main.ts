import { Command, CommanderError, Option } from 'commander';
import { VERSION } from '../infra/version.js';
import { UsageProblem } from './usage-problem.js';

/** Exit status: 0 done (scan, inspect: nothing found; compare: alike; what-if: the same; churn: none; atlas update: nothing changes), 1 failure, 2 wrong use, 3 scan or inspect found something, or compare, what-if, churn or atlas update a difference. */
const program = new Command('anchorwatch')
  .description('Watches models in production for drift and compromise, and drives the response.')
  .version(VERSION)
  .showHelpAfterError('(add --help for what can be said)')
  .exitOverride();

const configFile = () =>
  new Option('-c, --config <file>', 'YAML configuration; the environment (ANCHORWATCH_…) goes over it').env(
    'ANCHORWATCH_CONFIG',
  );

const repeated = (value: string, before: readonly string[]) => [...before, value];

program
  .command('serve')
  .description(
    'Play the configured roles until stopped. Without configuration: all roles, embedded store, http://127.0.0.1:8080.',
  )
  .addOption(configFile())
  .action(async (options) => (await import('./serve.js')).serveCommand(options));

program
  .command('check-config')
  .description(
    'Read the configuration, report every problem with its path, and print what is in force (secrets hidden).',
  )
  .addOption(configFile())
  .action(async (options) => (await import('./check-config.js')).checkConfigCommand(options));

program
  .command('migrate')
  .description('Bring the store to the schema of this version, and stop.')
  .addOption(configFile())
  .action(async (options) => (await import('./migrate.js')).migrateCommand(options));

program
  .command('baseline')
  .description('Make a baseline of a file (in time order) and keep it in the store, for a person to promote.')
  .argument('<file>', 'CSV, JSONL of native events (both also gzipped) or Parquet')
  .requiredOption('-m, --model <name>', 'the model it is the baseline of')
  .option('--model-version <version>', 'its version', '')
  .option('--mapping <file>', 'YAML or JSON: which column is time, prediction, score, label, segment, principal')
  .option('--tick <length>', 'the smallest window, by time: e.g. 60s or 1h (default: detection.tick)')
  .option('--promote', 'register the model if needed and put the baseline in force at once', false)
  .option('--owner <name>', 'with --promote: who answers for the model', 'unassigned')
  .addOption(configFile())
  .action(async (file, options) => (await import('./baseline.js')).baselineCommand(file, options));

program
  .command('replay')
  .description(
    'Send a file as telemetry: to a running server, through Kafka, or into the embedded store. Twice changes nothing.',
  )
  .argument('<file>', 'CSV, JSONL of native events (both also gzipped) or Parquet')
  .requiredOption('-m, --model <name>', 'the model it is the traffic of')
  .option('--mapping <file>', 'YAML or JSON: which column is time, prediction, score, label, segment, principal')
  .option('--url <url>', 'a running server, e.g. http://127.0.0.1:8080 (key in ANCHORWATCH_API_KEY)')
  .option('--kafka <brokers>', 'host:port of Kafka brokers, instead of a server')
  .addOption(configFile())
  .action(async (file, options) => (await import('./replay.js')).replayCommand(file, options));

program
  .command('scan')
  .description('Run the whole engine on one file, with no server, and print what was found.')
  .argument('<file>', 'CSV, JSONL of native events (both also gzipped) or Parquet, read in its order')
  .option(
    '--mapping <file>',
    'YAML or JSON: which column is time, prediction, score, label, segment, principal; the rest are features',
  )
  .option('--baseline <file>', 'a file of healthy traffic in the same form')
  .option('--baseline-rows <n>', 'the first n rows are the baseline (default: a quarter, at most 10,000)')
  .option('--baseline-until <time>', 'rows before this time (RFC 3339) are the baseline')
  .option('--labels <file>', 'late truth: request_id or row, label or value, optional time')
  .option(
    '--tick <length>',
    'the smallest window: a number of events, or a time such as 1h (default: by the baseline, 20 to 500 events)',
  )
  .option('--alarms-per-week <x>', 'false alarms a week of event time that the scan may cost (needs times)')
  .option('--alarms-per-scan <x>', 'false alarms that the whole scan may cost (default 0.05)')
  .option(
    '--classic <names>',
    'also say what detectors of the literature say, outside the budget: adwin, page-hinkley, kswin (numbers), ddm, eddm, hddm (wrong answers)',
  )
  .option('--honey <file>', 'records that nobody should ask about, as `anchorwatch honey` hashes them')
  .option('--canary <token>', 'a token of the system prompt that must never be answered; may be repeated', repeated, [])
  .option('--system-prompt <file>', 'the system prompt, to see answers that repeat a part of it')
  .option('--json <out>', 'also write everything as JSON (docs/scan.schema.json)')
  .action(async (file, options) => (await import('./scan.js')).scanCommand(file, options));

program
  .command('self-test')
  .description(
    'Inject known drift, and none, into copies of real traffic and report false alarms, delays and misses. Exit status 0 kept what it promises, 3 not.',
  )
  .argument('[file]', 'CSV, JSONL of native events (both also gzipped) or Parquet, read in its order')
  .option(
    '-m, --model <name>',
    'instead of a file: a model whose telemetry is stored (no server may run on an embedded store)',
  )
  .option('--mapping <file>', 'YAML or JSON: which column is time, prediction, score, label, segment, principal')
  .option('--baseline <file>', 'a file of healthy traffic in the same form')
  .option('--baseline-rows <n>', 'the first n rows are the baseline (default: a quarter, at most 10,000)')
  .option('--baseline-until <time>', 'rows before this time (RFC 3339) are the baseline')
  .option('--tick <length>', 'the smallest window: a number of events, or a time such as 1h')
  .option('--alarms-per-week <x>', 'false alarms a week of event time that the file may cost (needs times)')
  .option('--alarms-per-scan <x>', 'false alarms that the whole file may cost (default 0.05)')
  .option('--resamples <n>', 'controls: so many times the healthy traffic is drawn anew (default 10)')
  .option('--only-controls', 'no known changes: how many false alarms healthy traffic costs, and nothing else')
  .option('--events <n>', 'at most so many events of healthy and of recent traffic, the newest (default 20,000)')
  .option('--seed <n>', 'of the controls and injections (default 1)')
  .option('--json <out>', 'also write the report as JSON')
  .addOption(configFile())
  .action(async (file, options) => (await import('./self-test.js')).selfTestCommand(file, options));

program
  .command('compare')
  .description(
    'Set two files side by side, or two windows or segments of a stored model (--model): what moved, and whether by chance.',
  )
  .argument('<a>', 'a file; or baseline, FROM..TO, field=value, field=value@FROM..TO (RFC 3339 or milliseconds)')
  .argument('<b>', 'the same; what is compared with it')
  .option('--mapping <file>', 'of files: which column is time, prediction, score, label, segment, principal')
  .option(
    '-m, --model <name>',
    'compare what was counted of this model in the store (no server may hold an embedded one: then ask it, with --url)',
  )
  .option('--url <url>', 'with --model: ask a running server, e.g. http://127.0.0.1:8080 (key in ANCHORWATCH_API_KEY)')
  .option(
    '--baseline <digest>',
    'over whose bins it was counted, or the beginning of it (default: the one promoted last)',
  )
  .option('--subject <name>', 'only this feature, score, …')
  .option('--from <time>', 'for segments that name no time: from when on')
  .option('--to <time>', 'for segments that name no time: up to when')
  .option('--alarms <x>', 'false alarms that the comparison may cost', '0.05')
  .option('--json <out>', 'also write everything as JSON')
  .addOption(configFile())
  .action(async (a, b, options) => (await import('./compare.js')).compareCommand(a, b, options));

program
  .command('what-if')
  .description(
    'Judge stored history again with another baseline or budget and say what would have been different. Writes nothing to the store.',
  )
  .requiredOption('-m, --model <name>', 'whose history (no server may hold an embedded store: then ask it, with --url)')
  .option(
    '--url <url>',
    'ask a running server, e.g. http://127.0.0.1:8080 (key in ANCHORWATCH_API_KEY): up to 20,000 ticks, 1,000,000 events and a minute',
  )
  .requiredOption('--from <time>', 'event time, RFC 3339 or epoch milliseconds')
  .requiredOption('--to <time>', 'event time, exclusive')
  .option('--baseline <digest>', 'the baseline to judge with, or the beginning of it (default: the one promoted last)')
  .option('--alarms-per-week <x>', 'the budget to judge with (default: detection.alarms_per_week)')
  .option('--json <out>', 'also write everything as JSON')
  .addOption(configFile())
  .action(async (options) => (await import('./what-if.js')).whatIfCommand(options));

program
  .command('churn')
  .description(
    'Say what a release changed: of questions asked of both versions, how many got another answer, by label or by score only. Exit status 0 none, 3 some.',
  )
  .requiredOption(
    '-m, --model <name>',
    'whose versions (no server may hold an embedded store: then ask it, with --url)',
  )
  .option('--from-version <version>', 'the former (default: the one before the other)')
  .option('--to-version <version>', 'the latter (default: the newest)')
  .option('--segment <names>', 'features or attributes, with commas between: counted by their values too')
  .option('--tolerance <x>', 'numbers that differ by at most so much are the same (default 1e-6)')
  .option(
    '--url <url>',
    'ask a running server, e.g. http://127.0.0.1:8080 (key in ANCHORWATCH_API_KEY): up to 2,000,000 events',
  )
  .option('--json <out>', 'also write everything as JSON')
  .addOption(configFile())
  .action(async (options) => (await import('./churn.js')).churnCommand(options));

const atlas = program
  .command('atlas')
  .description('What the detectors of compromise are a sign of, in the words of MITRE ATLAS, OWASP and NIST.');

atlas
  .command('list')
  .description('Every bit that detectors set: what it needs and costs, what it is a sign of, how it is evaded.')
  .option('--json <out>', 'also write the catalogue as JSON, as GET /api/v1/detectors answers')
  .addOption(configFile())
  .action(async (options) => (await import('./atlas-list.js')).atlasListCommand(options));

atlas
  .command('update')
  .description(
    'Say what another version of MITRE ATLAS changes for the techniques that detectors name. Exit status 0 nothing, 3 something.',
  )
  .requiredOption(
    '--from <file>',
    'ATLAS as MITRE publishes it (dist/v6/ATLAS-<YYYY.MM>.yaml, or the former dist/ATLAS.yaml), or a file that --write made',
  )
  .option('--write <path>', 'write what concerns us as a file for compromise.atlas_file')
  .option('--json <out>', 'also write the changes as JSON')
  .addOption(configFile())
  .action(async (options) => (await import('./atlas-update.js')).atlasUpdateCommand(options));

program
  .command('honey')
  .description(
    'Hash records that nobody should ask about: made up for this, or kept aside. Who asks about them has a copy of the data.',
  )
  .argument('<records>', 'JSONL: a record a line, as an object of features; also gzipped; at most 100,000')
  .requiredOption('--out <file>', 'where the list is written, for compromise.honey_file and scan --honey')
  .action(async (file, options) => (await import('./honey.js')).honeyCommand(file, options));

const inspect = program
  .command('inspect')
  .description('Look through files for attacks on a model: texts, training sets and training runs.');

inspect
  .command('prompts')
  .description(
    'Say which texts look like attacks on a language model, or with --output like leaks. Exit status 0 nothing flagged, 3 flagged.',
  )
  .argument(
    '<file>',
    'a text a line: JSONL (strings, or objects with text or prompt), or plain lines; both also gzipped',
  )
  .option(
    '--output',
    'the texts are answers: seek leaks (secrets, personal data, the system prompt), not attacks',
    false,
  )
  .option('--canary <token>', 'a token of the system prompt that must never come out; may be repeated', repeated, [])
  .option('--system-prompt <file>', 'the system prompt, to see whether a text repeats a part of it')
  .option(
    '--allow-host <host>',
    'with --output: a host that answers may point at, with all under it; any other is flagged; may be repeated',
    repeated,
    [],
  )
  .option('--json <out>', 'also write a JSON line for each text: line, id, flagged, score, rules')
  .action(async (file, options) => (await import('./inspect-prompts.js')).inspectPromptsCommand(file, options));

inspect
  .command('training-set')
  .description(
    'Name sources and rows of a training set that somebody may have tampered with: flipped labels, triggers of a backdoor. Exit status 0 nothing suspected, 3 suspected.',
  )
  .argument('<file>', 'CSV, JSONL (an object a line; both also gzipped) or Parquet; at most 20,000 rows are used')
  .requiredOption('--label <column>', 'the column of the labels: classes, at most 50')
  .option('--source <column>', 'the column that says who labelled or delivered a row')
  .option('--reference <file>', 'rows that are known to be right, with the same columns: then only they have a say')
  .option('--ignore <column>', 'a column that is no feature, such as an id; may be repeated', repeated, [])
  .option('--json <out>', 'also write everything as JSON (docs/training-set.schema.json)')
  .action(async (file, options) =>
    (await import('./inspect-training-set.js')).inspectTrainingSetCommand(file, options),
  );

inspect
  .command('training-run')
  .description(
    'Judge the steps that training runs reported: spikes, label mixes of sources, other curves than in earlier runs, sources that changed. Exit status 0 nothing suspected, 3 suspected.',
  )
  .argument(
    '<files...>',
    'JSONL, a training step a line; also gzipped. Runs of a model are compared in the order of their times',
  )
  .option('--json <out>', 'also write everything as JSON')
  .action(async (files, options) =>
    (await import('./inspect-training-run.js')).inspectTrainingRunCommand(files, options),
  );

try {
  await program.parseAsync();
} catch (error) {
  process.exitCode = report(error);
}

function report(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
  if (error instanceof UsageProblem) {
    for (const line of error.lines) console.error(`anchorwatch: ${line}`);
    return 2;
  }
  console.error(`anchorwatch: ${error instanceof Error ? error.message : String(error)}`);
  return 1;
}
