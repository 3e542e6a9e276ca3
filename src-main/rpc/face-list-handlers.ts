import { calibrationOf, falseMatchFacts, type FaceCalibration } from '#analysis/faces/calibration.ts';
import { furthestApart } from '#analysis/faces/template-distance.ts';
import { otherFaceDistance } from '#shared/domain/face-lists.ts';
import type { IntakeClient } from '#shared/api/client.ts';
import type { FaceDesk } from '../faces/face-desk.ts';
import type { RpcHandlers } from './handlers.ts';
import { offlineOrBug } from './offline-or-bug.ts';

type FaceListCalls = Extract<
  keyof RpcHandlers,
  `faceLists.${string}` | `listedPersons.${string}` | `faces.${string}`
>;

/** The calls about lists of people, passed on to the intake with the templates that this machine made. */
export function createFaceListHandlers({
  intake,
  desk,
  calibration,
}: {
  readonly intake: Pick<IntakeClient, 'call'>;
  readonly desk: FaceDesk;
  /** This installation's; asked each time, since an administrator may make another one. */
  readonly calibration: () => FaceCalibration | null;
}): Pick<RpcHandlers, FaceListCalls> {
  return {
    async 'faceLists.list'(_input, { signal }) {
      const reply = await intake.call('listFaceLists', {}, { signal });
      return reply.ok ? reply : offlineOrBug(reply.code);
    },
    async 'faceLists.create'(input, { signal }) {
      const reply = await intake.call('createFaceList', input, { signal });
      if (reply.ok) return reply;
      return reply.code === 'list-exists' ? { ok: false, code: reply.code } : offlineOrBug(reply.code);
    },
    async 'faceLists.remove'(input, { signal }) {
      const reply = await intake.call('removeFaceList', input, { signal });
      if (reply.ok) return reply;
      const { code } = reply;
      return code === 'not-found' || code === 'list-not-empty' ? { ok: false, code } : offlineOrBug(code);
    },
    async 'listedPersons.list'(input, { signal }) {
      const reply = await intake.call('listListedPersons', input, { signal });
      if (reply.ok) return reply;
      return reply.code === 'not-found' ? { ok: false, code: reply.code } : offlineOrBug(reply.code);
    },
    async 'listedPersons.find'(input, { signal }) {
      const reply = await intake.call('findListedPersons', input, { signal });
      if (reply.ok) return reply;
      return reply.code === 'not-found' ? { ok: false, code: reply.code } : offlineOrBug(reply.code);
    },
    async 'listedPersons.get'(input, { signal }) {
      const reply = await intake.call('getListedPerson', input, { signal });
      if (reply.ok) return { ok: true, value: { person: reply.value.person } };
      return reply.code === 'not-found' ? { ok: false, code: reply.code } : offlineOrBug(reply.code);
    },
    async 'listedPersons.add'({ faceIds, ...person }, { signal }) {
      const faces = faceIds.map((faceId) => desk.get(faceId)).filter((face) => face !== undefined);
      if (faces.length < faceIds.length) return { ok: false, code: 'face-gone' };
      const [picture, ...furtherPictures] = faces.map((face) =>
        face.picture === null ? null : Buffer.from(face.picture).toString('base64'),
      );
      const reply = await intake.call(
        'addListedPerson',
        {
          ...person,
          templates: faces.map(({ template }) => template),
          picture: picture ?? null,
          furtherPictures,
        },
        { signal },
      );
      if (reply.ok) return reply;
      return reply.code === 'not-found' ? { ok: false, code: reply.code } : offlineOrBug(reply.code);
    },
    async 'listedPersons.remove'(input, { signal }) {
      const reply = await intake.call('removeListedPerson', input, { signal });
      if (reply.ok) return reply;
      return reply.code === 'not-found' ? { ok: false, code: reply.code } : offlineOrBug(reply.code);
    },
    async 'listedPersons.templates'(input, { signal }) {
      const reply = await intake.call('listPersonTemplates', input, { signal });
      if (reply.ok) return reply;
      return reply.code === 'not-found' ? { ok: false, code: reply.code } : offlineOrBug(reply.code);
    },
    async 'listedPersons.addTemplates'({ faceIds, ...asked }, { signal }) {
      const templates = faceIds.flatMap((templateId) => {
        const face = desk.get(templateId);
        if (face === undefined) return [];
        const { template, picture } = face;
        return [
          {
            templateId,
            template,
            picture: picture === null ? null : Buffer.from(picture).toString('base64'),
          },
        ];
      });
      if (templates.length < faceIds.length) return { ok: false, code: 'face-gone' };
      const reply = await intake.call('addPersonTemplates', { ...asked, templates }, { signal });
      if (reply.ok) return reply;
      const { code } = reply;
      return code === 'not-found' || code === 'too-many-templates' ? { ok: false, code } : offlineOrBug(code);
    },
    async 'listedPersons.removeTemplate'(input, { signal }) {
      const reply = await intake.call('removePersonTemplate', input, { signal });
      if (reply.ok) return reply;
      const { code } = reply;
      return code === 'not-found' || code === 'last-template' ? { ok: false, code } : offlineOrBug(code);
    },
    async 'faces.ofCapture'({ captureId, regionPx }, { signal }) {
      const reply = await desk.findInCapture(captureId, regionPx, signal);
      if (reply.ok) return { ok: true, value: { face: reply.face } };
      switch (reply.code) {
        case 'no-face':
        case 'not-found':
        case 'undecodable':
        case 'models-missing':
        case 'busy':
          return { ok: false, code: reply.code };
        default:
          return offlineOrBug(reply.code);
      }
    },
    'faces.falseMatches': ({ model, distance }) =>
      Promise.resolve({ ok: true, value: falseMatchFacts(calibrationOf(calibration(), model), distance) }),
    async 'faces.compare'({ faceIds, personId }, { signal }) {
      const faces = faceIds.flatMap((faceId) => {
        const face = desk.get(faceId);
        return face === undefined ? [] : [{ faceId, template: face.template }];
      });
      if (faces.length < faceIds.length) return { ok: false, code: 'face-gone' };
      const apart = furthestApart(
        faces.map(({ template }) => template),
        otherFaceDistance,
      );
      const value = {
        apart:
          apart === null ? null : ([faceIds[apart[0]] ?? '', faceIds[apart[1]] ?? ''] as [string, string]),
        unlikePerson: null as string | null,
      };
      if (personId === null) return { ok: true, value };
      for (const { faceId, template } of faces) {
        const reply = await intake.call('compareWithPerson', { personId, template }, { signal });
        if (!reply.ok)
          return reply.code === 'not-found' ? { ok: false, code: reply.code } : offlineOrBug(reply.code);
        if ((reply.value.distance ?? 0) > otherFaceDistance) value.unlikePerson ??= faceId;
      }
      return { ok: true, value };
    },
    async 'faces.search'({ faceId }, { signal }) {
      const face = desk.get(faceId);
      if (face === undefined) return { ok: false, code: 'face-gone' };
      const reply = await intake.call('searchFaces', { template: face.template }, { signal });
      if (!reply.ok) return offlineOrBug(reply.code);
      const { neighbors, searched } = reply.value;
      return {
        ok: true,
        value: {
          hits: neighbors.map((neighbor) => ({ ...neighbor, ...face.falseMatchesAt(neighbor.distance) })),
          searched,
        },
      };
    },
  };
}
