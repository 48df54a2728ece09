import type { Store } from '@anchorwatch/store';

/** Where the topic of training steps goes on: past all that was stored of it, rejections among them. */
export async function nextTrainingOffset(
  { training, telemetry }: Pick<Store, 'training' | 'telemetry'>,
  topic: string,
  partition: number,
): Promise<number> {
  return Math.max(await training.nextOffset(topic, partition), await telemetry.nextOffset(topic, partition));
}
