/** Close codes of the WebSocket. */
export const mediaClose = {
  /** The token is not valid, or was used before: get another one. */
  token: 4_401,
  /** The call is over. */
  over: 4_410,
  /** The same person has joined on another page. */
  replaced: 4_409,
  notUnderstood: 1_008,
  /** The process stops, or has no place: come again. */
  restart: 1_012,
} as const;
