// `--name value` pairs with defaults; an unknown name is an error.

export function options(defaults) {
  const chosen = { ...defaults };
  const words = process.argv.slice(2);
  while (words.length) {
    const word = words.shift();
    const name = word.replace(/^--/, '');
    if (!word.startsWith('--') || !(name in defaults)) {
      throw new Error(
        `unknown option ${word}; known: ${Object.keys(defaults)
          .map((one) => `--${one}`)
          .join(' ')}`,
      );
    }
    const value = words.shift();
    chosen[name] = typeof defaults[name] === 'number' ? Number(value) : value;
    if (Number.isNaN(chosen[name]) || value === undefined) throw new Error(`${word} needs a value`);
  }
  return chosen;
}
