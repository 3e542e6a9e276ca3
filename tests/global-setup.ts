import { execFileSync } from 'node:child_process';

/** Tests that start real processes run what a user runs: the built entries and the installed models. */
export default function setup(): void {
  execFileSync(process.execPath, ['tools/prepare.mjs', '--main-only'], { stdio: 'inherit' });
}
