import type { FastifyInstance } from 'fastify';

/** Upper bounds in seconds: from an answer out of memory to an upload of 50 MB on a slow line. Long polls are counted apart. */
const boundsS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10] as const;

interface Timing {
  count: number;
  sumS: number;
  readonly atMost: number[];
}

/** A gauge that is read when somebody asks. */
export interface Gauge {
  readonly name: `vidimus_${string}`;
  readonly help: string;
  readonly read: () => Promise<number> | number;
}

export interface Metrics {
  /** Counts every request of the server from now on, by the route's pattern, never by its address. */
  observe(app: FastifyInstance): void;
  /** All of it in the text format of Prometheus, version 0.0.4. */
  render(): Promise<string>;
}

function escape(value: string): string {
  return value.replace(/[\\"\n]/g, (char) => (char === '\n' ? '\\n' : `\\${char}`));
}

/** Metrics of this process, and gauges that tell of what it shares with others. */
export function createMetrics(gauges: readonly Gauge[]): Metrics {
  const requests = new Map<string, number>();
  const timings = new Map<string, Timing>();

  function timingOf(route: string): Timing {
    let timing = timings.get(route);
    if (timing === undefined)
      timings.set(route, (timing = { count: 0, sumS: 0, atMost: boundsS.map(() => 0) }));
    return timing;
  }

  return {
    observe(app) {
      app.addHook('onResponse', (request, reply, done) => {
        const route = escape(request.routeOptions.url ?? 'none');
        const labels = `method="${escape(request.method)}",route="${route}"`;
        const counter = `${labels},status="${reply.statusCode.toString()}"`;
        requests.set(counter, (requests.get(counter) ?? 0) + 1);
        const seconds = reply.elapsedTime / 1000;
        const timing = timingOf(labels);
        timing.count++;
        timing.sumS += seconds;
        for (const [index, bound] of boundsS.entries())
          if (seconds <= bound) timing.atMost[index] = (timing.atMost[index] ?? 0) + 1;
        done();
      });
    },
    async render() {
      const lines = [
        '# HELP vidimus_http_requests_total Requests that were answered.',
        '# TYPE vidimus_http_requests_total counter',
        ...[...requests].map(
          ([labels, count]) => `vidimus_http_requests_total{${labels}} ${count.toString()}`,
        ),
        '# HELP vidimus_http_request_seconds How long requests took; long polls wait for news.',
        '# TYPE vidimus_http_request_seconds histogram',
        ...[...timings].flatMap(([labels, { count, sumS, atMost }]) => [
          ...boundsS.map(
            (bound, index) =>
              `vidimus_http_request_seconds_bucket{${labels},le="${bound.toString()}"} ${(atMost[index] ?? 0).toString()}`,
          ),
          `vidimus_http_request_seconds_bucket{${labels},le="+Inf"} ${count.toString()}`,
          `vidimus_http_request_seconds_sum{${labels}} ${sumS.toString()}`,
          `vidimus_http_request_seconds_count{${labels}} ${count.toString()}`,
        ]),
        '# HELP process_resident_memory_bytes Memory of this process.',
        '# TYPE process_resident_memory_bytes gauge',
        `process_resident_memory_bytes ${process.memoryUsage.rss().toString()}`,
        '# HELP process_cpu_seconds_total Processor time of this process.',
        '# TYPE process_cpu_seconds_total counter',
        `process_cpu_seconds_total ${((process.cpuUsage().user + process.cpuUsage().system) / 1e6).toString()}`,
      ];
      for (const { name, help, read } of gauges)
        lines.push(`# HELP ${name} ${help}`, `# TYPE ${name} gauge`, `${name} ${(await read()).toString()}`);
      return `${lines.join('\n')}\n`;
    },
  };
}
