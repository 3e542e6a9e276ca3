import { existsSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';

/** Of `/proc/<pid>/stat`: USER_HZ is 100 wherever Linux runs (proc(5), sysconf(_SC_CLK_TCK)). */
const tickMs = 10;

interface Process {
  readonly pid: number;
  readonly parent: number;
  readonly cpuMs: number;
  /** Of its children that have ended. */
  readonly endedMs: number;
}

function readProcess(name: string): Process | undefined {
  try {
    const stat = readFileSync(`/proc/${name}/stat`, 'utf8');
    // The name stands in parentheses and may hold any of them; fields 4, 14 and 15 are the parent and the times,
    // 16 and 17 those of children that have ended.
    const end = stat.lastIndexOf(')');
    const rest = stat.slice(end + 2).split(' ');
    const [own, ended] = [Number(rest[11]) + Number(rest[12]), Number(rest[13]) + Number(rest[14])];
    return { pid: Number(name), parent: Number(rest[1]), cpuMs: own * tickMs, endedMs: ended * tickMs };
  } catch {
    return undefined; // ended meanwhile
  }
}

function listProcesses(): Process[] {
  return readdirSync('/proc').flatMap((name) => {
    const found = /^\d+$/.test(name) ? readProcess(name) : undefined;
    return found === undefined ? [] : [found];
  });
}

/** What a piece of work took: time on the clock, and of the processors; `null` where there is no `/proc`. */
export interface Spent {
  readonly wallMs: number;
  readonly cpuMs: number | null;
}

/**
 * What `work` takes of the clock, and of the processors in this process and its children that end meanwhile; with `pid` in that process
 * and its children instead. Other processes may be timed to 10 ms only.
 */
export async function spentOn(work: () => Promise<unknown>, pid?: number): Promise<Spent> {
  const own = process.cpuUsage();
  const name = pid?.toString() ?? 'self';
  const before = readProcess(name);
  const startedAt = performance.now();
  await work();
  const wallMs = performance.now() - startedAt;
  const after = readProcess(name);
  if (before === undefined || after === undefined) return { wallMs, cpuMs: null };
  const { user, system } = process.cpuUsage(own);
  const here = pid === undefined ? (user + system) / 1000 : after.cpuMs - before.cpuMs;
  return { wallMs, cpuMs: here + after.endedMs - before.endedMs };
}

/** Resident memory of a process in MB, alone and with all that it has started; 0 for one that is gone. Linux only. */
export function residentMegabytes(pid: number): { readonly own: number; readonly withChildren: number } {
  const processes = listProcesses();
  const family = new Set([pid]);
  // A child's number may be lower than its parent's, so that one round is not enough; nobody here nests deeper than three.
  for (let depth = 0; depth < 3; depth += 1)
    for (const one of processes) if (family.has(one.parent)) family.add(one.pid);
  const own = residentOf(pid);
  // Between `fork` and `exec` a child has its parent's memory, which is there once: its program tells it.
  const program = programOf(pid);
  const others = [...family].filter((one) => one !== pid && programOf(one) !== program);
  return { own, withChildren: own + others.reduce((sum, one) => sum + residentOf(one), 0) };
}

function programOf(pid: number): string | null {
  try {
    return readlinkSync(`/proc/${pid.toString()}/exe`);
  } catch {
    return null; // ended meanwhile
  }
}

function residentOf(pid: number): number {
  try {
    const status = readFileSync(`/proc/${pid.toString()}/status`, 'utf8');
    return Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1] ?? 0) / 1024;
  } catch {
    return 0; // ended meanwhile
  }
}

/** Processor time so far, in milliseconds. */
interface ProcessorTime {
  readonly generator: number;
  readonly server: number;
  readonly postgres: number;
}

/**
 * What this process (the load generator), a server and the PostgreSQL under `postmaster` have used of the processors; undefined where there
 * is no `/proc`.
 */
export function readProcessorTime(serverPid: number, postmaster: number): ProcessorTime | undefined {
  if (!existsSync('/proc/self/stat')) return undefined;
  const processes = listProcesses();
  const sum = (isOne: (one: Process) => boolean): number =>
    processes.filter(isOne).reduce((total, { cpuMs }) => total + cpuMs, 0);
  return {
    generator: sum(({ pid }) => pid === process.pid),
    server: sum(({ pid }) => pid === serverPid),
    // Connections come and go: those that have gone count with the postmaster.
    postgres:
      sum(({ pid, parent }) => pid === postmaster || parent === postmaster) +
      (processes.find(({ pid }) => pid === postmaster)?.endedMs ?? 0),
  };
}
