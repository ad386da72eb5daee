// A person's view of the REST API.

import { randomBytes } from 'node:crypto';

/** An answer that is not 2xx. */
export class Refused extends Error {
  constructor(method, path, status, problem) {
    super(`${method} ${path}: ${status} ${JSON.stringify(problem)}`);
    this.status = status;
    this.code = problem?.code;
  }
}

export class Person {
  /** @param {string} url the platform's */
  constructor(url) {
    this.url = url;
    this.token = undefined;
  }

  async ask(method, path, body) {
    const headers = { accept: 'application/json' };
    if (this.token) headers.authorization = `Bearer ${this.token}`;
    if (body !== undefined) headers['content-type'] = 'application/json';
    const answer = await fetch(this.url + path, {
      method,
      headers,
      body: body === undefined ? undefined : JSON.stringify(body),
      signal: AbortSignal.timeout(20_000),
    });
    const text = await answer.text();
    const data = text ? JSON.parse(text) : undefined;
    if (!answer.ok) throw new Refused(method, path, answer.status, data);
    return data;
  }

  get(path) {
    return this.ask('GET', path);
  }

  post(path, body) {
    return this.ask('POST', path, body);
  }

  /** Registers a fresh account and is logged in with it. */
  static async register(url, name = 'person') {
    const person = new Person(url);
    const tail = randomBytes(4).toString('hex');
    person.username = `${name}_${tail}`;
    person.email = `${person.username}@example.test`;
    person.password = `correct horse ${tail}`;
    const tokens = await person.post('/api/auth/register', {
      username: person.username,
      email: person.email,
      password: person.password,
    });
    person.token = tokens.access_token;
    person.refreshToken = tokens.refresh_token;
    person.id = tokens.user.id;
    return person;
  }

  /** Creates a stream: the answer, with where to publish. */
  createStream(details = {}) {
    return this.post('/api/live', { title: 'A stream of the tests', ...details });
  }

  stream(id) {
    return this.get(`/api/live/${id}`);
  }

  endStream(id) {
    return this.post(`/api/live/${id}/end`);
  }
}
