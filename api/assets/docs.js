// Draws the OpenAPI document. Text goes into the page as text, never as markup.

const METHODS = ['get', 'post', 'put', 'patch', 'delete'];
const DEPTH_MAX = 4;

const node = (tag, { text, ...attributes } = {}, ...children) => {
  const made = document.createElement(tag);
  if (text !== undefined) made.textContent = text;
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children.filter(Boolean));
  return made;
};

const resolve = (api, schema) => {
  const name = schema?.$ref?.split('/').pop();
  return name ? api.components.schemas[name] : schema;
};

/** A schema in the shape of what it describes, as indented text. */
const shape = (api, given, depth = 0) => {
  const schema = resolve(api, given) ?? {};
  const pad = '  '.repeat(depth + 1);
  const options = schema.oneOf ?? schema.anyOf ?? schema.allOf;
  if (options) return options.map((one) => shape(api, one, depth)).join(' | ');
  if (schema.enum) return schema.enum.map((one) => JSON.stringify(one)).join(' | ');
  const type = [schema.type ?? 'any'].flat().join(' | ');
  if (schema.items) return `[${shape(api, schema.items, depth)}]`;
  if (schema.properties && depth < DEPTH_MAX) {
    const required = new Set(schema.required);
    const lines = Object.entries(schema.properties).map(([name, one]) => {
      const about = (one.description ?? '').split('\n')[0];
      const mark = required.has(name) ? '' : '?';
      return `${pad}${name}${mark}: ${shape(api, one, depth + 1)}${about ? `  // ${about}` : ''}`;
    });
    return `{\n${lines.join('\n')}\n${'  '.repeat(depth)}}`;
  }
  return schema.format ? `${type} (${schema.format})` : type;
};

const parameters = (operation) => {
  if (!operation.parameters?.length) return null;
  const rows = operation.parameters.map((one) =>
    node('tr', {},
      node('td', {}, node('code', { text: one.name })),
      node('td', { text: one.in + (one.required ? ', required' : '') }),
      node('td', { text: one.description ?? '' })));
  return node('div', {}, node('h3', { text: 'Parameters' }), node('table', {}, node('tbody', {}, ...rows)));
};

const body = (api, operation) => {
  const content = Object.entries(operation.requestBody?.content ?? {});
  if (!content.length) return null;
  const parts = content.map(([type, { schema }]) =>
    node('div', {}, node('span', { class: 'quiet', text: type }), node('pre', { text: shape(api, schema) })));
  return node('div', {}, node('h3', { text: 'Body' }), ...parts);
};

const responses = (api, operation) => {
  const rows = Object.entries(operation.responses).map(([status, answer]) => {
    const good = status.startsWith('2');
    const schema = Object.values(answer.content ?? {})[0]?.schema;
    return node('tr', {},
      node('td', {}, node('code', { text: status })),
      node('td', {}, node('span', { text: answer.description }),
        good && schema && node('pre', { text: shape(api, schema) })));
  });
  return node('div', {}, node('h3', { text: 'Answers' }), node('table', {}, node('tbody', {}, ...rows)));
};

const drawn = (api, path, method, operation) => {
  const anyone = !operation.security || operation.security.some((one) => !Object.keys(one).length);
  const more = (operation.description ?? '').trim();
  return node('details', { id: operation.operationId, 'data-find': `${method} ${path} ${operation.summary} ${operation.operationId}`.toLowerCase() },
    node('summary', {},
      node('span', { class: 'method', text: method }),
      node('code', { text: path }),
      node('span', { class: 'what', text: operation.summary ?? '' })),
    node('div', { class: 'inside' },
      more && node('p', { text: more }),
      node('p', { class: 'quiet', text: anyone ? 'For everyone' : 'Needs an access token' }),
      parameters(operation), body(api, operation), responses(api, operation)));
};

const draw = (api) => {
  document.querySelector('#about').textContent = api.info.description ?? '';
  const groups = document.querySelector('#groups');
  for (const tag of api.tags ?? []) {
    const operations = Object.entries(api.paths).flatMap(([path, item]) =>
      METHODS.filter((method) => item[method]?.tags?.includes(tag.name))
        .map((method) => drawn(api, path, method, item[method])));
    if (!operations.length) continue;
    groups.append(node('section', {}, node('h2', { text: tag.name }),
      node('p', { class: 'quiet', text: tag.description ?? '' }), ...operations));
  }
};

const filter = () => {
  const words = document.querySelector('#filter').value.toLowerCase().split(/\s+/);
  let shown = 0;
  for (const section of document.querySelectorAll('section')) {
    let here = 0;
    for (const one of section.querySelectorAll('details')) {
      one.hidden = !words.every((word) => one.dataset.find.includes(word));
      here += one.hidden ? 0 : 1;
    }
    section.hidden = here === 0;
    shown += here;
  }
  document.querySelector('#state').textContent = shown ? `${shown} operations` : 'No operation has these words.';
};

try {
  const answer = await fetch('/api/openapi.json');
  if (!answer.ok) throw new Error(`status ${answer.status}`);
  draw(await answer.json());
  filter();
  document.querySelector('#filter').addEventListener('input', filter);
  const wanted = location.hash && document.getElementById(location.hash.slice(1));
  if (wanted) {
    wanted.open = true;
    wanted.scrollIntoView();
  }
} catch (error) {
  document.querySelector('#state').textContent = `The document could not be loaded (${error.message}). Reload the page.`;
}
