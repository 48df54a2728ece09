import { isDeepStrictEqual } from 'node:util';
import type { DecodeOptions } from '../../../decode-options.js';
import type { ReadEvent } from '../read-event.js';
import { JsonScalars } from './json-scalars.js';
import { MessageForm } from './message-form.js';

interface KnownForm {
  readonly form: MessageForm;
  /** The same in every message of the form: the names are. */
  readonly unknown_fields: number;
}

/** So many forms are tried; with more kinds of messages than that, the rest is read the long way. */
const MOST_FORMS = 8;
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
  /** The one that fitted last is the first. */
  private readonly forms: KnownForm[] = [];
  private missed = 0;

  /** The event of a message that has a known form and nothing unusual in it. */
  read(bytes: Buffer, options: DecodeOptions): ReadEvent | undefined {
    const { forms } = this;
    for (let k = 0; k < forms.length; k++) {
      const known = forms[k]!;
      const event = known.form.read(bytes, this.scalars, options);
      if (event === undefined) continue;
      if (k > 0) forms.unshift(...forms.splice(k, 1));
      return { event, unknown_fields: known.unknown_fields };
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
    this.forms.unshift({ form, unknown_fields });
    this.forms.length = Math.min(this.forms.length, MOST_FORMS);
  }
}
