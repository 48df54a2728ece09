import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { copyFile, mkdir, writeFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { freePort } from './free-port.js';
import { until } from './until.js';

const root = fileURLToPath(new URL('../../../../', import.meta.url));

/** The program, in an environment of Python made from mlserver/requirements.txt. */
export const MLSERVER = process.env['ANCHORWATCH_MLSERVER'] ?? join(root, '.cache/mlserver/bin/mlserver');
export const withMlServer = existsSync(MLSERVER);

/** Trains the models of mlserver/model.py into a folder. */
export async function trainModels(folder: string): Promise<void> {
  const script = join(root, 'apps/monitor-e2e/mlserver/model.py');
  await promisify(execFile)(join(dirname(MLSERVER), 'python'), [script, folder]);
}

/** A real MLServer that serves one scikit-learn model, whose file a case may exchange. */
export class MlServer {
  private readonly exited: Promise<unknown>;

  private constructor(
    readonly url: string,
    private readonly folder: string,
    private readonly model: string,
    private readonly child: ChildProcess,
  ) {
    this.exited = new Promise((resolve) => child.once('close', resolve));
  }

  /** @param file a model as joblib wrote it */
  static async start(folder: string, model: string, version: string, file: string): Promise<MlServer> {
    const [http_port, grpc_port, metrics_port] = [await freePort(), await freePort(), await freePort()];
    const settings = { host: '127.0.0.1', http_port, grpc_port, metrics_port, parallel_workers: 0, debug: false };
    await mkdir(join(folder, model), { recursive: true });
    await writeFile(join(folder, 'settings.json'), JSON.stringify(settings));
    await put(folder, model, version, file);
    const child = spawn(MLSERVER, ['start', '.'], { cwd: folder, stdio: 'ignore' });
    const server = new MlServer(`http://127.0.0.1:${http_port}`, folder, model, child);
    const ready = async () => (await fetch(`${server.url}/v2/models/${model}/ready`)).ok;
    await until('MLServer to be ready', ready, 60_000).catch(async (error: unknown) => {
      await server.stop();
      throw error;
    });
    return server;
  }

  /** Exchanges the model's file and has it loaded; callers see no more of it than the version. */
  async load(version: string, file: string): Promise<void> {
    await put(this.folder, this.model, version, file);
    const loaded = await fetch(`${this.url}/v2/repository/models/${this.model}/load`, { method: 'POST' });
    if (!loaded.ok) throw new Error(`MLServer answered ${loaded.status}: ${await loaded.text()}`);
  }

  async stop(): Promise<void> {
    this.child.kill('SIGTERM');
    await this.exited;
  }
}

async function put(folder: string, model: string, version: string, file: string): Promise<void> {
  const parameters = { uri: './model.joblib', version };
  const settings = { name: model, implementation: 'mlserver_sklearn.SKLearnModel', parameters };
  await copyFile(file, join(folder, model, 'model.joblib'));
  await writeFile(join(folder, model, 'model-settings.json'), JSON.stringify(settings));
}
