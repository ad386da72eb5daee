/** Waits until `done` gives something truthy, for at most `limitMs`; then fails with `what`. */
export async function until<T>(what: string, done: () => T, limitMs = 10_000): Promise<NonNullable<T>> {
  const end = Date.now() + limitMs;
  for (;;) {
    const value = done();
    if (value) return value as NonNullable<T>;
    if (Date.now() > end) throw new Error(`waited ${limitMs} ms in vain until ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
