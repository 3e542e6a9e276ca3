import { useState } from 'react';
import type { Finding } from '#shared/domain/analysis.ts';
import type { Rect } from '#shared/domain/geometry.ts';
import type { Session } from '#shared/domain/session.ts';
import { useAction } from '../../app/keyboard/actions.tsx';
import {
  findingKey,
  notCheckedByReason,
  troublesOf,
  worstFirst,
  type CaptureView,
  type Zone,
} from './review-model.ts';
import type { ReviewTab } from './review-tabs.ts';
import type { FlyTo } from './viewer/use-picture-view.ts';

/** What was chosen, and so what the viewer looks at. */
export interface Focus {
  readonly captureId: string | null;
  readonly findingKey: string | null;
  readonly zoneId: string | null;
  readonly highlight: FlyTo | null;
}

interface ReviewFocusInput {
  readonly session: Session;
  readonly captures: readonly CaptureView[];
  readonly tab: ReviewTab;
  readonly onTab: (tab: ReviewTab) => void;
}

export interface ReviewFocus {
  readonly focus: Focus;
  readonly lookAt: (captureId: string, regionPx: Rect, part: Partial<Focus>) => void;
  readonly selectFinding: (finding: Finding) => void;
  readonly selectZone: (zone: Zone | null) => void;
  readonly showCapture: (captureId: string) => void;
}

/** What of a session is looked at, and the keys that move through its findings and pictures. */
export function useReviewFocus({ session, captures, tab, onTab }: ReviewFocusInput): ReviewFocus {
  const [focus, setFocus] = useState<Focus>({
    captureId: null,
    findingKey: null,
    zoneId: null,
    highlight: null,
  });
  const listed = tab === 'checks' ? checksInOrder(session) : troublesOf(session.analysis);

  function lookAt(captureId: string, regionPx: Rect, part: Partial<Focus>): void {
    setFocus({
      captureId,
      findingKey: null,
      zoneId: null,
      ...part,
      highlight: { captureId, regionPx, kind: part.findingKey === undefined ? 'place' : 'finding' },
    });
  }
  function selectFinding(finding: Finding): void {
    const evidence = finding.evidence[0];
    const key = findingKey(finding);
    if (evidence === undefined) setFocus({ ...focus, findingKey: key, zoneId: null, highlight: null });
    else lookAt(evidence.captureId, evidence.regionPx, { findingKey: key });
  }
  function selectZone(zone: Zone | null): void {
    setFocus({
      ...focus,
      zoneId: zone?.id ?? null,
      highlight: null,
      ...(zone === null ? {} : { captureId: zone.captureId }),
    });
    if (zone === null) return;
    if (zone.kind === 'face') onTab('faces');
    else if (zone.kind !== 'document') onTab('document');
    // The tab draws first; then the field can be brought into sight.
    requestAnimationFrame(() => {
      const field = document.querySelector(`[data-field="${CSS.escape(zone.id)}"]`);
      field?.scrollIntoView({ block: 'nearest' });
    });
  }
  function showCapture(captureId: string): void {
    setFocus({ captureId, findingKey: null, zoneId: null, highlight: null });
  }
  function moveFinding(step: number): void {
    if (listed.length === 0) return;
    const index = listed.findIndex((finding) => findingKey(finding) === focus.findingKey);
    const next =
      listed[
        index === -1
          ? step > 0
            ? 0
            : listed.length - 1
          : Math.min(listed.length - 1, Math.max(0, index + step))
      ];
    if (next === undefined) return;
    if (tab !== 'checks' && tab !== 'summary') onTab('summary');
    setFocus({ ...focus, findingKey: findingKey(next) });
    requestAnimationFrame(() => {
      document.querySelector('.vd-panel [data-selected]')?.scrollIntoView({ block: 'nearest' });
    });
  }
  function moveCapture(step: number): void {
    const currentId = focus.captureId ?? captures[0]?.captureId;
    const index = captures.findIndex(({ captureId }) => captureId === currentId);
    const next = captures[(index + step + captures.length) % Math.max(1, captures.length)];
    if (next !== undefined) showCapture(next.captureId);
  }

  useAction('next-finding', () => {
    moveFinding(1);
  });
  useAction('previous-finding', () => {
    moveFinding(-1);
  });
  useAction('look', () => {
    const finding = listed.find((candidate) => findingKey(candidate) === focus.findingKey) ?? listed[0];
    if (finding !== undefined) selectFinding(finding);
  });
  useAction('next-capture', () => {
    moveCapture(1);
  });
  useAction('previous-capture', () => {
    moveCapture(-1);
  });
  useAction('escape', () => {
    setFocus({ ...focus, findingKey: null, zoneId: null, highlight: null });
  });
  useAction('tab-1', () => {
    onTab('summary');
  });
  useAction('tab-2', () => {
    onTab('document');
  });
  useAction('tab-3', () => {
    onTab('checks');
  });
  useAction('tab-4', () => {
    onTab('faces');
  });
  useAction('tab-5', () => {
    onTab('history');
  });
  useAction('tab-6', () => {
    onTab('json');
  });
  return { focus, lookAt, selectFinding, selectZone, showCapture };
}

/** Findings in the order in which the tab of checks lists them. */
function checksInOrder(session: Session): readonly Finding[] {
  const findings = session.analysis?.findings ?? [];
  const ran = findings.filter(({ status }) => status !== 'not-run');
  const ids = [...session.scenario.steps.map(({ id }) => id), null];
  return [
    ...ids.flatMap((id) => worstFirst(ran.filter(({ stepId }) => stepId === id))),
    ...notCheckedByReason(findings).flat(),
  ];
}
