import { MemorySummaryStore } from './memory-summary-store.js';
import { summaryStoreContract } from './summary-store.contract.js';

summaryStoreContract('memory', async () => ({ store: new MemorySummaryStore(), close: async () => undefined }));
