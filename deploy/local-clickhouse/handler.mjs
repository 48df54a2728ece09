import { randomUUID, timingSafeEqual } from 'node:crypto';
import { createGunzip, gzipSync } from 'node:zlib';
import { Refused } from './parameters.mjs';
import { statementOf } from './statement.mjs';

/** The largest body taken, after decompression. */
const mostBytes = 256 * 1024 * 1024;

/** Answers requests as ClickHouse's HTTP interface does, as far as @clickhouse/client uses it. */
export function handler(engine, account) {
  return async (request, response) => {
    const url = new URL(request.url, 'http://localhost');
    const queryId = url.searchParams.get('query_id') ?? randomUUID();
    response.setHeader('X-ClickHouse-Query-Id', queryId);
    response.setHeader('X-ClickHouse-Server-Display-Name', 'local-clickhouse');
    try {
      if (url.pathname === '/ping') return void response.end('Ok.\n');
      if (url.pathname === '/' && request.method === 'GET' && url.search === '') return void response.end('Ok.\n');
      if (url.pathname !== '/') throw new Refused(47, 'UNKNOWN_IDENTIFIER', `There is no handle ${url.pathname}`, 404);
      admit(request, url, account);
      const body = await bodyOf(request);
      const { sql, format, isInsert, readonly } = statementOf(url, body);
      // An answer means that the engine has stored it: what is acknowledged survives kill -9.
      const bytes =
        isInsert && body.trim() === '' && /\sFORMAT\s+\w+\s*\n?\s*$/i.test(sql)
          ? Buffer.alloc(0)
          : await engine.run(sql, { format, readonly });
      answer(request, response, url, format, Buffer.from(bytes));
    } catch (error) {
      refuse(response, error);
    }
  };
}

function answer(request, response, url, format, bytes) {
  response.setHeader('Content-Type', 'text/plain; charset=UTF-8');
  response.setHeader('X-ClickHouse-Format', format);
  response.setHeader('X-ClickHouse-Timezone', 'UTC');
  response.setHeader(
    'X-ClickHouse-Summary',
    '{"read_rows":"0","read_bytes":"0","written_rows":"0","written_bytes":"0","total_rows_to_read":"0","result_rows":"0","result_bytes":"0","elapsed_ns":"0"}',
  );
  const wantsGzip =
    url.searchParams.get('enable_http_compression') === '1' &&
    /\bgzip\b/.test(request.headers['accept-encoding'] ?? '');
  if (wantsGzip) response.setHeader('Content-Encoding', 'gzip');
  response.end(wantsGzip ? gzipSync(bytes) : bytes);
}

function refuse(response, error) {
  const message = String(error?.message ?? error);
  const code = error?.code > 0 ? error.code : Number(/Code: (\d+)/.exec(message)?.[1] ?? 1002);
  if (response.headersSent) return void response.destroy();
  response.statusCode = error?.status ?? (code === 60 || code === 81 ? 404 : code === 62 || code === 27 ? 400 : 500);
  response.setHeader('X-ClickHouse-Exception-Code', String(code));
  response.setHeader('Content-Type', 'text/plain; charset=UTF-8');
  // A body that was not read to its end makes the socket useless.
  if (error?.status === 413) response.setHeader('Connection', 'close');
  response.end(
    message.includes('DB::Exception')
      ? `${message}\n`
      : `Code: ${code}. DB::Exception: ${message}. (UNKNOWN_EXCEPTION)\n`,
  );
}

/** Checks the account, if one is asked for: by basic authentication, by ClickHouse's headers or in the URL. */
function admit(request, url, account) {
  if (account === undefined) return;
  const basic = /^Basic (.+)$/.exec(request.headers.authorization ?? '');
  const [user, ...rest] = basic ? Buffer.from(basic[1], 'base64').toString().split(':') : [];
  const given = basic
    ? `${user}:${rest.join(':')}`
    : `${request.headers['x-clickhouse-user'] ?? url.searchParams.get('user') ?? ''}:${request.headers['x-clickhouse-key'] ?? url.searchParams.get('password') ?? ''}`;
  const [left, right] = [Buffer.from(given), Buffer.from(`${account.user}:${account.password}`)];
  if (left.length === right.length && timingSafeEqual(left, right)) return;
  throw new Refused(
    516,
    'AUTHENTICATION_FAILED',
    'Authentication failed: password is incorrect, or there is no user with such name',
    403,
  );
}

async function bodyOf(request) {
  const encoding = request.headers['content-encoding'];
  if (encoding !== undefined && encoding !== 'gzip' && encoding !== 'identity') {
    throw new Refused(48, 'NOT_IMPLEMENTED', `Content-Encoding ${encoding} is not supported`);
  }
  if (/^multipart\//.test(request.headers['content-type'] ?? '')) {
    throw new Refused(48, 'NOT_IMPLEMENTED', 'Multipart bodies are not supported');
  }
  const stream = encoding === 'gzip' ? request.pipe(createGunzip()) : request;
  const pieces = [];
  let size = 0;
  for await (const piece of stream) {
    size += piece.length;
    if (size > mostBytes) throw new Refused(307, 'TOO_MANY_BYTES', `The body is larger than ${mostBytes} bytes`, 413);
    pieces.push(piece);
  }
  return Buffer.concat(pieces).toString('utf8');
}
