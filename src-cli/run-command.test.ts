import { expect, it } from 'vitest';
import { runCommand } from './run-command.ts';
import { FakeOutput } from './testing/fake-output.ts';

async function run(...args: string[]) {
  const output = new FakeOutput();
  const code = await runCommand(args, { output, env: {}, version: '1.2.3' });
  return { code, printed: output.printed.join('\n'), complaints: output.complaints.join('\n') };
}

it('tells its version and what it can do', async () => {
  expect(await run('--version')).toMatchObject({ code: 0, printed: '1.2.3' });
  const { code, printed } = await run('--help');
  expect(code).toBe(0);
  for (const name of ['analyze', 'evaluate', 'models', 'doctor', 'start', 'intake', 'agent'])
    expect(printed).toContain(`vidimus ${name}`);
});

it.each([['frobnicate'], ['toString'], ['__proto__']])(
  'answers the unknown command %s with the help and 2',
  async (name) => {
    const { code, complaints } = await run(name);
    expect(code).toBe(2);
    expect(complaints).toContain(`there is no command "${name}"`);
    expect(complaints).toContain('vidimus analyze');
  },
);

it('asks for a command where there is none', async () => {
  expect((await run()).code).toBe(2);
});

it.each([['analyze'], ['evaluate'], ['models'], ['doctor'], ['intake']])(
  '%s tells how it is used',
  async (name) => {
    expect(await run(name, '--help')).toMatchObject({ code: 0 });
  },
);
