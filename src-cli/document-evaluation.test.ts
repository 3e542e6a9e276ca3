import { expect, it } from 'vitest';
import { aField } from '#analysis/testing/builders.ts';
import { aCaptureId, aDocument, anAnalysis, aStepAnalysis } from '#shared/testing/builders.ts';
import { scoreDocument, type LabeledDocument } from './document-evaluation.ts';
import { summarize } from './document-summary.ts';

const [line1, line2] = aDocument().mrz?.lines.map(({ text }) => text) ?? [];

const truth: LabeledDocument = {
  name: 'a passport',
  type: 'passport',
  country: 'UTO',
  mrzLines: [line1 ?? '', line2 ?? ''],
  barcodes: ['@\n\u001e\rANSI'],
  fields: [
    { name: 'surname', source: 'mrz', value: 'Eriksson' },
    { name: 'document-number', source: 'any', value: 'L 898902 C3' },
    { name: 'surname', source: 'viz', value: 'ERIKSSON' },
    { name: 'birth-date', source: 'mrz', value: '1974-08-12' },
  ],
  pictures: [
    {
      file: 'a.jpg',
      side: 'front',
      quadPx: [
        { x: 20, y: 20 },
        { x: 1180, y: 20 },
        { x: 1180, y: 830 },
        { x: 20, y: 830 },
      ],
    },
  ],
};
const ids = [aCaptureId(1)];

it('holds type, zone, fields, barcode and outline against the labels', () => {
  const quad = { x: 0, y: 0 };
  const document = aDocument({
    barcodes: [
      {
        symbology: 'PDF417',
        captureId: aCaptureId(1),
        quadPx: [quad, quad, quad, quad],
        text: '@\n\\x1e\rANSI',
        standard: 'AAMVA',
      },
    ],
  });
  const misread = aField({ name: 'surname', source: 'viz', value: 'ERIKSS0N', normalized: 'ERIKSS0N' });
  const analysis = anAnalysis({
    steps: [aStepAnalysis({ document: { ...document, fields: [...document.fields, misread] } })],
  });
  const outcome = scoreDocument(truth, analysis, ids);
  expect(outcome).toMatchObject({
    type: { expected: 'passport', told: 'passport' },
    mrz: { read: truth.mrzLines, allCheckDigitsValid: true },
    fields: [
      { isRight: true, wrongCharacters: 0 },
      { isRight: true, wrongCharacters: 0 },
      { isRight: false, told: 'ERIKSS0N', wrongCharacters: 1 },
      { isRight: false, told: null, wrongCharacters: 10 },
    ],
    barcodes: [{ isRight: true }],
    outlines: [{ overlap: 1, isFound: true, isUpright: true, source: 'edges' }],
  });
  expect(summarize([outcome])).toMatchObject({
    documents: 1,
    type: { hits: 1, n: 1, share: 1, low: expect.closeTo(0.025), high: 1 },
    mrz: { exact: { hits: 1, n: 1 }, characterAccuracy: 1, silentErrors: { hits: 0 } },
    outline: { meanOverlap: 1 },
    fields: [
      { name: 'document-number', source: 'any', hits: 1 },
      { name: 'birth-date', source: 'mrz', hits: 0, toldWrong: 0 },
      { name: 'surname', source: 'mrz', hits: 1 },
      { name: 'surname', source: 'viz', hits: 0, toldWrong: 1 },
    ],
  });
});

it('measures nothing that is not labeled, and counts what was not found as wrong', () => {
  const analysis = anAnalysis({ steps: [aStepAnalysis({ document: null, captures: [] })] });
  const open = { ...truth, type: null, country: null, mrzLines: null, barcodes: null, fields: [] };
  const nothing = summarize([scoreDocument(open, analysis, ids)]);
  expect([nothing.type.n, nothing.mrz.exact.n, nothing.barcodes.n, nothing.fields]).toEqual([0, 0, 0, []]);
  const missed = summarize([scoreDocument(truth, analysis, ids)]);
  expect([missed.type.share, missed.mrz.exact.share, missed.mrz.characterAccuracy]).toEqual([0, 0, 0]);
});

it('knows a wrong zone whose check digits hold from one that is read where there is none', () => {
  const analysis = anAnalysis();
  const wrong = scoreDocument({ ...truth, mrzLines: ['P<UTOERIKSSON<<ANNE', line2 ?? ''] }, analysis, ids);
  const none = scoreDocument({ ...truth, mrzLines: [] }, analysis, ids);
  expect(summarize([wrong, none]).mrz).toMatchObject({
    exact: { hits: 0, n: 1 },
    silentErrors: { hits: 1, n: 1 },
    readWhereThereIsNone: { hits: 1, n: 1 },
  });
});
