import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { askServer } from './ask-server.js';
import { UsageProblem } from './usage-problem.js';

let server: Server;
let url: string;
let asked: IncomingMessage;
let answer: { status: number; body: string };

beforeAll(async () => {
  server = createServer((request, response) => {
    asked = request;
    response.writeHead(answer.status, { 'content-type': 'application/json' }).end(answer.body);
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterAll(() => new Promise<void>((done) => void server.close(() => done())));

const ask = (more: { url?: string; key?: string } = {}) =>
  askServer(
    {
      url,
      key: undefined,
      path: 'models/a%20b/compare',
      query: { a: 'baseline', b: 'x=y@1..2', from: undefined },
      ...more,
    },
    (field) => `--${field}`,
  );

describe('a question to a running server', () => {
  it('carries the key and only what was said, below the path of the address', async () => {
    answer = { status: 200, body: '{"different":false}' };
    expect(await ask({ url: `${url}/watch`, key: 'k1' })).toEqual({ different: false });
    expect(asked.url).toBe('/watch/api/v1/models/a%20b/compare?a=baseline&b=x%3Dy%401..2');
    expect(asked.headers.authorization).toBe('Bearer k1');
    await ask();
    expect(asked.headers.authorization).toBeUndefined();
  });

  it('is refused as wrong use where the server finds it wrong, by the name of the option', async () => {
    const fields = [{ field: 'subject', reason: 'the baseline knows no colour there' }];
    answer = { status: 400, body: JSON.stringify({ error: { code: 'invalid', message: 'm', fields } }) };
    await expect(ask()).rejects.toEqual(new UsageProblem('--subject: the baseline knows no colour there'));
  });

  it.each([
    [
      401,
      '{"error":{"code":"unauthenticated","message":"A key is needed."}}',
      /asks for a key: set ANCHORWATCH_API_KEY/,
    ],
    [409, '{"error":{"code":"busy","message":"Ask again later."}}', /answered 409: Ask again later\.$/],
    [502, '<html>', /answered 502: <html>$/],
    [200, '<html>', /did not answer as an Anchorwatch server does: <html>$/],
  ])('fails on %p %p', async (status, body, words) => {
    answer = { status, body };
    await expect(ask()).rejects.toThrow(words);
  });

  it('names an address that is none, and one where nobody listens', async () => {
    await expect(ask({ url: 'localhost' })).rejects.toThrow('--url: expected an address such as');
    await expect(ask({ url: 'ftp://localhost' })).rejects.toThrow('--url: expected http or https, got "ftp:"');
    await expect(ask({ url: 'http://127.0.0.1:1' })).rejects.toThrow('http://127.0.0.1:1 cannot be reached');
  });
});
