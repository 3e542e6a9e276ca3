import type { z } from 'zod';

/** Which fields were wrong and how, with the bound of what can be set and without their values. */
export function describeIssues({ issues }: Pick<z.ZodError, 'issues'>): string {
  return issues
    .map((issue) => `${issue.path.join('.') || '(all)'}: ${issue.code}${boundOf(issue)}`)
    .join('; ');
}

function boundOf(issue: z.core.$ZodIssue): string {
  if (issue.code === 'too_small') return `, at least ${issue.minimum.toString()}`;
  if (issue.code === 'too_big') return `, at most ${issue.maximum.toString()}`;
  return '';
}
