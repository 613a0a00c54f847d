/** The version of Alertmanager whose API we speak; karma picks its client by it. */
export const ALERTMANAGER_API_VERSION = '0.34.0';
