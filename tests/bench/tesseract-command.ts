import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);
/** One thread: more are many times slower where cores are few. */
const env = { ...process.env, OMP_THREAD_LIMIT: '1' };

/** One page of the file by the Tesseract command in a way of segmenting it. */
export async function tesseract(file: string, psm: number): Promise<void> {
  await run('tesseract', [file, '-', '--psm', psm.toString()], { env });
}
