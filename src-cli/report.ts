import type { AnalysisRequest } from '#analysis/analysis-request.ts';
import type {
  Analysis,
  DocumentReading,
  Finding,
  FindingStatus,
  Recommendation,
} from '#shared/domain/analysis.ts';
import { documentTypeTitles } from '#shared/domain/document-words.ts';
import { describeFinding } from '#shared/domain/describe-finding.ts';
import { ignoredThresholdNote } from '#shared/domain/ignored-thresholds.ts';
import type { Output, Style } from './output.ts';

const outcomes: Readonly<Record<Recommendation, readonly [Style, string]>> = {
  approve: ['green', 'APPROVE'],
  review: ['yellow', 'REVIEW: a person has to look'],
  'ask-again': ['yellow', 'ASK AGAIN: new pictures are needed'],
  decline: ['red', 'DECLINE'],
};

const marks: Readonly<Record<FindingStatus, readonly [Style, string]>> = {
  passed: ['green', '✓'],
  failed: ['red', '✗'],
  warning: ['yellow', '!'],
  'not-run': ['dim', '–'],
  error: ['red', '?'],
};

type Paint = (style: Style, text: string) => string;

/** The analysis for a person at a terminal. */
export function reportOf(
  analysis: Analysis,
  { scenario }: Pick<AnalysisRequest, 'scenario'>,
  output: Output,
): string {
  const paint: Paint = (style, text) => output.paint(style, text);
  const [style, outcome] = outcomes[analysis.verdict.outcome];
  const lines = [
    `${paint('bold', scenario.name)}  ${paint('dim', `reference day ${analysis.pipeline.referenceDay}`)}`,
    `Recommendation: ${paint(style, outcome)}`,
  ];
  for (const { id, status, document } of analysis.steps) {
    lines.push('', `${paint('bold', id)}  ${status}`);
    if (document !== null) lines.push(...documentLines(document, paint));
    lines.push(
      ...analysis.findings
        .filter(({ stepId }) => stepId === id)
        .flatMap((finding) => findingLines(finding, paint)),
    );
  }
  const ofSession = analysis.findings.filter(({ stepId }) => stepId === null);
  if (ofSession.length > 0)
    lines.push('', paint('bold', 'session'), ...ofSession.flatMap((finding) => findingLines(finding, paint)));
  const { version, policy, ocr, durationMs } = analysis.pipeline;
  lines.push(
    '',
    paint(
      'dim',
      `pipeline ${version}, policy ${policy}, ${ocr ?? 'no OCR'}, ${(durationMs / 1000).toFixed(1)} s`,
    ),
  );
  return lines.join('\n');
}

function documentLines({ type, country, format, fields, mrz }: DocumentReading, paint: Paint): string[] {
  const head = [documentTypeTitles.en[type], country, format].filter((part) => part !== null).join(', ');
  const rows = fields.map(({ title, value, normalized, confidence, source, agreement }) => {
    const sign =
      agreement === 'agrees' ? paint('green', '=') : agreement === 'differs' ? paint('red', '≠') : ' ';
    const percent = `${String(Math.round(confidence * 100))} %`.padStart(5);
    return `  ${title.padEnd(16)} ${(normalized ?? value).padEnd(28)} ${paint('dim', source)} ${percent} ${sign}`;
  });
  return [`  ${head}`, ...(mrz?.lines ?? []).map(({ text }) => `  ${paint('cyan', text)}`), ...rows];
}

function findingLines(finding: Finding, paint: Paint): string[] {
  const [style, mark] = marks[finding.status];
  const { title, sentence, advice } = describeFinding(finding, 'en');
  const further = [ignoredThresholdNote(finding, 'en'), advice].filter((text) => text !== null);
  return [
    `  ${paint(style, mark)} ${title}: ${sentence}`,
    ...further.map((text) => `    ${paint('dim', `→ ${text}`)}`),
  ];
}
