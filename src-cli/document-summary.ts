import { proportionInterval } from '#analysis/faces/proportion-interval.ts';
import type { DocumentOutcome } from './document-evaluation.ts';
import { median, scoreMrz } from './evaluation.ts';

/** A share with its exact 95 % interval (Clopper and Pearson). Of nothing measured `share` is `null`. */
export interface Share {
  readonly hits: number;
  readonly n: number;
  readonly share: number | null;
  readonly low: number;
  readonly high: number;
}

/** What was right of what was labeled, over all documents. */
export interface DocumentSummary {
  readonly documents: number;
  readonly medianMs: number;
  readonly type: Share;
  readonly country: Share;
  readonly outline: {
    /** Intersection over union; a document that was not found counts 0. `null` where no corners are labeled. */
    readonly meanOverlap: number | null;
    readonly overlapFrom95: Share;
    readonly upright: Share;
  };
  readonly mrz: {
    /** Of documents with a zone. */
    readonly exact: Share;
    readonly characterAccuracy: number | null;
    /** Wrong readings with every check digit valid. */
    readonly silentErrors: Share;
    readonly readWhereThereIsNone: Share;
  };
  readonly fields: readonly (Share & {
    readonly name: string;
    readonly source: string;
    readonly toldWrong: number;
  })[];
  readonly barcodes: Share;
  /** Of the documents that a check ran on, those it failed: false where the documents are genuine and the pictures good. */
  readonly findings: readonly {
    readonly id: string;
    readonly failed: Share;
    readonly warnings: number;
    readonly notRun: number;
  }[];
}

export function summarize(outcomes: readonly DocumentOutcome[]): DocumentSummary {
  const types = outcomes.flatMap(({ type }) => (type === null ? [] : [type.expected === type.told]));
  const countries = outcomes.flatMap(({ country }) =>
    country === null ? [] : [country.expected === country.told],
  );
  const outlines = outcomes.flatMap((outcome) => outcome.outlines);
  const zones = outcomes.flatMap(({ mrz }) => (mrz === null ? [] : [mrz]));
  const positives = zones.filter(({ expected }) => expected.length > 0);
  const { exact, readsOnNegatives, characterAccuracy, silentErrors } = scoreMrz(zones);
  const negatives = zones.length - positives.length;
  const fields = outcomes.flatMap((outcome) => outcome.fields);
  const fieldKeys = [...new Set(fields.map(({ source, name }) => `${source}:${name}`))].sort();
  const findings = outcomes.flatMap((outcome) => outcome.findings);
  return {
    documents: outcomes.length,
    medianMs: Math.round(median(outcomes.map(({ ms }) => ms))),
    type: shareOf(types),
    country: shareOf(countries),
    outline: {
      meanOverlap:
        outlines.length === 0
          ? null
          : outlines.reduce((sum, { overlap }) => sum + overlap, 0) / outlines.length,
      overlapFrom95: shareOf(outlines.map(({ overlap }) => overlap >= 0.95)),
      upright: shareOf(outlines.filter(({ isFound }) => isFound).map(({ isUpright }) => isUpright)),
    },
    mrz: {
      // Exact over all counts the pictures without a zone of which nothing was read.
      exact: toShare(exact - (negatives - readsOnNegatives), positives.length),
      characterAccuracy: positives.length === 0 ? null : characterAccuracy,
      silentErrors: toShare(silentErrors, positives.length),
      readWhereThereIsNone: toShare(readsOnNegatives, negatives),
    },
    fields: fieldKeys.map((key) => {
      const group = fields.filter(({ source, name }) => `${source}:${name}` === key);
      const [source = '', name = ''] = key.split(':');
      return {
        name,
        source,
        ...shareOf(group.map(({ isRight }) => isRight)),
        toldWrong: group.filter(({ told, isRight }) => told !== null && !isRight).length,
      };
    }),
    barcodes: shareOf(outcomes.flatMap(({ barcodes }) => barcodes.map(({ isRight }) => isRight))),
    findings: [...new Set(findings.map(({ id }) => id))].map((id) => {
      const group = findings.filter((finding) => finding.id === id);
      const ran = group.filter(({ status }) => status !== 'not-run');
      return {
        id,
        failed: shareOf(ran.map(({ status }) => status === 'failed')),
        warnings: ran.filter(({ status }) => status === 'warning' || status === 'error').length,
        notRun: group.length - ran.length,
      };
    }),
  };
}

const shareOf = (answers: readonly boolean[]): Share =>
  toShare(answers.filter(Boolean).length, answers.length);

function toShare(hits: number, n: number): Share {
  const [low, high] = proportionInterval(hits, n);
  return { hits, n, share: n === 0 ? null : hits / n, low, high };
}
