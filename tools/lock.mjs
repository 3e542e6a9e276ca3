// One process at a time may change `out/` and the installed models.
import { mkdirSync, openSync, closeSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { root } from './build-parts.mjs';

const lockPath = join(root, 'out', '.prepare.lock');
/** Longer than the slowest build and model download together. */
const maxWaitMs = 10 * 60_000;

/** @param {number} pid */
function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

function tryTake() {
  mkdirSync(dirname(lockPath), { recursive: true });
  try {
    const file = openSync(lockPath, 'wx');
    writeSync(file, String(process.pid));
    closeSync(file);
    return true;
  } catch (error) {
    if (error.code !== 'EEXIST') throw error;
  }
  try {
    const owner = Number(readFileSync(lockPath, 'utf8'));
    if (owner > 0 && !isAlive(owner)) rmSync(lockPath, { force: true });
  } catch (error) {
    if (error.code !== 'ENOENT') throw error;
  }
  return false;
}

/**
 * Runs `work` while no other process of this checkout prepares anything.
 * @template T @param {() => Promise<T>} work @returns {Promise<T>}
 */
export async function withLock(work) {
  const giveUpAt = Date.now() + maxWaitMs;
  while (!tryTake()) {
    if (Date.now() > giveUpAt)
      throw new Error(`another process holds ${lockPath}; remove the file if none is running`);
    await sleep(100);
  }
  const release = () => rmSync(lockPath, { force: true });
  const onSignal = () => {
    release();
    process.exit(130);
  };
  process.once('SIGINT', onSignal).once('SIGTERM', onSignal);
  try {
    return await work();
  } finally {
    release();
    process.off('SIGINT', onSignal).off('SIGTERM', onSignal);
  }
}
