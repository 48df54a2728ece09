// Runs everything: builds, starts a real Kafka where none is given, then every spec of every project: the rooms and the
// end-to-end cases two at a time, those with a broker of their own one after another.
// Usage: npm test [-- cases | jest options]      e.g. npm test -- libs/stats; cases: only the end-to-end cases
// What could not run is said plainly at the end; with CI=true that is a failure.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { kafkaAvailable, startKafka } from '../deploy/local-kafka/local-kafka.mjs';

const root = resolve(fileURLToPath(import.meta.url), '../..');
const env = { ...process.env, NX_DAEMON: 'false', NX_TUI: 'false', NX_NO_CLOUD: 'true', FORCE_COLOR: '0' };
const inCi = env.CI === 'true' || env.CI === '1';
const words = process.argv.slice(2);
const left = [];
let running;

process.exitCode = await main();

async function main() {
  if ((await run('npx', ['nx', 'run-many', '-t', 'build', '--output-style=stream'])) !== 0) return 1;
  const kafka = await broker();
  for (const signal of ['SIGINT', 'SIGTERM'])
    process.once(signal, () => {
      running?.kill('SIGTERM');
      void Promise.resolve(kafka?.stop?.()).finally(() => process.exit(1));
    });
  if (kafka) env.KAFKA_BROKERS = kafka.brokers;
  const chromium = findChromium();
  if (chromium) env.ANCHORWATCH_CHROMIUM = chromium;
  else left.push('the console in a browser: no Chromium was found (Debian: apt-get install chromium)');
  const mlserver = findMlserver();
  if (mlserver) env.ANCHORWATCH_MLSERVER = mlserver;
  else
    left.push('asking a real model again: no MLServer was found (apps/monitor-e2e/README.md says how to install one)');
  try {
    if (inCi && left.length > 0) return 1;
    if (words.length > 0 && words[0] !== 'cases') return await jest(words);
    const rooms = words[0] === 'cases' ? 0 : await jest(['--testPathIgnorePatterns', 'apps/monitor-e2e']);
    const cases = await jest(['apps/monitor-e2e', '--testPathIgnorePatterns', 'cases/kafka-']);
    const withBroker = await jest(['apps/monitor-e2e/src/cases/kafka-', '--runInBand']);
    return rooms || cases || withBroker;
  } finally {
    for (const what of left) console.log(`NOT RUN: ${what}`);
    await kafka?.stop?.();
  }
}

/** The broker to test against: given, started here, or none. */
async function broker() {
  if (env.KAFKA_BROKERS) return { brokers: env.KAFKA_BROKERS };
  const { ok, reason } = await kafkaAvailable();
  if (!ok) {
    left.push(`everything that needs a Kafka broker: ${reason} (or set KAFKA_BROKERS)`);
    return undefined;
  }
  console.log('starting Apache Kafka for the broker tests');
  return startKafka({});
}

function findChromium() {
  const known = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
  return env.ANCHORWATCH_CHROMIUM ?? known.find((path) => existsSync(path));
}

function findMlserver() {
  const known = resolve(root, '.cache/mlserver/bin/mlserver');
  return env.ANCHORWATCH_MLSERVER ?? (existsSync(known) ? known : undefined);
}

function jest(options) {
  const program = resolve(root, 'node_modules/jest/bin/jest.js');
  const flags = ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning'];
  return run(process.execPath, [...flags, program, '--config', 'jest.config.mjs', ...options]);
}

function run(command, options) {
  return new Promise((done) => {
    running = spawn(command, options, { cwd: root, env, stdio: ['ignore', 'inherit', 'inherit'] });
    running.once('error', () => done(1));
    running.once('exit', (code) => done(code ?? 1));
  });
}
