// What can be said to the demo.
import { parseArgs } from 'node:util';

const HELP = `npm run demo [-- options]

Replays real flights of 2001 as the traffic of a served model, does two things to it, and shows what Anchorwatch found.

  --kafka host:port   send through Kafka instead of HTTP
  --control           January's flights, dealt at random to their hours: nothing can be wrong, and nothing should be found
  --every n           replay one flight in n
  --to YYYY-MM-DD     end of the replay
  --tick minutes      the smallest window
  --keep DIR          keep the store in DIR (must be empty); without it, it is removed at the end
  --exit              stop after the table: status 0 when everything scripted was found within an hour of event time
                      (with --control: when no incident was opened), else 1
  --skip-build        use what is built
`;

export function readOptions(args) {
  const { values } = parseArgs({
    args,
    options: {
      kafka: { type: 'string' },
      control: { type: 'boolean', default: false },
      every: { type: 'string', default: '3' },
      to: { type: 'string', default: '2001-04-01' },
      tick: { type: 'string', default: '30' },
      keep: { type: 'string' },
      exit: { type: 'boolean', default: false },
      'skip-build': { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    console.log(HELP);
    process.exit(0);
  }
  const [every, tick, to] = [Number(values.every), Number(values.tick), Date.parse(values.to)];
  if (!Number.isInteger(every) || every < 1) throw new Error('--every: expected a whole number of at least 1');
  if (!Number.isInteger(tick) || tick < 1) throw new Error('--tick: expected a whole number of minutes');
  if (Number.isNaN(to) || to <= Date.UTC(2001, 1, 1)) throw new Error('--to: expected a date after 2001-02-01');
  return { ...values, every, to, tick_ms: tick * 60_000, skipBuild: values['skip-build'] };
}
