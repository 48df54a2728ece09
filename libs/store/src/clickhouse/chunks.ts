import { Packer } from './packed.js';

/** Encodes items and hands their lines on as bytes, in inserts of bounded size, in order. */
export async function inChunks<Item>(
  items: readonly Item[],
  encode: (item: Item) => string,
  insert: (body: readonly Buffer[]) => Promise<void>,
): Promise<void> {
  const packer = new Packer();
  for (const item of items) {
    packer.add(encode(item));
    if (packer.full()) await insert(packer.take());
  }
  if (packer.rows > 0) await insert(packer.take());
}
