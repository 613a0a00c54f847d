import type { Labels } from '../../alert/labels.ts';
import type { Secret } from '../../config/secret.ts';

export const ROLES = ['viewer', 'responder', 'admin'] as const;
export type Role = (typeof ROLES)[number];

export interface ApiToken {
  readonly name: string;
  readonly role: Role;
  readonly token: Secret;
}

export interface IntegrationAccess {
  readonly name: string;
  /** The sender format that it posts; without it any. */
  readonly type?: 'alertmanager' | 'prometheus';
  readonly token: Secret | null;
  readonly basicAuth: { readonly username: string; readonly password: Secret } | null;
  readonly labels: Labels;
}

/** Who may do what, as the configuration says. */
export interface AccessPolicy {
  readonly apiTokens: readonly ApiToken[];
  /** SHA-256, in hex, of the token that Tocsin made for itself: an admin's, and the credential of `default`. */
  readonly madeTokenSha256: string | null;
  readonly integrations: readonly IntegrationAccess[];
  /** No token and no integration is configured and the address is loopback: open to requests from this machine. */
  readonly open: boolean;
  /** `server.allow_anonymous`: whatever has no credential configured is open. */
  readonly allowAnonymous: boolean;
  /** Bytes of one webhook. */
  readonly maxBody: number;
  /** Bytes of all webhooks that are being taken in. */
  readonly maxInFlight: number;
}
