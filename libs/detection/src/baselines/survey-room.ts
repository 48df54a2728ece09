/** Numbers remembered for the edges of one subject, and of all together: 160 MB. */
const mostNumbers = 200_000;
const mostNumbersInAll = 20_000_000;
/** Texts told apart in one subject, and in all together. */
const mostTexts = 100_000;
const mostTextsInAll = 2_000_000;

/** How much the first pass over a baseline may remember of each subject: the more there are, the less. */
export class SurveyRoom {
  numbers = mostNumbers;
  texts = mostTexts;
  private subjects = 0;

  /** One more subject shares it. */
  share(): void {
    this.subjects++;
    this.numbers = Math.min(mostNumbers, Math.floor(mostNumbersInAll / this.subjects));
    this.texts = Math.min(mostTexts, Math.floor(mostTextsInAll / this.subjects));
  }
}
