const base = process.env.API ?? 'http://localhost:4000';

export interface User {
  id: number;
  team: number;
}

/** One request to the server: nothing else is read or written. */
async function read(path: string): Promise<unknown> {
  const response = await fetch(`${base}${path}`);
  return await response.json();
}

export async function fetchUser(id: number): Promise<User> {
  return (await read(`/users/${id}`)) as User;
}

export async function fetchTeam(id: number): Promise<string> {
  return (await read(`/teams/${id}`)) as string;
}

export async function fetchPosts(user: number): Promise<string[]> {
  return (await read(`/posts/${user}`)) as string[];
}

export async function fetchRate(currency: string): Promise<number> {
  return (await read(`/rates/${currency}`)) as number;
}
