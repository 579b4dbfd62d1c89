// biome-ignore-all lint/suspicious/noTemplateCurlyInString: that is how variables of pages are written
// The server that a hostile page would like to tell something: it counts whatever arrives, requests, connections and packets alike.
import { createSocket } from 'node:dgram';
import { readFileSync } from 'node:fs';
import http from 'node:http';
import path from 'node:path';

const page = readFileSync(path.join(import.meta.dirname, 'hostile.html'), 'utf8');

/** @param port where pages are told that it is */
export async function attacker(port, stun) {
  const hits = new Set();
  let connections = 0;
  let packets = 0;
  const server = http.createServer((request, response) => {
    const name = request.url.split('/').pop();
    if (request.url.startsWith('/hit/')) hits.add(name);
    response.setHeader('Access-Control-Allow-Origin', '*');
    response.setHeader('Cache-Control', 'no-store');
    response.setHeader('Content-Type', request.url === '/' ? 'text/html' : 'text/plain');
    response.end(
      request.url === '/' ? page.replaceAll('${app}', `http://localhost:${port}`).replaceAll('${stun}', stun) : 'x',
    );
  });
  server.on('connection', () => {
    connections += 1;
  });
  server.on('upgrade', (request, socket) => {
    hits.add(request.url.split('/').pop());
    socket.destroy();
  });
  const listener = createSocket('udp4');
  listener.on('message', () => {
    packets += 1;
  });
  await new Promise((resolve) => server.listen(port, resolve));
  await new Promise((resolve) => listener.bind(stun, resolve));
  return {
    origin: `http://localhost:${port}`,
    seen: () => ({ hits: [...hits].sort(), connections, packets }),
    forget() {
      hits.clear();
      connections = 0;
      packets = 0;
      server.closeAllConnections();
    },
    close() {
      server.closeAllConnections();
      server.close();
      listener.close();
    },
  };
}
