import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { NODE } from './built.js';

const store = fileURLToPath(new URL('../../../../libs/store', import.meta.url));

/**
 * How many rows of each table of a stopped server's embedded store hold a word in any of their columns, whatever its case; tables without any are left out.
 * In a process of its own: the engine ends only with its process.
 */
export async function rowsWith(word: string, dataDir: string): Promise<Readonly<Record<string, number>>> {
  const script = `
    import { Session } from 'chdb';
    const session = new Session(process.argv[1]);
    const rows = (sql) => session.query(sql, 'JSONEachRow').trim().split('\\n').filter(Boolean).map((line) => JSON.parse(line));
    const found = {};
    for (const { name } of rows("SELECT name FROM system.tables WHERE database = 'anchorwatch'")) {
      const word = process.argv[2].replaceAll("'", '');
      const [{ count }] = rows(\`SELECT toUInt32(count()) AS count FROM anchorwatch.\${name}
        WHERE positionCaseInsensitive(formatRow('JSONEachRow', *), '\${word}') > 0\`);
      if (count > 0) found[name] = count;
    }
    console.log(JSON.stringify(found));
    process.exit(0);`;
  const { stdout } = await promisify(execFile)(NODE, ['--input-type=module', '-e', script, dataDir, word], {
    cwd: store,
  });
  return JSON.parse(stdout) as Record<string, number>;
}
