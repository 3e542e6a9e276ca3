import { join } from 'node:path';
import { createAnalyzer } from '#analysis/analyze.ts';
import { locateModels } from '#analysis/models/locate-models.ts';
import { createModelPool } from '#analysis/models/pool.ts';
import { createOcr } from '#analysis/ocr/ocr.ts';
import { policy202611 } from '#analysis/policy/policy-2026-11.ts';
import { documentRequest } from '#cli/document-analysis.ts';
import { scoreDocument } from '#cli/document-evaluation.ts';
import { makeItem } from './corpus.ts';
import { labelsOf } from './measure/label.ts';
import { corpusDay } from './holders.ts';
import { loadResources } from './resources.ts';
import { writeFileSync } from 'node:fs';
export async function main(args: string[], root: string) {
  const [level='easy', list='0,1,2,3,4,5,6,7,8,9,10', verbose] = args;
  const resources = await loadResources(root);
  const { manifest, installedFolder } = locateModels({ installedFolder: join(root, 'models', 'installed') });
  const pool = createModelPool({ manifest, folder: installedFolder });
  const analyzer = createAnalyzer({ pool, ocr: createOcr(), policy: policy202611 });
  await analyzer.warmUp();
  let [right, total, told] = [0,0,0];
  for (const index of list.split(',').map(Number)) {
    const item = await makeItem(level as never, { split: 'tune', seed: '1', index }, resources);
    const request = documentRequest(item.pictures.map(({ side, bytes }) => ({ side: side.side, bytes })), corpusDay);
    item.pictures.forEach((p)=>writeFileSync(`/tmp/rd/${p.name}.jpg`, p.bytes));
    const t = performance.now();
    const result = await analyzer.analyze(request);
    if (!result.ok) throw new Error(result.code);
    const doc = result.analysis.steps[0]?.document;
    const out = scoreDocument(labelsOf(item), result.analysis, request.captures.map((c) => c.captureId));
    const id = doc?.identification;
    console.log(`\n## ${item.name} ${item.document.kind} ${Math.round(performance.now()-t)}ms iou ${out.outlines.map(o=>o.overlap.toFixed(3)+(o.isUpright?'':'!')).join(' ')} → ${id?.chosen.definition} ${id?.chosen.confidence.toFixed(3)} ${id?.chosen.country} (truth ${item.document.country}) | ${id?.runnerUp?.definition} ${id?.runnerUp?.confidence.toFixed(3)} mrz ${doc?.format}`);
    if (verbose) console.log(id?.signals.map(s=>`${s.definition}:${s.kind}:${s.weight.toFixed(1)}:${s.seen}`).join(' | '));
    const viz = out.fields.filter(f=>f.source!=='mrz');
    for (const f of viz) { total+=1; if(f.isRight) right+=1; if (f.told!==null) told+=1; }
    console.log(viz.map(f=>`${f.isRight?'ok ':'BAD'} ${f.source} ${f.name}: ${f.value} ← ${f.told}`).filter(x=>verbose||x.startsWith('BAD')).join('\n'));
    const extra = doc?.fields.filter(f=>f.source==='viz' && !viz.some(v=>v.name===f.name));
    if (extra?.length) console.log('extra', extra.map(f=>`${f.name}=${f.value}`).join('; '));
    console.log('cross', doc?.crossChecks.filter(c=>c.agreement!=='agrees'||c.by!=='equal').map(c=>`${c.name} ${c.a}/${c.b} ${c.agreement} ${c.by}`).join('; '));
    console.log('regions', doc?.regions.map(r=>`${r.kind}${r.look?`(${r.look.color} ${r.look.shape})`:''}`).join(' '), '| truth', item.pictures.flatMap(p=>p.side.regions.map(r=>r.kind)).join(' '));
  }
  console.log(`\nfields right ${right} of ${total}, told ${told}`);
}
