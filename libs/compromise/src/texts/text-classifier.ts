/** A classifier that did not say what it should. The message holds neither a text nor a secret. */
export class ClassifierFailed extends Error {
  override readonly name = 'ClassifierFailed';
}

/** Somebody else's opinion on how much texts look like attacks: higher is more, on any scale, as how high is too high is measured on healthy ones. */
export abstract class TextClassifier {
  /** Names it, with its version: scores of two are not compared. */
  abstract readonly name: string;

  /**
   * The scores of some texts, in their order: finite numbers, as many as texts.
   * @throws ClassifierFailed
   */
  abstract scores(texts: readonly string[], signal: AbortSignal): Promise<readonly number[]>;
}
