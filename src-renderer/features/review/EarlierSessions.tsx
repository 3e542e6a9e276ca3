import { Alert, Anchor, Button, Group, Text } from '@mantine/core';
import { IconBan, IconListSearch, IconUsers } from '@tabler/icons-react';
import { useCallback, useState, type ReactNode } from 'react';
import type { HistoryMatch } from '#shared/domain/history.ts';
import type { Session } from '#shared/domain/session.ts';
import { useLocalization } from '../../app/i18n/i18n.ts';
import { routeHash } from '../../app/route.ts';
import { useServices } from '../../app/services.tsx';
import { useMay } from '../../app/use-auth.ts';
import { useAnswer } from '../../sync/use-answer.ts';
import { useTable } from '../../sync/use-replica.ts';
import { Personal } from '../../ui/Personal.tsx';
import { stepTitle } from '../../ui/step-title.ts';
import { ListMatch } from './ListMatch.tsx';
import { SideBySide } from './SideBySide.tsx';

/** An id is told apart by its first eight characters, as in the history. */
const shortIdLength = 8;

/** What earlier sessions and lists say of this one, with the way to those sessions. Nothing where they say nothing. */
export function EarlierSessions({ session }: { readonly session: Session }): ReactNode {
  const { t } = useLocalization();
  const { history, lists, blocked, analysis } = session;
  const { rpc } = useServices();
  const maySeePersons = useMay('lists.read');
  const hasLists = maySeePersons && lists.length > 0;
  const askLists = useCallback(
    () => (hasLists ? rpc.call('faceLists.list', {}) : Promise.resolve({ ok: true as const, value: null })),
    [rpc, hasLists],
  );
  const known = useAnswer(askLists).value?.lists ?? [];
  // As people named it; by its id for whom it is not told, or where it is no more.
  const listName = (listId: string): string => known.find(({ id }) => id === listId)?.name ?? listId;
  // Before the analysis of the whole session the steps' own notice tells it.
  const isBlocked = blocked !== null && analysis !== null;
  const earlier = history.matches.length > 0 && (
    <Alert
      variant="light"
      mb={8}
      color="gray"
      className="vd-alert-failed"
      icon={<IconUsers size={18} aria-hidden />}
      title={t('history.title')}
    >
      <ul className="vd-person-steps" aria-label={t('history.title')}>
        {history.matches.map((match) => (
          <li key={`${match.kind}/${match.stepId}/${match.others[0]?.sessionId ?? ''}`}>
            <Match session={session} match={match} />
          </li>
        ))}
      </ul>
    </Alert>
  );
  const listed = lists.length > 0 && (
    <Alert
      variant="light"
      mb={8}
      color="gray"
      icon={<IconListSearch size={18} aria-hidden />}
      title={t('lists.title')}
    >
      <ul className="vd-person-steps" aria-label={t('lists.title')}>
        {lists.map((answer) => (
          <li key={`${answer.kind}/${answer.listId}`}>
            <Text size="sm">
              {answer.status === 'matched'
                ? t(`lists.matched.${answer.kind}`, { list: listName(answer.listId) })
                : answer.status === 'clear'
                  ? t('lists.clear', { list: listName(answer.listId) })
                  : t(`lists.${answer.reason}`, { list: listName(answer.listId) })}
            </Text>
            {maySeePersons &&
              answer.status === 'matched' &&
              answer.personId !== undefined &&
              answer.distance !== undefined && (
                <ListMatch
                  session={session}
                  answer={{ ...answer, personId: answer.personId, distance: answer.distance }}
                />
              )}
          </li>
        ))}
      </ul>
    </Alert>
  );
  const isListed = lists.some(({ status }) => status === 'matched');
  return (
    <>
      {isBlocked && (
        <Alert
          variant="light"
          mb={8}
          color="gray"
          className="vd-alert-failed"
          icon={<IconBan size={18} aria-hidden />}
          title={t('status.blocked')}
        >
          {t(`blocked.${blocked.reason}`, { step: '' })} {t('blocked.text')}
        </Alert>
      )}
      {isListed ? listed : earlier}
      {isListed ? earlier : listed}
    </>
  );
}

function Match({
  session,
  match: { kind, stepId, others, total },
}: {
  readonly session: Session;
  readonly match: HistoryMatch;
}): ReactNode {
  const { t } = useLocalization();
  const [comparedId, setComparedId] = useState<string | null>(null);
  const { tiles } = useTable();
  const nameOf = (sessionId: string): string | null =>
    tiles.find((tile) => tile.sessionId === sessionId)?.name ?? null;
  // Else two pictures that came before read as one that is told twice.
  const step = session.scenario.steps.find(({ id }) => id === stepId);
  return (
    <>
      <Text size="sm">
        {step !== undefined && <b>{stepTitle(step, session.scenario.steps, t)}: </b>}
        {t(`history.${kind}`, { count: total })}
      </Text>
      {others.map(({ sessionId, sameClientKey }) => (
        <Group key={sessionId} justify="space-between" wrap="nowrap" gap={8}>
          <Text size="xs" c="dimmed">
            <Anchor inherit underline="always" href={routeHash({ page: 'logs', sessionId })}>
              {t('history.session', { id: sessionId.slice(0, shortIdLength) })}
            </Anchor>
            {nameOf(sessionId) !== null && (
              <>
                {' · '}
                <Personal>
                  <bdi>{nameOf(sessionId)}</bdi>
                </Personal>
              </>
            )}
            {sameClientKey !== null &&
              ` · ${t(sameClientKey ? 'history.sameClient' : 'history.otherClient')}`}
          </Text>
          <Button
            flex="none"
            size="compact-xs"
            variant="default"
            aria-label={t('sideBySide.compareWith', { id: sessionId.slice(0, shortIdLength) })}
            onClick={() => {
              setComparedId(sessionId);
            }}
          >
            {t('sideBySide.compare')}
          </Button>
        </Group>
      ))}
      {total > others.length && (
        <Text size="xs" c="dimmed">
          {t('history.more', { count: total - others.length })}
        </Text>
      )}
      {comparedId !== null && (
        <SideBySide
          session={session}
          otherId={comparedId}
          onClose={() => {
            setComparedId(null);
          }}
        />
      )}
    </>
  );
}
