import { adwin, ddm, eddm, hddmA, kswin, pageHinkley, type StreamDetector } from '@anchorwatch/stats';

/** The detectors of the literature that a scan can run beside the engine. */
export const classicNames = ['adwin', 'page-hinkley', 'kswin', 'ddm', 'eddm', 'hddm'] as const;

export type ClassicName = (typeof classicNames)[number];

/** Takes the next value of its stream and answers whether the detector reports a drift at it. */
export type ClassicRun = (value: number) => boolean;

/** What a detector reads, and how one begins with its own defaults. Page–Hinkley sees rises only, so a second one reads the values upside down. */
export const classicDetectors: Readonly<
  Record<ClassicName, { readonly reads: 'numbers' | 'errors'; readonly begin: () => ClassicRun }>
> = {
  adwin: { reads: 'numbers', begin: () => running(adwin()) },
  'page-hinkley': {
    reads: 'numbers',
    begin: () => {
      const rise = running(pageHinkley());
      const fall = running(pageHinkley());
      return (value) => {
        const risen = rise(value);
        const fallen = fall(-value);
        return risen || fallen;
      };
    },
  },
  kswin: { reads: 'numbers', begin: () => running(kswin()) },
  ddm: { reads: 'errors', begin: () => running(ddm()) },
  eddm: { reads: 'errors', begin: () => running(eddm()) },
  hddm: { reads: 'errors', begin: () => running(hddmA()) },
};

function running<State>(detector: StreamDetector<State>): ClassicRun {
  let state = detector.start;
  return (value) => {
    const step = detector.step(state, value);
    state = step.state;
    return step.signal === 'drift';
  };
}
