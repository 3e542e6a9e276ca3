/** What an intake needs to know before it starts. */
export interface IntakeConfig {
  /** Holds keys, token, blobs and the embedded cluster. Made when missing. */
  readonly dataDir: string;
  /** Address to listen on; loopback unless somebody means otherwise. */
  readonly host?: string;
  /** 0, the default, takes any free port. */
  readonly port?: number;
  /** Where the bearer token is kept; `<dataDir>/token` unless given. Made, readable by its owner only, when missing. */
  readonly tokenFile?: string;
  /** The organization's own PostgreSQL (15 or later); the embedded one when absent. */
  readonly databaseUrl?: string;
  /** How long an agent may be silent before its session goes to another one. 30 s unless given. */
  readonly leaseMs?: number;
}

export interface RunningIntake {
  /** `http://host:port`, without a slash at the end. */
  readonly url: string;
  readonly token: string;
  /** Lets running requests finish, ends long polls, stops the embedded PostgreSQL. */
  close(): Promise<void>;
}

/** Starts an intake in this process. Rejects with {@link IntakeStartError} for what an administrator can mend. */
export function startIntake(config: IntakeConfig): Promise<RunningIntake> {
  return Promise.reject(new Error(`not yet: ${config.dataDir}`));
}
