import { MemoryTrainingStore } from './memory-training-store.js';
import { trainingStoreContract } from './training-store.contract.js';

trainingStoreContract('memory', async () => ({ store: new MemoryTrainingStore(2), close: async () => undefined }));
