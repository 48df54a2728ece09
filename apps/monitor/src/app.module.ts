import { Module, type DynamicModule, type Provider, type Type } from '@nestjs/common';
import { ProbesController } from './http/probes.controller.js';
import { Infrastructure } from './infra/infrastructure.js';
import { CommandDesk } from './roles/commands.js';
import { Asking } from './roles/asking.js';
import { Counting } from './roles/counting.js';
import { ApiModule } from './roles/api.module.js';
import { DetectModule } from './roles/detect.module.js';
import { InfrastructureModule } from './roles/infrastructure.module.js';
import { Ingest } from './roles/ingest.js';
import { IngestModule } from './roles/ingest.module.js';
import { Judging } from './roles/judging.js';
import { Lifecycle, type Part } from './roles/lifecycle.js';
import { Pairing } from './roles/pairing.js';
import { SelfTesting } from './roles/self-testing.js';
import { Respond } from './roles/respond.js';
import { RespondModule } from './roles/respond.module.js';
import { TrainingIntake } from './roles/training-intake.js';
import { TrainingJudging } from './roles/training-judging.js';
import { Watching } from './roles/watching.js';
import type { Role } from './config/schema.js';

/** Each role's module, and the parts of it that work in the background, in the order of the story. */
const ROLE_MODULES: Readonly<Record<Role, { module: Type; parts: readonly Type<Part>[] }>> = {
  ingest: { module: IngestModule, parts: [Pairing, Ingest, TrainingIntake] },
  detect: { module: DetectModule, parts: [Counting, Judging, Watching, TrainingJudging, SelfTesting, Asking] },
  respond: { module: RespondModule, parts: [Respond] },
  api: { module: ApiModule, parts: [CommandDesk] },
};

/** The one application: the modules of the roles that this process plays, and nothing else. */
@Module({})
export class AppModule {
  static of(infrastructure: Infrastructure): DynamicModule {
    const roles = (Object.keys(ROLE_MODULES) as Role[]).filter((role) => infrastructure.config.roles.includes(role));
    const parts = roles.flatMap((role) => ROLE_MODULES[role].parts);
    const lifecycle: Provider = {
      provide: Lifecycle,
      inject: [Infrastructure, ...parts],
      useFactory: (given: Infrastructure, ...started: Part[]) => new Lifecycle(given, started),
    };
    return {
      module: AppModule,
      imports: [InfrastructureModule.of(infrastructure), ...roles.map((role) => ROLE_MODULES[role].module)],
      controllers: [ProbesController],
      providers: [lifecycle],
    };
  }
}
