import { Button, Checkbox, Group, Modal, Select, Stack, Table, TextInput } from '@mantine/core';
import { IconBan, IconCircleCheck, IconHourglassEmpty, IconPlus } from '@tabler/icons-react';
import { useCallback, useState, type ReactNode } from 'react';
import type { ApiToken } from '#shared/api/identity-contract.ts';
import { tokenScopes, type DataRight } from '#shared/domain/identity.ts';
import type { MessageKey } from '../../app/i18n/catalog.ts';
import { useLocalization } from '../../app/i18n/i18n.ts';
import { useServices } from '../../app/services.tsx';
import { useAnswer } from '../../sync/use-answer.ts';
import { inOneLine } from '../../ui/capitalized.ts';
import { RelativeTime } from '../../ui/RelativeTime.tsx';
import { StatusMark, type Look } from '../../ui/StatusMark.tsx';
import { exactTime } from '../../ui/time.ts';
import { ProblemAlert } from '../sign-in/ProblemAlert.tsx';
import { useSending } from '../sign-in/use-sending.ts';
import { ConfirmDialog } from './ConfirmDialog.tsx';
import { ListFrame } from './ListFrame.tsx';
import { OnceDialog } from './OnceDialog.tsx';
import { peopleError } from './people-error.ts';
import { DataRightsField } from './RightsFields.tsx';

type Scope = (typeof tokenScopes)[number];

/** The tokens of the organization's programs. */
export function TokensSection(): ReactNode {
  const { t, language } = useLocalization();
  const { rpc } = useServices();
  const ask = useCallback(() => rpc.call('people.listTokens', {}), [rpc]);
  const { value, failure, reload } = useAnswer(ask);
  const [isCreating, setCreating] = useState(false);
  const [revoking, setRevoking] = useState<ApiToken | null>(null);
  const [told, setTold] = useState<{ readonly name: string; readonly token: string } | null>(null);
  const tokens = value?.tokens ?? [];

  return (
    <>
      <ListFrame
        text={t('tokens.text')}
        action={
          <Button
            size="xs"
            leftSection={<IconPlus size={15} aria-hidden />}
            onClick={() => {
              setCreating(true);
            }}
          >
            {t('tokens.create')}
          </Button>
        }
        isLoading={value === null}
        failure={failure}
        onRetry={() => void reload()}
        empty={tokens.length === 0 ? t('tokens.empty') : null}
      >
        <Table className="vd-people-table" verticalSpacing={8} aria-label={t('tokens.title')}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t('tokens.name')}</Table.Th>
              <Table.Th>{t('tokens.scopes')}</Table.Th>
              <Table.Th>{t('people.dataRights')}</Table.Th>
              <Table.Th>{t('people.state')}</Table.Th>
              <Table.Th>{t('tokens.lastUsed')}</Table.Th>
              <Table.Th aria-label={t('links.actions')} />
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {tokens.map((token) => (
              <Table.Tr key={token.id} data-token={token.name}>
                <Table.Td>
                  <bdi>{token.name}</bdi>
                </Table.Td>
                <Table.Td>
                  {inOneLine(
                    token.scopes.map((scope) => t(`permission.${scope}`)),
                    '; ',
                  )}
                </Table.Td>
                <Table.Td>
                  {inOneLine(token.dataRights.map((right) => t(`dataRight.${right}`))) ||
                    t('people.noRights')}
                </Table.Td>
                <Table.Td>
                  <TokenState token={token} />
                  {token.expiresAt !== null && token.revokedAt === null && (
                    <div className="vd-people-words vd-tabular">
                      {t('tokens.expiresAt')}{' '}
                      <time dateTime={token.expiresAt}>{exactTime(token.expiresAt, language)}</time>
                    </div>
                  )}
                </Table.Td>
                <Table.Td>
                  {token.lastUsedAt === null ? (
                    <span className="vd-people-words">{t('tokens.never')}</span>
                  ) : (
                    <RelativeTime at={token.lastUsedAt} />
                  )}
                </Table.Td>
                <Table.Td>
                  {token.revokedAt === null && (
                    <Button
                      size="compact-xs"
                      variant="subtle"
                      aria-label={t('tokens.revokeOne', { name: token.name })}
                      onClick={() => {
                        setRevoking(token);
                      }}
                    >
                      {t('tokens.revoke')}
                    </Button>
                  )}
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </ListFrame>
      {isCreating && (
        <CreateTokenDialog
          onClose={() => {
            setCreating(false);
          }}
          onCreated={(name, token) => {
            setCreating(false);
            setTold({ name, token });
            void reload();
          }}
        />
      )}
      {told !== null && (
        <OnceDialog
          title={told.name}
          label={t('once.token')}
          text={t('once.tokenText')}
          secret={told.token}
          onClose={() => {
            setTold(null);
          }}
        />
      )}
      {revoking !== null && (
        <ConfirmDialog
          title={t('tokens.revokeOne', { name: revoking.name })}
          text={t('tokens.revokeText')}
          action={t('tokens.revoke')}
          onConfirm={async () => {
            const reply = await rpc.call('people.revokeToken', { tokenId: revoking.id });
            if (!reply.ok) return peopleError(t, reply.code);
            setRevoking(null);
            await reload();
            return null;
          }}
          onClose={() => {
            setRevoking(null);
          }}
        />
      )}
    </>
  );
}

function TokenState({ token }: { readonly token: ApiToken }): ReactNode {
  const { t } = useLocalization();
  const [now] = useState(() => Date.now());
  const [look, label]: readonly [Look, MessageKey] =
    token.revokedAt !== null
      ? [{ tone: 'quiet', icon: IconBan }, 'tokens.revoked']
      : token.expiresAt !== null && Date.parse(token.expiresAt) <= now
        ? [{ tone: 'quiet', icon: IconHourglassEmpty }, 'tokens.expired']
        : [{ tone: 'passed', icon: IconCircleCheck }, 'tokens.active'];
  return <StatusMark look={look} size={14} label={t(label)} />;
}

const lifetimesDays = [30, 90, 365] as const;
const dayMs = 24 * 60 * 60 * 1000;

interface CreateTokenDialogProps {
  readonly onCreated: (name: string, token: string) => void;
  readonly onClose: () => void;
}

function CreateTokenDialog({ onCreated, onClose }: CreateTokenDialogProps): ReactNode {
  const { t } = useLocalization();
  const { rpc } = useServices();
  const [tokenId] = useState(() => crypto.randomUUID());
  const [name, setName] = useState('');
  const [scopes, setScopes] = useState<readonly Scope[]>([]);
  const [rights, setRights] = useState<readonly DataRight[]>([]);
  const [lifetime, setLifetime] = useState('365');
  const { isSending, problem, send } = useSending();

  async function create(): Promise<string | null> {
    const reply = await rpc.call('people.createToken', {
      tokenId,
      name: name.trim(),
      scopes: [...scopes],
      dataRights: [...rights],
      expiresAt: lifetime === 'never' ? null : new Date(Date.now() + Number(lifetime) * dayMs).toISOString(),
    });
    if (!reply.ok) return peopleError(t, reply.code);
    onCreated(reply.value.apiToken.name, reply.value.token);
    return null;
  }

  return (
    <Modal
      opened
      onClose={onClose}
      title={t('tokens.create')}
      closeButtonProps={{ 'aria-label': t('action.close') }}
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (!isSending) void send(create);
        }}
      >
        <Stack gap="md">
          <TextInput
            data-autofocus
            autoComplete="off"
            label={t('tokens.name')}
            description={t('tokens.name.help')}
            inputWrapperOrder={['label', 'input', 'description']}
            maxLength={100}
            value={name}
            onChange={({ currentTarget }) => {
              setName(currentTarget.value);
            }}
          />
          <Checkbox.Group
            label={t('tokens.scopes')}
            value={[...scopes]}
            onChange={(chosen) => {
              setScopes(tokenScopes.filter((scope) => chosen.includes(scope)));
            }}
          >
            <Stack gap={8} mt={6}>
              {tokenScopes.map((scope) => (
                <Checkbox key={scope} size="xs" value={scope} label={t(`permission.${scope}`)} />
              ))}
            </Stack>
          </Checkbox.Group>
          <DataRightsField value={rights} onChange={setRights} />
          <Select
            label={t('tokens.expires')}
            allowDeselect={false}
            value={lifetime}
            data={[
              ...lifetimesDays.map((days) => ({
                value: String(days),
                label: t('tokens.expires.days', { count: days }),
              })),
              { value: 'never', label: t('tokens.expires.never') },
            ]}
            onChange={(chosen) => {
              setLifetime(chosen ?? '365');
            }}
          />
          <ProblemAlert problem={problem} />
          <Group justify="flex-end" gap={8}>
            <Button variant="default" onClick={onClose}>
              {t('action.cancel')}
            </Button>
            <Button type="submit" loading={isSending} disabled={name.trim() === '' || scopes.length === 0}>
              {t('editor.create')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
