// Figures of a series.

/** The value below which `share` (0 to 1) of the values lie; nearest rank. */
export function percentile(values, share) {
  if (!values.length) throw new Error('no values');
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)];
}

/** With three significant digits, as text. */
export function short(value) {
  return Number(value.toPrecision(3)).toString();
}
