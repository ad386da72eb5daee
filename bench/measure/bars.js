// A bar chart as SVG, readable on white and on black.

import { short } from './numbers.js';

const xml = (text) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');

/** One bar a column; ours, which comes first, in the accent colour. */
export function bars(title, unit, columns, key) {
  const [left, width, row] = [330, 380, 34];
  const most = Math.max(...columns.map((column) => column[key]));
  const lines = columns.map((column, index) => {
    const y = 64 + index * row;
    const long = Math.max(2, (column[key] / most) * width);
    const ours = column.server.startsWith('Live Engine');
    const label = column.streams ? `${column.server}, ${column.streams}` : column.server;
    return `  <text x="${left - 12}" y="${y + 16}" text-anchor="end">${xml(label)}</text>
  <rect x="${left}" y="${y}" width="${long.toFixed(1)}" height="22" rx="3" fill="${ours ? '#e5484d' : '#8b8d98'}"/>
  <text x="${left + long + 8}" y="${y + 16}">${short(column[key])}</text>`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 800 ${80 + columns.length * row}" font-family="system-ui, sans-serif" font-size="13" fill="#7c7f8a" role="img" aria-label="${xml(title)}">
  <text x="16" y="26" font-size="16" font-weight="600">${xml(title)}</text>
  <text x="16" y="46">${xml(unit)}</text>
${lines.join('\n')}
</svg>
`;
}
