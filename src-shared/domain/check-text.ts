/**
 * What one check says to people. `{name}` stands for a value of the finding's `details`, or `{score}` and `{threshold}`.
 * `reasons` tells an analyst what was seen; `advice` tells the person in front of the camera what to do.
 */
export interface CheckText<Reason extends string = string> {
  readonly title: string;
  readonly passed: string;
  readonly reasons: Readonly<Record<Reason, string>>;
  readonly advice: Readonly<Record<Reason, string>>;
}
