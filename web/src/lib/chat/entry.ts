/** A question of the knowledge. */
export interface Entry {
  readonly id: string;
  readonly question: string;
}
