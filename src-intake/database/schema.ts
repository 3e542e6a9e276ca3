import type { ColumnType, Generated, Insertable, JSONColumnType, Selectable } from 'kysely';
import type { z } from 'zod';
import type { intakeApi } from '#shared/api/contract.ts';
import type { Actor, EventType } from '#shared/domain/events.ts';
import type { FaceListKind, ListedPerson } from '#shared/domain/face-lists.ts';
import type { CaptureId, SessionId } from '#shared/domain/ids.ts';
import type { ScenarioDraft } from '#shared/domain/scenario-record.ts';
import type { DocumentType, Scenario, Side } from '#shared/domain/scenario.ts';
import type { Session, SessionStatus } from '#shared/domain/session.ts';
import type { CallbackTables } from '../callbacks/tables.ts';
import type { IdentityTables } from '../identity/tables.ts';

/** A `bigint` column; our pool reads it as a number, which holds any position for 2^53 events. */
type BigInteger = ColumnType<number, number, number>;
/** Written as ISO text or a date, read as a date. */
type Instant = ColumnType<Date, string | Date, string | Date>;

interface FeedTable {
  only_row: ColumnType<boolean, never, never>;
  feed_id: string;
  key_check: Buffer;
  /** Whose pictures they are, in a store that several databases may share. */
  store_id: ColumnType<string, never, never>;
  last_position: ColumnType<number, never, number>;
}

interface SessionsTable {
  id: SessionId;
  created_at: Instant;
  wrapped_key: Buffer | null;
  head_seq: number;
  head_hash: string;
  /** When its lifetime is over; null where it has none, or where that has been seen to. */
  freezes_at: Instant | null;
  /** When its storage time is over; null where it is kept, or where it was purged. */
  purge_at: Instant | null;
  /** What the session is listed and filtered by; null in sessions from before there was an index, until it was made up for. */
  scenario_id: string | null;
  source: Session['source'] | null;
  /** Gone with the session. */
  client_key: string | null;
  status: SessionStatus | null;
  changed_at: Instant | null;
}

interface IdempotentRepliesTable {
  /** Whose request it was: kind and id of the caller. */
  caller: string;
  key_sha256: string;
  request_sha256: string;
  claimed_at: Instant;
  /** Null while the request is being answered. */
  status: number | null;
  sealed_body: Buffer | null;
}

interface EventsTable {
  position: BigInteger;
  session_id: SessionId;
  seq: number;
  type: EventType;
  at: Instant;
  actor_kind: Actor['kind'];
  actor_id: string;
  sealed_body: Buffer;
  body_sha256: string;
  previous_hash: string;
  hash: string;
}

interface CapturesTable {
  id: CaptureId;
  session_id: SessionId;
  step_id: string;
  /** `liveness` for a frame, whose place in the challenge its event tells. */
  side: Side | 'liveness';
  media_type: string;
  /** Address in the store of blobs; null for a small one. */
  blob: string | null;
  /** The sealed bytes of a small one. */
  sealed: Buffer | null;
  byte_length: BigInteger;
}

export type CommandReply = z.output<(typeof intakeApi)['sendCommand']['output']>;

interface CommandsTable {
  idempotency_key: string;
  session_id: SessionId;
  reply: JSONColumnType<CommandReply> | null;
  received_at: Instant;
}

interface LeasesTable {
  id: string;
  session_id: SessionId;
  job_id: BigInteger;
  /** The step whose attempt is analyzed; null for the whole session. */
  step_id: string | null;
  agent_id: string;
  /** `<kind>:<id>` of whoever took it, and may read its pictures; null in leases of before there were callers. */
  caller: string | null;
  attempt: number;
  expires_at: Instant;
}

interface ScenariosTable {
  id: string;
  /** In which order they were made: the first is what a person is offered first. */
  made_order: ColumnType<number, never, never>;
  revision: number;
  draft: JSONColumnType<ScenarioDraft> | null;
  active_version: number | null;
  archived: boolean;
}

interface ScenarioVersionsTable {
  scenario_id: string;
  version: number;
  committed_at: Instant;
  committed_by: string;
  scenario: JSONColumnType<Scenario>;
}

interface ScenarioSecretsTable {
  scenario_id: string;
  current_secret: Buffer;
  previous_secret: Buffer | null;
  rotated_at: Instant | null;
}

interface IntakeSecretsTable {
  name: string;
  secret: Buffer;
}

interface LinkRequestsTable {
  id: string;
  request_sha256: string;
}

interface LinksTable {
  id: string;
  /** In the order in which they were made. */
  number: ColumnType<number, never, never>;
  request_id: string;
  index_in_request: number;
  token_sha256: string;
  scenario_id: string;
  scenario_version: number;
  created_at: Instant;
  created_by: string;
  expires_at: Instant;
  client_key: string | null;
  opened_at: Instant | null;
  /** SHA-256 of the cookie of the device that was first. */
  device_sha256: string | null;
  /** In which the person agreed. */
  language: string | null;
  session_id: SessionId | null;
  revoked_at: Instant | null;
  /** How often it was sent again; the token is derived from it. */
  resends: Generated<number>;
  /** The request that sent it again last. */
  resend_request: string | null;
}

interface ShownDocumentsTable {
  session_id: SessionId;
  /** Keyed hash of all that follows, but `client` and `shown_at`. */
  shown: Buffer;
  document_type: DocumentType;
  person: Buffer | null;
  document: Buffer;
  document_data: Buffer | null;
  client: Buffer | null;
  shown_at: ColumnType<Date, Date, never>;
}

interface ShownPicturesTable {
  session_id: SessionId;
  picture: Buffer;
  client: Buffer | null;
  shown_at: ColumnType<Date, Date, never>;
}

interface HashesTable {
  number: ColumnType<number, never, never>;
  session_id: SessionId;
  /** Keyed hashes of parts of the coarse hashes. */
  bands: Buffer[];
  sealed: Buffer;
  shown_at: ColumnType<Date, Date, never>;
}

interface PictureHashesTable extends HashesTable {
  capture_id: string;
}

interface FilmHashesTable extends HashesTable {
  /** Which of the session's films it is: an attempt at a step more is another. */
  first_frame: string;
}

interface FaceListsTable {
  id: string;
  kind: FaceListKind;
  name: string;
  created_at: Instant;
  created_by: string;
}

interface ListedPersonsTable {
  id: string;
  /** In the order in which they were added. */
  number: ColumnType<number, never, never>;
  list_id: string;
  sealed_details: Buffer;
  sealed_picture: Buffer | null;
  legal_basis: ListedPerson['legalBasis'];
  source_session_id: SessionId | null;
  added_at: Instant;
  added_by: string;
}

/** Left out of backups: see the migration. */
interface ListedPersonKeysTable {
  person_id: string;
  wrapped_key: Buffer;
}

interface FaceTemplatesTable {
  /** In the order of commits. */
  key: ColumnType<number, never, never>;
  person_id: string | null;
  session_id: SessionId | null;
  step_id: string | null;
  model: string;
  sealed: Buffer;
  template_id: Generated<string>;
  /** Of a template that was added to a person later, as all that follows. */
  added_at: ColumnType<Date | null, Date | undefined, never>;
  added_by: ColumnType<string | null, string | undefined, never>;
  source_session_id: ColumnType<SessionId | null, SessionId | null | undefined, never>;
  sealed_reason: ColumnType<Buffer | null, Buffer | undefined, never>;
  sealed_picture: ColumnType<Buffer | null, Buffer | null | undefined, never>;
}

interface RemovedFaceTemplatesTable {
  /** In the order of commits. */
  number: ColumnType<number, never, never>;
  key: ColumnType<number, never, never>;
}

/** The tables as the last migration leaves them. */
export interface Database extends CallbackTables, IdentityTables {
  feed: FeedTable;
  sessions: SessionsTable;
  events: EventsTable;
  captures: CapturesTable;
  commands: CommandsTable;
  leases: LeasesTable;
  scenarios: ScenariosTable;
  scenario_versions: ScenarioVersionsTable;
  scenario_secrets: ScenarioSecretsTable;
  intake_secrets: IntakeSecretsTable;
  link_requests: LinkRequestsTable;
  links: LinksTable;
  idempotent_replies: IdempotentRepliesTable;
  shown_documents: ShownDocumentsTable;
  shown_pictures: ShownPicturesTable;
  picture_hashes: PictureHashesTable;
  film_hashes: FilmHashesTable;
  face_lists: FaceListsTable;
  listed_persons: ListedPersonsTable;
  listed_person_keys: ListedPersonKeysTable;
  face_templates: FaceTemplatesTable;
  removed_face_templates: RemovedFaceTemplatesTable;
}

export type EventRow = Selectable<EventsTable>;
export type NewEventRow = Insertable<EventsTable>;
export type SessionRow = Selectable<SessionsTable>;
export type NewCaptureRow = Insertable<CapturesTable>;
export type CaptureRow = Selectable<CapturesTable>;
export type LeaseRow = Selectable<LeasesTable>;
export type ScenarioRow = Selectable<ScenariosTable>;
export type ScenarioVersionRow = Selectable<ScenarioVersionsTable>;
export type LinkRow = Selectable<LinksTable>;
export type ShownDocumentRow = Selectable<ShownDocumentsTable>;
export type ShownPictureRow = Selectable<ShownPicturesTable>;
export type ListedPersonRow = Selectable<ListedPersonsTable>;
