import { Module } from '@nestjs/common';
import { IntakeController } from '../http/intake.controller.js';
import { Infrastructure } from '../infra/infrastructure.js';
import { TelemetryDecoder } from './decode.js';
import { Ingest } from './ingest.js';
import { Pairing } from './pairing.js';
import { TrainingIntake } from './training-intake.js';

/** Takes telemetry in, by bus and by HTTP, and stores it. */
@Module({
  controllers: [IntakeController],
  providers: [
    {
      provide: Ingest,
      inject: [Infrastructure, TelemetryDecoder],
      useFactory: (infrastructure: Infrastructure, decoder: TelemetryDecoder) => new Ingest(infrastructure, decoder),
    },
    {
      provide: Pairing,
      inject: [Infrastructure],
      useFactory: (infrastructure: Infrastructure) => new Pairing(infrastructure),
    },
    {
      provide: TrainingIntake,
      inject: [Infrastructure, TelemetryDecoder],
      useFactory: (infrastructure: Infrastructure, decoder: TelemetryDecoder) =>
        new TrainingIntake(infrastructure, decoder),
    },
  ],
  exports: [Ingest, Pairing, TrainingIntake],
})
export class IngestModule {}
