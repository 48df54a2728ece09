import { Command, InvalidArgumentError, Option } from 'commander';
import { attacks } from './red-team/attacks.js';

/** What the command line and the environment ask for. */
export interface Options {
  readonly url?: string;
  readonly kafka?: string;
  readonly out?: string;
  readonly model: string;
  readonly from: number;
  readonly to: number;
  readonly every: number;
  readonly speed: number;
  readonly seed: number;
  readonly attacks: boolean;
  /** Rehearse this attack instead of replaying the script; `none` is the same traffic without one. */
  readonly attack?: string;
  readonly share: number;
  readonly principals: number;
  readonly questions: number;
  readonly events: number;
  readonly begins: number;
  readonly list: boolean;
  readonly control: boolean;
  readonly json: boolean;
}

/** The command, with everything that can be said to it. */
export function commandOf(): Command {
  return new Command('anchorwatch-simulator')
    .description(
      'Replays real flights of 2001 as the traffic of a model that foresees late arrivals, and does things to it at times it knows. With --attack: rehearses an attack on such a model.',
    )
    .addOption(
      new Option('--url <url>', 'send to a running server; its key in ANCHORWATCH_API_KEY').env('SIMULATOR_URL'),
    )
    .addOption(new Option('--kafka <brokers>', 'or to Kafka: host:port, comma between').env('SIMULATOR_KAFKA'))
    .addOption(new Option('--out <file>', 'or to a file of native events (.jsonl); labels beside it'))
    .addOption(new Option('--model <name>', 'name of the model').default('late-arrivals').env('SIMULATOR_MODEL'))
    .addOption(
      time('--from <date>', 'first day, UTC')
        .default(Date.UTC(2001, 1, 1), '2001-02-01')
        .env('SIMULATOR_FROM'),
    )
    .addOption(
      time('--to <date>', 'first day no more sent')
        .default(Date.UTC(2001, 6, 1), '2001-07-01')
        .env('SIMULATOR_TO'),
    )
    .addOption(number('--every <n>', 'send one flight in n', 1).default(1).env('SIMULATOR_EVERY'))
    .addOption(
      number('--speed <s>', 'seconds of event time in a second', 1)
        .default(Infinity, 'as fast as it is taken')
        .env('SIMULATOR_SPEED'),
    )
    .addOption(number('--seed <n>', 'seed of all that is drawn', 0).default(2001).env('SIMULATOR_SEED'))
    .option('--no-attacks', 'do nothing to the traffic')
    .option(
      '--control',
      'draw the traffic from January at random: nothing can be wrong in it (implies --no-attacks)',
      false,
    )
    .addOption(
      new Option(
        '--attack <name>',
        'rehearse this attack among the questions of customers; none: customers alone',
      ).argParser(attackName),
    )
    .option('--list', 'say which attacks there are, and end', false)
    .addOption(
      share('--share <s>', 'part of the traffic that is the attack’s; flips: of one source’s labels').default(0.1),
    )
    .addOption(number('--principals <n>', 'accounts from which it comes', 1).default(1))
    .addOption(number('--questions <n>', 'questions after which it ends', 1).default(2_000))
    .addOption(number('--events <n>', 'events of a rehearsal', 1_000).default(40_000))
    .addOption(number('--begins <n>', 'events before the attack begins', 0).default(15_000))
    .option('--json', 'say everything as lines of JSON', false);
}

function attackName(name: string): string {
  if (name === 'none' || attacks.some((known) => known.name === name)) return name;
  throw new InvalidArgumentError(`expected none or one of ${attacks.map((known) => known.name).join(', ')}.`);
}

function time(flags: string, description: string): Option {
  return new Option(flags, `${description}, e.g. 2001-03-01`).argParser((text) => {
    const ms = Date.parse(text);
    if (Number.isNaN(ms)) throw new InvalidArgumentError('expected a date such as 2001-03-01.');
    return ms;
  });
}

function share(flags: string, description: string): Option {
  return new Option(flags, description).argParser((text) => {
    const value = Number(text);
    if (!(value > 0 && value < 1)) throw new InvalidArgumentError('expected a share above 0 and below 1, such as 0.1.');
    return value;
  });
}

function number(flags: string, description: string, least: number): Option {
  return new Option(flags, description).argParser((text) => {
    const value = Number(text);
    if (!Number.isInteger(value) || value < least)
      throw new InvalidArgumentError(`expected a whole number of at least ${least}.`);
    return value;
  });
}
