import { createHash } from 'node:crypto';
import { realpath, rm } from 'node:fs/promises';
import { connect, createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { IntakeStartError } from './errors.ts';

export interface DataFolderLock {
  readonly release: () => Promise<void>;
}

/**
 * A name that only one process at a time can listen on, and which the kernel frees when that process ends in whatever way:
 * an abstract socket on Linux, a pipe on Windows. Elsewhere a socket file, which a dead process leaves behind.
 */
function lockAddress(dataDir: string): { path: string; isFile: boolean } {
  const name = `vidimus-intake-${createHash('sha256').update(dataDir).digest('hex').slice(0, 32)}`;
  if (process.platform === 'linux') return { path: `\0${name}`, isFile: false };
  if (process.platform === 'win32') return { path: `\\\\.\\pipe\\${name}`, isFile: false };
  return { path: join(tmpdir(), `${name}.sock`), isFile: true };
}

function listen(path: string): Promise<Server | undefined> {
  return new Promise((resolve, reject) => {
    const server = createServer((socket) => socket.destroy());
    server.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE' || error.code === 'EACCES') resolve(undefined);
      else reject(error);
    });
    server.listen(path, () => {
      server.unref();
      resolve(server);
    });
  });
}

function isAnswered(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(path);
    socket.on('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.on('error', () => {
      resolve(false);
    });
  });
}

/** Takes a data folder for this process. Throws {@link IntakeStartError} `data-folder-in-use` while another one has it. */
export async function lockDataFolder(dataDir: string): Promise<DataFolderLock> {
  const { path, isFile } = lockAddress(await realpath(dataDir));
  let server = await listen(path);
  if (server === undefined && isFile && !(await isAnswered(path))) {
    await rm(path, { force: true });
    server = await listen(path);
  }
  if (server === undefined) throw new IntakeStartError('data-folder-in-use', dataDir);
  const held = server;
  return {
    release: () =>
      new Promise((resolve) => {
        held.close(() => {
          resolve();
        });
      }),
  };
}
