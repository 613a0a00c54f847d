/** How bad a line says it is. `fatal` takes in critical, alert, emergency and panic; `info` notice; `debug` trace and verbose. */
export type LogLevel = 'fatal' | 'error' | 'warn' | 'info' | 'debug';
