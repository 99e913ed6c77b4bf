import { fetchPosts, fetchRate, fetchTeam, fetchUser } from './api.ts';
import { stock } from './stock.ts';

/** Two reads that have nothing to do with each other. */
async function home(id: number): Promise<unknown> {
  const user = await fetchUser(id);
  const posts = await fetchPosts(id);
  return { user, posts };
}

/** The second read needs the first one; the third does not. */
async function profile(id: number): Promise<unknown> {
  const user = await fetchUser(id);
  const team = await fetchTeam(user.team);
  const posts = await fetchPosts(id);
  return { user, team, posts };
}

/** Reads in the parts of an object. */
async function rates(): Promise<unknown> {
  return {
    dollar: await fetchRate('USD'),
    pound: await fetchRate('GBP'),
    yen: await fetchRate('JPY'),
  };
}

/** A loop over as many as are written down. */
async function table(): Promise<number[]> {
  const found: number[] = [];
  for (const currency of ['USD', 'GBP', 'JPY', 'CHF']) {
    found.push(await fetchRate(currency));
  }
  return found;
}

/** A loop over as many as come: how many at once, a person decides. */
async function team(ids: readonly number[]): Promise<unknown[]> {
  const users: unknown[] = [];
  for (const id of ids) {
    users.push(await fetchUser(id));
  }
  return users;
}

/** That these only read is known by their names alone. */
async function article(name: string): Promise<unknown> {
  const price = await stock.getPrice(name);
  const count = await stock.countOf(name);
  return { price, count };
}

export const tasks: Record<string, () => Promise<unknown>> = {
  'two reads': () => home(1),
  'one of three depends on another': () => profile(1),
  'parts of an object': () => rates(),
  'a loop over four': () => table(),
  'a loop over eight that are passed': () => team([1, 2, 3, 4, 5, 6, 7, 8]),
  'reads by their names': () => article('book'),
};
