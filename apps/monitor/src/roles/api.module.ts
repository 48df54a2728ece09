import { Module } from '@nestjs/common';
import { AskingsController } from '../http/askings.controller.js';
import { BudgetController } from '../http/budget.controller.js';
import { ChurnController } from '../http/churn.controller.js';
import { ComparisonController } from '../http/comparison.controller.js';
import { CompromiseController } from '../http/compromise.controller.js';
import { WatchController } from '../http/watch.controller.js';
import { DetectorsController } from '../http/detectors.controller.js';
import { ExploreController } from '../http/explore.controller.js';
import { HeatController } from '../http/heat.controller.js';
import { IncidentsController } from '../http/incidents.controller.js';
import { ModelsController } from '../http/models.controller.js';
import { OverviewController } from '../http/overview.controller.js';
import { PlaybooksController } from '../http/playbooks.controller.js';
import { SelfTestController } from '../http/self-test.controller.js';
import { SessionController } from '../http/session.controller.js';
import { StreamController } from '../http/stream.controller.js';
import { TrainingRunsController } from '../http/training-runs.controller.js';
import { Infrastructure } from '../infra/infrastructure.js';
import { CommandDesk } from './commands.js';
import { DetectorCatalogue } from './detector-catalogue.js';
import { LedgerView } from './ledger-view.js';

/** Answers people: the REST API, live changes, and the console. */
@Module({
  controllers: [
    SessionController,
    OverviewController,
    ModelsController,
    ComparisonController,
    CompromiseController,
    TrainingRunsController,
    ChurnController,
    WatchController,
    DetectorsController,
    BudgetController,
    SelfTestController,
    AskingsController,
    HeatController,
    IncidentsController,
    PlaybooksController,
    ExploreController,
    StreamController,
  ],
  providers: [
    {
      provide: DetectorCatalogue,
      inject: [Infrastructure],
      useFactory: (infrastructure: Infrastructure) =>
        DetectorCatalogue.load(infrastructure.config.compromise.atlas_file),
    },
    {
      provide: LedgerView,
      inject: [Infrastructure],
      useFactory: (infrastructure: Infrastructure) => new LedgerView(infrastructure.store.ledger),
    },
    {
      provide: CommandDesk,
      inject: [Infrastructure],
      useFactory: (infrastructure: Infrastructure) => new CommandDesk(infrastructure),
    },
  ],
  exports: [CommandDesk],
})
export class ApiModule {}
