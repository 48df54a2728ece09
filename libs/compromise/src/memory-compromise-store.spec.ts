import { compromiseStoreContract } from './compromise-store.contract.js';
import { MemoryCompromiseStore } from './memory-compromise-store.js';

compromiseStoreContract('memory', async () => ({ store: new MemoryCompromiseStore(), close: async () => undefined }));
