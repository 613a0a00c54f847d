/**
 * Where nobody listens. Not a port that was just closed, which may be somebody else's a moment later; and not port 1, to which
 * `fetch` does not even try to connect.
 */
export const NOBODY = 'http://127.0.0.1:2';
