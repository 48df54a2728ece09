// Markdown tables on the standard output, and what is wanted of a number.

/** Part of the full size that is run. */
export const share = Number(process.argv[2] ?? 1);

const broken = [];

export function printTable(title, columns, rows) {
  console.log(`**${title}**\n`);
  console.log(`| ${columns.join(' | ')} |`);
  console.log(`| ${columns.map(() => '---').join(' | ')} |`);
  for (const row of rows) console.log(`| ${row.join(' | ')} |`);
  console.log();
  for (const bound of broken.splice(0)) console.log(`BROKEN: ${bound}\n`);
}

/** A cell with a number beside the most that is wanted of it. More than that fails the run. */
export function atMost(what, value, most, text = short(value)) {
  if (!(value <= most)) breaks(`${what} is ${text}, wanted at most ${short(most, 3)}`);
  return `${text} (≤ ${short(most, 3)})`;
}

/** A cell with a number that has to lie between two others. */
export function between(what, value, [least, most], text = short(value)) {
  if (!(value >= least && value <= most)) {
    breaks(`${what} is ${text}, wanted from ${short(least, 3)} to ${short(most, 3)}`);
  }
  return `${text} (${short(least, 3)} to ${short(most, 3)})`;
}

/** A cell with a number beside the one that it should be. Farther apart than `by` fails the run. */
export function near(what, value, wanted, by, text = short(value)) {
  if (!(Math.abs(value - wanted) <= by)) breaks(`${what} is ${text}, wanted ${short(wanted)} ± ${short(by)}`);
  return `${text} (${short(wanted)})`;
}

function breaks(bound) {
  broken.push(bound);
  process.exitCode = 1;
}

/** A number with so many significant digits, without an exponent where it is easy to read. */
export function short(value, digits = 2) {
  if (value === 0) return '0';
  if (value === Infinity) return 'never';
  const rounded = Number(value.toPrecision(digits));
  return Math.abs(rounded) < 1e-3 ? rounded.toExponential() : String(rounded);
}

export function quantileOf(values, share) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))];
}
