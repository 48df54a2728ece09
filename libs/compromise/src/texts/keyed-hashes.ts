import { createCipheriv, createHmac, hkdfSync } from 'node:crypto';

/** Hashes that only who has the secret can make. */
export interface KeyedHashes {
  /** Names the secret without telling it. */
  readonly name: string;
  /** 96 bits. */
  ofText(text: string): string;
  /** Of each number, 32 bits again, in ascending order: the order tells nothing of the numbers. */
  ofNumbers(numbers: Uint32Array): number[];
}

const block = 16;

/**
 * @param secret not empty; whoever has it can try whether a guess is right
 */
export function keyedHashes(secret: string): KeyedHashes {
  const part = (info: string, length: number) => Buffer.from(hkdfSync('sha256', secret, '', info, length));
  const [texts, numbers] = [
    part('anchorwatch: hashes of texts', 32),
    part('anchorwatch: hashes of pairs of words', 16),
  ];
  return {
    name: part('anchorwatch: name of the key of texts', 6).toString('base64url'),
    ofText: (text) => createHmac('sha256', texts).update(text).digest('base64url').slice(0, 16),
    ofNumbers(values) {
      // One block of AES for each number: a pseudorandom function of it.
      const blocks = Buffer.alloc(values.length * block);
      values.forEach((value, k) => blocks.writeUInt32LE(value, k * block));
      const hidden = createCipheriv('aes-128-ecb', numbers, null).update(blocks);
      const hashes = Uint32Array.from(values, (_, k) => hidden.readUInt32LE(k * block));
      return [...new Set(hashes)].sort((a, b) => a - b);
    },
  };
}
