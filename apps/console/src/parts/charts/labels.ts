/** Which of many labels fit side by side: every k-th, and always the first. */
export function everyNth(labels: readonly string[], width: number, pixelsPerLetter = 6.2): number {
  const longest = Math.max(1, ...labels.map((label) => Math.min(label.length, 12)));
  const room = Math.max(1, Math.floor(width / (longest * pixelsPerLetter + 10)));
  return Math.max(1, Math.ceil(labels.length / room));
}

/** A label cut to a length that stays readable below a bar. */
export function clip(label: string, letters = 12): string {
  return label.length <= letters ? label : `${label.slice(0, letters - 1)}…`;
}

/** Where a label is written and how it stands there. */
export interface LabelPlace {
  readonly x: number;
  readonly textAnchor: 'start' | 'middle' | 'end';
}

/** A label in the middle of what it names, but moved inwards where it would be cut off by an end of the chart. */
export function placed(label: string, x: number, right: number, pixelsPerLetter = 6.2): LabelPlace {
  const half = (label.length * pixelsPerLetter) / 2;
  if (x + half > right) return { x: right, textAnchor: 'end' };
  if (x - half < 0) return { x: 0, textAnchor: 'start' };
  return { x, textAnchor: 'middle' };
}
