// The row of squares: bit n of the Unix time in milliseconds is square n from the left.

/** Enough until the year 2527. */
export const BITS = 44;
/** Pixels a side, in a picture of 1280 by 720. */
export const SQUARE = 24;
