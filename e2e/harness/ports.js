// Free ports. A service that is killed and started again needs the port it had, so they are chosen
// before it starts and not by the service itself.

import { createServer } from 'node:net';

const taken = new Set();

/** A TCP port of loopback that is free now and that this process gives out once. */
export async function freePort() {
  for (;;) {
    const port = await new Promise((resolve, reject) => {
      const server = createServer();
      server.on('error', reject);
      server.listen(0, '127.0.0.1', () => {
        const { port } = server.address();
        server.close(() => resolve(port));
      });
    });
    if (taken.has(port)) continue;
    taken.add(port);
    return port;
  }
}
