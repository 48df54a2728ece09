import { Module } from '@nestjs/common';
import { Infrastructure } from '../infra/infrastructure.js';
import { Asking } from './asking.js';
import { Counting } from './counting.js';
import { TelemetryDecoder } from './decode.js';
import { Judging } from './judging.js';
import { SelfTesting } from './self-testing.js';
import { TrainingJudging } from './training-judging.js';
import { Watching } from './watching.js';
import { RegisterView } from './register-view.js';

/** Counts telemetry into profiles and judges them. */
@Module({
  providers: [
    {
      provide: Counting,
      inject: [Infrastructure, TelemetryDecoder],
      useFactory: (infrastructure: Infrastructure, decoder: TelemetryDecoder) =>
        new Counting(infrastructure, decoder, new RegisterView(infrastructure.store)),
    },
    {
      provide: Judging,
      inject: [Infrastructure],
      useFactory: (infrastructure: Infrastructure) =>
        new Judging(infrastructure, new RegisterView(infrastructure.store)),
    },
    {
      provide: Watching,
      inject: [Infrastructure],
      useFactory: (infrastructure: Infrastructure) =>
        new Watching(infrastructure, new RegisterView(infrastructure.store)),
    },
    {
      provide: SelfTesting,
      inject: [Infrastructure, Judging],
      useFactory: (infrastructure: Infrastructure, judging: Judging) => new SelfTesting(infrastructure, judging),
    },
    {
      provide: Asking,
      inject: [Infrastructure, Judging],
      useFactory: (infrastructure: Infrastructure, judging: Judging) => new Asking(infrastructure, judging),
    },
    {
      provide: TrainingJudging,
      inject: [Infrastructure],
      useFactory: (infrastructure: Infrastructure) => new TrainingJudging(infrastructure),
    },
  ],
  exports: [TrainingJudging, Counting, Judging, Watching, SelfTesting, Asking],
})
export class DetectModule {}
