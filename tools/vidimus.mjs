#!/usr/bin/env node
// The command line of a checkout: builds the main side when it is stale, then runs it with the same arguments.
import { join } from 'node:path';
import { root } from './build-parts.mjs';
import { prepare } from './prepare.mjs';
import { runInForeground } from './run-in-foreground.mjs';

const { modelsProblem } = await prepare({ mainOnly: true, quiet: true });
if (modelsProblem !== undefined) console.error(`vidimus: models were not installed: ${modelsProblem}`);
runInForeground(process.execPath, [join(root, 'out', 'main', 'cli.js'), ...process.argv.slice(2)]);
