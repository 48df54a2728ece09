import { Controller, Get, Param, Query, Res } from '@nestjs/common';
import { ApiOperation, ApiQuery, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { askChurn } from '../churn/ask-churn.js';
import { ComparisonRefused } from '../compare/compare-stored.js';
import { Infrastructure } from '../infra/infrastructure.js';
import { ApiError, invalid } from './errors.js';
import { whileAsked } from './while-asked.js';

const MOST_EVENTS = 2_000_000;
const MOST_SECONDS = 60;
const TOO_LONG = new ApiError(
  422,
  'too_long',
  `Comparing took more than ${MOST_SECONDS} seconds: use the command anchorwatch churn.`,
);

@ApiTags('models')
@Controller('api/v1/models')
export class ChurnController {
  private counting = false;

  constructor(private readonly infrastructure: Infrastructure) {}

  @Get(':model/churn')
  @ApiOperation({
    summary: 'What a release changed: of questions asked of both versions, how many got another answer, by segment.',
    description:
      'Counts different questions by their last answer under either version, of callers (`traffic`) and of a probe (`golden`, null where both versions were not asked). ' +
      `At most ${MOST_EVENTS} events and ${MOST_SECONDS} seconds; one question at a time in a process. The command \`anchorwatch churn\` takes more.`,
  })
  @ApiQuery({ name: 'from_version', required: false, description: 'The version before the other.' })
  @ApiQuery({ name: 'to_version', required: false, description: 'The newest.' })
  @ApiQuery({ name: 'segment', required: false, description: 'Names of features or attributes, with commas between.' })
  @ApiQuery({
    name: 'tolerance',
    required: false,
    description: 'Numbers that differ by at most so much are the same; 1e-6.',
  })
  async churn(
    @Param('model') model: string,
    @Query() query: Readonly<Record<string, string | undefined>>,
    @Res({ passthrough: true }) reply: Pick<FastifyReply, 'raw'>,
  ) {
    if (this.counting)
      throw new ApiError(409, 'busy', 'Another churn is being counted in this process: ask again later.');
    this.counting = true;
    try {
      const { from_version, to_version, segment, tolerance } = query;
      const words = { model, from_version, to_version, segment, tolerance };
      const limit = { ms: MOST_SECONDS * 1_000, error: TOO_LONG };
      return await whileAsked(reply, limit, (signal) =>
        askChurn(this.infrastructure.store, words, { most: MOST_EVENTS, signal }),
      );
    } catch (error) {
      if (error instanceof ComparisonRefused) throw invalid([error]);
      throw error;
    } finally {
      this.counting = false;
    }
  }
}
