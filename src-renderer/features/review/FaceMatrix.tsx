import { Table, UnstyledButton } from '@mantine/core';
import { useRef, type KeyboardEvent, type ReactNode } from 'react';
import type { AnalyzedFace } from '#shared/domain/analysis.ts';
import { falseMatchSentence } from '#shared/domain/false-match-sentence.ts';
import { rateInWords } from '#shared/domain/measured-value.ts';
import { pairLikeness } from '#shared/domain/pair-likeness.ts';
import { useLocalization } from '../../app/i18n/i18n.ts';
import { findingLooks, StatusMark } from '../../ui/StatusMark.tsx';
import { likenessLooks, pairKey, pairOf, type ShownPair } from './pairs-of-faces.ts';

interface FaceMatrixProps {
  readonly faces: readonly AnalyzedFace[];
  readonly pairs: readonly ShownPair[];
  readonly chosen: ShownPair | undefined;
  readonly nameOf: (face: AnalyzedFace) => string;
  /** The same in a word or two: a column is narrow. */
  readonly shortNameOf: (face: AnalyzedFace) => string;
  readonly cutOf: (face: AnalyzedFace) => ReactNode;
  readonly onChoose: (pair: ShownPair) => void;
}

const steps: Readonly<Record<string, readonly [number, number]>> = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
};

/** The longest word of a cell in Russian fits. Four faces fit the narrowest panel so, and five; more are scrolled to. */
const leastColumnPx = 66;

/** Every face with every other: the tab key comes to the chosen pair, the arrow keys go from one to the next. */
export function FaceMatrix({
  faces,
  pairs,
  chosen,
  nameOf,
  shortNameOf,
  cutOf,
  onChoose,
}: FaceMatrixProps): ReactNode {
  const { t, language } = useLocalization();
  const body = useRef<HTMLTableSectionElement>(null);
  const move = (event: KeyboardEvent, row: number, column: number): void => {
    const step = steps[event.key];
    if (step === undefined) return;
    event.preventDefault();
    let [r, c] = [row + step[0], column + step[1]];
    // A face is not compared with itself: the diagonal is stepped over.
    if (r === c) [r, c] = [r + step[0], c + step[1]];
    body.current?.querySelector<HTMLElement>(`[data-place="${r.toString()},${c.toString()}"]`)?.focus();
  };
  const textOf = (
    shown: ShownPair,
  ): { readonly word: string; readonly rate: string | null; readonly sentence: string | null } => {
    if (shown.kind === 'not-compared') return { word: t('faces.notComparable'), rate: null, sentence: null };
    const { falseMatchRate } = shown.pair;
    return {
      word: t(`faces.${pairLikeness(shown.pair)}`),
      rate: falseMatchRate === null ? null : rateInWords(falseMatchRate, language),
      sentence: falseMatchSentence(shown.pair, language),
    };
  };
  // Each pair stands in the table twice; the tab key comes to the first.
  let hasTabStop = false;
  return (
    <div className="vd-matrix-scroll">
      <Table
        className="vd-matrix"
        style={{ minWidth: `${((faces.length + 1) * leastColumnPx).toString()}px` }}
        withTableBorder
        withColumnBorders
        aria-label={t('faces.matrix')}
      >
        <Table.Thead>
          <Table.Tr>
            <Table.Td />
            {faces.map((face) => (
              <Table.Th key={face.id} scope="col" abbr={nameOf(face)} title={nameOf(face)}>
                {cutOf(face)}
                <span>{shortNameOf(face)}</span>
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody ref={body}>
          {faces.map((row, rowIndex) => (
            <Table.Tr key={row.id}>
              <Table.Th scope="row" abbr={nameOf(row)} title={nameOf(row)}>
                {cutOf(row)}
                <span>{shortNameOf(row)}</span>
              </Table.Th>
              {faces.map((column, columnIndex) => {
                if (row === column)
                  return <Table.Td key={column.id} className="vd-cell-self" aria-label={t('faces.itself')} />;
                const shown = pairOf(pairs, row.id, column.id);
                if (shown === undefined) return <Table.Td key={column.id}>–</Table.Td>;
                const { word, rate, sentence } = textOf(shown);
                const isChosen = chosen !== undefined && pairKey(chosen) === pairKey(shown);
                const isTabStop = isChosen && !hasTabStop;
                hasTabStop ||= isTabStop;
                const status =
                  shown.kind === 'not-compared' ? 'not-run' : likenessLooks[pairLikeness(shown.pair)];
                return (
                  <Table.Td key={column.id}>
                    <UnstyledButton
                      className="vd-cell"
                      data-place={`${rowIndex.toString()},${columnIndex.toString()}`}
                      tabIndex={isTabStop ? 0 : -1}
                      aria-pressed={isChosen}
                      title={sentence ?? undefined}
                      aria-label={[`${nameOf(row)}, ${nameOf(column)}: ${word}`, rate]
                        .filter(Boolean)
                        .join(', ')}
                      onKeyDown={(event) => {
                        move(event, rowIndex, columnIndex);
                      }}
                      onClick={() => {
                        onChoose(shown);
                      }}
                    >
                      <StatusMark look={findingLooks[status]} size={14} />
                      <span>
                        {word}
                        {rate !== null && <span className="vd-cell-rate">{rate}</span>}
                      </span>
                    </UnstyledButton>
                  </Table.Td>
                );
              })}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </div>
  );
}
