/** What of a watch is looked at. */
export interface Chosen {
  readonly baseline?: string;
  /** Event time in the hour that is shown, milliseconds; now when absent. */
  readonly at?: number;
  /** See `levelOf`. */
  readonly level?: string;
}

/** What an address says is looked at; what makes no sense in it counts as absent. */
export function chosenFrom(params: URLSearchParams): Chosen {
  const at = Number(params.get('at') || NaN);
  return {
    baseline: params.get('baseline') ?? undefined,
    at: Number.isSafeInteger(at) && at >= 0 ? at : undefined,
    level: params.get('level') ?? undefined,
  };
}
