import { rowsMemory, rowsOf, type AnsweredRow, type RowsMemory } from '../bits/answered-row.js';
import { judgedLevels, type JudgedLevel } from '../question.js';
import { Lessons, type Answered, type Answers } from './lessons.js';

/** A question that copies are tried on, and who asked it, by level. */
export interface Tried {
  readonly answered: Answered;
  readonly principals: readonly string[];
}

/** What the exposure book remembers. An answer stands once, however many principals were given it. */
export interface ExposureMemory {
  /** Fingerprints are the ids. */
  readonly answers: RowsMemory;
  /** Numbers that were answered, NaN where it was a class. */
  readonly values: Float64Array;
  readonly lessons: readonly LessonsMemory[];
  /** Places of answers, and who asked. */
  readonly tried: { readonly places: Uint32Array; readonly principals: readonly (readonly string[])[] };
}

/** Principals of one level, how many answers each has, and the places of those, one principal's after the other's. */
interface LessonsMemory {
  readonly principals: readonly string[];
  readonly sizes: Uint32Array;
  readonly places: Uint32Array;
}

interface Book {
  readonly lessons: ReadonlyMap<JudgedLevel, Lessons>;
  readonly tried: Map<string, Tried>;
}

export function exposureMemory({ lessons, tried }: Book): ExposureMemory {
  const rows: AnsweredRow[] = [];
  const values: number[] = [];
  const places = new Map<Answered, number>();
  const placeOf = (key: string, answered: Answered) => {
    let place = places.get(answered);
    if (place === undefined) {
      place = rows.length;
      places.set(answered, place);
      rows.push({ id: key, values: answered.point, label: answered.label });
      values.push(answered.value);
    }
    return place;
  };
  const ofLevels = judgedLevels.map((level) => {
    const all = [...lessons.get(level)!.all()];
    return {
      principals: all.map(([principal]) => principal),
      sizes: Uint32Array.from(all, ([, answers]) => answers.size),
      places: Uint32Array.from(all.flatMap(([, answers]) => [...answers].map((own) => placeOf(...own)))),
    };
  });
  const ofTried = {
    places: Uint32Array.from([...tried].map(([key, { answered }]) => placeOf(key, answered))),
    principals: [...tried.values()].map(({ principals }) => principals),
  };
  return { answers: rowsMemory(rows), values: Float64Array.from(values), lessons: ofLevels, tried: ofTried };
}

export function bookOf({ answers, values: numbers, lessons, tried }: ExposureMemory): Book {
  const rows = rowsOf(answers).map(
    ({ id, values, label }, k) =>
      [id, { point: values, label: label!, value: numbers[k]! }] satisfies [string, Answered],
  );
  const lessonsOf = ({ principals, sizes, places }: LessonsMemory) => {
    let from = 0;
    const of = principals.map((principal, k): [string, Answers] => {
      const own = places.subarray(from, (from += sizes[k]!));
      return [principal, new Map(Array.from(own, (place) => rows[place]!))];
    });
    return new Lessons(new Map(of));
  };
  return {
    lessons: new Map(judgedLevels.map((level, k) => [level, lessonsOf(lessons[k]!)])),
    tried: new Map(
      Array.from(tried.places, (place, k) => {
        const [key, answered] = rows[place]!;
        return [key, { answered, principals: tried.principals[k]! }];
      }),
    ),
  };
}
