// Types of Vidimus' widget, `<script src="https://…/widget.js"></script>`. Made for this version; docs/widget.md explains.

/** The identity check in a dialog over your page. */
declare namespace Vidimus {
  interface Step {
    /** The step's id in the scenario. */
    readonly stepId: string;
    readonly type: 'document' | 'selfie' | 'selfie-with-document' | 'liveness';
    /** `open`: pictures are wanted; `checking`: they are being analyzed; `done`: nothing more is asked. */
    readonly state: 'open' | 'checking' | 'done';
  }

  interface Success {
    readonly sessionId: string;
    /** JWT (HS256) under the scenario's secret. Only your backend can tell whether it is genuine: send it there. */
    readonly result: string;
  }

  /**
   * - `blocked`, `expired`: nothing more can be sent in this session.
   * - `link-unknown`, `link-expired`, `link-revoked`, `link-taken`: the link cannot be used, or not on this device.
   * - `origin-not-allowed`, `scenario-not-found`, `client-key-invalid`: the check cannot begin; `detail` says what to mend.
   * - `too-many-requests`: try again in a minute.
   * - `offline`, `no-answer`: the intake was not reached, or its page did not answer.
   * - `browser-unsupported`: too old for a dialog; give the person the link itself.
   * - `internal`: the intake is broken, and its log says how.
   */
  type FailureCode =
    | 'blocked'
    | 'expired'
    | 'link-unknown'
    | 'link-expired'
    | 'link-revoked'
    | 'link-taken'
    | 'origin-not-allowed'
    | 'scenario-not-found'
    | 'client-key-invalid'
    | 'too-many-requests'
    | 'offline'
    | 'no-answer'
    | 'browser-unsupported'
    | 'internal';

  interface Failure {
    readonly code: FailureCode;
    /** For you, in English; not for the person. */
    readonly detail?: string;
  }

  interface Settings {
    /** `en` or `ru`. Without it the scenario decides, and then the browser. */
    readonly language?: string;
    readonly onStep?: (step: Step) => void;
    /** Everything was sent. Once. */
    readonly onSuccess?: (success: Success) => void;
    /** The check cannot begin, or cannot go on. Once for each reason. */
    readonly onFailure?: (failure: Failure) => void;
    /** The dialog is gone, whoever closed it. Once, and last. */
    readonly onClose?: () => void;
  }

  /** A one-time link, whole. */
  interface ByLink extends Settings {
    readonly link: string;
  }

  /** A scenario that lets the widget begin. */
  interface BySchema extends Settings {
    readonly schemaId: string;
    /** Your customer's key: up to 36 characters, or encrypted as JWE. */
    readonly clientKey: string;
  }

  type Options = ByLink | BySchema;

  interface Handle {
    /** Takes the dialog away without a question. Again does nothing. */
    close(): void;
  }

  /** Opens the dialog. Throws a TypeError that says what to do for options that are wrong, and where a dialog is open already. */
  function open(options: Options): Handle;
}
