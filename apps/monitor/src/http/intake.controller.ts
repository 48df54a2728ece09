import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { Controller, HttpCode, Post, Req, Res } from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiOperation, ApiTags } from '@nestjs/swagger';
import {
  CONTENT_TYPES,
  decodeCloudEvent,
  decodeLabels,
  decodeTelemetry,
  decodeTrainingSteps,
  type Decoded,
} from '@anchorwatch/telemetry';
import type { FastifyReply } from 'fastify';
import { Infrastructure } from '../infra/infrastructure.js';
import { Sending } from '../infra/sending.js';
import { HEADERS, TOPICS } from '../infra/topics.js';
import { halfMessage, tooLargeHalf } from '../roles/pairing/half-message.js';
import { Needs, type ActedRequest } from './auth.js';
import { ApiError, invalid } from './errors.js';
import { sendRecords, type Taken } from './send-records.js';
import { sendSteps } from './send-steps.js';

const unzip = promisify(gunzip);

/** Telemetry by HTTP, for those who have no Kafka: accepted means safe. */
@ApiTags('intake')
@Controller('api/v1/intake')
@Needs('ingest')
export class IntakeController {
  private readonly counts = new Map<string, Promise<number>>();

  constructor(private readonly infrastructure: Infrastructure) {}

  @Post('events')
  @HttpCode(202)
  @ApiOperation({
    summary:
      'Send inference events: one, an array, NDJSON or columns; gzip accepted. Rejections are named, the rest is kept.',
  })
  @ApiConsumes('application/json', 'application/x-ndjson', 'application/vnd.anchorwatch.columns+json')
  @ApiBody({ schema: { type: 'object' } })
  async events(@Req() request: ActedRequest, @Res({ passthrough: true }) reply: FastifyReply) {
    const body = await this.body(request);
    return this.answer(
      await this.publish(TOPICS.events, decodeTelemetry(body, contentType(request), this.options())),
      reply,
    );
  }

  @Post('labels')
  @HttpCode(202)
  @ApiOperation({ summary: 'Send labels or feedback about earlier events.' })
  @ApiConsumes('application/json', 'application/x-ndjson', 'application/vnd.anchorwatch.columns+json')
  @ApiBody({ schema: { type: 'object' } })
  async labels(@Req() request: ActedRequest, @Res({ passthrough: true }) reply: FastifyReply) {
    const body = await this.body(request);
    return this.answer(
      await this.publish(TOPICS.labels, decodeLabels(body, contentType(request), this.options())),
      reply,
    );
  }

  @Post('training')
  @HttpCode(202)
  @ApiOperation({
    summary: 'Send what training runs report of their steps: loss, gradient norm, label counts, digests of sources.',
    description:
      'One, an array or lines; gzip accepted. `model`, `run_id`, `step` and `time` are the identity and must be there; all else may be missing.',
  })
  @ApiConsumes('application/json', 'application/x-ndjson', 'application/vnd.anchorwatch.columns+json')
  @ApiBody({ schema: { type: 'object' } })
  async training(@Req() request: ActedRequest, @Res({ passthrough: true }) reply: FastifyReply) {
    const steps = decodeTrainingSteps(await this.body(request), contentType(request), this.options());
    return this.answer(await sendSteps(this.infrastructure, steps), reply);
  }

  @Post('kserve')
  @HttpCode(202)
  @ApiOperation({ summary: "The sink of KServe's inference logger: CloudEvents 1.0, binary or structured." })
  @ApiConsumes('application/json', 'application/cloudevents+json')
  @ApiBody({ schema: { type: 'object' } })
  async kserve(@Req() request: ActedRequest) {
    const value = await this.body(request);
    const headers = Object.fromEntries(
      Object.entries(request.headers).flatMap(([name, text]) => (typeof text === 'string' ? [[name, text]] : [])),
    );
    const decoded = decodeCloudEvent({ headers, value }, this.options());
    if (decoded.kind === 'rejection') {
      await this.publish(TOPICS.events, [{ kind: 'rejection', part: 0, rejection: decoded.rejection }]);
      throw invalid([decoded.rejection]);
    }
    const message = halfMessage(decoded.half);
    const sending = new Sending(this.infrastructure.bus, TOPICS.halves, [message]);
    await sending.attempt();
    if (sending.tooLarge.length === 0) return { accepted: 1, rejected: [] };
    const rejection = tooLargeHalf(message);
    await this.publish(TOPICS.events, [{ kind: 'rejection', part: 0, rejection }]);
    throw new ApiError(413, 'too_large', `${rejection.field}: ${rejection.reason}`, [rejection]);
  }

  @Post('watermark')
  @HttpCode(202)
  @ApiOperation({
    summary: 'Say that all telemetry up to a time has been sent, so that windows may close: {"time": <ms>}.',
  })
  @ApiBody({ schema: { type: 'object', properties: { time: { type: 'number' } }, required: ['time'] } })
  async watermark(@Req() request: ActedRequest) {
    const time = readTime(await this.body(request), Date.now() + this.infrastructure.config.intake.max_future);
    const { bus } = this.infrastructure;
    for (const topic of [TOPICS.events, TOPICS.labels]) {
      const partitions = await bus.partitions(topic);
      const messages = Array.from({ length: partitions }, (_, partition) => ({
        key: null,
        partition,
        value: Buffer.alloc(0),
        headers: { [HEADERS.watermark]: String(time) },
      }));
      await bus.publish(topic, messages);
    }
    return { time };
  }

  /** 202 when anything was taken; 400 when nothing was, with the same list of reasons. */
  private answer(taken: Taken, reply: FastifyReply): Taken {
    if (taken.accepted === 0 && taken.rejected.length > 0) void reply.status(400);
    return taken;
  }

  private options() {
    const { pseudonymise, config } = this.infrastructure;
    return { pseudonymise, now: Date.now(), maxFutureMs: config.intake.max_future };
  }

  private async body(request: ActedRequest): Promise<Buffer> {
    const body = request.body as Buffer | undefined;
    if (!body || body.length === 0) throw invalid([{ field: 'body', reason: 'is empty' }]);
    if (request.headers['content-encoding'] !== 'gzip') return body;
    const limit = this.infrastructure.config.http.max_body_mb * 4 * 1024 * 1024;
    try {
      return await unzip(body, { maxOutputLength: limit });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE')
        throw new ApiError(413, 'too_large', `body: more than ${limit} bytes once unpacked`);
      throw invalid([{ field: 'body', reason: 'is not gzip, as content-encoding says' }]);
    }
  }

  private async publish(topic: string, decoded: readonly Decoded[]): Promise<Taken> {
    return sendRecords(this.infrastructure, topic, decoded, await this.partitions(topic));
  }

  /** Asked once: a broker is not bothered at every post. */
  private partitions(topic: string): Promise<number> {
    const known = this.counts.get(topic);
    if (known) return known;
    const asked = this.infrastructure.bus.partitions(topic);
    this.counts.set(topic, asked);
    asked.catch(() => this.counts.delete(topic));
    return asked;
  }
}

function contentType(request: ActedRequest): string {
  const type = (request.headers['content-type'] ?? 'application/json').split(';')[0]!.trim();
  const known: readonly string[] = Object.values(CONTENT_TYPES);
  if (known.includes(type)) return type;
  throw new ApiError(415, 'unsupported_type', `content-type: ${type} is not known; send ${known.join(', ')}`);
}

function readTime(body: Buffer, latest: number): number {
  let time: unknown;
  try {
    ({ time } = JSON.parse(body.toString('utf8')) as { time?: unknown });
  } catch {
    throw invalid([{ field: 'body', reason: 'is not JSON' }]);
  }
  if (typeof time !== 'number' || !Number.isFinite(time))
    throw invalid([{ field: 'time', reason: 'expected milliseconds since 1970' }]);
  if (time > latest)
    throw invalid([{ field: 'time', reason: 'lies in the future: windows would close before their events come' }]);
  return time;
}
