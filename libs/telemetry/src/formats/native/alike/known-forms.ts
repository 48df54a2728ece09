import { isDeepStrictEqual } from 'node:util';
import { type DecodeOptions, LIMITS } from '../../../decode-options.js';
import type { ReadEvent } from '../read-event.js';
import { JsonScalars } from './json-scalars.js';
import { MessageForm } from './message-form.js';

interface KnownForm {
  readonly form: MessageForm;
  /** The same in every message of the form: the names are. */
  readonly unknown_fields: number;
}

/** So many forms are remembered for what one model sends, and in all; the oldest go first. */
const FORMS_OF_MODEL = 4;
const MOST_MODELS = 32;
/** A message longer than this has no form. */
const LONGEST = 65_536;
/** A form is looked for once in so many messages that had none, so that messages that never repeat cost little more. */
const EVERY = 16;

/**
 * The forms of the messages that came last. A producer writes its messages alike, name by name in the same order: such a message
 * is read from its bytes, and neither its names nor what it leaves out are read and checked again.
 *
 * It only ever saves time. What it reads is what parsing and `readEvent` would give; whatever it does not know it leaves alone.
 */
export class KnownForms {
  private readonly scalars = new JsonScalars();
  /** By what a message says of its model, at a glance. */
  private readonly forms = new Map<string, KnownForm[]>();
  /** The one that fitted last: nearly always it fits again. */
  private last: KnownForm | undefined;
  private missed = 0;

  /** The event of a message that has a known form and nothing unusual in it. */
  read(bytes: Buffer, options: DecodeOptions): ReadEvent | undefined {
    const { last } = this;
    if (last === undefined) return undefined;
    const event = last.form.read(bytes, this.scalars, options);
    if (event !== undefined) return { event, unknown_fields: last.unknown_fields };
    for (const known of this.forms.get(modelAtAGlance(bytes)) ?? []) {
      const found = known === last ? undefined : known.form.read(bytes, this.scalars, options);
      if (found === undefined) continue;
      this.last = known;
      return { event: found, unknown_fields: known.unknown_fields };
    }
    return undefined;
  }

  /** Remembers the form of a message that was read the long way, now and then. */
  learn(
    bytes: Buffer,
    { event, unknown_fields = 0 }: Pick<ReadEvent, 'event'> & Partial<ReadEvent>,
    options: DecodeOptions,
  ): void {
    if (this.missed++ % EVERY !== 0 || bytes.length > LONGEST) return;
    const form = MessageForm.of(bytes, event);
    // A form that does not read its own message as it was read is none.
    if (form === undefined || !isDeepStrictEqual(form.read(bytes, this.scalars, options), event)) return;
    const { forms } = this;
    const model = modelAtAGlance(bytes);
    this.last = { form, unknown_fields };
    const ofModel = [this.last, ...(forms.get(model) ?? [])].slice(0, FORMS_OF_MODEL);
    forms.delete(model);
    forms.set(model, ofModel);
    if (forms.size > MOST_MODELS) forms.delete(forms.keys().next().value!);
  }
}

const MODEL = Buffer.from('"model"');
const QUOTE = 0x22;

/** The text behind the first `"model"` in a message: a hint only. */
function modelAtAGlance(bytes: Buffer): string {
  const at = bytes.indexOf(MODEL);
  const from = at < 0 ? at : bytes.indexOf(QUOTE, at + MODEL.length);
  const to = from < 0 ? from : bytes.indexOf(QUOTE, from + 1);
  return to < 0 ? '' : bytes.toString('latin1', from + 1, Math.min(to, from + LIMITS.name));
}
