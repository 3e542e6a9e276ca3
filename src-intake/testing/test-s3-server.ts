import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { connect, createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { S3Settings } from '../blobs/open-blob-store.ts';

/** A real S3-compatible server (s3rver, from npm), a process of its own on a free port, with one bucket. */
export interface TestS3Server {
  readonly settings: S3Settings & { readonly accessKey: string };
  /** Keys of all objects in the bucket. */
  readonly list: () => Promise<string[]>;
  /** Ends the process at once, as a power cut would; what it holds is on disk. */
  readonly kill: () => Promise<void>;
  readonly start: () => Promise<void>;
  /** Ends the process and removes what it held. */
  readonly remove: () => Promise<void>;
}

const bucket = 'pictures';
// A machine that is busy needs seconds to start Node.
const startTimeoutMs = 30_000;

async function findFreePort(): Promise<number> {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

function isListening(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.on('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.on('error', () => {
      resolve(false);
    });
  });
}

export async function startTestS3Server(): Promise<TestS3Server> {
  const dir = await mkdtemp(join(tmpdir(), 'vidimus-s3-'));
  await mkdir(join(dir, bucket));
  const port = await findFreePort();
  const program = join(
    dirname(createRequire(import.meta.url).resolve('s3rver/package.json')),
    'bin/s3rver.js',
  );
  let child: ChildProcess | undefined;

  async function start(): Promise<void> {
    child = spawn(
      process.execPath,
      [program, '-d', dir, '-a', '127.0.0.1', '-p', port.toString(), '--silent', '--no-vhost-buckets'],
      { stdio: ['ignore', 'ignore', 'inherit'], env: { PATH: process.env['PATH'], NODE_NO_WARNINGS: '1' } },
    );
    const giveUpAt = Date.now() + startTimeoutMs;
    while (!(await isListening(port))) {
      if (child.exitCode !== null || Date.now() > giveUpAt) throw new Error('s3rver does not start');
      await sleep(50);
    }
  }
  async function kill(): Promise<void> {
    if (child?.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, 'exit');
    child.kill('SIGKILL');
    await ended;
  }

  await start();
  return {
    // Its one account, fixed by s3rver.
    settings: { endpoint: `http://127.0.0.1:${port.toString()}`, bucket, accessKey: 'S3RVER:S3RVER' },
    async list() {
      // It keeps `<key>._S3rver_object` beside files of metadata.
      const names = await readdir(join(dir, bucket), { recursive: true });
      return names.filter((name) => name.endsWith('._S3rver_object')).map((name) => name.slice(0, -15));
    },
    kill,
    start,
    async remove() {
      await kill();
      await rm(dir, { recursive: true, force: true });
    },
  };
}
