import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Received {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: unknown;
}

export type Reply =
  { readonly status?: number; readonly headers?: Record<string, string>; readonly body?: unknown } | 'silence';

/** A server on loopback that answers as it is told, and remembers what it was asked. */
export class ServedModel {
  readonly received: Received[] = [];
  private constructor(private readonly server: Server) {}

  static async start(answer: (asked: Received) => Reply): Promise<ServedModel> {
    const server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const asked = {
          path: request.url ?? '',
          headers: request.headers,
          body: JSON.parse(Buffer.concat(chunks).toString() || 'null') as unknown,
        };
        model.received.push(asked);
        const reply = answer(asked);
        if (reply === 'silence') return;
        const { status = 200, headers = {}, body = {} } = reply;
        response.writeHead(status, { 'content-type': 'application/json', ...headers });
        response.end(typeof body === 'string' ? body : JSON.stringify(body));
      });
    });
    const model = new ServedModel(server);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return model;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }
}
