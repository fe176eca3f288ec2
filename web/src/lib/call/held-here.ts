/**
 * Which page has the call, of several that one person has open. A reloaded page has it still; where storage is forbidden it is asked again.
 */
const name = 'zhengna.call';
let here: string | undefined;

export const holdHere = (callId: string): void => {
  here = callId;
  try {
    sessionStorage.setItem(name, callId);
  } catch (error) {
    if (!(error instanceof DOMException)) throw error;
  }
};

export const heldHere = (callId: string): boolean => {
  if (here === callId) return true;
  try {
    return sessionStorage.getItem(name) === callId;
  } catch (error) {
    if (!(error instanceof DOMException)) throw error;
    return false;
  }
};
