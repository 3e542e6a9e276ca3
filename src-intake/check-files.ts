import { access } from 'node:fs/promises';
import { join } from 'node:path';
import { readAccessKey } from './blobs/open-blob-store.ts';
import { parseAllowList } from './callbacks/address-guard.ts';
import { IntakeStartError } from './errors.ts';
import { readProvider, readTls, type IntakeConfig } from './start-intake.ts';

/**
 * What would keep an intake with this configuration from starting, or from showing its page, as far as the files of this machine tell: a line
 * for each. Starts nothing, and asks no network.
 */
export async function checkFiles(config: IntakeConfig): Promise<readonly string[]> {
  const { s3, callbacks, capturePageDir } = config;
  const attempts = [
    readTls(config),
    readProvider(config),
    ...(s3 === undefined ? [] : [readAccessKey(s3)]),
  ] as const;
  const problems = (await Promise.allSettled(attempts)).flatMap((attempt) => {
    if (attempt.status === 'fulfilled') return [];
    if (attempt.reason instanceof IntakeStartError) return [attempt.reason.message];
    throw attempt.reason as Error;
  });
  const allowed = parseAllowList(callbacks?.allow ?? '');
  if (!allowed.ok) problems.push(`callbackAllow, VIDIMUS_CALLBACK_ALLOW: ${allowed.code}`);
  if (capturePageDir !== undefined) {
    const hasPage = await access(join(capturePageDir, 'index.html')).then(
      () => true,
      () => false,
    );
    if (!hasPage) problems.push(`capturePage: no built capture page is in ${capturePageDir}`);
  }
  return problems;
}
