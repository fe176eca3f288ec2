/**
 * Conditions on an officer `o`, told once for all statements. Presence is a lease that the officer's pages renew; the status is the officer's
 * own word.
 */

/** An agent whose page is open. */
const present = `o.role = 'agent' AND o.active AND o.present_until > now()`;

/** An agent who is there to answer: present and not away. */
export const attending = `${present} AND o.status <> 'away'`;

/** An agent who is given new conversations: present and on duty. */
export const receiving = `${present} AND o.on_duty`;
