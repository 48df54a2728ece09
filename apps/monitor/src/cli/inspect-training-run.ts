import { writeFile } from 'node:fs/promises';
import { judgeTrainingRuns } from '@anchorwatch/compromise';
import { FileProblem, trainingFile, type TrainingStep } from '@anchorwatch/telemetry';
import { trainingRunsText } from '../inspect/training-runs-text.js';
import { UsageProblem } from './usage-problem.js';

/** Exit status when there is an alarm. */
const SUSPECTED = 3;
/** Steps that are held at once. */
const MOST_STEPS = 1_000_000;
/** Lines that are named where they cannot be read. */
const MOST_NAMED = 10;

/** `anchorwatch inspect training-run FILE...`. Exit status 0 nothing suspected, 3 suspected, 2 wrong use, 1 failure. */
export async function inspectTrainingRunCommand(
  files: readonly string[],
  { json }: { readonly json?: string },
): Promise<void> {
  const models = new Map<string, Map<string, TrainingStep>>();
  const broken: string[] = [];
  let lines = 0;
  for (const file of files) {
    try {
      for await (const line of trainingFile(file, Date.now())) {
        if (++lines > MOST_STEPS) throw new UsageProblem(`${file}: more than ${MOST_STEPS} lines in all`);
        if ('rejection' in line) {
          const { field, reason } = line.rejection;
          broken.push(`${file}: line ${line.line}: ${field}: ${reason}`);
          continue;
        }
        const { model, run_id, step } = line.step;
        const steps = models.get(model) ?? new Map<string, TrainingStep>();
        // A step that comes again replaces the former, as in a store.
        steps.set(JSON.stringify([run_id, step]), line.step);
        models.set(model, steps);
      }
    } catch (error) {
      if (error instanceof FileProblem) throw new UsageProblem(error.message);
      throw error;
    }
  }
  const named = broken.slice(0, MOST_NAMED);
  if (broken.length > named.length) named.push(`${broken.length - named.length} more lines cannot be read`);
  if (models.size === 0) throw new UsageProblem(...named);
  for (const words of named) console.error(`anchorwatch: ${words}`);
  const reports = [...models]
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([, steps]) => judgeTrainingRuns([...steps.values()]));
  for (const report of reports) console.log(trainingRunsText(report));
  const suspected = reports.some((report) => report.suspected);
  if (json !== undefined)
    await writeFile(json, `${JSON.stringify({ suspected, lines_broken: broken.length, models: reports }, null, 2)}\n`);
  if (suspected) process.exitCode = SUSPECTED;
}
