// The API keeps what its OpenAPI document says, whatever it is sent: Schemathesis makes requests
// of the document, valid and not, and looks for a 5xx and for an answer (status, type, headers,
// body) that is not documented. Once as an admin, so that everything can be reached; once as
// nobody.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { after, before, test } from 'node:test';
import { Person } from '../harness/api.js';
import { artifact } from '../harness/paths.js';
import { startPlatform } from '../harness/platform.js';

const program = process.env.LIVE_TEST_SCHEMATHESIS ?? 'st';
const CHECKS = [
  'not_a_server_error',
  'status_code_conformance',
  'content_type_conformance',
  'response_headers_conformance',
  'response_schema_conformance',
];
/** What would end the caller's own session, and with it the rest of the run. */
const ENDS_SESSION = '^/api/(auth/(logout|logout-all|refresh|password|sessions|change)|users/me/password)';

let platform;
let person;
let failed = false;

before(async () => {
  platform = await startPlatform();
  person = await Person.register(platform.url, 'contract');
  await person.createStream();
});

after(() => platform?.stop({ keep: failed }));

/** Runs it; the whole output when it fails. */
function schemathesis(name, extra) {
  const args = [
    ...['run', `${platform.url}/api/openapi.json`, '--checks', CHECKS.join(',')],
    ...['--max-time', process.env.SCHEMATHESIS_SECONDS ?? '60', '--workers', '1', '--request-timeout', '20'],
    ...['--seed', process.env.SCHEMATHESIS_SEED ?? '20', '--no-shrink', '--continue-on-failure'],
    ...['--suppress-health-check', 'all', '--warnings', 'off'],
    ...['--report', 'junit', '--report-junit-path', artifact(`schemathesis-${name}.xml`)],
    ...extra,
  ];
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'], cwd: platform.folder });
    let output = '';
    child.stdout.on('data', (data) => {
      output += data;
    });
    child.stderr.on('data', (data) => {
      output += data;
    });
    child.on('error', reject);
    child.on('exit', (code) => resolve({ code, output }));
  });
}

function judge({ code, output }) {
  failed ||= code !== 0;
  assert.equal(code, 0, output.slice(-20_000));
  const cases = Number(/([\d,]+) generated/.exec(output)?.[1]?.replaceAll(',', '') ?? 0);
  assert.ok(cases > 100, `too few requests were made to say anything:\n${output.slice(-3_000)}`);
}

test('as someone who is logged in', async () => {
  judge(
    await schemathesis('user', [
      ...['--header', `Authorization: Bearer ${person.token}`],
      ...['--exclude-path-regex', ENDS_SESSION],
    ]),
  );
});

test('as nobody', async () => {
  judge(await schemathesis('nobody', []));
});
