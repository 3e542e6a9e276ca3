import { execFileSync } from 'node:child_process';

/**
 * Tests that start real processes run what a user runs: the built entries and the installed models.
 * `VIDIMUS_SKIP_PREPARE=1` leaves out that step for a run of pure tests while the tree does not build.
 */
export default function setup(): void {
  if (process.env['VIDIMUS_SKIP_PREPARE'] === '1') return;
  execFileSync(process.execPath, ['tools/prepare.mjs', '--main-only', '--quiet'], { stdio: 'inherit' });
}
