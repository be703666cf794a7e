// What somebody who decides a step gives: the name, the reason, and why gates are passed over, empty where they are not.
export interface Signature {
  readonly approver: string;
  readonly reason: string;
  readonly override: string;
}
