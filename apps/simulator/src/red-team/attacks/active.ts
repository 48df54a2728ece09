import type { Point, QuestionAttack } from '../attack.js';
import { shuffled } from '../domain.js';
import { fitBoosted } from '../victim/boosted.js';

const BEGIN = 40;
const CANDIDATES = 1_500;
const BATCH = 20;
const COPY = { trees: 20, depth: 3, rate: 0.3 } as const;

/**
 * Asks those real records of which its copy is least sure: near the boundary, and nowhere else.
 * @see Pal et al. (2020), ActiveThief, AAAI; Chandrasekaran et al. (2020), Exploring connections between active learning and model extraction, USENIX Security
 */
export const active: QuestionAttack = {
  name: 'active',
  what: 'copies the model from the real records of which its copy is least sure',
  atlas: ['AML.T0024.002'],
  by: 'questions',
  *ask(knowledge, random) {
    const asked: Point[] = shuffled(knowledge.records, random).slice(0, BEGIN);
    const seconds: boolean[] = [];
    for (const point of asked) seconds.push((yield point).label > 0);
    for (;;) {
      const copy = fitBoosted(asked, seconds, COPY);
      const doubt = (point: Point) => Math.abs(copy.score(point) - 0.5);
      const unsure = shuffled(knowledge.records, random)
        .slice(0, CANDIDATES)
        .map((point) => ({ point, doubt: doubt(point) }))
        .sort((a, b) => a.doubt - b.doubt)
        .slice(0, BATCH);
      for (const { point } of unsure) {
        asked.push(point);
        seconds.push((yield point).label > 0);
      }
    }
  },
};
