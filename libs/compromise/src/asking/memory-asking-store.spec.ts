import { askingStoreContract } from './asking-store.contract.js';
import { MemoryAskingStore } from './memory-asking-store.js';

askingStoreContract('memory', async () => ({ store: new MemoryAskingStore(), close: async () => undefined }));
