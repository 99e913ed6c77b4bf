// What several reports say. Each text stands here once.

export const EVIDENCE = 'They are independent: no turn needs an earlier one';

/** What to do where nobody knows how many turns there are, and no limiter is at hand. */
export const MANY =
  'Await all of them with `Promise.all`, or, where there may be many, some at a time with a limiter such as `p-limit`';
