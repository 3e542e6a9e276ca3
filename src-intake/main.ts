import { runIntake } from './run-intake.ts';

// The process' entry. It ends by itself once nothing is open; an IPC channel would keep it alive.
process.exitCode = await runIntake(process.argv.slice(2), process.env);
if (process.connected) process.disconnect();
