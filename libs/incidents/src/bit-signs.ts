import type { Finding } from '@anchorwatch/detection';

/** One kind of bit that is set too often, over all findings on it. */
export interface BitSign {
  /** As the compromise detectors declare it: `novel`, `near`, `costly`, … */
  readonly name: string;
  /** Principals that set it too often by themselves; empty when only everybody together does. */
  readonly accused: readonly string[];
  /** The surest finding on it. */
  readonly strongest: Finding;
  /** Of the questions that resemble an earlier one: the share that got another answer; undefined when none does. */
  readonly flipped: number | undefined;
}

/** What the compromise detectors' findings say, by bit, the surest first. */
export function bitSigns(findings: readonly Finding[]): readonly BitSign[] {
  const names = [...new Set(findings.filter(({ role }) => role === 'bit').map(({ subject }) => subject))];
  return names
    .map((name) =>
      signOf(
        name,
        findings.filter(({ role, subject }) => role === 'bit' && subject === name),
      ),
    )
    .sort((a, b) => a.strongest.p_value - b.strongest.p_value || (a.name < b.name ? -1 : 1));
}

function signOf(name: string, findings: readonly Finding[]): BitSign {
  const [strongest] = [...findings].sort((a, b) => a.p_value - b.p_value || (a.id < b.id ? -1 : 1));
  const sum = (of: 'linked' | 'flipped') =>
    findings.reduce((total, { evidence }) => total + (evidence.questions?.[of] ?? 0), 0);
  return {
    name,
    accused: [...new Set(findings.flatMap(({ principals }) => principals))],
    strongest: strongest!,
    flipped: sum('linked') === 0 ? undefined : sum('flipped') / sum('linked'),
  };
}
